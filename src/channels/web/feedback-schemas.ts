import { z } from 'zod'
import { ratingReasons } from '../../feedback/reasons.ts'

const LONGEST_RATING = 500
const LONGEST_COMPLAINT = 2_000

export const RatingInput = z.strictObject({
  score: z.int('request_invalid').min(1, 'request_invalid').max(5, 'request_invalid'),
  solved: z.boolean().optional(),
  reasons: z.array(z.enum(ratingReasons)).max(ratingReasons.length, 'request_invalid').default([]),
  text: z.string().trim().max(LONGEST_RATING, 'text_too_long').optional(),
})

export const RatingBody = z.object({
  score: z.int(),
  solved: z.boolean().nullable(),
  reasons: z.array(z.string()),
  text: z.string().nullable(),
  editableUntil: z.string(),
})

export const ComplaintInput = z.strictObject({
  kind: z.enum(['complaint', 'report']),
  text: z.string().trim().min(1, 'request_invalid').max(LONGEST_COMPLAINT, 'text_too_long'),
  caseCode: z
    .string()
    .regex(/^ZW-[2-9A-HJ-NP-Z]{8}$/, 'request_invalid')
    .optional(),
  messageId: z.uuid('request_invalid').optional(),
  contact: z
    .string()
    .trim()
    .min(1, 'request_invalid')
    .max(200, 'request_invalid')
    .optional()
    .describe('how to be reached; sealed'),
})

export const ComplaintOpened = z.object({
  code: z.string(),
  dueAt: z.string().describe('a term of the service, set by itself'),
})

export const ComplaintCode = z.object({
  code: z.string().regex(/^TS-[2-9A-HJ-NP-Z]{8}$/, 'request_invalid'),
})

export const ComplaintBody = z.object({
  code: z.string(),
  kind: z.enum(['complaint', 'report']),
  state: z.enum(['open', 'in_review', 'answered', 'closed']),
  text: z.string(),
  createdAt: z.string(),
  dueAt: z.string(),
  outcome: z.string().nullable(),
  closedAt: z.string().nullable(),
})
