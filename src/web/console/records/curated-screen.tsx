import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import { api, read } from '../api.ts'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { CuratedDialog } from './curated-dialog.tsx'

export type Curated = InferResponseType<typeof api.curated.$get, 200>['curated'][number]

const states = ['draft', 'published', 'expired', 'retired'] as const

/** 精选问答: good replies without identity, written by one and published by another. */
export function CuratedScreen() {
  const text = useText()
  const [state, setState] = useState<(typeof states)[number]>('draft')
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['curated', state],
    queryFn: () => read(api.curated.$get({ query: { state } })),
  })
  const { curatedStates } = text.records
  return (
    <div className="stack">
      <h1>{text.screens.curated}</h1>
      <p className="muted">{text.records.curatedUse}</p>
      <ChoiceTabs
        label={text.records.state}
        value={state}
        choices={states.map((each) => [each, curatedStates[each]] as const)}
        onChange={setState}
      />
      {isPending && <Spin aria-label={text.shell.loading} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data?.curated.length === 0 && <p className="card">{text.records.noCurated}</p>}
      <ul className="records">
        {data?.curated.map((each) => (
          <Item key={each.id} curated={each} />
        ))}
      </ul>
    </div>
  )
}

export type CuratedStep = 'edit' | 'publish' | 'retire'

function stepsOf({ state }: Curated): CuratedStep[] {
  if (state === 'retired') return []
  return state === 'draft' ? ['edit', 'publish', 'retire'] : ['edit', 'retire']
}

function Item({ curated }: { curated: Curated }) {
  const { records, words } = useText()
  const mayWork = useMayWork()
  const [step, setStep] = useState<CuratedStep>()
  const [open, setOpen] = useState(false)
  const fields: Record<string, string> = words.fields
  return (
    <li className="card stack">
      <h2 className="words">{curated.question}</h2>
      <p className="words">{curated.answer}</p>
      <p className="muted">
        {fields[curated.field]} · {records.owner} {curated.owner} · {records.reviewOn}{' '}
        {curated.reviewOn}
      </p>
      {mayWork && (
        <div className="row">
          {stepsOf(curated).map((each) => (
            <Button
              key={each}
              size="small"
              onClick={() => {
                setStep(each)
                setOpen(true)
              }}
            >
              {records[each]}
            </Button>
          ))}
        </div>
      )}
      {step && (
        <CuratedDialog
          key={`${step}${curated.version}`}
          curated={curated}
          step={step}
          open={open}
          onClose={() => setOpen(false)}
          onClosed={() => setStep(undefined)}
        />
      )}
    </li>
  )
}
