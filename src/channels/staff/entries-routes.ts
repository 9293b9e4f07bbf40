import { Hono } from 'hono'
import { z } from 'zod'
import { correctEntry } from '../../archive/correct-entry.ts'
import { enterConsultation } from '../../archive/enter-consultation.ts'
import { viewEntryContact } from '../../archive/view-entry.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { entryChannels, fields } from '../../shared/message.ts'
import { Evidence, Text } from './cases-schemas.ts'

const LONGEST_QUESTION = 2_000
const MOST_MINUTES = 600

const EntryFields = {
  channel: z.enum(entryChannels),
  question: Text.max(LONGEST_QUESTION, 'question_too_long'),
  answer: Text,
  evidence: Evidence.default([]).describe('clauses, as for a reply: each must exist'),
  field: z.enum(fields),
  district: z
    .string()
    .max(40, 'request_invalid')
    .nullable()
    .optional()
    .describe('left out: that of the own organisation'),
  minutes: z.int().min(1, 'request_invalid').max(MOST_MINUTES, 'request_invalid'),
  tookPlaceAt: z.iso
    .datetime({ offset: true, error: 'request_invalid' })
    .optional()
    .describe('not to come, not more than 30 days ago; left out: now'),
  solved: z.boolean(),
  confidential: z.boolean().default(false).describe('neither question nor answer is stored'),
  contact: z
    .string()
    .trim()
    .max(200, 'request_invalid')
    .nullable()
    .optional()
    .describe('for a follow-up, stored encrypted'),
}

const NewEntry = z.strictObject({
  entryKey: z.uuid('request_invalid').describe('names the form: sent twice, it is entered once'),
  ...EntryFields,
})
const CorrectedEntry = z.strictObject({ version: z.int().min(1), ...EntryFields })

const NumberParam = z.object({ number: z.coerce.number().int().min(1).max(2_147_483_647) })

const workers = requireAccount('administrator', 'staff')

const withTime = <Input extends { tookPlaceAt?: string | undefined }>(input: Input) => ({
  ...input,
  tookPlaceAt: input.tookPlaceAt === undefined ? undefined : new Date(input.tookPlaceAt),
})

/** Consultations by telephone and at the counter, under `/consultations`. */
export const entryRoutes = new Hono<AppEnv>()
  .post(
    '/',
    describe({
      summary: 'Enters a consultation by telephone or at the counter',
      status: 201,
      body: z.object({ number: z.int() }),
      staff: true,
    }),
    workers,
    validate('json', NewEntry),
    async (c) => {
      const { district, contact, ...rest } = withTime(c.req.valid('json'))
      const input = { ...rest, district, contact }
      const number = await enterConsultation(c.get('deps'), c.get('account'), input)
      return c.json({ number }, 201)
    },
  )
  .put(
    '/:number/entry',
    describe({
      summary: 'Corrects such an entry within seven days: its author, or an administrator',
      status: 204,
      staff: true,
    }),
    workers,
    validate('param', NumberParam),
    validate('json', CorrectedEntry),
    async (c) => {
      const { district, contact, ...rest } = withTime(c.req.valid('json'))
      const { number } = c.req.valid('param')
      const input = { ...rest, district, contact }
      await correctEntry(c.get('deps'), c.get('account'), number, input)
      return c.body(null, 204)
    },
  )
  .get(
    '/:number/contact',
    describe({
      summary: 'The contact that was left for a follow-up; looking is audited',
      body: z.object({ contact: z.string() }),
      staff: true,
    }),
    workers,
    validate('param', NumberParam),
    async (c) => {
      const { number } = c.req.valid('param')
      const contact = await viewEntryContact(c.get('deps'), c.get('account'), number)
      return c.json({ contact })
    },
  )
