import { Hono } from 'hono'
import { z } from 'zod'
import { listColleagues } from '../../accounts/list-colleagues.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'

const ColleagueList = z.object({
  colleagues: z.array(z.object({ id: z.uuid(), name: z.string() })),
})

export const colleagueRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    summary: 'Who works in the own organisation and those below it, by name alone',
    body: ColleagueList,
    staff: true,
  }),
  requireAccount('administrator', 'staff'),
  async (c) => c.json({ colleagues: await listColleagues(c.get('deps').db, c.get('account')) }),
)
