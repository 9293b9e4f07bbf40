import { Hono } from 'hono'
import { countWork, type CountedWork } from '../operation/count-work.ts'
import { AppError } from '../shared/errors.ts'
import type { AppEnv } from './app-env.ts'

export type MeasuredRequest = { method: string; route: string; status: number; seconds: number }

/** What one process measures of itself; there are none on Workers. */
export type Meters = {
  /** A scraper gives it as its bearer; compared in constant time. */
  isAllowed: (token: string) => boolean
  observe: (request: MeasuredRequest) => void
  /** The text format of Prometheus. */
  read: (work: CountedWork[]) => Promise<{ text: string; type: string }>
}

/** Without a token in the settings, or with another, there is no such page. */
export const meterRoutes = new Hono<AppEnv>().get('/metrics', async (c) => {
  const { meters, db, now } = c.get('deps')
  const token = /^Bearer (.+)$/u.exec(c.req.header('authorization') ?? '')?.[1]
  if (!meters || token === undefined || !meters.isAllowed(token)) {
    throw new AppError('not_found', 'route_unknown')
  }
  const { text, type } = await meters.read(await countWork(db, now()))
  return c.body(text, 200, { 'content-type': type })
})
