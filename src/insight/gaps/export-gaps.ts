import { type ActingAccount, actedBy } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Deps } from '../../deps.ts'
import type { GapKind, GapState } from '../../shared/gap-states.ts'
import { type Cell, writeCsv } from '../export-figures.ts'
import { type Gap, type GapFilter, listGaps, readRuns } from './list-gaps.ts'

type Language = 'zh' | 'en'
type Words = Record<Language, string>
type Column = { head: Words; of?: GapKind; cell: (gap: Gap, language: Language) => Cell }

const stateNames: Record<GapState, Words> = {
  open: { zh: '待处理', en: 'open' },
  in_work: { zh: '处理中', en: 'in work' },
  covered: { zh: '已补充', en: 'covered' },
  not_ours: { zh: '不属于本服务', en: 'not ours' },
}

const columns: Column[] = [
  { head: { zh: '序号', en: 'Place' }, cell: ({ place }) => place },
  { head: { zh: '代表问题', en: 'Question' }, cell: ({ label }) => label },
  { head: { zh: '领域', en: 'Field' }, cell: ({ field }) => field },
  { head: { zh: '主题', en: 'Topic' }, cell: ({ topic }) => topic },
  { head: { zh: '区', en: 'District' }, cell: ({ district }) => district },
  { head: { zh: '上期人数', en: 'Askers before' }, cell: ({ counts }) => counts.before },
  { head: { zh: '本期人数', en: 'Askers now' }, cell: ({ counts }) => counts.now },
  { head: { zh: '提问数', en: 'Questions' }, cell: ({ counts }) => counts.questions },
  {
    head: { zh: '状态', en: 'State' },
    of: 'gap',
    cell: ({ state }, language) => stateNames[state][language],
  },
  { head: { zh: '说明', en: 'Reason' }, of: 'gap', cell: ({ reason }) => reason },
]

/** The list that the viewer sees, as comma-separated text that no spreadsheet takes for a formula; audited. */
export async function exportGaps(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  by: ActingAccount,
  { language, ...filter }: GapFilter & { language: Language },
): Promise<string> {
  const { last } = await readRuns(db, now())
  const gaps = await listGaps(db, by, last, filter)
  const shown = columns.filter(({ of }) => of === undefined || of === filter.kind)
  await appendAudit(db, {
    ...actedBy(by),
    action: 'export_gaps',
    result: 'ok',
    details: { rows: gaps.length, format: 'csv' },
  })
  return writeCsv([
    shown.map(({ head }) => head[language]),
    ...gaps.map((gap) => shown.map(({ cell }) => cell(gap, language))),
  ])
}
