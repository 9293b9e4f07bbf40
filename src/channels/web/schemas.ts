import { z } from 'zod'
import { CaseResult } from '../../cases/case-result.ts'
import { caseKinds, caseStates, progressSteps } from '../../shared/case-states.ts'
import { fields } from '../../shared/message.ts'
import { AnswerBody, CitationBody } from '../../shared/message-body.ts'
import { RatingBody } from './feedback-schemas.ts'

const LONGEST_QUESTION = 2_000

export const AskInput = z.strictObject({
  text: z
    .string({ error: 'question_empty' })
    .trim()
    .min(1, 'question_empty')
    .max(LONGEST_QUESTION, 'question_too_long')
    .describe('the question, at most 2,000 characters'),
})

export const IdParam = z.object({ id: z.uuid('request_invalid') })

export const AskHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w-]{1,100}$/, 'request_invalid')
    .optional(),
})

export const ResumeHeaders = z.object({
  'last-event-id': z
    .string()
    .regex(/^\d{1,9}$/, 'request_invalid')
    .optional(),
})

export const Conversation = z.object({ id: z.uuid(), token: z.string() })

export const ConversationList = z.object({
  conversations: z.array(z.object({ id: z.uuid(), createdAt: z.string(), title: z.string() })),
})

export const AskerCaseBody = z.object({
  code: z.string(),
  kind: z.enum(caseKinds),
  state: z.enum(caseStates),
  step: z.enum(progressSteps),
  organisation: z.string(),
  field: z.enum(fields),
  confidential: z.boolean(),
  contactConsent: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  dueAt: z.string().nullable(),
  conversationId: z.uuid(),
  canWithdraw: z.boolean(),
  result: CaseResult.nullable(),
  rating: RatingBody.nullable(),
})

export const DeliveredBody = z.object({
  id: z.uuid(),
  author: z.enum(['staff', 'expert']),
  authorName: z.string(),
  text: z.string(),
  citations: z.array(CitationBody),
  at: z.string(),
})

export const ConversationBody = z.object({
  id: z.uuid(),
  createdAt: z.string(),
  /** Those that arose from it, the newest first. */
  cases: z.array(AskerCaseBody),
  /** Words of people that have reached the asker. */
  statements: z.array(DeliveredBody),
  turns: z.array(
    z.discriminatedUnion('role', [
      z.object({
        role: z.literal('asker'),
        id: z.uuid(),
        text: z.string().nullable(),
        at: z.string(),
      }),
      z.object({
        role: z.literal('assistant'),
        id: z.uuid(),
        state: z.enum(['running', 'done', 'failed']),
        answer: AnswerBody.nullable(),
        rating: RatingBody.nullable(),
      }),
    ]),
  ),
})
