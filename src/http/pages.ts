import { Hono } from 'hono'
import { AppError } from '../shared/errors.ts'
import { newToken } from '../shared/ids.ts'
import type { AppEnv } from './app-env.ts'

/** Written into the console's page by its build (.ci/vite.console.config.ts). */
const NONCE_PLACE = '__STYLE_NONCE__'

/** The built pages. A document's page serves every document: which one stands in the path. */
export const pageRoutes = new Hono<AppEnv>()
  .get('/documents/:id', (c) => {
    const url = new URL('/documents/', c.req.url)
    return c.get('deps').assets(new Request(url, { headers: c.req.raw.headers }))
  })
  .get('/console/', async (c) => {
    const page = await c.get('deps').assets(new Request(c.req.url))
    if (!page.ok) throw new AppError('not_found', 'route_unknown')
    const nonce = newToken()
    c.set('styleNonce', nonce)
    c.header('cache-control', 'no-store')
    return c.html((await page.text()).replaceAll(NONCE_PLACE, nonce))
  })
  .get('*', async (c) => {
    const found = await c.get('deps').assets(c.req.raw)
    if (found.status === 404) throw new AppError('not_found', 'route_unknown')
    return found
  })
