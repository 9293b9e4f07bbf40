import { Button, Input } from 'antd'
import { useState } from 'react'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { useSaveTable } from '../administration/save-table.ts'
import { api } from '../api.ts'
import { Field } from '../field.tsx'
import { useWords } from '../use-words.ts'
import { thisYear } from '../years.ts'
import { reviewsText } from './reviews-text.ts'
import { type Results, useResults } from './use-reviews.ts'

const isMonth = (value: string) => /^20\d\d-(?:0[1-9]|1[0-2])$/.test(value)

/** What 内部评价 came to over some months: counts with their shares, for each organisation and in all. */
export function ReviewResults() {
  const words = useWords(reviewsText)
  const [months, setMonths] = useState({ from: `${thisYear()}-01`, to: `${thisYear()}-12` })
  const isWhole = isMonth(months.from) && isMonth(months.to) && months.from <= months.to
  return (
    <div className="stack">
      <div className="row">
        {(['from', 'to'] as const).map((name) => (
          <Field key={name} label={words[name]}>
            {({ id }) => (
              <Input
                id={id}
                type="month"
                value={months[name]}
                onChange={({ target }) => setMonths({ ...months, [name]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {isWhole && <Found months={months} />}
    </div>
  )
}

type Months = { from: string; to: string }

function Found({ months }: { months: Months }) {
  const words = useWords(reviewsText)
  const save = useSaveTable()
  const found = useResults(months)
  const take = (format: 'csv' | 'xlsx') => {
    const request = api.reviews.export.$get({ query: { ...months, format } })
    return save(request, `reviews-${months.from}-${months.to}.${format}`)
  }
  return (
    <>
      <div className="row">
        <Button onClick={() => void take('csv')}>{words.csv}</Button>
        <Button onClick={() => void take('xlsx')}>{words.xlsx}</Button>
      </div>
      <Loaded of={found}>{(results) => <ResultTable results={results} />}</Loaded>
    </>
  )
}

type Line = Omit<Results['rows'][number], 'organisationId'>

/** With its share of what is done. */
const tell = (part: number, { done }: Line) =>
  done === 0 ? '0' : `${part}（${Math.round((100 * part) / done)}%）`

function ResultTable({ results: { rows, total } }: { results: Results }) {
  const words = useWords(reviewsText)
  const lines: Line[] =
    total && rows.length > 0 ? [...rows, { organisation: words.total, ...total }] : rows
  return (
    <PlainTable
      caption={words.views.results}
      empty={words.empty}
      rows={lines}
      keyOf={({ organisation }) => organisation}
      columns={[
        { head: words.organisation, cell: ({ organisation }) => organisation },
        { head: words.drawnCount, isNumber: true, cell: ({ drawn }) => drawn },
        { head: words.done, isNumber: true, cell: ({ done }) => done },
        { head: words.results.good, isNumber: true, cell: (line) => tell(line.good, line) },
        { head: words.results.fair, isNumber: true, cell: (line) => tell(line.fair, line) },
        { head: words.results.poor, isNumber: true, cell: (line) => tell(line.poor, line) },
        { head: words.faulty, isNumber: true, cell: ({ faulty }) => faulty },
        { head: words.mean, isNumber: true, cell: ({ score }) => score ?? words.none },
      ]}
    />
  )
}
