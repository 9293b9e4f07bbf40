import { z } from 'zod'
import {
  answerWriters,
  coverages,
  fields,
  levels,
  outcomes,
  statuses,
  urgencies,
} from './message.ts'

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
  version: z.int().optional(),
})

export const SentenceBody = z.object({
  n: z.int(),
  text: z.string(),
  citations: z.array(CitationBody),
})

export const AnswerBody = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  author: z.enum(['assistant', 'staff']),
  outcome: z.enum(outcomes),
  reason: z.string(),
  coverage: z.enum(coverages),
  writer: z.enum(answerWriters),
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
