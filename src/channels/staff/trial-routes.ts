import { Hono } from 'hono'
import { z } from 'zod'
import { tryQuestion } from '../../consultation/try-question.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { requireCity } from './guards.ts'
import { AnswerBody } from '../../shared/message-body.ts'
import { AskInput } from '../web/schemas.ts'

const TrialBody = z.object({
  ms: z.int(),
  index: z.int(),
  steps: z.array(z.object({ step: z.string(), ms: z.number() })),
  understanding: z.object({
    language: z.enum(['zh', 'en']),
    full: z.string(),
    parts: z.array(z.string()),
    expansions: z.array(z.string()),
    intent: z.string(),
    detail: z.string().nullable(),
    confidence: z.number(),
    field: z.string(),
    districts: z.array(z.string()),
    urgency: z.string(),
    reasons: z.array(z.string()),
    instructionsSetAside: z.boolean(),
    embedded: z.boolean(),
  }),
  found: z.array(
    z.object({
      document: z.string(),
      locator: z.string(),
      path: z.array(z.string()),
      text: z.string(),
      score: z.number(),
      dense: z.number(),
      words: z.number(),
      ledBy: z.array(z.string()),
    }),
  ),
  rerankedBy: z.string().nullable(),
  findings: z.array(z.string()),
  writing: z
    .object({
      model: z.string(),
      prompts: z.record(z.string(), z.int()),
      usage: z.object({ promptTokens: z.int(), completionTokens: z.int() }),
      fault: z.string().nullable(),
      lines: z.array(
        z.object({
          text: z.string(),
          evidence: z.array(z.string()),
          became: z.enum(['released', 'mended', 'quoted', 'dropped']),
          findings: z.array(z.object({ check: z.string(), detail: z.string() })),
        }),
      ),
    })
    .nullable(),
  answer: AnswerBody.pick({
    outcome: true,
    reason: true,
    coverage: true,
    writer: true,
    text: true,
    citations: true,
    routing: true,
    suggestions: true,
    label: true,
  }),
})

export const trialRoutes = new Hono<AppEnv>().post(
  '/',
  describe({
    summary: 'Answers one question step by step; nothing is archived',
    body: TrialBody,
    staff: true,
  }),
  requireAccount('administrator'),
  requireCity,
  validate('json', AskInput),
  async (c) => {
    const { text } = c.req.valid('json')
    return c.json(await tryQuestion(c.get('deps'), c.get('account'), text))
  },
)
