import { Select } from 'antd'
import { useState } from 'react'
import { hrefOf } from '../address.ts'
import { Field } from '../field.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { useWords } from '../use-words.ts'
import { trainingText } from './training-text.ts'
import { type Totals, useTotals } from './use-trainings.ts'
import { thisYear, yearsToChoose } from '../years.ts'

/** What a year adds up to, organisation by organisation, and what a plan asks for. */
export function TrainingTotals() {
  const words = useWords(trainingText)
  const [year, setYear] = useState(thisYear)
  const found = useTotals(year)
  return (
    <section className="card stack">
      <h2>{words.totals}</h2>
      <p className="muted">{words.totalsNote}</p>
      <div className="row">
        <Field label={words.year}>
          {({ id }) => (
            <Select
              id={id}
              value={year}
              onChange={setYear}
              options={yearsToChoose().map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
      </div>
      <Loaded of={found}>
        {(totals) => (
          <>
            <TotalsTable totals={totals} />
            <Targets targets={totals.targets} />
          </>
        )}
      </Loaded>
    </section>
  )
}

type Row = Totals['sum'] & { organisationId: string; organisation: string }

function TotalsTable({ totals: { year, organisations, sum } }: { totals: Totals }) {
  const words = useWords(trainingText)
  const rows: Row[] = [...organisations, { ...sum, organisationId: '', organisation: words.sum }]
  const rowsOf = ({ organisationId }: Row) => {
    const query = new URLSearchParams({ year: String(year), state: 'counted', organisationId })
    if (organisationId === '') query.delete('organisationId')
    return hrefOf(`/trainings?${query}`)
  }
  return (
    <PlainTable
      caption={words.totals}
      rows={rows}
      keyOf={({ organisationId }) => organisationId}
      columns={[
        { head: words.organisation, cell: ({ organisation }) => organisation },
        {
          head: words.sessions,
          isNumber: true,
          cell: (row) => (
            <a href={rowsOf(row)} aria-label={words.rowsOf(row.organisation, row.sessions)}>
              {row.sessions}
            </a>
          ),
        },
        { head: words.signedIn, isNumber: true, cell: ({ attended }) => attended },
        { head: words.walkIns, isNumber: true, cell: ({ walkIns }) => walkIns },
        { head: words.people, isNumber: true, cell: ({ people }) => people },
        { head: words.uncounted, isNumber: true, cell: ({ uncounted }) => uncounted },
      ]}
    />
  )
}

function Targets({ targets }: { targets: Totals['targets'] }) {
  const words = useWords(trainingText)
  if (targets.length === 0) return null
  return (
    <>
      <h3>{words.targets}</h3>
      {targets.map((target) => (
        <div key={target.clause}>
          <p>{words.target(target)}</p>
          <a href={`/documents/${target.clause}`} target="_blank" rel="noreferrer">
            {words.source}
          </a>
        </div>
      ))}
    </>
  )
}
