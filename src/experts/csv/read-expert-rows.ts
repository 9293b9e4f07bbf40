import { keysOf, type NewExpert } from '../enter-expert.ts'
import { type CellContext, type CellProblem, columns } from './columns.ts'
import {
  leaveOutRepeated,
  readTable,
  type TableError,
  type TableProblem,
  type TableRow,
} from './read-table.ts'

export type RowProblem = CellProblem | TableProblem | 'known' | 'twice'

export type RowError = TableError<RowProblem>
export type ExpertRow = { row: number; expert: NewExpert }

export type ExpertRows = {
  rows: ExpertRow[]
  errors: RowError[]
  /** False: nothing of the file can be used. */
  readable: boolean
}

type Name = keyof NewExpert
const names = Object.keys(columns).filter((name): name is Name => name in columns)
/** Without these columns there is no row to read. */
const NEEDED: Name[] = ['name', 'years', 'fields', 'employer']
const FORM = { names, titlesOf: (name: Name) => columns[name].names, needed: NEEDED }

/**
 * Reads a roster from comma-separated bytes: UTF-8 or GB18030, a header row in Chinese or English, columns in
 * any order. Each wrong cell is named; a row with one is left out of `rows`.
 */
export function readExpertRows(bytes: Uint8Array, context: CellContext): ExpertRows {
  const table = readTable(bytes, FORM)
  if (!table.readable) return { rows: [], errors: table.errors, readable: false }
  const read = table.rows.map((each) => readRow(each, context))
  const { rows, repeated } = leaveOutRepeated(
    read.flatMap(({ entry }) => entry ?? []),
    ({ expert }) => keysOf(expert),
  )
  const wrong = [...read.flatMap((each) => each.errors), ...repeated]
  const byRow = (one: RowError, other: RowError) => (one.row ?? 0) - (other.row ?? 0)
  return { rows, errors: wrong.toSorted(byRow), readable: true }
}

function readRow({ row, textOf, isTooLong }: TableRow<Name>, context: CellContext) {
  const errors: RowError[] = []
  const take = <Column extends Name>(name: Column): NewExpert[Column] | undefined => {
    const cell = columns[name].read(textOf(name), context)
    if ('value' in cell) return cell.value
    errors.push({ row, column: columns[name].names[0], problem: cell.problem })
    return undefined
  }
  if (isTooLong) errors.push({ row, column: null, problem: 'row_too_long' })
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
