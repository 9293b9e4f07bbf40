import { Select } from 'antd'
import { useState } from 'react'
import { hrefOf } from '../address.ts'
import { Field } from '../field.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { readPreferences } from '../preferences.ts'
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
            <Satisfaction satisfaction={totals.satisfaction} />
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

type Asked = Totals['satisfaction']['questions'][number]

/** How many of those who were there have rated, and what they answered, beside what it comes to. */
function Satisfaction({ satisfaction }: { satisfaction: Totals['satisfaction'] }) {
  const words = useWords(trainingText)
  const { language } = readPreferences()
  const { attended, rated, average, questions } = satisfaction
  const told = ({ average: points, options }: Asked) =>
    points === null
      ? options.map(({ text, answered }) => `${text[language]} ${answered}`).join(' · ')
      : words.averageOf(points)
  return (
    <>
      <h3>{words.satisfaction}</h3>
      <p>{words.ratedOf(rated, attended, average)}</p>
      {questions.length > 0 && (
        <PlainTable
          caption={words.satisfaction}
          rows={questions}
          keyOf={({ version, id }) => `${version} ${id}`}
          columns={[
            { head: words.question, cell: ({ text }) => text[language] },
            { head: words.questionnaireVersion, isNumber: true, cell: ({ version }) => version },
            { head: words.answered, isNumber: true, cell: ({ answered }) => answered },
            { head: words.result, cell: told },
          ]}
        />
      )}
    </>
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
