import { fields } from '../../shared/message.ts'
import type { NewExpert } from '../enter-expert.ts'

/** Why a cell cannot be taken: the end of a key of `http/texts.ts`. */
export type CellProblem =
  | 'missing'
  | 'too_long'
  | 'not_one_line'
  | 'not_a_number'
  | 'unknown_field'
  | 'unknown_district'
  | 'unknown_language'
  | 'too_many'
  | 'not_yes_or_no'
  | 'not_an_email'
  | 'not_a_phone'

export type CellContext = { districts: ReadonlySet<string> }

export type Cell<Value> = { value: Value } | { problem: CellProblem }

type Column<Name extends keyof NewExpert> = {
  /** What its header is called: Chinese, English; the first two are written. */
  names: readonly [string, string, ...string[]]
  read: (text: string, context: CellContext) => Cell<NewExpert[Name]>
  write: (value: NewExpert[Name]) => string
}

const MOST_LETTERS = 200
const MOST_ENTRIES = 50

const LANGUAGES: Record<string, string> = {
  中文: 'zh',
  汉语: 'zh',
  普通话: 'zh',
  英文: 'en',
  英语: 'en',
  日文: 'ja',
  日语: 'ja',
  韩文: 'ko',
  韩语: 'ko',
  德文: 'de',
  德语: 'de',
  法文: 'fr',
  法语: 'fr',
  俄文: 'ru',
  俄语: 'ru',
}
const YES = new Set(['是', '同意', '已同意', 'yes', 'y', 'true', '1'])
const NO = new Set(['', '否', '未同意', 'no', 'n', 'false', '0'])

const line = (text: string): Cell<string> => {
  if (text.length > MOST_LETTERS) return { problem: 'too_long' }
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? { problem: 'not_one_line' } : { value: text }
}
const needed = (text: string): Cell<string> => (text === '' ? { problem: 'missing' } : line(text))
const optional = (text: string): Cell<string | null> => (text === '' ? { value: null } : line(text))

function list(text: string): Cell<string[]> {
  const entries = text.split(/[;；、|\n]/).map((entry) => entry.trim())
  const distinct = [...new Set(entries.filter((entry) => entry !== ''))]
  if (distinct.length > MOST_ENTRIES) return { problem: 'too_many' }
  const cells = distinct.map(line)
  return cells.find((cell) => 'problem' in cell) ?? { value: distinct }
}

function listOf<Value extends string>(
  text: string,
  problem: CellProblem,
  find: (entry: string) => Value | undefined,
): Cell<Value[]> {
  const entries = list(text)
  if ('problem' in entries) return entries
  const found = entries.value.map(find)
  const known = found.filter((entry) => entry !== undefined)
  return known.length < found.length ? { problem } : { value: [...new Set(known)] }
}

function wholeNumber(text: string, { least, most }: { least: number; most: number }): Cell<number> {
  const digits = /^\d{1,3}$/.exec(text.normalize('NFKC').replace(/年$/, ''))
  const value = Number(digits?.[0] ?? Number.NaN)
  return value >= least && value <= most ? { value } : { problem: 'not_a_number' }
}

function yesOrNo(text: string): Cell<boolean> {
  const word = text.toLowerCase()
  if (YES.has(word)) return { value: true }
  return NO.has(word) ? { value: false } : { problem: 'not_yes_or_no' }
}

const matching =
  (pattern: RegExp, problem: CellProblem) =>
  (text: string): Cell<string | null> => {
    if (text === '') return { value: null }
    return pattern.test(text) ? { value: text } : { problem }
  }

const same = (value: string) => value
const orEmpty = (value: string | null) => value ?? ''
const joined = (value: string[]) => value.join('；')

/** The largest amount of work that one person may ask for. */
export const MOST_CAPACITY = 50
export const MOST_YEARS = 70
const USUAL_CAPACITY = '3'

/** In this order they are written; read, they may stand in any. */
export const columns: { [Name in keyof NewExpert]: Column<Name> } = {
  name: { names: ['姓名', 'name'], read: needed, write: same },
  qualification: {
    names: ['资格', 'qualification', '职称', '资格或职称'],
    read: line,
    write: same,
  },
  years: {
    names: ['从业年限', 'years', '年限'],
    read: (text) => wholeNumber(text, { least: 0, most: MOST_YEARS }),
    write: String,
  },
  recommendedBy: { names: ['推荐单位', 'recommended_by'], read: line, write: same },
  filingNumber: { names: ['备案号', 'filing_number'], read: optional, write: orEmpty },
  fields: {
    names: ['领域', 'fields', '专业领域'],
    read: (text) => {
      const isField = (entry: string) => fields.find((field) => field === entry)
      return text === '' ? { problem: 'missing' } : listOf(text, 'unknown_field', isField)
    },
    write: joined,
  },
  industries: { names: ['产业', 'industries', '行业'], read: list, write: joined },
  districts: {
    names: ['区域', 'districts', '服务区域'],
    read: (text, { districts }) =>
      listOf(text, 'unknown_district', (entry) => (districts.has(entry) ? entry : undefined)),
    write: joined,
  },
  languages: {
    names: ['语言', 'languages'],
    read: (text) =>
      listOf(text === '' ? 'zh' : text, 'unknown_language', (entry) =>
        /^[a-z]{2,3}$/.test(entry) ? entry : LANGUAGES[entry],
      ),
    write: joined,
  },
  employer: { names: ['所在单位', 'employer', '单位'], read: needed, write: same },
  clients: { names: ['客户', 'clients'], read: list, write: joined },
  competitors: { names: ['竞争者', 'competitors'], read: list, write: joined },
  capacity: {
    names: ['同时在办上限', 'capacity', '在办上限'],
    read: (text) => wholeNumber(text || USUAL_CAPACITY, { least: 1, most: MOST_CAPACITY }),
    write: String,
  },
  consented: {
    names: ['本人同意', 'consented'],
    read: yesOrNo,
    write: (value) => (value ? '是' : '否'),
  },
  email: {
    names: ['邮箱', 'email', '电子邮箱'],
    read: matching(/^[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,5}$/, 'not_an_email'),
    write: orEmpty,
  },
  phone: {
    names: ['电话', 'phone', '手机'],
    read: matching(/^\+?[\d() -]{5,24}$/, 'not_a_phone'),
    write: orEmpty,
  },
}
