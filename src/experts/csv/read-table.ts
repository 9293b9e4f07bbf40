import { decodeText } from './decode-text.ts'
import { unguard } from './formula-guard.ts'
import { parseCsv } from './parse-csv.ts'

export type TableProblem =
  | 'unknown_encoding'
  | 'unreadable'
  | 'column_missing'
  | 'column_unknown'
  | 'column_twice'
  | 'no_rows'
  | 'too_many_rows'
  | 'row_too_long'

/** `row` as the spreadsheet counts them, the header being 1; null where it is about the file as a whole. */
export type TableError<Problem extends string = TableProblem> = {
  row: number | null
  column: string | null
  problem: Problem
}

export type TableForm<Name extends string> = {
  names: readonly Name[]
  /** What the header of a column is called; the first is told. */
  titlesOf: (name: Name) => readonly [string, ...string[]]
  /** Without these columns there is no row to read. */
  needed: readonly Name[]
}

export type TableRow<Name extends string> = {
  row: number
  /** Without our mark before what looks like a formula; empty where there is no such column. */
  textOf: (name: Name) => string
  isTooLong: boolean
}

export type Table<Name extends string> = {
  rows: TableRow<Name>[]
  errors: TableError[]
  /** False: nothing of the file can be used. */
  readable: boolean
}

export const MOST_ROWS = 2000

/** Reads comma-separated bytes: UTF-8 or GB18030, a header row with columns in any order, blank rows left out. */
export function readTable<Name extends string>(
  bytes: Uint8Array,
  form: TableForm<Name>,
): Table<Name> {
  const text = decodeText(bytes)
  if (text === undefined) return unusable('unknown_encoding')
  const csv = parseCsv(text)
  if ('unreadableRow' in csv) return unusable('unreadable', csv.unreadableRow)
  const [header, ...records] = csv.records
  const { places, errors } = readHeader(header ?? [], form)
  if (errors.length > 0) return { rows: [], errors, readable: false }
  const filled = records
    .map((cells, at) => ({ cells, row: at + 2 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (filled.length === 0) return unusable('no_rows')
  if (filled.length > MOST_ROWS) return unusable('too_many_rows')
  const lastPlace = Math.max(...places.values())
  const rows = filled.map(({ cells, row }) => ({
    row,
    textOf: (name: Name) => {
      const place = places.get(name)
      return place === undefined ? '' : unguard((cells[place] ?? '').trim())
    },
    isTooLong: cells.findLastIndex((cell) => cell.trim() !== '') > lastPlace,
  }))
  return { rows, errors: [], readable: true }
}

const unusable = (problem: TableProblem, row: number | null = null) => ({
  rows: [],
  errors: [{ row, column: null, problem }],
  readable: false,
})

function readHeader<Name extends string>(header: string[], form: TableForm<Name>) {
  const { names, titlesOf, needed } = form
  const places = new Map<Name, number>()
  const errors: TableError[] = []
  for (const [place, cell] of header.entries()) {
    const title = unguard(cell.trim()).toLowerCase()
    const name = names.find((each) => titlesOf(each).includes(title))
    const problem = name ? 'column_twice' : 'column_unknown'
    if (name && !places.has(name)) places.set(name, place)
    else if (title !== '') errors.push({ row: 1, column: title.slice(0, 40), problem })
  }
  for (const name of needed.filter((each) => !places.has(each))) {
    errors.push({ row: 1, column: titlesOf(name)[0], problem: 'column_missing' })
  }
  return { places, errors }
}

/** Of entries that share a key the first is kept; each of the others is told. */
export function leaveOutRepeated<Entry extends { row: number }>(
  entries: Entry[],
  keysOf: (entry: Entry) => string[],
) {
  const seen = new Set<string>()
  const repeated: TableError<'twice'>[] = []
  const rows = entries.filter((entry) => {
    const keys = keysOf(entry)
    const isRepeated = keys.some((key) => seen.has(key))
    for (const key of keys) seen.add(key)
    if (isRepeated) repeated.push({ row: entry.row, column: null, problem: 'twice' })
    return !isRepeated
  })
  return { rows, repeated }
}
