import { z } from 'zod'
import type { CaseKind } from '../shared/case-states.ts'

/** Who did what was asked for; never a firm that is paid (DESIGN §2.5). */
export const resultDoers = ['centre', 'station', 'public_body', 'partner'] as const
export const resultOutcomes = ['done', 'partly', 'not_possible', 'passed_on'] as const

/** What can have one: a consultation has an answer instead. */
export const hasResult = (kind: CaseKind): boolean => kind !== 'consultation'

/** What came of a service request or a referral (办理结果). Days are `YYYY-MM-DD` in Beijing. */
export const CaseResult = z.object({
  /** What was done. */
  done: z.string(),
  doer: z.enum(resultDoers),
  /** The body's name: one. */
  by: z.string(),
  on: z.string(),
  outcome: z.enum(resultOutcomes),
  /** When the asker is asked again how it went; null: not. */
  followUpOn: z.string().nullable(),
  recordedAt: z.string(),
})
export type CaseResult = z.infer<typeof CaseResult>

/** Of a row: null while there is none. */
export function readResult(stored: unknown): CaseResult | null {
  const parsed = CaseResult.safeParse(stored)
  return parsed.success ? parsed.data : null
}
