import { Input, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { shanghaiDay } from '../../../shared/shanghai-day.ts'
import { useAccount, useMayWork } from '../account.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { useOrganisations } from '../organisations/use-organisations.ts'
import { PlainTable } from '../administration/plain-table.tsx'
import { rotationText } from './rotation-text.ts'
import { useWords } from '../use-words.ts'
import { PlanForm } from './plan-form.tsx'
import { SwapForm } from './swap-form.tsx'

export type Rota = InferResponseType<(typeof api)['rotation']['$get'], 200>
export type Span = { organisationId: string; from: string; weeks: string }

/** 轮值: who is on duty in which week, and how even it is. */
export function RotationScreen() {
  const text = useText()
  const mayWork = useMayWork()
  const [span, setSpan] = useSpan()
  const { organisationId, from, weeks } = span
  const rota = useQuery({
    queryKey: ['rotation', span],
    enabled: organisationId !== '' && from !== '',
    queryFn: () => read(api.rotation.$get({ query: { organisationId, from, weeks } })),
  })
  return (
    <div className="stack">
      <h1>{text.screens.rotation}</h1>
      <SpanBar span={span} onChange={setSpan} />
      <Loaded of={rota}>
        {(found) => (
          <>
            <Fairness rota={found} />
            <RotaTable rota={found} />
            {mayWork && (
              <div className="columns">
                <PlanForm span={span} />
                <SwapForm span={span} rota={found} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

const A_QUARTER = '13'

/** By default the own organisation, or the city; from today. */
function useSpan() {
  const account = useAccount()
  const { data = [] } = useOrganisations()
  const [span, setSpan] = useState<Span>(() => ({
    organisationId: account.organisationId ?? '',
    from: shanghaiDay(new Date()),
    weeks: A_QUARTER,
  }))
  const city = data.find(({ level }) => level === 'city')
  const organisationId = span.organisationId === '' ? (city?.id ?? '') : span.organisationId
  return [{ ...span, organisationId }, setSpan] as const
}

function SpanBar({ span, onChange }: { span: Span; onChange: (span: Span) => void }) {
  const words = useWords(rotationText)
  const { data = [] } = useOrganisations()
  return (
    <div className="row">
      <Field label={words.organisation}>
        {({ id }) => (
          <Select
            id={id}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            value={span.organisationId === '' ? null : span.organisationId}
            onChange={(organisationId: string) => onChange({ ...span, organisationId })}
            options={data.map(({ id: value, name }) => ({ value, label: name }))}
          />
        )}
      </Field>
      <Field label={words.from}>
        {({ id }) => (
          <Input
            id={id}
            type="date"
            value={span.from}
            onChange={({ target }) => onChange({ ...span, from: target.value })}
          />
        )}
      </Field>
      <Field label={words.weeks}>
        {({ id }) => (
          <Select
            id={id}
            value={span.weeks}
            onChange={(weeks: string) => onChange({ ...span, weeks })}
            options={['4', '13', '26', '53'].map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
    </div>
  )
}

function Fairness({ rota: { fairness } }: { rota: Rota }) {
  const words = useWords(rotationText)
  const { most, least, mean, deviation, gini } = fairness
  return (
    <section className="card">
      <h2>{words.fairness}</h2>
      <p>
        {words.fairnessNote({
          most: String(most),
          least: String(least),
          mean: mean.toFixed(2),
          deviation: deviation.toFixed(2),
          gini: gini.toFixed(3),
        })}
      </p>
    </section>
  )
}

function RotaTable({ rota }: { rota: Rota }) {
  const words = useWords(rotationText)
  const text = useText()
  return (
    <PlainTable
      caption={words.table}
      rows={rota.weeks}
      keyOf={({ week }) => week}
      columns={[
        { head: words.week, cell: ({ week }) => week },
        {
          head: words.onDuty,
          cell: ({ onDuty }) =>
            onDuty.length === 0
              ? words.nobody
              : onDuty.map(({ id, name, problem }) => (
                  <span key={id} className="row">
                    {name}
                    {problem !== null && (
                      <span className="chip warning">{words.problems[problem]}</span>
                    )}
                  </span>
                )),
        },
        {
          head: words.uncovered,
          cell: ({ uncovered }) =>
            uncovered.map((field) => inWords(text.words.fields, field)).join('、') || '—',
        },
      ]}
    />
  )
}
