import { createMiddleware } from 'hono/factory'
import type { Context } from 'hono'
import type { AppEnv } from './app-env.ts'
import { problem } from './handle-error.ts'
import type { LimitedKind } from './limit-counts.ts'
import { preferredLanguage, textOf } from './texts.ts'

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
/** Their messages all come from a few addresses of WeChat's, and are signed. */
const CALLBACKS: readonly string[] = ['/wechat/oa', '/wechat/kf', '/wechat/app']

/**
 * Refuses an address that sends more than the settings allow (BAR LLM10; OWASP API4): 429 with the seconds that are
 * left. Signing in has limits of its own, which hold across processes.
 */
export const limitAddress = createMiddleware<AppEnv>(async (c, next) => {
  const { limits, addressOf, now, log } = c.get('deps')
  if (!limits || SAFE_METHODS.includes(c.req.method) || CALLBACKS.includes(c.req.path)) {
    return next()
  }
  const address = addressOf(c.env, c.req.raw.headers)
  for (const kind of kindsOf(c)) {
    const refused = limits.count(address, kind, now())
    if (refused?.isFirst) log('warn', 'address_limited', { kind })
    if (refused) return tooMany(c, refused.retryAfter)
  }
  return next()
})

function kindsOf(c: Context<AppEnv>): LimitedKind[] {
  const begins = c.req.method === 'POST' && c.req.path === '/api/conversations'
  return begins ? ['requests', 'conversations'] : ['requests']
}

function tooMany(c: Context<AppEnv>, retryAfter: number): Response {
  const detail = textOf('too_many_requests', preferredLanguage(c.req.header('accept-language')))
  const response = problem({ code: 'rate_limited', status: 429, detail })
  response.headers.set('retry-after', String(retryAfter))
  return response
}
