import { createMiddleware } from 'hono/factory'
import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import { newId } from '../shared/ids.ts'
import type { AppEnv } from './app-env.ts'

/** Gives every request an id (told in a header only) and logs it without its text, ids or token. */
export const traceRequest = createMiddleware<AppEnv>(async (c, next) => {
  const requestId = newId()
  c.set('requestId', requestId)
  const started = performance.now()
  await next()
  c.res.headers.set('x-request-id', requestId)
  const { log, logRequests, meters } = c.get('deps')
  const ms = performance.now() - started
  const served = { method: c.req.method, route: routeOf(c), status: c.res.status }
  meters?.observe({ ...served, seconds: ms / 1000 })
  if (!logRequests || !c.req.path.startsWith('/api/')) return
  log('info', 'request', { requestId, ...served, ms: Math.round(ms) })
})

/** The pattern that matched, never the path itself: that names conversations. */
function routeOf(c: Context<AppEnv>): string {
  const patterns = matchedRoutes(c).map(({ path }) => path)
  return patterns.findLast((path) => !path.includes('*')) ?? '*'
}
