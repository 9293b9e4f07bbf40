import type { Instance } from './start.ts'

/** Tables that asking, being asked and waiting change by themselves. */
const living: ReadonlySet<string> = new Set([
  'asker_keys',
  'askers',
  'asker_tokens',
  'audit_chain',
  'audit_entries',
  'case_contacts',
  'case_events',
  'cases',
  'consultations',
  'conversations',
  'indexes',
  'jobs',
  'message_events',
  'messages',
  'model_tokens',
  'notices',
  'passage_entries',
  'sessions',
  'sign_in_attempts',
  'statements',
  'text_vectors',
  'tickets',
])

async function tablesOf({ query }: Instance): Promise<string[]> {
  const rows = await query(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  )
  return rows.map(({ name }) => String(name))
}

/** Rows of every table that no question may change, and the names of all. */
export async function countRows(instance: Instance): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of await tablesOf(instance)) {
    const [row] = living.has(name)
      ? [{ rows: 0 }]
      : await instance.query(`select count(*)::int as rows from "${name}"`)
    counts[name] = Number(row?.['rows'])
  }
  return counts
}

/** The tables with a row in which this text stands. */
export async function tablesWith(instance: Instance, text: string): Promise<string[]> {
  const escaped = text.replaceAll("'", "''").replaceAll('\\', '\\\\').replace(/[%_]/g, '\\$&')
  const found: string[] = []
  for (const name of await tablesOf(instance)) {
    const [row] = await instance.query(
      `select exists (select 1 from "${name}" as t where t::text like '%${escaped}%') as is_there`,
    )
    if (row?.['is_there'] === true) found.push(name)
  }
  return found
}
