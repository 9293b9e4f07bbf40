import { actedBy, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Deps } from '../../deps.ts'
import type { Cell } from '../export-figures.ts'
import { countReviews, type Months } from './list-reviews.ts'

type Language = 'zh' | 'en'

const head: Record<Language, string[]> = {
  zh: ['月份起', '月份止', '机构', '抽取', '已评', '好', '一般', '差', '有重大差错', '平均分'],
  en: ['from', 'to', 'organisation', 'drawn', 'done', 'good', 'fair', 'poor', 'faulty', 'score'],
}

const all: Record<Language, string> = { zh: '合计', en: 'Total' }

type Wanted = Months & { format: 'csv' | 'xlsx'; language: Language }

/** What 内部评价 came to as a table. */
export async function exportReviews(
  { db }: Pick<Deps, 'db'>,
  account: ActingAccount,
  { from, to, format, language }: Wanted,
): Promise<Cell[][]> {
  const { rows, total } = await countReviews(db, account, { from, to })
  await db.transaction((tx) =>
    appendAudit(tx, {
      ...actedBy(account),
      action: 'export_reviews',
      result: 'ok',
      details: { rows: rows.length, format },
    }),
  )
  const lines = total ? [...rows, { organisation: all[language], ...total }] : rows
  return [
    head[language],
    ...lines.map(({ organisation, drawn, done, good, fair, poor, faulty, score }) => {
      return [from, to, organisation, drawn, done, good, fair, poor, faulty, score]
    }),
  ]
}
