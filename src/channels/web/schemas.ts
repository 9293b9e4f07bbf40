import { z } from 'zod'
import { coverages, fields, levels, outcomes, statuses, urgencies } from '../../shared/message.ts'

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

export const CitationBody = z.object({
  n: z.int(),
  document: z.string(),
  title: z.string(),
  locator: z.string(),
  heading: z.string(),
  quote: z.string(),
  start: z.int(),
  end: z.int(),
  status: z.enum(statuses),
  statusText: z.string(),
  url: z.string(),
})

export const SentenceBody = z.object({
  n: z.int(),
  text: z.string(),
  citations: z.array(CitationBody),
})

export const AnswerBody = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  author: z.literal('assistant'),
  outcome: z.enum(outcomes),
  reason: z.string(),
  coverage: z.enum(coverages),
  language: z.enum(['zh', 'en']),
  text: z.string(),
  sentences: z.array(SentenceBody),
  citations: z.array(CitationBody),
  routing: z.object({
    level: z.enum(levels),
    field: z.enum(fields),
    topics: z.array(z.string()),
    district: z.string().nullable(),
    urgency: z.enum(urgencies),
    reasons: z.array(z.string()),
  }),
  suggestions: z.array(z.string()),
  label: z.string(),
  stopped: z.boolean(),
  at: z.string(),
})

export const ConversationList = z.object({
  conversations: z.array(z.object({ id: z.uuid(), createdAt: z.string(), title: z.string() })),
})

export const ConversationBody = z.object({
  id: z.uuid(),
  createdAt: z.string(),
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
      }),
    ]),
  ),
})
