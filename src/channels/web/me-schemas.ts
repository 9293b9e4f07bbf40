import { z } from 'zod'
import { caseKinds, caseStates } from '../../shared/case-states.ts'
import { fields, urgencies } from '../../shared/message.ts'
import { registrationStates } from '../../shared/training-states.ts'
import { ComplaintBody } from './feedback-schemas.ts'
import { Subscription } from './policy-schemas.ts'
import { AnswerBody } from '../../shared/message-body.ts'

const time = z.string()

/** The fields of GB 45438-2025 for files with generated content. */
const AiLabel = z.object({
  Label: z.string(),
  ContentProducer: z.string(),
  ProduceID: z.string(),
  ReservedCode1: z.string(),
  ContentPropagator: z.string(),
  PropagateID: z.string(),
  ReservedCode2: z.string(),
})

const OwnTurn = z.object({
  id: z.uuid(),
  number: z.int().nullable(),
  question: z.string().nullable(),
  askedAt: time,
  state: z.enum(['running', 'done', 'failed']),
  answer: AnswerBody.nullable(),
  routing: AnswerBody.shape.routing.nullable(),
})

const OwnStatement = z.object({
  author: z.enum(['asker', 'staff', 'expert']),
  authorName: z.string(),
  text: z.string(),
  citations: z.unknown(),
  createdAt: time,
  deliveredAt: time.nullable(),
})

const OwnCase = z.object({
  code: z.string(),
  kind: z.enum(caseKinds),
  state: z.enum(caseStates),
  conversationId: z.uuid(),
  field: z.enum(fields),
  topics: z.array(z.string()),
  district: z.string().nullable(),
  industry: z.string().nullable(),
  language: z.enum(['zh', 'en']),
  urgency: z.enum(urgencies),
  confidential: z.boolean(),
  reasons: z.array(z.string()),
  summary: z.string(),
  parties: z.array(z.string()),
  request: z.record(z.string(), z.string()).nullable(),
  brief: z.unknown(),
  writtenBrief: z.unknown(),
  result: z.unknown(),
  consentedAt: time,
  contactConsentAt: time.nullable(),
  createdAt: time,
  closedAt: time.nullable(),
  contact: z.partialRecord(z.enum(['name', 'organisation', 'contact', 'address']), z.string()),
  statements: z.array(OwnStatement),
})

export const Export = z.object({
  exportedAt: time,
  AIGC: AiLabel.nullable().describe('speaks of conversations[].turns[].answer'),
  since: time.nullable(),
  tokenExpiresAt: time.nullable(),
  conversations: z.array(
    z.object({
      id: z.uuid(),
      channel: z.string(),
      createdAt: time,
      turns: z.array(OwnTurn),
      corrections: z.array(z.object({ text: z.string(), citations: z.unknown(), at: time })),
      words: z.array(
        z.object({
          author: z.enum(['asker', 'staff']),
          text: z.string().nullable(),
          kind: z.string(),
          at: time,
        }),
      ),
    }),
  ),
  wechat: z.array(
    z.object({
      channel: z.enum(['wechat', 'kf']),
      user: z.string().describe('the openid or external_userid'),
      scene: z.string().nullable(),
      since: time,
      wroteAt: time.nullable(),
    }),
  ),
  ratings: z.array(
    z.object({
      messageId: z.uuid().nullable(),
      caseCode: z.string().nullable(),
      score: z.int(),
      solved: z.boolean().nullable(),
      reasons: z.array(z.string()),
      text: z.string().nullable(),
      createdAt: time,
      updatedAt: time,
    }),
  ),
  complaints: z.array(ComplaintBody.extend({ contact: z.string().nullable() })),
  cases: z.array(OwnCase),
  registrations: z.array(
    z.object({
      training: z.string(),
      startsAt: time,
      state: z.enum(registrationStates),
      participant: z.object({
        name: z.string().optional(),
        organisation: z.string().optional(),
        telephone: z.string().optional(),
      }),
      consentedAt: time,
      attendedAt: time.nullable(),
      score: z.int().nullable(),
      opinion: z.string().nullable(),
      answers: z
        .object({
          version: z.int(),
          closed: z.record(z.string(), z.union([z.int(), z.string()])),
        })
        .nullable(),
      remarks: z.record(z.string(), z.string()).nullable(),
      createdAt: time,
    }),
  ),
  policies: z.object({
    subscription: Subscription.nullable(),
    received: z.array(z.object({ title: z.string(), at: time })),
  }),
})

const Line = z.string().trim().min(1, 'request_invalid').max(200, 'request_invalid')

export const ContactInput = z
  .strictObject({
    name: Line.max(100, 'request_invalid').optional(),
    contact: Line.min(5, 'request_invalid').max(100, 'request_invalid').optional(),
    organisation: Line.nullable().optional(),
    address: Line.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'request_invalid')

export const Corrected = z.object({ cases: z.int() })

export const Erased = z.object({
  conversations: z.int(),
  cases: z.int(),
  held: z
    .int()
    .describe(
      'consultations and complaints that the law keeps for now; erased when that has ended',
    ),
})
