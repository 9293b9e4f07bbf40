import { type HoldingKind, holdingKinds, MOST_HOLDINGS } from '../../shared/ledger.ts'
import { isDay } from '../../shared/shanghai-day.ts'
import { readCreditCode } from '../credit-code.ts'

/** Why a cell cannot be taken: the end of a key of `http/texts.ts`. */
export type CellProblem =
  | 'missing'
  | 'too_long'
  | 'not_one_line'
  | 'unknown_district'
  | 'not_a_credit_code'
  | 'not_a_day'
  | 'day_to_come'
  | 'not_a_count'

/** @param today in Beijing, `2026-03-09` */
export type CellContext = { districts: ReadonlySet<string>; today: string }

type Cell<Value> = { value: Value } | { problem: CellProblem }

/** A row as it is read, cell by cell. */
export type Cells = {
  name: string
  creditCode: string | null
  district: string | null
  industry: string | null
  needs: string | null
  asOf: string | null
  contactName: string | null
  contactPosition: string | null
  contact: string | null
} & Record<HoldingKind, number | null>

type Column<Name extends keyof Cells> = {
  /** What its header is called: Chinese, English; the first two are written. */
  names: readonly [string, string, ...string[]]
  read: (text: string, context: CellContext) => Cell<Cells[Name]>
}

const MOST_LETTERS = 200

const line = (text: string): Cell<string> => {
  if (text.length > MOST_LETTERS) return { problem: 'too_long' }
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? { problem: 'not_one_line' } : { value: text }
}
const needed = (text: string): Cell<string> => (text === '' ? { problem: 'missing' } : line(text))
const optional = (text: string): Cell<string | null> => (text === '' ? { value: null } : line(text))

function creditCode(text: string): Cell<string | null> {
  if (text === '') return { value: null }
  const code = text.length > MOST_LETTERS ? undefined : readCreditCode(text)
  return code === undefined ? { problem: 'not_a_credit_code' } : { value: code }
}

/** `2026-03-09`, `2026/3/9` or `2026年3月9日`, as spreadsheets write it. */
const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/

function day(text: string, { today }: CellContext): Cell<string | null> {
  if (text === '') return { value: null }
  const [, year = '', month = '', date = ''] = DAY.exec(text.normalize('NFKC')) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (!isDay(iso)) return { problem: 'not_a_day' }
  return iso > today ? { problem: 'day_to_come' } : { value: iso }
}

function holding(text: string): Cell<number | null> {
  if (text === '') return { value: null }
  const digits = /^\d{1,7}$/.exec(text.normalize('NFKC').replace(/[件项个]$/, ''))
  const value = Number(digits?.[0] ?? Number.NaN)
  return value <= MOST_HOLDINGS ? { value } : { problem: 'not_a_count' }
}

/** In this order they are written; read, they may stand in any. */
export const columns: { [Name in keyof Cells]: Column<Name> } = {
  name: { names: ['企业名称', 'name', '名称'], read: needed },
  creditCode: { names: ['统一社会信用代码', 'credit_code', '信用代码'], read: creditCode },
  district: {
    names: ['所在区', 'district', '区域', '区'],
    read: (text, { districts }) => {
      if (text === '') return { value: null }
      return districts.has(text) ? { value: text } : { problem: 'unknown_district' }
    },
  },
  industry: { names: ['产业', 'industry', '行业'], read: optional },
  needs: { names: ['需求', 'needs'], read: optional },
  asOf: { names: ['统计日期', 'as_of', '截至日期'], read: day },
  inventions: { names: ['发明专利', 'inventions'], read: holding },
  utilityModels: { names: ['实用新型', 'utility_models'], read: holding },
  designs: { names: ['外观设计', 'designs'], read: holding },
  trademarks: { names: ['商标', 'trademarks'], read: holding },
  copyrights: { names: ['著作权', 'copyrights', '版权'], read: holding },
  dataRights: { names: ['数据知识产权', 'data_rights'], read: holding },
  others: { names: ['其他知识产权', 'others'], read: holding },
  contactName: { names: ['联系人', 'contact_name'], read: optional },
  contactPosition: { names: ['职务', 'contact_position'], read: optional },
  contact: { names: ['联系方式', 'contact', '电话'], read: optional },
}

type Name = keyof Cells

export const columnNames = Object.keys(columns).filter((name): name is Name => name in columns)

/** The columns that are counts, in the order of `holdingKinds`. */
export const holdingColumns = holdingKinds.map((kind) => columns[kind].names)
