import { statuses } from '../../shared/message.ts'
import type { Status } from '../../shared/message.ts'
import {
  isNumber,
  isString,
  listOf,
  nullable,
  objectOf,
  oneOf,
  optional,
} from '../shared/guards.ts'

export const tabs = ['services', 'platforms', 'courses', 'districts', 'points'] as const
export type Tab = (typeof tabs)[number]

/** The seven fields of a service list (服务事项清单) but its name, which stands as heading. */
export const serviceFields = [
  'audience',
  'content',
  'process',
  'timeLimit',
  'inquiryPhone',
  'supervisionPhone',
] as const
export type ServiceField = (typeof serviceFields)[number]

/** One line per way of working in `content` and `process`; `null` where the source says nothing. */
export type ServiceFields = Record<ServiceField, string | null>

export type Clause = { document: string; locator: string; url: string }

type Sourced = { clause: Clause | null; status: Status; statusText: string }

export type ServicePart = {
  name: string
  nameEn: string
  modality: '应' | '宜' | null
  fields: ServiceFields
}

export type Service = Sourced & {
  id: string
  group: 'basic' | 'special'
  order: number
  name: string
  nameEn: string
  modality: '应' | '宜' | null
  fields: ServiceFields
  /** Fields in which the institution speaks and not the source; none from a service of an older version. */
  entered?: string[] | undefined
  parts: ServicePart[]
}

export type Platform = Sourced & {
  number: number
  name: string
  nameEn: string
  url: string
  note: string | null
}

export type Course = Sourced & { number: number; name: string; nameEn: string; topics: string[] }

export type District = Sourced & {
  number: number
  name: string
  nameEn: string
  industries: string
}

/** As the institution itself has entered it; from no document. */
export type ServicePoint = {
  name: string
  district: string | null
  address: string | null
  phone: string | null
  hours: string | null
  /** What it offers of its own kind this year. */
  special: SpecialService[]
}

export type SpecialService = {
  content: string
  audience: string
  frequency: string
  outcome: string
}

export const specialFields = ['audience', 'frequency', 'outcome'] as const

export const pointFields = ['district', 'address', 'phone', 'hours'] as const

const isModality = nullable(oneOf(['应', '宜'] as const))

const isFields = objectOf<ServiceFields>({
  audience: nullable(isString),
  content: nullable(isString),
  process: nullable(isString),
  timeLimit: nullable(isString),
  inquiryPhone: nullable(isString),
  supervisionPhone: nullable(isString),
})

const sourcedShape = {
  clause: nullable(objectOf<Clause>({ document: isString, locator: isString, url: isString })),
  status: oneOf(statuses),
  statusText: isString,
}

const isServicePart = objectOf<ServicePart>({
  name: isString,
  nameEn: isString,
  modality: isModality,
  fields: isFields,
})

export const isServiceList = objectOf<{ services: Service[] }>({
  services: listOf(
    objectOf<Service>({
      ...sourcedShape,
      id: isString,
      group: oneOf(['basic', 'special'] as const),
      order: isNumber,
      name: isString,
      nameEn: isString,
      modality: isModality,
      fields: isFields,
      entered: optional(listOf(isString)),
      parts: listOf(isServicePart),
    }),
  ),
})

export const isPlatformList = objectOf<{ platforms: Platform[] }>({
  platforms: listOf(
    objectOf<Platform>({
      ...sourcedShape,
      number: isNumber,
      name: isString,
      nameEn: isString,
      url: isString,
      note: nullable(isString),
    }),
  ),
})

export const isCourseList = objectOf<{ courses: Course[] }>({
  courses: listOf(
    objectOf<Course>({
      ...sourcedShape,
      number: isNumber,
      name: isString,
      nameEn: isString,
      topics: listOf(isString),
    }),
  ),
})

export const isDistrictList = objectOf<{ districts: District[] }>({
  districts: listOf(
    objectOf<District>({
      ...sourcedShape,
      number: isNumber,
      name: isString,
      nameEn: isString,
      industries: isString,
    }),
  ),
})

export const isPointList = objectOf<{ points: ServicePoint[] }>({
  points: listOf(
    objectOf<ServicePoint>({
      name: isString,
      district: nullable(isString),
      address: nullable(isString),
      phone: nullable(isString),
      hours: nullable(isString),
      special: listOf(
        objectOf<SpecialService>({
          content: isString,
          audience: isString,
          frequency: isString,
          outcome: isString,
        }),
      ),
    }),
  ),
})
