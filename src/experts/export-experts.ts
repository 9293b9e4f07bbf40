import { and, asc, ne } from 'drizzle-orm'
import { type ActingAccount, actedBy } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { experts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { columns } from './csv/columns.ts'
import { guard } from './csv/formula-guard.ts'
import { formatCsv } from './csv/parse-csv.ts'
import type { NewExpert } from './enter-expert.ts'
import { expertScope } from './expert-scope.ts'

/** Excel reads UTF-8 as such only behind this mark. */
const BYTE_ORDER_MARK = '\u{FEFF}'

type Language = 'zh' | 'en'

/** An empty list to fill in: the header row alone. */
export function writeTemplate(language: Language): string {
  return BYTE_ORDER_MARK + formatCsv([headerOf(language)])
}

/**
 * The rosters that the account sees, without who was removed, as a file that `importExperts` reads again.
 * Contact data stays behind: its columns are empty.
 */
export async function exportExperts(
  { db }: Pick<Deps, 'db'>,
  account: ActingAccount,
  language: Language,
): Promise<string> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(experts)
      .where(and(ne(experts.status, 'removed'), expertScope(tx, account)))
      .orderBy(asc(experts.name), asc(experts.id))
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'export_experts',
      result: 'ok',
      details: { rows: rows.length, format: 'csv' },
    })
    const records = rows.map(({ consentedAt, ...row }) =>
      writeRecord({ ...row, consented: consentedAt !== null, email: null, phone: null }),
    )
    return BYTE_ORDER_MARK + formatCsv([headerOf(language), ...records])
  })
}

const headerOf = (language: Language): string[] =>
  Object.values(columns).map(({ names }) => names[language === 'zh' ? 0 : 1])

/** In the order of `columns`. */
function writeRecord(expert: NewExpert): string[] {
  const cell = <Name extends keyof NewExpert>(name: Name) =>
    guard(columns[name].write(expert[name]))
  return [
    cell('name'),
    cell('qualification'),
    cell('years'),
    cell('recommendedBy'),
    cell('filingNumber'),
    cell('fields'),
    cell('industries'),
    cell('districts'),
    cell('languages'),
    cell('employer'),
    cell('clients'),
    cell('competitors'),
    cell('capacity'),
    cell('consented'),
    cell('email'),
    cell('phone'),
  ]
}
