import {
  leaveOutRepeated,
  readTable,
  type TableError,
  type TableProblem,
  type TableRow,
} from '../../experts/csv/read-table.ts'
import { type Holdings, holdingKinds } from '../../shared/ledger.ts'
import type { EnterpriseContact } from '../contacts.ts'
import type { EnterpriseInput } from '../enterprise.ts'
import { type CellContext, type CellProblem, type Cells, columnNames, columns } from './columns.ts'

export type RowProblem = CellProblem | TableProblem | 'as_of_missing' | 'known' | 'twice'
export type RowError = TableError<RowProblem>

export type EnterpriseRow = {
  row: number
  enterprise: EnterpriseInput
  counted: { asOf: string; holdings: Holdings } | null
  contact: EnterpriseContact
}

export type EnterpriseRows = {
  rows: EnterpriseRow[]
  errors: RowError[]
  /** False: nothing of the file can be used. */
  readable: boolean
}

type Name = keyof Cells
const needed: readonly Name[] = ['name']
const FORM = { names: columnNames, titlesOf: (name: Name) => columns[name].names, needed }

/**
 * Reads enterprises from comma-separated bytes: UTF-8 or GB18030, a header row in Chinese or English, columns in any
 * order. Each wrong cell is named; a row with one is left out of `rows`.
 */
export function readEnterpriseRows(bytes: Uint8Array, context: CellContext): EnterpriseRows {
  const table = readTable(bytes, FORM)
  if (!table.readable) return { rows: [], errors: table.errors, readable: false }
  const read = table.rows.map((each) => readRow(each, context))
  const { rows, repeated } = leaveOutRepeated(
    read.flatMap(({ entry }) => entry ?? []),
    ({ enterprise }) => keysOf(enterprise),
  )
  const wrong = [...read.flatMap((each) => each.errors), ...repeated]
  const byRow = (one: RowError, other: RowError) => (one.row ?? 0) - (other.row ?? 0)
  return { rows, errors: wrong.toSorted(byRow), readable: true }
}

type Partly = { [Column in Name]: Cells[Column] | undefined }

function readRow({ row, textOf, isTooLong }: TableRow<Name>, context: CellContext) {
  const errors: RowError[] = []
  const take = <Column extends Name>(name: Column): Cells[Column] | undefined => {
    const cell = columns[name].read(textOf(name), context)
    if ('value' in cell) return cell.value
    errors.push({ row, column: columns[name].names[0], problem: cell.problem })
    return undefined
  }
  if (isTooLong) errors.push({ row, column: null, problem: 'row_too_long' })
  const cells: Partly = {
    name: take('name'),
    creditCode: take('creditCode'),
    district: take('district'),
    industry: take('industry'),
    needs: take('needs'),
    asOf: take('asOf'),
    inventions: take('inventions'),
    utilityModels: take('utilityModels'),
    designs: take('designs'),
    trademarks: take('trademarks'),
    copyrights: take('copyrights'),
    dataRights: take('dataRights'),
    others: take('others'),
    contactName: take('contactName'),
    contactPosition: take('contactPosition'),
    contact: take('contact'),
  }
  if (cells.asOf === null && holdingKinds.some((kind) => typeof cells[kind] === 'number')) {
    errors.push({ row, column: columns.asOf.names[0], problem: 'as_of_missing' })
  }
  return { entry: errors.length === 0 && isWhole(cells) ? toRow(row, cells) : undefined, errors }
}

function isWhole(cells: Partly): cells is Cells {
  return Object.values(cells).every((value) => value !== undefined)
}

function toRow(row: number, cells: Cells): EnterpriseRow {
  const { name, creditCode, district, industry, needs, asOf } = cells
  const { contactName, contactPosition, contact } = cells
  return {
    row,
    enterprise: { name, creditCode, district, industry, needs },
    counted: asOf === null ? null : { asOf, holdings: holdingsOf(cells) },
    contact: {
      name: contactName ?? undefined,
      position: contactPosition ?? undefined,
      contact: contact ?? undefined,
    },
  }
}

function holdingsOf(cells: Cells): Holdings {
  const { inventions, utilityModels, designs, trademarks } = cells
  const { copyrights, dataRights, others } = cells
  return {
    inventions: inventions ?? 0,
    utilityModels: utilityModels ?? 0,
    designs: designs ?? 0,
    trademarks: trademarks ?? 0,
    copyrights: copyrights ?? 0,
    dataRights: dataRights ?? 0,
    others: others ?? 0,
  }
}

/** What names an enterprise in the ledger of one organisation. */
export const keysOf = ({ name, creditCode }: Pick<EnterpriseInput, 'name' | 'creditCode'>) =>
  creditCode === null ? [`name ${name}`] : [`name ${name}`, `code ${creditCode}`]
