import { Hono } from 'hono'
import { z } from 'zod'
import { serialisePack } from '../../archive/evidence-pack.ts'
import { listConsultations } from '../../archive/list-consultations.ts'
import { takeEvidencePack, viewConsultation } from '../../archive/view-consultation.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { coverages, fields, levels, outcomes, urgencies } from '../../shared/message.ts'
import { AnswerBody } from '../../shared/message-body.ts'
import { HoldBody } from './holds-routes.ts'

const MOST_ROWS = 50
const Day = z.iso.date('request_invalid').optional()
const Number = z.coerce.number().int().min(1).max(2_147_483_647)

const ConsultationQuery = z.strictObject({
  from: Day,
  to: Day,
  channel: z.enum(['web', 'wechat', 'kf', 'telephone', 'counter']).optional(),
  outcome: z.enum(outcomes).optional(),
  field: z.enum(fields).optional(),
  district: z.string().max(40, 'request_invalid').optional(),
  text: z
    .string()
    .trim()
    .min(2, 'request_invalid')
    .max(100, 'request_invalid')
    .optional()
    .describe('words of the question; personal data and confidential questions are not found'),
  before: Number.optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(MOST_ROWS),
})

const NumberParam = z.object({ number: Number })

const listed = {
  number: z.int(),
  channel: z.string(),
  outcome: z.enum(outcomes),
  reason: z.string(),
  coverage: z.enum(coverages),
  askedAt: z.string(),
  confidential: z.boolean(),
  enteredBy: z.string().nullable().describe('by telephone or at the counter; else null'),
  question: z.string().nullable().describe('personal data masked; null: withheld or erased'),
}

const ConsultationList = z.object({
  consultations: z.array(
    z.object({
      ...listed,
      field: z.enum(fields),
      district: z.string().nullable(),
      level: z.enum(levels),
      urgency: z.enum(urgencies),
    }),
  ),
  next: z.int().nullable().describe('`before` of the next page; null: there is none'),
})

const { enteredBy: _, ...viewed } = listed

const EntryBody = z.object({
  by: z.string(),
  organisation: z.string(),
  minutes: z.int(),
  solved: z.boolean(),
  version: z.int(),
  enteredAt: z.string(),
  correctedAt: z.string().nullable(),
  hasContact: z.boolean(),
  mayCorrect: z.boolean(),
})

const ConsultationBody = z.object({
  ...viewed,
  answeredAt: z.string(),
  routing: AnswerBody.shape.routing,
  answer: AnswerBody.nullable(),
  trace: z.unknown().describe('checks, passages with scores, model and prompts'),
  rating: z.object({ score: z.int(), solved: z.boolean().nullable() }).nullable(),
  caseCodes: z.array(z.string()),
  entry: EntryBody.nullable().describe('who entered it, by telephone or at the counter'),
  holds: z.array(HoldBody).describe('legal holds, for administrators of the city; else empty'),
})

const readers = requireAccount('administrator', 'staff')

/** 咨询档案. */
export const consultationRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The archive: all of it for the city, else the own districts',
      body: ConsultationList,
      staff: true,
    }),
    readers,
    validate('query', ConsultationQuery),
    async (c) => {
      const page = c.req.valid('query')
      return c.json(await listConsultations(c.get('deps').db, c.get('account'), page))
    },
  )
  .get(
    '/:number',
    describe({ summary: 'One consultation with its trace', body: ConsultationBody, staff: true }),
    readers,
    validate('param', NumberParam),
    async (c) => {
      const { number } = c.req.valid('param')
      return c.json(await viewConsultation(c.get('deps'), c.get('account'), number))
    },
  )
  .get(
    '/:number/pack',
    describe({ summary: 'Its evidence pack, as a file that proves itself', staff: true }),
    readers,
    validate('param', NumberParam),
    async (c) => {
      const { number } = c.req.valid('param')
      const pack = await takeEvidencePack(c.get('deps'), c.get('account'), number)
      return c.body(serialisePack(pack), 200, {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="consultation-${number}.json"`,
      })
    },
  )
