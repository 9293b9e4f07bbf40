import { Button, Spin } from 'antd'
import { lazy, Suspense, useId, useMemo, useState } from 'react'
import { type Column, PlainTable } from '../administration/plain-table.tsx'
import { useWords } from '../use-words.ts'
import { usePreferences } from '../preferences.ts'
import { useText } from '../use-text.ts'
import type { ChartProps } from './chart.tsx'
import { dashboardText } from './dashboard-text.ts'
import { measures, type MeasureName, type Named, tell } from './measures.ts'

/** Drawing comes with the first chart and not before. */
const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }))

type Props = {
  title: string
  note?: string
  kind: ChartProps['kind']
  measure: MeasureName
  now: Named[]
  before: Named[]
  tellName: (name: string) => string
}

type Row = { name: string; now: Named | undefined; before: Named | undefined }

const MOST_BARS = 20

/** One chart with its table: the same figures, all of them. */
export function ChartCard({ title, note, kind, measure, now, before, tellName }: Props) {
  const words = useWords(dashboardText)
  const { shell } = useText()
  const [asTable, setAsTable] = useState(false)
  const heading = useId()
  const rows = useMemo(() => pair(kind, now, before), [kind, now, before])
  return (
    <section className="card stack chart-card" aria-labelledby={heading}>
      <div className="row">
        <h2 id={heading} className="grow">
          {title}
        </h2>
        {rows.length > 0 && (
          <Button size="small" className="no-print" onClick={() => setAsTable(!asTable)}>
            {asTable ? words.showChart : words.showTable}
          </Button>
        )}
      </div>
      {note !== undefined && <p className="muted">{note}</p>}
      {rows.length === 0 && <p>{words.nothing}</p>}
      {rows.length > 0 && asTable && <FigureTable {...{ title, kind, measure, rows, tellName }} />}
      {rows.length > 0 && !asTable && (
        <Suspense fallback={<Spin aria-label={shell.loading} />}>
          <Drawn {...{ title, kind, measure, rows, tellName }} />
        </Suspense>
      )}
      {kind === 'bars' && !asTable && rows.length > MOST_BARS && (
        <p className="muted">{words.onlyFirst(MOST_BARS)}</p>
      )}
    </section>
  )
}

/** Over time the spans lie side by side by their place; names by their name. */
function pair(kind: Props['kind'], now: Named[], before: Named[]): Row[] {
  if (kind === 'line') {
    return now.map((each, at) => ({ name: each.name, now: each, before: before[at] }))
  }
  const known = new Set(now.map(({ name }) => name))
  const gone = before.filter(({ name }) => !known.has(name))
  const rows = now.map((each) => ({
    name: each.name,
    now: each,
    before: before.find(({ name }) => name === each.name),
  }))
  return [...rows, ...gone.map((each) => ({ name: each.name, now: undefined, before: each }))]
}

type ShownProps = Pick<Props, 'title' | 'kind' | 'measure' | 'tellName'> & { rows: Row[] }

function FigureTable({ title, kind, measure, rows, tellName }: ShownProps) {
  const words = useWords(dashboardText)
  const { kind: form, value, note } = measures[measure]
  const told = (named: Named | undefined) =>
    named ? tell(form, value(named.figures), words) : words.none
  const columns: Column<Row>[] = [
    { head: kind === 'line' ? words.time : words.name, cell: ({ name }) => tellName(name) },
    {
      head: `${words.measures[measure]} · ${words.now}`,
      cell: (row) => told(row.now),
      isNumber: true,
    },
    { head: `${words.measures[measure]} · ${words.previous}`, cell: tellBefore, isNumber: true },
    {
      head: words.definition,
      cell: (row) => (row.now && note(row.now.figures, words)) ?? '',
    },
  ]
  function tellBefore(row: Row) {
    return told(row.before)
  }
  const shown = note(rows[0]?.now?.figures ?? emptyFigures(rows), words) === undefined
  return (
    <PlainTable
      caption={title}
      columns={shown ? columns.slice(0, 3) : columns}
      rows={rows}
      keyOf={({ name }) => name}
    />
  )
}

function emptyFigures(rows: Row[]): Named['figures'] {
  const found = rows.find((row) => row.before)?.before
  if (!found) throw new Error('a row without figures')
  return found.figures
}

/** The greatest first; names of which there is nothing stand in the table. */
function chosenOf(rows: Row[], value: (figures: Named['figures']) => number | null): Row[] {
  const sizeOf = (named: Named | undefined) => (named ? (value(named.figures) ?? 0) : 0)
  return rows
    .filter(({ now, before }) => sizeOf(now) !== 0 || sizeOf(before) !== 0)
    .sort((left, right) => sizeOf(right.now) - sizeOf(left.now))
    .slice(0, MOST_BARS)
}

function Drawn({ title, kind, measure, rows, tellName }: ShownProps) {
  const words = useWords(dashboardText)
  const { dark } = usePreferences()
  const props = useMemo((): ChartProps => {
    const { kind: form, value } = measures[measure]
    const shown = kind === 'bars' ? chosenOf(rows, value) : rows
    const valuesOf = (which: 'now' | 'before') =>
      shown.map((row) => {
        const named = row[which]
        return named ? value(named.figures) : null
      })
    return {
      label: `${title}: ${words.measures[measure]}`,
      kind,
      names: shown.map(({ name }) => tellName(name)),
      series: [
        { name: words.now, values: valuesOf('now') },
        { name: words.previous, values: valuesOf('before') },
      ],
      tellValue: (number) => tell(form, number, words),
      dark,
    }
  }, [title, kind, measure, rows, tellName, words, dark])
  return props.names.length === 0 ? <p>{words.nothing}</p> : <Chart {...props} />
}
