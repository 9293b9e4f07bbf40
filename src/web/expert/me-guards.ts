import type { z } from 'zod'
import type { OwnBody } from '../../channels/staff/experts-schemas.ts'
import { expertStatuses } from '../../shared/expert-status.ts'
import {
  isBoolean,
  isNumber,
  isString,
  listOf,
  nullable,
  objectOf,
  oneOf,
} from '../shared/guards.ts'

type Whole = z.output<typeof OwnBody>

export type Me = Pick<
  Whole,
  | 'name'
  | 'status'
  | 'qualification'
  | 'years'
  | 'recommendedBy'
  | 'filingNumber'
  | 'industries'
  | 'districts'
  | 'languages'
  | 'employer'
  | 'clients'
  | 'competitors'
  | 'capacity'
  | 'available'
  | 'consentedAt'
  | 'openTickets'
  | 'email'
  | 'phone'
  | 'leave'
  | 'duties'
  | 'swapsAsked'
> & { fields: string[]; events: { at: string; event: string; reason: string | null }[] }

const isStrings = listOf(isString)

export const isMe = objectOf<Me>({
  name: isString,
  status: oneOf(expertStatuses),
  qualification: isString,
  years: isNumber,
  recommendedBy: isString,
  filingNumber: nullable(isString),
  fields: isStrings,
  industries: isStrings,
  districts: isStrings,
  languages: isStrings,
  employer: isString,
  clients: isStrings,
  competitors: isStrings,
  capacity: isNumber,
  available: isBoolean,
  consentedAt: nullable(isString),
  openTickets: isNumber,
  email: nullable(isString),
  phone: nullable(isString),
  leave: listOf(objectOf<Me['leave'][number]>({ id: isString, from: isString, to: isString })),
  duties: isStrings,
  swapsAsked: isStrings,
  events: listOf(
    objectOf<Me['events'][number]>({ at: isString, event: isString, reason: nullable(isString) }),
  ),
})
