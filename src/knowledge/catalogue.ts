import { parseAddress } from './index-entries.ts'
import { clauseUrl, headerOf, type PresentContext, presentStatus } from './present.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'
import { listMissingFields, type Service } from './schemas.ts'

function clauseOf(address: string) {
  const { document, locator } = parseAddress(address)
  return { document, locator, url: clauseUrl(document, locator) }
}

/** The document that the catalogue is taken from. */
const SOURCE = 'service-spec'

function statusOfSource(knowledge: RuntimeKnowledge, context: PresentContext) {
  return presentStatus(headerOf(knowledge, SOURCE), context)
}

type Seven = Pick<
  Service,
  'name' | 'audience' | 'content' | 'process' | 'time_limit' | 'inquiry_phone' | 'supervision_phone'
>

const joined = (lines: string[] | null) => lines?.join('\n') ?? null

/** The seven fields of the service list (service-spec, 信息管理); null where the source gives none. */
function sevenFields(service: Seven) {
  return {
    name: service.name,
    audience: service.audience,
    content: joined(service.content),
    process: joined(service.process),
    timeLimit: service.time_limit,
    inquiryPhone: service.inquiry_phone,
    supervisionPhone: service.supervision_phone,
  }
}

const keyOf = {
  name: 'name',
  audience: 'audience',
  content: 'content',
  process: 'process',
  time_limit: 'timeLimit',
  inquiry_phone: 'inquiryPhone',
  supervision_phone: 'supervisionPhone',
} as const

/** Fields in which the institution speaks and not the source; of a part `parts.0.timeLimit`. */
function enteredIn({ entered }: RuntimeKnowledge, record: string): string[] {
  const names: Record<string, string> = keyOf
  return (entered[record] ?? []).map((path) =>
    path
      .split('.')
      .map((step) => names[step] ?? step)
      .join('.'),
  )
}

export function listServices(knowledge: RuntimeKnowledge, context: PresentContext) {
  const status = statusOfSource(knowledge, context)
  const services = knowledge.services.map((service) => ({
    id: service.id,
    group: service.group,
    order: service.order,
    name: service.name,
    nameEn: service.name_en,
    modality: service.modality,
    fields: sevenFields(service),
    missing: listMissingFields(service).map((field) => keyOf[field]),
    entered: enteredIn(knowledge, `service/${service.id}`),
    clause: clauseOf(service.clause ?? service.parts[0]?.clause ?? ''),
    ...status,
    parts: service.parts.map((part) => ({
      name: part.name,
      nameEn: part.name_en,
      modality: part.modality,
      fields: sevenFields(part),
      clause: clauseOf(part.clause ?? ''),
    })),
  }))
  return { services }
}

export function listCourses(knowledge: RuntimeKnowledge, context: PresentContext) {
  const status = statusOfSource(knowledge, context)
  const courses = knowledge.courses.map(({ number, name, name_en: nameEn, topics, clause }) => {
    return { number, name, nameEn, topics, clause: clauseOf(clause), ...status }
  })
  return { courses }
}

export function listPlatforms(knowledge: RuntimeKnowledge, context: PresentContext) {
  const status = statusOfSource(knowledge, context)
  const platforms = knowledge.platforms.map(
    ({ number, name, name_en: nameEn, url, note, clause }) => {
      const entered = enteredIn(knowledge, `platform/${number}`)
      return { number, name, nameEn, url, note, entered, clause: clauseOf(clause), ...status }
    },
  )
  return { platforms }
}

export function listDistricts(knowledge: RuntimeKnowledge, context: PresentContext) {
  const status = statusOfSource(knowledge, context)
  const districts = knowledge.districts.map((district) => ({
    number: district.number,
    name: district.name,
    nameEn: district.name_en,
    industries: district.industries,
    industryList: district.industry_list,
    clause: clauseOf(district.clause),
    ...status,
  }))
  return { districts }
}
