import { parseAddress } from '../../knowledge/index-entries.ts'
import { mentions } from '../../knowledge/normalise-question.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { Lexicon } from '../../knowledge/schemas.ts'
import { fold } from '../../shared/text.ts'
import { districtsByIndustry } from './compare-districts.ts'
import type { Understanding } from '../draft.ts'

export type Address = { document: string; locator: string }

const DIGIT = '零一二三四五六七八九'

export type Named = Pick<Understanding, 'full' | 'expansions' | 'districts' | 'intent'>

/** What the question names outright: articles, districts, courses, platforms, services. */
export function findReferences(named: Named, knowledge: RuntimeKnowledge): Address[] {
  const { full, districts, expansions, intent } = named
  const rows = [
    ...districtsNamed(full, districts, knowledge),
    ...(intent !== 'station' && districts.length === 0
      ? districtsByIndustry(full, expansions, knowledge)
      : []),
    ...coursesNamed(full, knowledge),
    ...(intent === 'platform' ? platformsNamed(full, knowledge) : []),
  ]
  return [...articlesNamed(full), ...rows]
}

/** Only the draft measures have articles (第N条). */
function articlesNamed(question: string): Address[] {
  return [...question.matchAll(/第\s*([零一二三四五六七八九十百\d]{1,4})\s*条/gu)].map(
    ([, number]) => ({
      document: 'measures-draft',
      locator: `art${toNumber(number ?? '')}`,
    }),
  )
}

const INDUSTRY =
  /产业|行业|方向|主导|特色|定位|合拍|对口|合适|适合|落户|附录\s*D|industr|focus|speciali/iu

function districtsNamed(
  question: string,
  districts: string[],
  { districts: records }: RuntimeKnowledge,
): Address[] {
  if (!INDUSTRY.test(question)) return []
  return districts.flatMap((name) => {
    const record = records.find((each) => each.name === name)
    return record ? [parseAddress(record.clause)] : []
  })
}

function coursesNamed(question: string, { courses }: RuntimeKnowledge): Address[] {
  const number = /第\s*([一二三四五六七八九十\d]{1,3})\s*(?:门|个课|节课|堂课)/u.exec(question)?.[1]
  const folded = fold(question)
  return courses
    .filter(({ number: own, name }) => {
      return (number && own === toNumber(number)) || folded.includes(fold(name))
    })
    .map(({ clause }) => parseAddress(clause))
}

const WORLDWIDE = new Set(['中国', '北京', '海外', '国际'])

/** By name without 网站, or by the country whose office it is. */
function platformsNamed(question: string, { platforms, lexicon }: RuntimeKnowledge): Address[] {
  const folded = fold(question)
  const byName = platforms.filter(({ name }) => folded.includes(fold(name.replace(/网站$/u, ''))))
  if (byName.length > 0) return byName.map(({ clause }) => parseAddress(clause))
  const countries = platforms.filter(({ jurisdiction }) => {
    return (
      jurisdiction && !WORLDWIDE.has(jurisdiction) && namesCountry(folded, jurisdiction, lexicon)
    )
  })
  return countries.map(({ clause }) => parseAddress(clause))
}

function namesCountry(folded: string, country: string, { countries }: Lexicon): boolean {
  return [country, ...(countries[country] ?? [])].some((name) => mentions(folded, fold(name)))
}

/** Arabic or Chinese numerals below 100. */
export function toNumber(numeral: string): number {
  if (/^\d+$/.test(numeral)) return Number(numeral)
  const [tens = '', ones = ''] = numeral.includes('十') ? numeral.split('十') : ['零', numeral]
  const tensValue = numeral.includes('十') ? DIGIT.indexOf(tens || '一') : 0
  return tensValue * 10 + Math.max(0, DIGIT.indexOf(ones || '零'))
}
