import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Deps } from '../deps.ts'
import { readSpecialList, type SpecialList } from './special-list.ts'

type Language = 'zh' | 'en'

const head: Record<Language, string[]> = {
  zh: ['年度', '机构', '所在区', '服务内容', '服务对象', '频次', '预期成果'],
  en: ['year', 'organisation', 'district', 'content', 'audience', 'frequency', 'outcome'],
}

type Wanted = { list: SpecialList; format: 'csv' | 'xlsx'; language: Language }

/** The 特色服务清单 of an organisation and year as a table. @throws AppError `not_found` */
export async function exportSpecialList(
  deps: Pick<Deps, 'db' | 'cache' | 'now'>,
  account: ActingAccount,
  { list, format, language }: Wanted,
): Promise<(string | number | null)[][]> {
  const { organisation, district, services } = await readSpecialList(deps, account, list)
  await deps.db.transaction((tx) =>
    appendAudit(tx, {
      ...actedBy(account),
      action: 'export_special_list',
      objectId: list.organisationId,
      result: 'ok',
      details: { year: list.year, rows: services.length, format },
    }),
  )
  const rows = services.map(({ content, audience, frequency, outcome }) => {
    return [list.year, organisation, district, content, audience, frequency, outcome]
  })
  return [head[language], ...rows]
}
