import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { findingCodes } from '../../shared/channel-findings.ts'
import { publishMenu, tryMenu } from '../../wechat/channel/publish-menu.ts'
import {
  checkChannelOf,
  readChannel,
  readPublishable,
  readTemplates,
} from '../../wechat/channel/read-channel.ts'
import { sendAppTest } from '../../wechat/channel/send-test.ts'
import { readTestWords } from '../../wechat/channel/test-words.ts'
import { requireCity } from './guards.ts'

const Finding = z.object({
  good: z.boolean(),
  code: z.enum(findingCodes),
  data: z.record(z.string(), z.string()),
})
const Findings = z.array(Finding).describe('in words by `shared/channel-findings.ts`')

const Leaf = z.object({
  name: z.string(),
  type: z.enum(['click', 'view']),
  key: z.string().optional(),
  url: z.string().optional(),
})

const ChannelBody = z.object({
  account: z
    .object({
      appId: z.string(),
      mode: z.enum(['safe', 'compat', 'plain']),
      callback: z.string().describe('the address to enter at the platform'),
      pushes: z.boolean().describe('whether it may send by itself'),
      passiveDeadlineMs: z.int(),
      replyTemplate: z.string().nullable(),
      subscribeTemplate: z.string().nullable(),
    })
    .nullable(),
  kf: z
    .object({ openKfid: z.string(), callback: z.string(), servicer: z.string().nullable() })
    .nullable(),
  app: z
    .object({
      agentId: z.int(),
      callback: z.string().nullable().describe('null: its messages have no buttons'),
    })
    .nullable(),
  off: z.boolean(),
  menu: z.object({
    from: z.enum(['file', 'standard']),
    entries: z.array(z.union([Leaf, z.object({ name: z.string(), sub_button: z.array(Leaf) })])),
    findings: Findings,
  }),
})

const TrialBody = z.object({
  findings: Findings,
  hash: z.string().nullable().describe('what publishing takes; null: it cannot be published'),
})

const TemplatesBody = z.object({
  templates: z.array(z.object({ id: z.string(), title: z.string(), fields: z.array(z.string()) })),
  findings: Findings,
})

const PublishInput = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })

/** WeChat's side of the service, for the administrators of the whole. */
export const channelRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The WeChat channel as it is set, without secrets, and its menu',
      body: ChannelBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json(await readChannel(c.get('deps'))),
  )
  .post(
    '/check',
    describe({
      summary: 'Checks addresses, mode, token, certificate, clock and secrets',
      body: z.object({ findings: Findings }),
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json({ findings: await checkChannelOf(c.get('deps')) }),
  )
  .get(
    '/templates',
    describe({
      summary: 'The template messages of the account',
      body: TemplatesBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json(await readTemplates(c.get('deps'))),
  )
  .post(
    '/menu/trial',
    describe({
      summary: 'Checks the menu against all limits and what stands in WeChat; changes nothing',
      body: TrialBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => {
      const { api, source } = await readPublishable(c.get('deps'))
      const { findings, hash } = await tryMenu(api, source)
      return c.json({ findings, hash: hash ?? null })
    },
  )
  .post(
    '/menu',
    describe({
      summary: 'Publishes the menu that was tried, in the place of the one in WeChat',
      body: z.object({ finding: Finding }),
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    validate('json', PublishInput),
    async (c) => {
      const { hash } = c.req.valid('json')
      const publishable = await readPublishable(c.get('deps'))
      const by = c.get('account')
      return c.json({
        finding: await publishMenu(c.get('deps'), { ...publishable, hash, by }),
      })
    },
  )
  .get(
    '/test',
    describe({
      summary: 'The words that make the account show whoever sends them what works',
      body: z.object({ words: z.string() }),
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json({ words: await readTestWords(c.get('deps')) }),
  )
  .post(
    '/test',
    describe({
      summary: 'Sends a message of the WeCom application to oneself',
      body: z.object({ finding: Finding }),
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json({ finding: await sendAppTest(c.get('deps'), c.get('account')) }),
  )
