import { keysOf, type NewExpert } from '../enter-expert.ts'
import { type CellContext, type CellProblem, columns } from './columns.ts'
import { decodeText } from './decode-text.ts'
import { unguard } from './formula-guard.ts'
import { parseCsv } from './parse-csv.ts'

export type RowProblem =
  | CellProblem
  | 'unknown_encoding'
  | 'unreadable'
  | 'column_missing'
  | 'column_unknown'
  | 'column_twice'
  | 'no_rows'
  | 'too_many_rows'
  | 'row_too_long'
  | 'known'
  | 'twice'

/** `row` as the spreadsheet counts them, the header being 1; null where it is about the file as a whole. */
export type RowError = { row: number | null; column: string | null; problem: RowProblem }

export type ExpertRow = { row: number; expert: NewExpert }

export type ExpertRows = {
  rows: ExpertRow[]
  errors: RowError[]
  /** False: nothing of the file can be used. */
  readable: boolean
}

export const MOST_ROWS = 2000

type Name = keyof NewExpert
const names = Object.keys(columns).filter((name): name is Name => name in columns)
/** Without these columns there is no row to read. */
const NEEDED: Name[] = ['name', 'years', 'fields', 'employer']

/**
 * Reads a roster from comma-separated bytes: UTF-8 or GB18030, a header row in Chinese or English, columns in
 * any order. Each wrong cell is named; a row with one is left out of `rows`.
 */
export function readExpertRows(bytes: Uint8Array, context: CellContext): ExpertRows {
  const text = decodeText(bytes)
  if (text === undefined) return unusable('unknown_encoding')
  const csv = parseCsv(text)
  if ('unreadableRow' in csv) return unusable('unreadable', csv.unreadableRow)
  const [header, ...records] = csv.records
  const { places, errors } = readHeader(header ?? [])
  if (errors.length > 0) return { rows: [], errors, readable: false }
  const filled = records
    .map((cells, at) => ({ cells, row: at + 2 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (filled.length === 0) return unusable('no_rows')
  if (filled.length > MOST_ROWS) return unusable('too_many_rows')
  const read = filled.map((each) => readRow(each, places, context))
  const { rows, repeated } = leaveOutRepeated(read.flatMap(({ entry }) => entry ?? []))
  const wrong = [...read.flatMap((each) => each.errors), ...repeated]
  const byRow = (one: RowError, other: RowError) => (one.row ?? 0) - (other.row ?? 0)
  return { rows, errors: wrong.toSorted(byRow), readable: true }
}

function unusable(problem: RowProblem, row: number | null = null): ExpertRows {
  return { rows: [], errors: [{ row, column: null, problem }], readable: false }
}

type Places = Map<Name, number>

function readHeader(header: string[]): { places: Places; errors: RowError[] } {
  const places: Places = new Map()
  const errors: RowError[] = []
  for (const [place, cell] of header.entries()) {
    const title = unguard(cell.trim()).toLowerCase()
    const name = names.find((each) => columns[each].names.includes(title))
    const problem = name ? 'column_twice' : 'column_unknown'
    if (name && !places.has(name)) places.set(name, place)
    else if (title !== '') errors.push({ row: 1, column: title.slice(0, 40), problem })
  }
  for (const name of NEEDED.filter((each) => !places.has(each))) {
    errors.push({ row: 1, column: columns[name].names[0], problem: 'column_missing' })
  }
  return { places, errors }
}

type Record = { cells: string[]; row: number }

function readRow({ cells, row }: Record, places: Places, context: CellContext) {
  const errors: RowError[] = []
  const take = <Column extends Name>(name: Column): NewExpert[Column] | undefined => {
    const place = places.get(name)
    const text = place === undefined ? '' : (cells[place] ?? '').trim()
    const cell = columns[name].read(unguard(text), context)
    if ('value' in cell) return cell.value
    errors.push({ row, column: columns[name].names[0], problem: cell.problem })
    return undefined
  }
  const lastFilled = cells.findLastIndex((cell) => cell.trim() !== '')
  if (lastFilled > Math.max(...places.values())) {
    errors.push({ row, column: null, problem: 'row_too_long' })
  }
  const expert = {
    name: take('name'),
    qualification: take('qualification'),
    years: take('years'),
    recommendedBy: take('recommendedBy'),
    filingNumber: take('filingNumber'),
    fields: take('fields'),
    industries: take('industries'),
    districts: take('districts'),
    languages: take('languages'),
    employer: take('employer'),
    clients: take('clients'),
    competitors: take('competitors'),
    capacity: take('capacity'),
    consented: take('consented'),
    email: take('email'),
    phone: take('phone'),
  }
  return { entry: errors.length === 0 && isComplete(expert) ? { row, expert } : undefined, errors }
}

type Partly = { [Column in Name]: NewExpert[Column] | undefined }

function isComplete(expert: Partly): expert is NewExpert {
  return Object.values(expert).every((value) => value !== undefined)
}

function leaveOutRepeated(entries: ExpertRow[]) {
  const seen = new Set<string>()
  const repeated: RowError[] = []
  const rows = entries.filter(({ row, expert }) => {
    const keys = keysOf(expert)
    const isRepeated = keys.some((key) => seen.has(key))
    for (const key of keys) seen.add(key)
    if (isRepeated) repeated.push({ row, column: null, problem: 'twice' })
    return !isRepeated
  })
  return { rows, repeated }
}
