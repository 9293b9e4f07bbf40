import type { InferRequestType } from 'hono/client'
import type { Field } from '../../../shared/message.ts'
import type { api } from '../api.ts'
import type { Expert } from './use-experts.ts'
import { orNull } from '../../shared/or-null.ts'

export type ExpertInput = InferRequestType<(typeof api)['experts']['$post']>['json']

/** What a form holds: numbers as they are typed. */
export type ExpertValues = {
  name: string
  qualification: string
  years: string
  recommendedBy: string
  filingNumber: string
  fields: Field[]
  industries: string[]
  districts: string[]
  languages: string[]
  employer: string
  clients: string[]
  competitors: string[]
  capacity: string
  email: string
  phone: string
  consented: boolean
}

const nobody: ExpertValues = {
  name: '',
  qualification: '',
  years: '',
  recommendedBy: '',
  filingNumber: '',
  fields: [],
  industries: [],
  districts: [],
  languages: ['zh'],
  employer: '',
  clients: [],
  competitors: [],
  capacity: '3',
  email: '',
  phone: '',
  consented: false,
}

export function valuesOf(expert: Expert | undefined): ExpertValues {
  if (!expert) return nobody
  const { years, capacity, filingNumber, email, phone, consentedAt, ...rest } = expert
  const { name, qualification, recommendedBy, fields, industries, districts } = rest
  const { languages, employer, clients, competitors } = rest
  return {
    name,
    qualification,
    recommendedBy,
    fields,
    industries,
    districts,
    languages,
    employer,
    clients,
    competitors,
    years: String(years),
    capacity: String(capacity),
    filingNumber: filingNumber ?? '',
    email: email ?? '',
    phone: phone ?? '',
    consented: consentedAt !== null,
  }
}

export function inputOf({ years, capacity, ...values }: ExpertValues): ExpertInput {
  return {
    ...values,
    years: Number(years),
    capacity: Number(capacity),
    filingNumber: orNull(values.filingNumber),
    email: orNull(values.email),
    phone: orNull(values.phone),
  }
}

export const isComplete = ({ name, employer, fields, years, capacity, languages }: ExpertValues) =>
  [name, employer].every((text) => text.trim() !== '') &&
  fields.length > 0 &&
  languages.length > 0 &&
  [years, capacity].every((text) => /^\d{1,3}$/.test(text))
