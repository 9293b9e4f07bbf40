import { useQuery } from '@tanstack/react-query'
import { App as Messages, Button, Drawer, Spin } from 'antd'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { focusFirst } from '../focus-first.ts'
import { usePreferences } from '../preferences.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { take } from './approve.ts'
import type { Took } from './approve.ts'
import { can } from './permissions.ts'
import type { CaseDetail } from './use-case.ts'
import type { Steps } from './use-steps.ts'

type Assigning = { detail: CaseDetail; steps: Steps; onDone: () => void }
type Props = Assigning & { open: boolean; onClose: () => void }

/** Three experts with the reasons for each, and who is ruled out with theirs. */
export function AssignDrawer({ open, onClose, ...assigning }: Props) {
  const { case: text } = useText()
  return (
    <Drawer open={open} title={text.assignTitle} onClose={onClose} size={480} destroyOnHidden>
      <Proposals {...assigning} />
    </Drawer>
  )
}

function useProposals({ id, version }: CaseDetail) {
  return useQuery({
    queryKey: ['proposals', id, version],
    queryFn: async () => {
      const [matching, { experts }] = await Promise.all([
        read(api.cases[':id'].proposals.$get({ param: { id } })),
        read(api.experts.$get({ query: { limit: '200' } })),
      ])
      return { ...matching, names: new Map(experts.map((each) => [each.id, each])) }
    },
  })
}

type NameOf = (expertId: string) => string

/** Offers the case to an expert, after having taken it in hand where nobody has. */
function useAssigning({ detail, steps, onDone }: Assigning, nameOf: NameOf) {
  const { case: text } = useText()
  const { message } = Messages.useApp()
  const [busy, setBusy] = useState<string>()
  const [problem, setProblem] = useState<unknown>()
  const assign = async (expertId: string) => {
    setBusy(expertId)
    setProblem(undefined)
    try {
      await steps.run((took) => assignTo(detail, expertId, took))
      void message.success(text.assigned(nameOf(expertId)))
      onDone()
    } catch (failure) {
      setProblem(failure)
    } finally {
      setBusy(undefined)
    }
  }
  return { assign, busy, problem }
}

async function assignTo(detail: CaseDetail, expertId: string, took: Took): Promise<void> {
  const version = can('assign', detail.state) ? detail.version : await take(detail, took)
  const json = { version, expertId }
  await read(api.cases[':id'].assign.$post({ param: { id: detail.id }, json }))
}

function Proposals(assigning: Assigning) {
  const { detail } = assigning
  const { case: text, shell } = useText()
  const { data, error, isPending, refetch } = useProposals(detail)
  const nameOf = (expertId: string) => data?.names.get(expertId)?.name ?? expertId.slice(0, 8)
  const { assign, busy, problem } = useAssigning(assigning, nameOf)
  if (isPending) return <Spin aria-label={shell.loading} />
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />
  return (
    <div className="stack">
      <ProblemAlert error={problem} />
      {data.proposals.length === 0 && <p>{text.noProposal}</p>}
      <ol className="proposals">
        {data.proposals.map(({ expertId, score, reasons }, at) => (
          <li key={expertId} className="card stack">
            <div className="row">
              <h3>{nameOf(expertId)}</h3>
              <span className="muted">{data.names.get(expertId)?.qualification}</span>
              <span className="grow" />
              <span className="chip primary">{text.score(score)}</span>
            </div>
            <Reasons reasons={reasons} />
            <div>
              <Button
                type={at === 0 ? 'primary' : 'default'}
                ref={at === 0 ? focusFirst : null}
                loading={busy === expertId}
                onClick={() => void assign(expertId)}
              >
                {text.assignTo(nameOf(expertId))}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <details className="fold">
        <summary>{text.excluded(data.excluded.length)}</summary>
        <Excluded
          excluded={data.excluded.map(({ expertId, text: why }) => ({
            name: nameOf(expertId),
            why,
          }))}
        />
      </details>
    </div>
  )
}

type Words = { zh: string; en: string }

function Reasons({ reasons }: { reasons: { rule: string; points: number; text: Words }[] }) {
  const { language } = usePreferences()
  return (
    <ul className="plain">
      {reasons.map(({ rule, points, text }) => (
        <li key={rule}>
          {text[language]} <span className="count">+{points}</span>
        </li>
      ))}
    </ul>
  )
}

function Excluded({ excluded }: { excluded: { name: string; why: Words }[] }) {
  const { language } = usePreferences()
  return (
    <ul className="plain">
      {excluded.map(({ name, why }, at) => (
        <li key={at}>
          {name}：{why[language]}
        </li>
      ))}
    </ul>
  )
}
