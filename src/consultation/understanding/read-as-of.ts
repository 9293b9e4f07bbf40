import type { DayRange } from '../../knowledge/versions/applying.ts'
import { formatDay, isDay, parseDay } from '../../shared/shanghai-day.ts'

/** What a question says of the time that it is about. */
export type AsOf = {
  range: DayRange
  /** The question without its time. */
  rest: string
  /** It asks for nothing but what held then. */
  overview: boolean
}

type Found = { at: number; text: string; range: DayRange }

const DIGITS = '〇一二三四五六七八九'
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.?'

const CHINESE =
  /((?:19|20)\d{2} ?年|[一二][〇零○九一二三四五六七八]{3}年|去年|前年|今年)(?: ?(\d{1,2}|[一二三四五六七八九十]{1,2}) ?月份?(?: ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?[日号])?|(上半年|下半年|年底|底|年末|末|年初|初))?/gu
const NUMERIC = /\b((?:19|20)\d{2})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b/gu
const ENGLISH = [
  new RegExp(`\\b(?:(\\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(${MONTH}),? ((?:19|20)\\d{2})\\b`, 'giu'),
  new RegExp(`\\b(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\\d{2})\\b`, 'giu'),
  /\b(?:in|of|during) ((?:19|20)\d{2})\b/giu,
]

/**
 * The days that a question is about, where it asks what held then (2023年6月适用什么？ as of June 2023): a date
 * together with words that ask for validity. A date within a title, or one from or after which something is
 * counted, is none.
 * @param today in Asia/Shanghai, for 去年
 */
export function readAsOf(question: string, today: string): AsOf | undefined {
  const text = question.normalize('NFKC')
  const found = [...findChinese(text, today), ...findNumeric(text), ...findEnglish(text)]
  const dated = found.find((each) => isAskedOf(text, each))
  if (!dated) return undefined
  const rest = withoutDate(text, dated)
  return { range: dated.range, rest, overview: rest.replaceAll(STOCK, '') === '' }
}

function findChinese(text: string, today: string): Found[] {
  return [...text.matchAll(CHINESE)].flatMap((match) => {
    const [whole, year = '', month, day, part] = match
    const range = rangeOf(yearOf(year, today), { month: numberOf(month), day: numberOf(day), part })
    return range ? [{ at: match.index, text: whole, range }] : []
  })
}

function findNumeric(text: string): Found[] {
  return [...text.matchAll(NUMERIC)].flatMap((match) => {
    const [whole, year, month, day] = match
    const range = rangeOf(Number(year), { month: numberOf(month), day: numberOf(day) })
    return range ? [{ at: match.index, text: whole, range }] : []
  })
}

function findEnglish(text: string): Found[] {
  return ENGLISH.flatMap((form, at) =>
    [...text.matchAll(form)].flatMap((match) => {
      const [whole, first, second, third] = match
      const [year, month, day] =
        [
          [third, second, first],
          [third, first, second],
          [first, undefined, undefined],
        ][at] ?? []
      const named = month && MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1
      const range = rangeOf(Number(year), { month: named || undefined, day: numberOf(day) })
      return range ? [{ at: match.index, text: whole, range }] : []
    }),
  )
}

function yearOf(written: string, today: string): number {
  const relative = ['今年', '去年', '前年'].indexOf(written)
  if (relative >= 0) return Number(today.slice(0, 4)) - relative
  const digits = written
    .replace(/ ?年$/u, '')
    .replaceAll(/[零○]/gu, '〇')
    .replaceAll(/[〇一二三四五六七八九]/gu, (digit) => String(DIGITS.indexOf(digit)))
  return Number(digits)
}

/** Arabic or Chinese numerals up to 31. */
function numberOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  if (/^\d+$/u.test(written)) return Number(written)
  const [tens, ones] = written.includes('十') ? written.split('十') : ['〇', written]
  return (
    (tens === '' ? 1 : DIGITS.indexOf(tens ?? '')) * 10 + Math.max(0, DIGITS.indexOf(ones || '〇'))
  )
}

type Within = { month: number | undefined; day: number | undefined; part?: string | undefined }

/** The first and the last months of a part of a year. */
const PARTS: Record<string, [number, number]> = {
  上半年: [1, 6],
  下半年: [7, 12],
  年底: [12, 12],
  底: [12, 12],
  年末: [12, 12],
  末: [12, 12],
  年初: [1, 1],
  初: [1, 1],
}

/** Undefined where there is no such day. */
function rangeOf(year: number, { month, day, part }: Within): DayRange | undefined {
  const [first, last] = (part && PARTS[part]) || [month ?? 1, month ?? 12]
  if (first < 1 || last > 12) return undefined
  if (day !== undefined) return single(`${year}-${pad(first)}-${pad(day)}`)
  const next = last === 12 ? `${year + 1}-01-01` : `${year}-${pad(last + 1)}-01`
  return { from: `${year}-${pad(first)}-01`, to: formatDay(parseDay(next) - 1) }
}

