import { type Outcome, outcomes } from '../../src/shared/message.ts'
import type { EvalQuestion } from './question-file.ts'
import {
  firstRank,
  forbiddenSaid,
  goldRanks,
  missingFacts,
  type RunLine,
  saysDraft,
} from './score-run.ts'

export type Scored = { question: EvalQuestion; line: RunLine }

/** Metrics by name, as shares of 1; what a file has no questions for is left out. */
export type Metrics = Record<string, { hits: number; of: number }>

const count = (all: Scored[], test: (scored: Scored) => boolean) => ({
  hits: all.filter(test).length,
  of: all.length,
})

const hasStyle = (style: string) => (scored: Scored) =>
  scored.question.style?.includes(style) ?? false

export function metricsOf(all: Scored[]): Metrics {
  const withGold = all.filter(
    ({ question }) => question.expect === 'answer' && (question.gold?.length ?? 0) > 0,
  )
  const within = (most: number) => (scored: Scored) => {
    const rank = firstRank(scored.question, scored.line)
    return rank > 0 && rank <= most
  }
  const twoPart = withGold.filter(({ question }) => (question.gold?.length ?? 0) > 1)
  const withFacts = withGold.filter(({ question }) => (question.facts?.length ?? 0) > 0)
  const real = all.filter(({ question }) => !question.abstain)
  const expected =
    (outcome: Outcome) =>
    ({ question }: Scored) =>
      question.expect === outcome
  const right = ({ question, line }: Scored) => question.expect === line.outcome
  return {
    'gold in the first five': count(withGold, within(5)),
    'gold first': count(withGold, within(1)),
    '… low overlap, first five': count(withGold.filter(hasStyle('low_overlap')), within(5)),
    '… english, first five': count(withGold.filter(hasStyle('english')), within(5)),
    'all golds in the first ten': count(twoPart, ({ question, line }) =>
      goldRanks(question, line).every((rank) => rank > 0),
    ),
    'outcome right': count(all, right),
    'escalate recall': count(real.filter(expected('escalate')), right),
    'escalate precision': count(
      all.filter(({ line }) => line.outcome === 'escalate' && line.coverage !== 'none'),
      right,
    ),
    'unanswerable: says so': count(
      all.filter(({ question }) => question.abstain),
      ({ line }) => line.outcome === 'escalate' && line.coverage === 'none',
    ),
    'refuse right': count(all.filter(expected('refuse')), right),
    'clarify right': count(all.filter(expected('clarify')), right),
    'all facts in the answer': count(
      withFacts,
      (scored) => missingFacts(scored.question, scored.line).length === 0,
    ),
    'must_not respected': count(
      all,
      ({ question, line }) => forbiddenSaid(question, line).length === 0,
    ),
    'draft flagged': count(
      all.filter(({ line }) => line.citations.some(({ status }) => status === 'draft')),
      ({ line }) => saysDraft(line),
    ),
  }
}

/** Wilson score interval, 95 %. */
function interval({ hits, of }: { hits: number; of: number }): [number, number] {
  const z = 1.96
  const p = hits / of
  const centre = p + (z * z) / (2 * of)
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  const whole = 1 + (z * z) / of
  return [(centre - spread) / whole, (centre + spread) / whole]
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

export function formatMetrics(metrics: Metrics): string {
  return Object.entries(metrics)
    .filter(([, { of }]) => of > 0)
    .map(([name, metric]) => {
      const [low, high] = interval(metric)
      const share = percent(metric.hits / metric.of).padStart(6)
      return `${name.padEnd(30)} ${share}  ${metric.hits}/${metric.of}  [${percent(low)}, ${percent(high)}]`
    })
    .join('\n')
}

/** Rows: expected, columns: given. */
export function formatConfusion(all: Scored[]): string {
  const cell = (text: string | number) => String(text).padStart(9)
  const header = ['expected', ...outcomes].map(cell).join('')
  const rows = outcomes.map((expected) => {
    const given = outcomes.map(
      (outcome) =>
        all.filter(({ question, line }) => question.expect === expected && line.outcome === outcome)
          .length,
    )
    return [expected, ...given].map(cell).join('')
  })
  return [header, ...rows].join('\n')
}

/** Shares of right outcomes and found golds by a property of the questions. */
export function formatBreakdown(all: Scored[], by: (question: EvalQuestion) => string[]): string {
  const groups = new Map<string, Scored[]>()
  for (const scored of all) {
    for (const name of by(scored.question)) groups.set(name, [...(groups.get(name) ?? []), scored])
  }
  return [...groups]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([name, group]) => {
      const metrics = metricsOf(group)
      const show = (metric: string) => {
        const { hits = 0, of = 0 } = metrics[metric] ?? {}
        return of > 0 ? `${hits}/${of}` : '—'
      }
      return `${name.padEnd(16)} outcome ${show('outcome right').padEnd(9)} first five ${show('gold in the first five').padEnd(9)} facts ${show('all facts in the answer')}`
    })
    .join('\n')
}

const MOST_SHOWN = 20

/** The worst: no gold found, then facts missing, then a wrong outcome; with what was found instead. */
export function formatWorst(all: Scored[]): string {
  return all
    .map((scored) => ({ scored, badness: badnessOf(scored) }))
    .filter(({ badness }) => badness > 0)
    .sort((left, right) => right.badness - left.badness)
    .slice(0, MOST_SHOWN)
    .map(({ scored: { question, line } }) => {
      const found = line.passages
        .slice(0, 3)
        .map(({ document, locator }) => `${document}#${locator}`)
      const missing = missingFacts(question, line)
      return [
        `${question.id} ${question.q.slice(0, 70)}`,
        `    expected ${question.expect}, got ${line.outcome} (${line.reason}); gold at ${goldRanks(question, line).join(',') || '—'}; missing ${missing.join('、') || '—'}`,
        `    found ${found.join('  ')}`,
      ].join('\n')
    })
    .join('\n')
}

function badnessOf({ question, line }: Scored): number {
  const wrong = question.expect !== line.outcome ? 1 : 0
  if (question.expect !== 'answer') return wrong
  const rank = firstRank(question, line)
  const lost = (question.gold?.length ?? 0) > 0 && (rank === 0 || rank > 5) ? 4 : 0
  return wrong * 2 + lost + (missingFacts(question, line).length > 0 ? 1 : 0)
}

export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
