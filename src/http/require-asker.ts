import { createMiddleware } from 'hono/factory'
import { type Asker, getAsker } from '../identity/askers.ts'
import type { AppEnv } from './app-env.ts'

type AskerEnv = { Variables: AppEnv['Variables'] & { asker: Asker } }

/**
 * Lets nobody in but who brings the token of an asker, before anything else of the request is looked at.
 * Sets `asker`.
 * @throws AppError `unauthorized`
 */
export const requireAsker = createMiddleware<AskerEnv>(async (c, next) => {
  const { db, now } = c.get('deps')
  c.set('asker', await getAsker(db, c.req.header('authorization'), now()))
  await next()
  c.res.headers.set('cache-control', 'no-store')
})
