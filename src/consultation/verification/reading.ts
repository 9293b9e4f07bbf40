import type { VerifyContext } from './claim.ts'
import type { Clause } from './read-clauses.ts'
import type { Source } from './read-evidence.ts'
import type { Token } from './tokenise.ts'

/** A sentence read beside the passages that it cites. */
export type Reading = {
  text: string
  /** The same in Chinese words, when the sentence is English. */
  plain: string
  tokens: Token[]
  clauses: Clause[]
  sources: Source[]
  /** Text and headings of the sources. */
  wording: string
  context: VerifyContext
}

/** Pairs that stand nearly everywhere in this domain say little about where a clause comes from. */
const COMMON = new Set(
  '知识 识产 产权 权公 权服 公共 共服 服务 务的 务机 机构 工作 作站 开展 提供 进行 相关 企业 象的 务对 对象 建立'.split(
    ' ',
  ),
)

export type Aligned = { clause: Clause; source: Source; score: number }

/** A meaning counts less than letters: most words have several. */
function weightOf(unit: string): number {
  if (unit.startsWith('~') || unit.startsWith('=')) return 0.3
  return COMMON.has(unit) ? 0.15 : 1
}

export function weigh(units: Iterable<string>): number {
  let sum = 0
  for (const unit of units) sum += weightOf(unit)
  return sum
}

export function shared(units: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...units].filter((unit) => others.has(unit)))
}

/** The source clauses that say most of these units: the best one and those nearly as good. */
export function align(
  units: ReadonlySet<string>,
  sources: readonly Source[],
  tie = 0.9,
): Aligned[] {
  const scored = sources.flatMap((source) =>
    source.clauses.map((clause) => ({
      clause,
      source,
      score: weigh(shared(units, clause.units)),
    })),
  )
  const best = Math.max(0, ...scored.map(({ score }) => score))
  if (best < 0.5) return []
  return scored.filter(({ score }) => score >= best * tie)
}
