import { Button, Input } from 'antd'
import { useState } from 'react'
import { caseStates } from '../../../shared/case-states.ts'
import { oneOf } from '../../shared/guards.ts'
import { useMayWork } from '../account.ts'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { hrefOf } from '../address.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { ledgerText } from './ledger-text.ts'
import { type Link, LEDGER, useLinks } from './use-ledger.ts'

const isCaseState = oneOf(caseStates)

/** Cases and consultations of an enterprise, without a word of them. */
export function LinksCard({ id }: { id: string }) {
  const words = useWords(ledgerText)
  const mayWork = useMayWork()
  const found = useLinks(id)
  return (
    <section className="card stack">
      <h2>{words.links}</h2>
      <p className="muted">{words.linksNote}</p>
      <Loaded of={found}>{({ links }) => <LinkTable id={id} links={links} />}</Loaded>
      {mayWork && <NewLink id={id} />}
    </section>
  )
}

function LinkTable({ id, links }: { id: string; links: Link[] }) {
  const words = useWords(ledgerText)
  const text = useText()
  const mayWork = useMayWork()
  const act = useAct()
  const take = (link: string) =>
    act.run(() => done(api.enterprises[':id'].links[':link'].$delete({ param: { id, link } })), {
      told: words.unlinked,
      stale: [LEDGER],
    })
  const unlink = {
    head: words.action,
    cell: (link: Link) => (
      <Button
        disabled={act.busy}
        aria-label={words.unlinkOf(nameOf(link, words))}
        onClick={() => void take(link.id)}
      >
        {words.unlink}
      </Button>
    ),
  }
  return (
    <>
      <ProblemAlert error={act.error} />
      <PlainTable
        caption={words.links}
        empty={words.noLinks}
        rows={links}
        keyOf={(link) => link.id}
        columns={[
          { head: words.what, cell: (link) => <LinkName link={link} /> },
          {
            head: words.field,
            cell: ({ field }) => (field === null ? words.none : inWords(text.words.fields, field)),
          },
          {
            head: words.at,
            cell: ({ at }) => (at === null ? words.none : <Moment at={at} />),
          },
          {
            head: words.state,
            cell: ({ caseState }) =>
              isCaseState(caseState) ? text.words.states[caseState] : words.none,
          },
          ...(mayWork ? [unlink] : []),
        ]}
      />
    </>
  )
}

type Words = (typeof ledgerText)['zh']

const nameOf = ({ caseCode, consultation }: Link, words: Words): string =>
  caseCode === null ? words.consultationOf(consultation ?? 0) : words.caseOf(caseCode)

function LinkName({ link }: { link: Link }) {
  const words = useWords(ledgerText)
  const name = nameOf(link, words)
  return link.caseId === null ? name : <a href={hrefOf(`/cases/${link.caseId}`)}>{name}</a>
}

/** A code of a case, or a number of a consultation. */
function targetOf(typed: string): { caseCode: string } | { consultation: number } | undefined {
  const text = typed.trim()
  if (/^zw-\w{8}$/i.test(text)) return { caseCode: text }
  return /^[1-9]\d{0,8}$/.test(text) ? { consultation: Number(text) } : undefined
}

function NewLink({ id }: { id: string }) {
  const words = useWords(ledgerText)
  const act = useAct()
  const [typed, setTyped] = useState('')
  const target = targetOf(typed)
  const send = async () => {
    if (!target) return
    const link = () => done(api.enterprises[':id'].links.$post({ param: { id }, json: target }))
    if (await act.run(link, { told: words.linked, stale: [LEDGER] })) setTyped('')
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Field label={words.linkField} {...(typed !== '' && !target && { note: words.linkWrong })}>
        {(ids) => (
          <Input
            id={ids.id}
            aria-describedby={ids.describedBy}
            value={typed}
            maxLength={20}
            onChange={({ target: field }) => setTyped(field.value)}
          />
        )}
      </Field>
      <div>
        <Button htmlType="submit" loading={act.busy} disabled={!target}>
          {words.link}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}
