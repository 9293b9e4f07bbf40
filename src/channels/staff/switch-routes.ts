import { Hono } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { requireCity } from './guards.ts'
import { readSwitches, setSwitch, switchNames } from '../../operation/switches.ts'

const SwitchInput = z.strictObject({
  name: z.enum(switchNames),
  off: z.boolean(),
  reason: z.string().trim().min(1, 'switch_reason_needed').max(200, 'switch_reason_needed'),
})

const SwitchBody = z.object({
  switches: z.array(
    z.object({
      name: z.enum(switchNames),
      off: z.boolean(),
      changedAt: z.string().nullable(),
    }),
  ),
  changes: z
    .array(
      z.object({
        name: z.enum(switchNames),
        off: z.boolean(),
        reason: z.string().nullable(),
        by: z.string().nullable().describe('null: from the command line'),
        at: z.string(),
      }),
    )
    .describe('the last ones, the newest first'),
})

async function present(db: Parameters<typeof readSwitches>[0]) {
  const { switches, changes } = await readSwitches(db)
  return {
    switches: switches.map((each) => ({
      ...each,
      changedAt: each.changedAt?.toISOString() ?? null,
    })),
    changes: changes.map((each) => ({ ...each, at: each.at.toISOString() })),
  }
}

export const switchRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'What is switched off, and who switched what and why',
      body: SwitchBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    async (c) => c.json(await present(c.get('deps').db)),
  )
  .post(
    '/',
    describe({
      summary:
        'Switches the chat model, asking on the web or asking in WeChat off or on, with the reason',
      body: SwitchBody,
      staff: true,
    }),
    requireAccount('administrator'),
    requireCity,
    validate('json', SwitchInput),
    async (c) => {
      const { db, now } = c.get('deps')
      const { name, off, reason } = c.req.valid('json')
      await setSwitch(db, name, { off, now: now(), reason, by: c.get('account') })
      return c.json(await present(db))
    },
  )
