import type { Context } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { preferredLanguage } from '../../http/texts.ts'
import { type Cell, writeCsv, writeXlsx } from '../../insight/export-figures.ts'

export const tableFormat = z.enum(['csv', 'xlsx']).default('csv')
export type TableFormat = z.infer<typeof tableFormat>

const types: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const languageOf = <Env extends AppEnv>(c: Context<Env>) =>
  preferredLanguage(c.req.header('accept-language'))

/** What a file of a name is sent with. */
export const attached = (name: string, format: TableFormat) => ({
  'content-type': types[format],
  'content-disposition': `attachment; filename="${name}.${format}"`,
})

export type SentTable = { table: Cell[][]; name: string; format: TableFormat }

/** A table as a file that is safe to open. */
export async function sendTable<Env extends AppEnv>(
  c: Context<Env>,
  { table, name, format }: SentTable,
): Promise<Response> {
  const content = format === 'csv' ? writeCsv(table) : await writeXlsx(table)
  return c.body(content, 200, attached(name, format))
}
