import { parseAddress } from '../../knowledge/index-entries.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { District } from '../../knowledge/schemas.ts'
import { fold } from '../../shared/text.ts'
import type { Address } from './find-references.ts'

const ASKS_WHICH =
  /(?:哪|那些|几)(?:个|几个|些)?区|哪儿|哪里|哪边|which (?:district|area|part)|what districts?/iu

const SHORTEST_TERM = 2

/**
 * Rows that answer "哪个区…" from all rows: those whose industries hold the longest term that the
 * question shares with any row. Empty when the question compares nothing, or shares no term.
 */
export function districtsByIndustry(
  question: string,
  expansions: string[],
  { districts }: RuntimeKnowledge,
): Address[] {
  if (!ASKS_WHICH.test(question)) return []
  const asked = fold([question, ...expansions].join(' '))
  const shared = districts
    .map((district) => ({ district, length: longestShared(asked, district) }))
    .filter(({ length }) => length >= SHORTEST_TERM)
  const longest = Math.max(0, ...shared.map(({ length }) => length))
  return shared
    .filter(({ length }) => length === longest)
    .map(({ district }) => parseAddress(district.clause))
}

const COMPARES_INDUSTRY =
  /(?:哪|几)(?:个|几个|些)?区.{0,12}(?:产业|行业|发展|主导|特色|布局)|which district.{0,40}(?:industr|focus|develop)/iu

/** "哪个区重点发展…" of an industry that no row of the districts names. */
export const comparesInVain = (
  { full, expansions, districts }: { full: string; expansions: string[]; districts: string[] },
  knowledge: RuntimeKnowledge,
): boolean =>
  COMPARES_INDUSTRY.test(full) &&
  districts.length === 0 &&
  districtsByIndustry(full, expansions, knowledge).length === 0

const GENERIC = /产业|行业|领域|方向|服务|技术|发展|北京|特色|主导|企业/gu

/** Length of the longest run of an industry's name that the question holds, generic words left out. */
function longestShared(asked: string, { industries }: District): number {
  const plain = fold(industries).replaceAll(GENERIC, '|')
  let longest = 0
  for (let from = 0; from < plain.length; from += 1) {
    for (let to = from + longest + 1; to <= plain.length; to += 1) {
      const run = plain.slice(from, to)
      if (/[|、,，和及与\s]/u.test(run) || !asked.includes(run)) break
      longest = to - from
    }
  }
  return longest
}
