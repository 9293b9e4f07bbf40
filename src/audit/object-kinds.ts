import { z } from 'zod'

/** Of an account, case, ticket, organisation …: ids that we made. */
export const id = z.uuid()
/** Too small for a telephone number. */
export const count = z.int().min(0).max(999_999_999)
/** A keyed hash with the master key, or with the key of one asker (`security/`). */
export const keyedHash = z.string().regex(/^(?:h1\.[\w-]{8}|a1)\.[\w-]{43}$/, 'a keyed hash')
/** The address of a passage, or the name of a setting: ours, never words of a person. */
const name = z.string().regex(/^[a-z][A-Za-z0-9_.#()-]{0,79}$/, 'a name of ours')
const rowNumber = z.string().regex(/^[1-9]\d{0,9}$/, 'a number of a row')

/** What an action can be done to, and what names one of them. */
export const objectKinds = {
  account: id,
  organisation: id,
  asker: keyedHash,
  conversation: id,
  consultation: rowNumber,
  case: id,
  ticket: id,
  expert: id,
  rotation: id,
  complaint: id,
  rating: id,
  service_request: id,
  referral: id,
  knowledge: name,
  setting: name,
  webhook: id,
  notice: id,
  job: id,
  training: id,
  policy_notice: id,
  registration: id,
  enterprise: id,
  hold: id,
  gap: id,
  report: id,
  review: id,
  audit: rowNumber,
} satisfies Record<string, z.ZodType<string>>

export type ObjectKind = keyof typeof objectKinds
