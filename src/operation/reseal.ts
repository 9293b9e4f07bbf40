import { and, asc, eq, getTableName, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { type FieldCipher, SealedFieldError } from '../security/field-cipher.ts'
import { type SealedField, sealedFields } from '../security/sealed-fields.ts'

const PAGE = 200

export type Resealed = {
  /** Sealed anew, by `table.column`. */
  fields: Record<string, number>
  /** That no key at hand opens, or that are damaged: they were left as they are. */
  unreadable: string[]
  /** Still of another key: nothing but the unreadable, unless something wrote with that key meanwhile. */
  left: number
}

type Options = {
  db: Database
  cipher: FieldCipher
  progress?: (name: string, done: number) => void
}

/**
 * Seals everything with the current master key that another one has sealed. May be stopped and begun again,
 * and run beside the service: a row is replaced only while it holds what was read.
 */
export async function reseal({ db, cipher, progress = () => {} }: Options): Promise<Resealed> {
  const prefix = await cipher.sealedPrefix()
  const fields: Resealed['fields'] = {}
  const unreadable: string[] = []
  for (const field of sealedFields) {
    const name = nameOf(field)
    let done = 0
    for await (const page of pagesOf(db, field, prefix)) {
      const results = await Promise.all(page.map((row) => sealAnew(cipher, field, row)))
      const opened = results.filter((each) => each.sealed !== undefined)
      const shut = results.filter((each) => each.sealed === undefined)
      for (const each of opened) done += await replace(db, field, each)
      unreadable.push(...shut.map(({ row }) => `${name} ${row.key.join(' ')}`))
      progress(name, done)
    }
    fields[name] = done
  }
  await record(db, fields)
  return { fields, unreadable, left: await countLeft(db, prefix) }
}

const nameOf = ({ table, column }: SealedField) => `${getTableName(table)}.${column.name}`

const isOfOtherKey = (column: PgColumn, prefix: string) =>
  and(isNotNull(column), sql`not starts_with(${column}, ${prefix})`)

type Row = { key: string[]; sealed: string }

const Rows = z.array(z.object({ sealed: z.string(), first: z.string(), second: z.string() }))

/** In the order of the key, so that what cannot be opened is passed by. */
async function* pagesOf(db: Database, field: SealedField, prefix: string): AsyncGenerator<Row[]> {
  const { table, column, key } = field
  const [first, second] = key
  const ofKey = { first: textOf(first), second: second ? textOf(second) : sql<string>`''` }
  let after: SQL | undefined
  for (;;) {
    const found = await db
      .select({ sealed: column, ...ofKey })
      .from(table)
      .where(and(isOfOtherKey(column, prefix), after))
      .orderBy(...key.map((each) => asc(textOf(each))))
      .limit(PAGE)
    const rows = Rows.parse(found)
    const last = rows.at(-1)
    if (!last) return
    after = or(
      sql`${ofKey.first} > ${last.first}`,
      and(sql`${ofKey.first} = ${last.first}`, sql`${ofKey.second} > ${last.second}`),
    )
    yield rows.map(({ sealed, first: one, second: two }) => ({
      sealed,
      key: second ? [one, two] : [one],
    }))
  }
}

/** Ordered alike by every database, whatever its collation. */
const textOf = (column: PgColumn) => sql<string>`${column}::text collate "C"`

type Sealed = { row: Row; sealed: string | undefined }

async function sealAnew(cipher: FieldCipher, { context }: SealedField, row: Row): Promise<Sealed> {
  const [first = '', second = ''] = row.key
  const place = context(first, second)
  try {
    return { row, sealed: await cipher.seal(await cipher.open(row.sealed, place), place) }
  } catch (error) {
    if (error instanceof SealedFieldError) return { row, sealed: undefined }
    throw error
  }
}

/** @returns 1, or 0 where somebody has changed or removed it meanwhile */
async function replace(
  db: Database,
  { table, column, key }: SealedField,
  { row, sealed }: Sealed,
): Promise<number> {
  const isRow = and(...key.map((each, at) => eq(textOf(each), row.key[at] ?? '')))
  const { rowCount } = await db.execute(
    sql`update ${table} set ${sql.identifier(column.name)} = ${sealed} where ${isRow} and ${column} = ${row.sealed}`,
  )
  return rowCount ?? 0
}

async function countLeft(db: Database, prefix: string): Promise<number> {
  let left = 0
  for (const { table, column } of sealedFields) {
    left += await db.$count(table, isOfOtherKey(column, prefix))
  }
  return left
}

async function record(db: Database, fields: Resealed['fields']): Promise<void> {
  const rows = Object.values(fields).reduce((sum, each) => sum + each, 0)
  if (rows === 0) return
  await db.transaction((tx) =>
    appendAudit(tx, {
      actor: { kind: 'system' },
      action: 'reseal_fields',
      objectId: 'masterKey',
      result: 'ok',
      details: { rows },
    }),
  )
}
