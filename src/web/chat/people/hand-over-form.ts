import type { z } from 'zod'
import type { HandOverInput } from '../../../channels/web/case-schemas.ts'
import type { Field, Routing } from '../../../shared/message.ts'
import type { FormError } from './people-text.ts'

/** The sheet as it stands on screen. */
export type HandOverForm = {
  kind: NonNullable<HandOverBody['kind']>
  /** Of a service request: the name of the service; empty where none is chosen yet. */
  service: string
  when: string
  where: string
  partner: HandOverBody['partner']
  question: string
  name: string
  organisation: string
  contact: string
  /** Empty where the asker is not sure. */
  district: string
  field: Field
  parties: string
  confidential: boolean
  consent: boolean
  contactConsent: boolean
}

export const fieldId = (field: keyof HandOverForm | FormError) => `hand-over-${field}`

/** What the API takes. */
export type HandOverBody = z.input<typeof HandOverInput>

const leastContact = 5
const mostParties = 10
const longestParty = 100

/** An empty form, with what the last answer already knows. */
export function newForm(routing: Routing | null): HandOverForm {
  return {
    kind: 'consultation',
    service: '',
    when: '',
    where: '',
    partner: undefined,
    question: '',
    name: '',
    organisation: '',
    contact: '',
    district: routing?.district ?? '',
    field: routing?.field ?? '综合',
    parties: '',
    confidential: false,
    consent: false,
    contactConsent: false,
  }
}

export function splitParties(text: string): string[] {
  return text
    .split(/[、，,；;\n]/)
    .map((party) => party.trim())
    .filter((party) => party !== '')
}

/** The fields that are wrong, in the order of the form; the limits are those of the API. */
export function findErrors(form: HandOverForm, needsQuestion: boolean): FormError[] {
  const parties = splitParties(form.parties)
  const wrong: Partial<Record<FormError, boolean>> = {
    service: form.kind === 'service_request' && form.service === '',
    partner: form.kind === 'referral' && form.partner === undefined,
    question: needsQuestion && form.question.trim() === '',
    name: form.name.trim() === '',
    contact: form.contact.trim().length < leastContact,
    parties: parties.length > mostParties || parties.some((party) => party.length > longestParty),
    consent: !form.consent,
  }
  const order: FormError[] = [
    'service',
    'partner',
    'question',
    'name',
    'contact',
    'parties',
    'consent',
  ]
  return order.filter((field) => wrong[field] === true)
}

/** What a service request or a referral is about. */
function requestOf({ kind, service, when, where, partner }: HandOverForm) {
  if (kind === 'referral') return { kind, partner }
  if (kind === 'consultation') return { kind }
  const [at, place] = [when.trim(), where.trim()]
  return { kind, service, ...(at !== '' && { when: at }), ...(place !== '' && { where: place }) }
}

/**
 * The question as it is asked before the hand-over. A confidential one says so in its first words (`mark`), by
 * which the service keeps it from every outside model and archives it in confidence (DESIGN §2.7).
 */
export function questionOf({ question, confidential }: HandOverForm, mark: string): string {
  return (confidential ? mark : '') + question.trim()
}

/** Only for a form without errors: its consent is given. */
export function bodyOf(form: HandOverForm): HandOverBody {
  const { field, confidential, contactConsent } = form
  const organisation = form.organisation.trim()
  return {
    ...requestOf(form),
    name: form.name.trim(),
    contact: form.contact.trim(),
    ...(organisation !== '' && { organisation }),
    ...(form.district !== '' && { district: form.district }),
    field,
    parties: splitParties(form.parties),
    confidential,
    contactConsent,
    consent: true,
  }
}
