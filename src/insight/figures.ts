import { and, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { mondayOf } from '../experts/rotation/weeks.ts'
import { AppError } from '../shared/errors.ts'
import { formatDay, parseDay } from '../shared/shanghai-day.ts'
import { factsOf, type Span, type View } from './facts.ts'
import { type Part, partOf, type Period, type Rated } from './measures.ts'

/** What the figures are told apart by; the closed list of docs/metrics.md. */
export const dimensions = [
  'district',
  'field',
  'topic',
  'channel',
  'level',
  'organisation',
] as const
export type Dimension = (typeof dimensions)[number]

export const filterNames = ['district', 'field', 'topic', 'channel', 'level'] as const
export type FigureFilter = { [Name in (typeof filterNames)[number]]?: string | undefined }

export type Figures = {
  consultations: number
  selfServed: Part
  cases: number
  respondedInTime: Part
  answerRatings: Rated
  caseRatings: Rated
  complaints: number
  reports: number
  waiting: number
}

export type Named = { name: string; figures: Figures }

export type Breakdown = {
  period: Period
  total: Figures
  /** One for each day, week or month of the period, also where nothing happened. */
  series: Named[]
  by: Record<Dimension, Named[]>
}

export type FigureQuery = {
  period: Period
  comparedWith: Period
  by: Span
  filter: FigureFilter
}

/** More points than this no chart shows and nobody reads. */
const MOST_SPANS = 400
const DAYS_OF: Record<Span, number> = { day: 1, week: 7, month: 28 }

/**
 * The figures of a period and of the one it is compared with, of what the viewer's organisations see. One query
 * for each period. @throws AppError `invalid` for a period of too many days, weeks or months
 */
export async function readFigures(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  viewer: Account,
  { period, comparedWith, by, filter }: FigureQuery,
): Promise<{ now: Breakdown; before: Breakdown }> {
  const at = now()
  const read = (which: Period) => countPeriod({ db, viewer, period: which, by, now: at }, filter)
  return { now: await read(period), before: await read(comparedWith) }
}

/** The period of the same length that ends the day before another begins. */
export function periodBefore({ from, to }: Period): Period {
  const [first, last] = [parseDay(from), parseDay(to)]
  return { from: formatDay(first - (last - first + 1)), to: formatDay(first - 1) }
}

const Row = z.object({
  dimension: z.enum(['total', 'series', ...dimensions]),
  name: z.string(),
  consultations: z.number(),
  selfServed: z.number(),
  cases: z.number(),
  due: z.number(),
  inTime: z.number(),
  answerScore: z.number().nullable(),
  answersRated: z.number(),
  answersSolved: z.number(),
  answersUnsolved: z.number(),
  answered: z.number(),
  caseScore: z.number().nullable(),
  casesRated: z.number(),
  casesSolved: z.number(),
  casesUnsolved: z.number(),
  complaints: z.number(),
  reports: z.number(),
  waiting: z.number(),
})
type Row = z.infer<typeof Row>

const countOf = (which: SQL) => sql`(count(*) filter (where ${which}))::int`
const asked = sql`kind = 'consultation'`
const handed = sql`kind = 'case'`

/** How each number is counted of the facts; the report prints the same (`report/print-query.ts`). */
export const countedOf = {
  consultations: countOf(asked),
  selfServed: countOf(sql`${asked} and part`),
  cases: countOf(handed),
  due: countOf(sql`kind = 'ticket' and counted`),
  inTime: countOf(sql`kind = 'ticket' and counted and part`),
  answerScore: sql`(avg(score) filter (where ${asked}))::float8`,
  answersRated: sql`(count(score) filter (where ${asked}))::int`,
  answersSolved: countOf(sql`${asked} and solved`),
  answersUnsolved: countOf(sql`${asked} and not solved`),
  answered: countOf(sql`${handed} and counted`),
  caseScore: sql`(avg(score) filter (where ${handed}))::float8`,
  casesRated: sql`(count(score) filter (where ${handed}))::int`,
  casesSolved: countOf(sql`${handed} and solved`),
  casesUnsolved: countOf(sql`${handed} and not solved`),
  complaints: countOf(sql`kind = 'complaint' and counted`),
  reports: countOf(sql`kind = 'complaint' and not counted`),
  waiting: countOf(sql`kind = 'complaint' and part`),
} satisfies Record<Exclude<keyof Row, 'dimension' | 'name'>, SQL>

const measures = sql.join(
  Object.entries(countedOf).map(([name, each]) => sql`${each} as ${sql.identifier(name)}`),
  sql`, `,
)

/** Every grouping of the facts at once; a fact with two topics counts under both, and once in the total. */
const grouped = (facts: SQL, filter: FigureFilter) => sql`
  with facts as (${facts}), picked as (select * from facts where ${conditionOf(filter)})
  select case when grouping(span) = 0 then 'series' when grouping(district) = 0 then 'district'
      when grouping(field) = 0 then 'field' when grouping(channel) = 0 then 'channel'
      when grouping(level) = 0 then 'level' when grouping(organisation) = 0 then 'organisation'
      else 'total' end as dimension,
    coalesce(span, district, field, channel, level, organisation, '') as name, ${measures}
  from picked
  group by grouping sets ((), (span), (district), (field), (channel), (level), (organisation))
  union all
  select 'topic', topic, ${measures}
  from picked cross join lateral unnest(case when topics = '{}' then array[''] else topics end) as topic
  group by topic
  order by 1, 3 desc, 2`

function conditionOf({ topic, ...plain }: FigureFilter): SQL {
  const chosen = Object.entries<string | undefined>(plain).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.identifier(name)} = ${value}`],
  )
  const about = topic === undefined ? [] : [sql`${topic} = any(topics)`]
  return and(...chosen, ...about) ?? sql`true`
}

/** All figures of one period in one query. @throws AppError `invalid` as above */
export async function countPeriod(view: View, filter: FigureFilter = {}): Promise<Breakdown> {
  const { period, by } = view
  const spans = listSpans(period, by)
  const result = await view.db.execute(grouped(factsOf(view), filter))
  const rows = z.array(Row).parse(result.rows)
  const named = (dimension: Row['dimension']) =>
    rows
      .filter((row) => row.dimension === dimension)
      .map((row) => ({ name: row.name, figures: figuresOf(row) }))
  const happened = new Map(named('series').map((each) => [each.name, each.figures]))
  return {
    period,
    total: named('total')[0]?.figures ?? nothing,
    series: spans.map((name) => ({ name, figures: happened.get(name) ?? nothing })),
    by: {
      district: named('district'),
      field: named('field'),
      topic: named('topic'),
      channel: named('channel'),
      level: named('level'),
      // A consultation belongs to no organisation.
      organisation: named('organisation').filter(({ name }) => name !== ''),
    },
  }
}

const rated = (row: { part: number; of: number } & Omit<Rated, keyof Part>): Rated => ({
  ...partOf(row),
  average: row.average,
  solved: row.solved,
  unsolved: row.unsolved,
})

function figuresOf(row: Row): Figures {
  return {
    consultations: row.consultations,
    selfServed: partOf({ part: row.selfServed, of: row.consultations }),
    cases: row.cases,
    respondedInTime: partOf({ part: row.inTime, of: row.due }),
    answerRatings: rated({
      part: row.answersRated,
      of: row.consultations,
      average: row.answerScore,
      solved: row.answersSolved,
      unsolved: row.answersUnsolved,
    }),
    caseRatings: rated({
      part: row.casesRated,
      of: row.answered,
      average: row.caseScore,
      solved: row.casesSolved,
      unsolved: row.casesUnsolved,
    }),
    complaints: row.complaints,
    reports: row.reports,
    waiting: row.waiting,
  }
}

const unrated: Rated = { part: 0, of: 0, share: null, average: null, solved: 0, unsolved: 0 }
const nothing: Figures = {
  consultations: 0,
  selfServed: partOf({ part: 0, of: 0 }),
  cases: 0,
  respondedInTime: partOf({ part: 0, of: 0 }),
  answerRatings: unrated,
  caseRatings: unrated,
  complaints: 0,
  reports: 0,
  waiting: 0,
}

/** The first days of all spans that a period touches. @throws AppError `invalid` where there are too many */
export function listSpans({ from, to }: Period, by: Span): string[] {
  const [first, last] = [parseDay(from), parseDay(to)]
  if ((last - first) / DAYS_OF[by] > MOST_SPANS) throw new AppError('invalid', 'period_too_long')
  const days = Array.from({ length: last - first + 1 }, (_, at) => formatDay(first + at))
  return [...new Set(days.map((day) => firstOf[by](day)))]
}

const firstOf: Record<Span, (day: string) => string> = {
  day: (day) => day,
  week: mondayOf,
  month: (day) => `${day.slice(0, 7)}-01`,
}
