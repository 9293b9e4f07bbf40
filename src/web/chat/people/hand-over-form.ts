import type { z } from 'zod'
import type { HandOverInput } from '../../../channels/web/case-schemas.ts'
import type { Field, Routing } from '../../../shared/message.ts'
import type { FormError } from './people-text.ts'

/** The sheet as it stands on screen. */
export type HandOverForm = {
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

/** What the API takes. */
export type HandOverBody = z.input<typeof HandOverInput>

const leastContact = 5
const mostParties = 10
const longestParty = 100

/** An empty form, with what the last answer already knows. */
export function newForm(routing: Routing | null): HandOverForm {
  return {
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
    question: needsQuestion && form.question.trim() === '',
    name: form.name.trim() === '',
    contact: form.contact.trim().length < leastContact,
    parties: parties.length > mostParties || parties.some((party) => party.length > longestParty),
    consent: !form.consent,
  }
  const order: FormError[] = ['question', 'name', 'contact', 'parties', 'consent']
  return order.filter((field) => wrong[field] === true)
}

/** Only for a form without errors: its consent is given. */
export function bodyOf(form: HandOverForm): HandOverBody {
  const { field, confidential, contactConsent } = form
  const organisation = form.organisation.trim()
  return {
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
