import type { InferResponseType } from 'hono/client'
import type { api } from '../api.ts'
import type { DashboardText } from './dashboard-text.ts'

export type FiguresOfBoth = InferResponseType<(typeof api)['insight']['$get'], 200>
export type Breakdown = FiguresOfBoth['now']
export type Figures = Breakdown['total']
export type Named = Breakdown['series'][number]
export type Dimension = keyof Breakdown['by']

export const measureNames = [
  'consultations',
  'selfServed',
  'respondedInTime',
  'satisfaction',
  'caseSatisfaction',
  'cases',
  'complaints',
] as const
export type MeasureName = (typeof measureNames)[number]

type Kind = 'count' | 'share' | 'average'

export type Measure = {
  kind: Kind
  /** Null where there is nothing to tell. */
  value: (figures: Figures) => number | null
  /** What stands behind the value. */
  note: (figures: Figures, words: DashboardText) => string | undefined
}

export const measures: Record<MeasureName, Measure> = {
  consultations: { kind: 'count', value: (each) => each.consultations, note: () => undefined },
  selfServed: {
    kind: 'share',
    value: (each) => each.selfServed.share,
    note: ({ selfServed: { part, of } }, words) => words.partOf(part, of),
  },
  respondedInTime: {
    kind: 'share',
    value: (each) => each.respondedInTime.share,
    note: ({ respondedInTime: { part, of } }, words) => words.partOf(part, of),
  },
  satisfaction: {
    kind: 'average',
    value: (each) => each.answerRatings.average,
    note: ({ answerRatings }, words) => tellRated(answerRatings, words),
  },
  caseSatisfaction: {
    kind: 'average',
    value: (each) => each.caseRatings.average,
    note: ({ caseRatings }, words) => tellRated(caseRatings, words),
  },
  cases: { kind: 'count', value: (each) => each.cases, note: () => undefined },
  complaints: {
    kind: 'count',
    value: (each) => each.complaints + each.reports,
    note: ({ complaints, reports, waiting }, words) => words.detail(complaints, reports, waiting),
  },
}

function tellRated({ part, of, share }: Figures['answerRatings'], words: DashboardText): string {
  return words.ofRated(part, of, tell('share', share, words))
}

const HUNDRED = 100

export function tell(kind: Kind, value: number | null, words: DashboardText): string {
  if (value === null) return words.none
  if (kind === 'share') return `${(value * HUNDRED).toFixed(1)}%`
  return kind === 'average' ? value.toFixed(2) : String(value)
}

/** How a value differs from that of the compared period, in words; undefined where one is missing. */
export function tellChange(
  { kind, value }: Measure,
  { now, before }: { now: Figures; before: Figures },
  words: DashboardText,
): string | undefined {
  const [new_, old] = [value(now), value(before)]
  if (new_ === null || old === null) return undefined
  const by = Math.abs(new_ - old)
  const told = kind === 'share' ? words.points((by * HUNDRED).toFixed(1)) : tell(kind, by, words)
  if (by === 0) return words.same
  return new_ > old ? words.more(told) : words.less(told)
}
