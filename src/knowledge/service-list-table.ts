import { listServices } from './catalogue.ts'
import { addressOf } from './index-entries.ts'
import type { PresentContext } from './present.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'

type Words = Record<'zh' | 'en', string>
type Row = (string | number | null)[]
type Listed = ReturnType<typeof listServices>['services'][number]

/** In the order in which the list names them. */
const fieldNames: Record<keyof Listed['fields'], Words> = {
  name: { zh: '服务事项名称', en: 'Service' },
  audience: { zh: '服务对象', en: 'Audience' },
  content: { zh: '服务内容', en: 'Content' },
  process: { zh: '办理流程', en: 'Process' },
  timeLimit: { zh: '办理时限', en: 'Time limit' },
  inquiryPhone: { zh: '咨询电话', en: 'Telephone for questions' },
  supervisionPhone: { zh: '监督电话', en: 'Telephone for supervision' },
}

const before: Words[] = [
  { zh: '类别', en: 'Group' },
  { zh: '序号', en: 'Number' },
]
const behind: Words[] = [
  { zh: '缺项', en: 'Missing' },
  { zh: '本机构填写的项', en: 'Entered by the institution' },
  { zh: '出处', en: 'Clause' },
  { zh: '出处的状态', en: 'Status of the source' },
]

const groups: Record<Listed['group'], Words> = {
  basic: { zh: '基础服务', en: 'Basic' },
  special: { zh: '特色服务', en: 'Special' },
}

const total: Words = { zh: '缺项合计', en: 'Missing in all' }

/**
 * 服务事项清单 as a table: one row a service with its seven fields as the source or the institution has them, empty
 * where neither has, which are missing, whose words they are, and the clause; the last row counts what is missing
 * (service-spec, 信息管理: the list names seven fields). Parts of a service follow it, named `service › part`.
 */
export function listServiceTable(knowledge: RuntimeKnowledge, context: PresentContext): Row[] {
  const { language } = context
  const { services } = listServices(knowledge, context)
  const names: Record<string, Words> = fieldNames
  // Of a part `parts.0.timeLimit`; its row shows it.
  const nameOf = (path: string) => names[path.split('.').at(-1) ?? path]?.[language] ?? path
  const namesOf = (paths: string[]) => paths.map(nameOf).join(language === 'zh' ? '、' : ', ')
  const rows = services.flatMap((service): Row[] => {
    const { group, order, fields, missing, entered, statusText, parts } = service
    const row = (values: Listed['fields'], more: Row): Row => [
      groups[group][language],
      order,
      ...Object.values(values),
      ...more,
      statusText,
    ]
    return [
      row(fields, [namesOf(missing), namesOf(entered), addressOf(service.clause)]),
      ...parts.map((part) => {
        const named = { ...part.fields, name: `${service.name} › ${part.name}` }
        return row(named, ['', '', addressOf(part.clause)])
      }),
    ]
  })
  const all = services.flatMap(({ missing }): string[] => missing)
  const counts = Object.keys(fieldNames).map((field) => all.filter((each) => each === field).length)
  const head = [...before, ...Object.values(fieldNames), ...behind].map((words) => words[language])
  return [head, ...rows, [total[language], null, ...counts, all.length, null, null, null]]
}
