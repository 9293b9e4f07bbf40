import { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { listIndexes } from '../../knowledge/index-status.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { Settings } from '../../knowledge/schemas.ts'
import { guideOrder, markGuide, readGuide } from '../../operation/guide.ts'
import { isSwitchedOff } from '../../operation/switches.ts'
import { requireCity } from './guards.ts'
import { PresentedIndex, presentIndex } from './present-index.ts'

const Service = z.object({
  deployment: z.enum(['development', 'production']),
  database: z.enum(['embedded', 'server']),
  chat: z.object({ model: z.string(), host: z.string(), jsonMode: z.boolean() }).nullable(),
  embedding: z.object({
    model: z.string(),
    host: z.string().nullable().describe('null: in this process'),
    dimensions: z.int().nullable(),
  }),
  rerank: z.object({ model: z.string(), host: z.string() }).nullable(),
  filingNumber: z.string().nullable(),
  model: z.object({
    dailyTokens: z.int(),
    concurrency: z.int(),
    firstWordsMs: z.int(),
    wholeMs: z.int(),
  }),
  embedOrigins: z.string(),
  publicUrl: z.string().nullable(),
  trustedProxies: z.array(z.string()),
  auditRetentionDays: z.int(),
  dialogueRetentionMonths: z.int(),
  notices: z.object({
    smtp: z.boolean(),
    wecomApp: z.boolean(),
    wecomRobot: z.boolean(),
    webhook: z.boolean(),
  }),
})

const SettingsBody = z.object({
  service: Service.describe('from the environment; no secrets'),
  knowledge: Settings.describe('knowledge/settings.yml'),
  calendar: z.array(
    z.object({
      year: z.int(),
      notices: z.array(z.object({ title: z.string(), number: z.string() })),
      breaks: z.array(
        z.object({
          name: z.string(),
          from: z.string(),
          to: z.string(),
          work_on: z.array(z.string()),
        }),
      ),
    }),
  ),
  prompts: z.array(
    z.object({ id: z.string(), version: z.int(), purpose: z.string(), output: z.string() }),
  ),
  indexes: z.array(PresentedIndex),
  documents: z.array(z.object({ id: z.string(), title: z.string() })),
  modelOff: z.boolean(),
  embedderHere: z.boolean().describe('false: search goes by words alone'),
})

async function readSettings(deps: Deps): Promise<z.infer<typeof SettingsBody>> {
  const { settings, calendar, documents } = await loadKnowledge(deps)
  return {
    service: deps.settings,
    knowledge: settings,
    calendar: calendar.map(({ year, notices, breaks }) => ({ year, notices, breaks })),
    prompts: Object.values(deps.prompts).map(({ id, version, purpose, output }) => {
      return { id, version, purpose, output }
    }),
    indexes: (await listIndexes(deps.db)).map(presentIndex),
    documents: documents.map(({ id, title }) => ({ id, title })),
    modelOff: await isSwitchedOff(deps.db, 'model'),
    embedderHere: deps.embedder !== undefined,
  }
}

export const settingsRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'The settings as they are, without secrets',
    body: SettingsBody,
    staff: true,
  }),
  requireAccount('administrator'),
  requireCity,
  async (c) => c.json(await readSettings(c.get('deps'))),
)

const GuideBody = z.object({
  closed: z.boolean(),
  steps: z.array(z.object({ step: z.enum(guideOrder), done: z.boolean() })),
})

const MarkInput = z.strictObject({ step: z.enum(['embed_code', 'closed']) })

export const guideRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'How far the service has been set up after its first start',
      body: GuideBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json(await readGuide(c.get('deps').db, c.get('account'))),
  )
  .post(
    '/',
    describe({
      summary: 'Notes that the embed code was taken, or puts the guide away',
      body: GuideBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    validate('json', MarkInput),
    async (c) => {
      await markGuide(c.get('deps'), c.get('account'), c.req.valid('json').step)
      return c.json(await readGuide(c.get('deps').db, c.get('account')))
    },
  )
