import { parseAddress } from '../../knowledge/index-entries.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'

export type Address = { document: string; locator: string }

const DIGIT = '零一二三四五六七八九'

/** What the question names outright: articles, districts, courses by number. */
export function findReferences(
  question: string,
  districts: string[],
  knowledge: RuntimeKnowledge,
): Address[] {
  return [
    ...articlesNamed(question),
    ...districtsNamed(question, districts, knowledge),
    ...coursesNamed(question, knowledge),
  ]
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
  const course = number && courses.find((each) => each.number === toNumber(number))
  return course ? [parseAddress(course.clause)] : []
}

/** Arabic or Chinese numerals below 100. */
export function toNumber(numeral: string): number {
  if (/^\d+$/.test(numeral)) return Number(numeral)
  const [tens = '', ones = ''] = numeral.includes('十') ? numeral.split('十') : ['零', numeral]
  const tensValue = numeral.includes('十') ? DIGIT.indexOf(tens || '一') : 0
  return tensValue * 10 + Math.max(0, DIGIT.indexOf(ones || '零'))
}
