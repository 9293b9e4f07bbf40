import { type ActingAccount, actedBy } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { enterprises } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { formatCsv } from '../experts/csv/parse-csv.ts'
import { AppError } from '../shared/errors.ts'
import { holdingKinds, type KeyCategory } from '../shared/ledger.ts'
import { columnNames, columns, holdingColumns } from './csv/columns.ts'
import { type KeyList, readKeyList } from './key-list.ts'
import { type EnterpriseFilter, listEnterprises, matches } from './list-enterprises.ts'

/** Excel reads UTF-8 as such only behind this mark. */
const BYTE_ORDER_MARK = '\u{FEFF}'

const MOST_EXPORTED = 10_000

type Language = 'zh' | 'en'
type Format = 'csv' | 'xlsx'

/** Rows of text and numbers, the header first; whoever writes them guards against formulas. */
export type LedgerTable = (string | number | null)[][]

const placeOf = (language: Language) => (language === 'zh' ? 0 : 1)

/** An empty list of enterprises to fill in: the header row alone. */
export function writeEnterpriseTemplate(language: Language): string {
  const head = columnNames.map((name) => columns[name].names[placeOf(language)])
  return BYTE_ORDER_MARK + formatCsv([head])
}

const more: Record<Language, readonly string[]> = {
  zh: ['机构', '服务次数', '最近服务日', '待跟进日', '列入重点企业清单的年度'],
  en: ['organisation', 'visits', 'last_visit', 'next_step_on', 'key_years'],
}

/**
 * The ledger that the account sees as a table, without contacts.
 * @throws AppError `conflict` more than 10,000 enterprises: a narrower filter is needed
 */
export async function exportEnterprises(
  { db }: Pick<Deps, 'db'>,
  account: ActingAccount,
  { filter, format, language }: { filter: EnterpriseFilter; format: Format; language: Language },
): Promise<LedgerTable> {
  return db.transaction(async (tx) => {
    const rows = await readAll(tx, account, filter)
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'export_enterprises',
      result: 'ok',
      details: { rows: rows.length, format },
    })
    const at = placeOf(language)
    const { name, creditCode, district, industry, needs, asOf } = columns
    const first = [name, creditCode, district, industry, needs, asOf].map((each) => each.names[at])
    const head = [...first, ...holdingColumns.map((names) => names[at]), ...more[language]]
    return [
      head,
      ...rows.map(({ holdings, ...row }) => [
        row.name,
        row.creditCode,
        row.district,
        row.industry,
        row.needs,
        holdings?.asOf ?? null,
        ...holdingKinds.map((kind) => holdings?.[kind] ?? null),
        row.organisation,
        row.visits,
        row.lastVisit,
        row.nextOn,
        row.keyYears.join('、'),
      ]),
    ]
  })
}

async function readAll(tx: Database, account: ActingAccount, filter: EnterpriseFilter) {
  const rows = await tx.$count(enterprises, matches(tx, account, filter))
  if (rows > MOST_EXPORTED) throw new AppError('conflict', 'ledger_export_too_large')
  return listEnterprises(tx, account, { ...filter, limit: MOST_EXPORTED })
}

/** What the categories of key enterprises are called (service-spec, special.2). */
const categories: Record<Language, Record<KeyCategory, string>> = {
  zh: {
    specialised: '“专精特新”中小企业',
    going_abroad: '“走出去”企业',
    national_model: '国家知识产权示范企业',
    national_advantage: '国家知识产权优势企业',
    local_model: '省市级知识产权重点示范企业',
    key_talent: '重点人才所在企业',
    sued_abroad: '首次在海外涉诉企业',
    no_rights_yet: '“零”知识产权科技型企业',
    other: '其他有切实需求的企业',
  },
  en: {
    specialised: 'specialised and innovative small or medium enterprise',
    going_abroad: 'enterprise going abroad',
    national_model: 'national IP model enterprise',
    national_advantage: 'national IP advantage enterprise',
    local_model: 'provincial or municipal IP model enterprise',
    key_talent: 'enterprise of key talent',
    sued_abroad: 'sued abroad for the first time',
    no_rights_yet: 'technology enterprise without any IP',
    other: 'other enterprise in real need',
  },
}

const keyHead: Record<Language, string[]> = {
  zh: ['年度', '企业名称', '统一社会信用代码', '所在区', '产业', '类别', '列入理由'],
  en: ['year', 'name', 'credit_code', 'district', 'industry', 'category', 'reason'],
}

/** The list of key enterprises of a year as a table. @throws AppError `not_found` */
export async function exportKeyList(
  deps: Pick<Deps, 'db' | 'now'>,
  account: ActingAccount,
  { list, format, language }: { list: KeyList; format: Format; language: Language },
): Promise<LedgerTable> {
  const { entries } = await readKeyList(deps, account, list)
  await deps.db.transaction((tx) =>
    appendAudit(tx, {
      ...actedBy(account),
      action: 'export_key_list',
      objectId: list.organisationId,
      result: 'ok',
      details: { year: list.year, rows: entries.length, format },
    }),
  )
  const rows = entries.map(({ name, creditCode, district, industry, category, reason }) => [
    list.year,
    name,
    creditCode,
    district,
    industry,
    categories[language][category],
    reason,
  ])
  return [keyHead[language], ...rows]
}
