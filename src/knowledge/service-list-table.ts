import { type ServiceField, serviceFields } from '../shared/service-fields.ts'
import { listServices } from './catalogue.ts'
import type { PresentContext } from './present.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'
import { listMissingFields } from './schemas.ts'

type Words = Record<'zh' | 'en', string>
type Row = (string | number | null)[]

const fieldNames: Record<ServiceField, Words> = {
  name: { zh: '服务事项名称', en: 'Service' },
  audience: { zh: '服务对象', en: 'Audience' },
  content: { zh: '服务内容', en: 'Content' },
  process: { zh: '办理流程', en: 'Process' },
  time_limit: { zh: '办理时限', en: 'Time limit' },
  inquiry_phone: { zh: '咨询电话', en: 'Telephone for questions' },
  supervision_phone: { zh: '监督电话', en: 'Telephone for supervision' },
}

const heads = {
  group: { zh: '类别', en: 'Group' },
  order: { zh: '序号', en: 'Number' },
  missing: { zh: '缺项', en: 'Missing' },
  entered: { zh: '本机构填写的项', en: 'Entered by the institution' },
  clause: { zh: '出处', en: 'Clause' },
  status: { zh: '出处的状态', en: 'Status of the source' },
} satisfies Record<string, Words>

const groups: Record<'basic' | 'special', Words> = {
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
  const nameOf = (field: ServiceField) => fieldNames[field][language]
  const separator = language === 'zh' ? '、' : ', '
  const missing = new Map(
    knowledge.services.map((each) => [each.id, listMissingFields(each)] as const),
  )
  const rows = listServices(knowledge, context).services.flatMap((service): Row[] => {
    const { document, locator } = service.clause
    const own = missing.get(service.id) ?? []
    const end: Row = [`${document}#${locator}`, service.statusText]
    return [
      [
        groups[service.group][language],
        service.order,
        ...Object.values(service.fields),
        own.map(nameOf).join(separator),
        service.entered.map((path) => tellEntered(path, nameOf)).join(separator),
        ...end,
      ],
      ...service.parts.map((part): Row => {
        const { name, ...fields } = part.fields
        const named = `${service.name} › ${name}`
        const clause = `${part.clause.document}#${part.clause.locator}`
        const group = groups[service.group][language]
        return [group, service.order, named, ...Object.values(fields), '', '', clause, end[1] ?? '']
      }),
    ]
  })
  const counted = serviceFields.map(
    (field) => [...missing.values()].filter((fields) => fields.includes(field)).length,
  )
  const head = [
    heads.group,
    heads.order,
    ...serviceFields.map((field) => fieldNames[field]),
    heads.missing,
    heads.entered,
    heads.clause,
    heads.status,
  ].map((words) => words[language])
  const all = counted.reduce((sum, count) => sum + count, 0)
  return [head, ...rows, [total[language], null, ...counted, all, null, null, null]]
}

/** `parts.0.timeLimit` is of a part; its row shows it. */
function tellEntered(path: string, nameOf: (field: ServiceField) => string): string {
  const last = path.split('.').at(-1) ?? path
  const snake = last.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
  const field = serviceFields.find((each) => each === snake)
  return field ? nameOf(field) : path
}