const single = (day: string): DayRange | undefined =>
  isDay(day) ? { from: day, to: day } : undefined

const pad = (value: number) => String(value).padStart(2, '0')

const NEAR = 24
const VALIDITY =
  /适用(?!范围|对象|于|主体|条件)|有效|生效|施行|执行|实行|在用|哪一?版|的版本|用的(?:是|哪|什么)|按(?:哪|什么)/u
/** Also how people tell what happened to them. */
const THEN = /^\s*的?时候?|当时|那时|那个时候/u
const STORY = /[我他她]|公司/u
const ACCORDING = /(?:截至|截止到?|按照?|依照?|根据|依据)\s*$/u
const RULES = /^\s*的(?:规定|版本|政策|办法|要求|条款|文件|规则)/u
const ENGLISH_CUE =
  /\b(?:as of|as at|in force|in effect|appl(?:ied|y|ies|icable)(?! for)|valid|effective|back then|at (?:that|the) time)\b/iu
const ENGLISH_STORY = /\b(?:i|we|my|our)\b/iu
const TODAY = /现在|目前|如今|今天|现行|\b(?:now|today|still|currently)\b/iu
const OPEN_AFTER =
  /^\s*(?:[—–~～至到-]\s*(?:\d|今)|(?:年|月|日)?(?:之后|以后|后|以来|起|开始|之前|以前|前)|[^《》]{0,20}》)/u
const OPEN_BEFORE = /(?:自|从|于|\bfrom|\bsince|\bafter|\bbefore|\buntil|\d\s*[—–~～至到-])\s*$/iu

/** Whether what held on that date is asked for. */
function isAskedOf(text: string, { at, text: date }: Found): boolean {
  const before = text.slice(Math.max(0, at - NEAR), at)
  const after = text.slice(at + date.length, at + date.length + NEAR)
  if (OPEN_AFTER.test(after) || OPEN_BEFORE.test(before) || TODAY.test(text)) return false
  const asksInEnglish = ENGLISH_CUE.test(text) && !ENGLISH_STORY.test(text)
  return asksInEnglish || asksInChinese(text, before, after)
}

function asksInChinese(text: string, before: string, after: string): boolean {
  const clause = /^\s*[,，]?[^,，。;；!！]*/u.exec(after)?.[0] ?? ''
  if (VALIDITY.test(clause) || /^\s*呢[?？]?\s*$/u.test(after)) return true
  if (THEN.test(clause) && !STORY.test(text)) return true
  return ACCORDING.test(before) && RULES.test(after)
}

const LEADING =
  /(?:截至|截止到?|按照?|依照?|根据|依据|在|\b(?:as (?:of|at)|in|on|during|back in))\s*$/iu
const TRAILING = /^\s*(?:的时候|时候|那时|当时|时|的规定(?=[,，])|的)?[,，]?\s*/u

function withoutDate(text: string, { at, text: date }: Found): string {
  const near = Math.max(0, at - NEAR)
  const before = `${text.slice(0, near)}${text.slice(near, at).replace(LEADING, '')}`.trimEnd()
  const after = text.slice(at + date.length).replace(TRAILING, '')
  const english = /[a-z]$/iu.test(before) && /^[a-z]/iu.test(after)
  return `${before}${english ? ' ' : ''}${after}`.trim()
}

/** What is left of a question that only asks what held then. */
const STOCK =
  /适用|有效|施行|执行|实行|生效|当时|那时|时候|哪一?[些个版种]|什么|规定|规则|政策|文件|办法|版本|法规|制度|北京市?|知识产权|公共服务|方面|领域|这一?[块边]|那一?[块边]|相关|关于|咱们?|情况|请问|现行|[的是了呢吗用按有都在]|\b(?:what|which|rules?|documents?|appl(?:ied|ies|y|icable)|were|was|is|are|did|in|force|effect|valid|the|then|at|time|of|as|on|versions?|polic(?:y|ies)|regulations?|beijing)\b|[\s\p{P}]/giu

const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** 2023年6月, June 2023; a range that is no day, month or year by its first and last day. */
export function tellRange({ from, to }: DayRange, language: 'zh' | 'en'): string {
  const [year = '', month = '', day = ''] = from.split('-')
  const monthName = MONTH_NAMES[Number(month) - 1] ?? ''
  const same = (other: DayRange | undefined) => other?.from === from && other.to === to
  if (from === to) {
    const written = `${year}年${Number(month)}月${Number(day)}日`
    return language === 'zh' ? written : `${Number(day)} ${monthName} ${year}`
  }
  if (same(rangeOf(Number(year), { month: undefined, day: undefined }))) {
    return language === 'zh' ? `${year}年` : year
  }
  if (same(rangeOf(Number(year), { month: Number(month), day: undefined }))) {
    return language === 'zh' ? `${year}年${Number(month)}月` : `${monthName} ${year}`
  }
  return language === 'zh' ? `${from}至${to}` : `${from} to ${to}`
}
