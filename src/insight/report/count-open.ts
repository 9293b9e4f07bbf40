import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { openFigures } from '../../db/schema/index.ts'
import { formatDay, parseDay } from '../../shared/shanghai-day.ts'
import type { Period } from '../measures.ts'
import type { FigureName } from '../open-data/figure-list.ts'
import type { Sources, Wanted } from './compute-report.ts'
import type { Amount, Figure, Numbers } from './content.ts'
import { countAmount, shareAmount } from './measured.ts'
import { monthRows, nameFigure, nameTable } from './name-numbers.ts'
import { printQuery } from './print-query.ts'

/** Below this no number of people is told in the open version. */
const LEAST_TOLD = 5

const published: readonly { id: string; kind: 'count' | 'share'; name: FigureName }[] = [
  { id: 'open.consultations', kind: 'count', name: 'consultations' },
  { id: 'open.self_served', kind: 'share', name: 'selfServed' },
  { id: 'open.satisfied', kind: 'share', name: 'satisfied' },
  { id: 'open.solved', kind: 'share', name: 'solved' },
  { id: 'open.cases', kind: 'count', name: 'cases' },
  { id: 'open.in_time', kind: 'share', name: 'inTime' },
]

/**
 * The open version of a report of the city: sums of what has been published as open data, so that it tells nothing
 * that is not known already (docs/open-data.md), and training. Undefined below the city, and where no whole month of
 * the period is published.
 */
export async function countOpen(
  sources: Sources,
  wanted: Wanted,
  held: Numbers,
): Promise<{ numbers: Numbers; notes: string[] } | null> {
  const months = wholeMonths(wanted.period)
  const byMonth = await readMonths(sources.db, months)
  if (wanted.organisation.level !== 'city' || byMonth.size === 0) return null
  const figures: Figure[] = []
  for (const { id, kind, name } of published) {
    const [query, queryBefore] = [
      sumOf(name, kind, months),
      sumOf(name, kind, wholeMonths(wanted.before)),
    ]
    figures.push({
      id,
      kind,
      ...nameFigure(sources.texts, id),
      now: await readSum(sources.db, query),
      before: await readSum(sources.db, queryBefore),
      query: printQuery(query),
      queryBefore: printQuery(queryBefore),
    })
  }
  const table = {
    id: 'open.by_month',
    ...nameTable(sources.texts, 'open.by_month'),
    rows: monthRows(byMonth),
    query: printQuery(eachMonth(months)),
    queryBefore: null,
  }
  const told = held.figures.filter(({ id }) => id !== 'training.uncounted').map(hideFew)
  const names = [...byMonth.keys()]
  const note = `${sources.texts.words.openNote}（${names.join('、')}）`
  return { numbers: { figures: [...figures, ...told], tables: [table] }, notes: [note] }
}

type Months = { first: string; last: string }

/** The first and the last month that lie wholly in a period; the last before the first where there is none. */
export function wholeMonths({ from, to }: Period): Months {
  // A month is whole where its first day is in, and the day after its last one is the first of another.
  const after = formatDay(parseDay(to) + 1)
  const first = from.endsWith('-01') ? from.slice(0, 7) : monthAfter(from)
  const last = formatDay(parseDay(`${after.slice(0, 7)}-01`) - 1).slice(0, 7)
  return { first, last }
}

const monthAfter = (day: string) => formatDay(parseDay(`${day.slice(0, 7)}-01`) + 31).slice(0, 7)

const rowsOf = (name: FigureName, { first, last }: Months) =>
  sql`from ${openFigures}, jsonb_array_elements(${openFigures.figures}) as told
where month between ${first} and ${last}
  and told->>'dimension' = 'total' and told->>'figure' = ${name}`

const sumOf = (name: FigureName, kind: 'count' | 'share', months: Months) =>
  kind === 'count'
    ? sql`select coalesce(sum((told->>'value')::int), 0)::int as value ${rowsOf(name, months)}`
    : sql`select coalesce(sum((told->>'value')::int), 0)::int as part,
  coalesce(sum((told->>'of')::int), 0)::int as of ${rowsOf(name, months)}`

const eachMonth = (months: Months) =>
  sql`select month as name, (told->>'value')::int as value ${rowsOf('consultations', months)}
order by 1`

const Sum = z.union([
  z.object({ part: z.int(), of: z.int() }).transform(shareAmount),
  z.object({ value: z.int() }).transform(({ value }) => countAmount(value)),
])
const Month = z.object({ name: z.string(), value: z.int() })

async function readSum(db: Database, query: SQL): Promise<Amount> {
  const { rows } = await db.execute(query)
  return Sum.parse(rows[0])
}

async function readMonths(db: Database, months: Months): Promise<Map<string, number>> {
  const { rows } = await db.execute(eachMonth(months))
  return new Map(
    z
      .array(Month)
      .parse(rows)
      .map(({ name, value }) => [name, value]),
  )
}

/** How few people came to training is not told either. */
function hideFew(figure: Figure): Figure {
  if (figure.id !== 'training.people') return figure
  const hide = (amount: Amount): Amount => {
    const { value } = amount
    const few = value !== null && value > 0 && value < LEAST_TOLD
    return few ? { value: null, part: null, of: null, hidden: true } : amount
  }
  return { ...figure, now: hide(figure.now), before: hide(figure.before) }
}
