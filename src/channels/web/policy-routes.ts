import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { requireAsker } from '../../http/require-asker.ts'
import { validate } from '../../http/validate.ts'
import {
  findSubscription,
  listOwnNotices,
  subscribe,
  unsubscribe,
} from '../../policy-notices/subscriptions.ts'
import {
  OwnNoticeList,
  Subscription,
  SubscriptionBody,
  SubscriptionInput,
} from './policy-schemas.ts'

/** Under `/api/policy-notices`. */
export const policyRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The policy notices that have come to the asker, the latest first',
      body: OwnNoticeList,
      asker: true,
    }),
    requireAsker,
    async (c) => {
      const notices = await listOwnNotices(c.get('deps'), c.get('asker').id)
      return c.json({ notices })
    },
  )
  .get(
    '/subscription',
    describe({
      summary: 'What the asker has subscribed to',
      body: SubscriptionBody,
      asker: true,
    }),
    requireAsker,
    async (c) => {
      const found = await findSubscription(c.get('deps').db, c.get('asker').id)
      return c.json({ subscription: found ?? null })
    },
  )
  .post(
    '/subscription',
    describe({
      summary: 'Subscribes to policy notices by topic and district, or changes what is wanted',
      body: Subscription,
      asker: true,
    }),
    requireAsker,
    limitBody,
    validate('json', SubscriptionInput),
    async (c) => {
      const { consent: _, ...wanted } = c.req.valid('json')
      return c.json(await subscribe(c.get('deps'), c.get('asker').id, wanted))
    },
  )
  .delete(
    '/subscription',
    describe({
      summary: 'Takes the subscription back; nothing more is sent',
      status: 204,
      asker: true,
    }),
    requireAsker,
    async (c) => {
      await unsubscribe(c.get('deps'), c.get('asker').id)
      return c.body(null, 204)
    },
  )
