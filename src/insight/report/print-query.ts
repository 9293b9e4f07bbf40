import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

const dialect = new PgDialect()

/**
 * A query with its parameters written into it, as somebody runs it with psql. For queries of ours only: what stands
 * outside of parameters holds no `$1` of its own.
 */
export function printQuery(query: SQL): string {
  const { sql: text, params } = dialect.sqlToQuery(query)
  const literals = params.map(literalOf)
  return `${text.replaceAll(/\$(\d{1,4})/g, (whole, n: string) => literals[Number(n) - 1] ?? whole)};`
}

function literalOf(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return `'${value.toISOString()}'`
  throw new Error(`a parameter of the type ${typeof value} cannot be printed`)
}
