import { z } from 'zod'
import { caseKinds } from '../../shared/case-states.ts'
import { fields } from '../../shared/message.ts'
import { partnerKinds } from '../../shared/partner-kinds.ts'
import { AskerCaseBody } from './schemas.ts'

const Short = z.string().trim().min(1, 'request_invalid').max(100, 'request_invalid')
const Line = z.string().trim().max(200, 'request_invalid')

export const HandOverInput = z
  .strictObject({
    kind: z.enum(caseKinds).default('consultation'),
    name: Short,
    organisation: Line.optional(),
    contact: z.string().trim().min(5, 'contact_needed').max(100, 'contact_needed'),
    district: Short.optional(),
    field: z.enum(fields).optional(),
    industry: Line.optional(),
    confidential: z.boolean().default(false),
    /** Opposing parties. */
    parties: z.array(Short).max(10, 'request_invalid').default([]),
    /** 同意 to the handling of the case; nothing is taken without it. */
    consent: z.literal(true, { error: 'consent_needed' }),
    /** 单独同意 to pass contact data to an expert of another organisation. */
    contactConsent: z.boolean().default(false),
    /** Of a service request: which of the listed services, when and where. */
    service: Short.optional(),
    when: Line.optional(),
    where: Line.optional(),
    partner: z.enum(partnerKinds).optional(),
  })
  .refine(({ kind, service }) => kind !== 'service_request' || service !== undefined, {
    error: 'service_needed',
    path: ['service'],
  })
  .refine(({ kind, partner }) => kind !== 'referral' || partner !== undefined, {
    error: 'partner_needed',
    path: ['partner'],
  })

export const CodeParam = z.object({
  code: z.string().regex(/^ZW-[2-9A-HJ-NP-Z]{8}$/, 'request_invalid'),
})

export const ConsentInput = z.strictObject({ given: z.boolean() })

export const HandedOver = AskerCaseBody.extend({
  /** The promise in words: a time only once there is one. */
  promise: z.string(),
})
