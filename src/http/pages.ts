import { Hono } from 'hono'
import { AppError } from '../shared/errors.ts'
import type { AppEnv } from './app-env.ts'

/** The built pages. A document's page serves every document: which one stands in the path. */
export const pageRoutes = new Hono<AppEnv>()
  .get('/documents/:id', (c) => {
    const url = new URL('/documents/', c.req.url)
    return c.get('deps').assets(new Request(url, { headers: c.req.raw.headers }))
  })
  .get('*', async (c) => {
    const found = await c.get('deps').assets(c.req.raw)
    if (found.status === 404) throw new AppError('not_found', 'route_unknown')
    return found
  })
