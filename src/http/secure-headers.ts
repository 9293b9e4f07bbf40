import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './app-env.ts'

const YEAR_SECONDS = 31_536_000

/**
 * Nothing from other hosts, nothing inline but the styles of a page with a nonce of its own; only `/embed/` may stand in
 * other sites' frames.
 */
export const secureHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const embedded = c.req.path === '/embed' || c.req.path.startsWith('/embed/')
  const ancestors = embedded ? c.get('deps').embedOrigins : "'self'"
  const nonce = c.get('styleNonce')
  const headers = {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      nonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
      "connect-src 'self'",
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${ancestors}`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains`,
    'cross-origin-resource-policy': c.req.path === '/widget.js' ? 'cross-origin' : 'same-origin',
  }
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
  if (c.req.path.startsWith('/api/') && !c.res.headers.has('cache-control')) {
    c.res.headers.set('cache-control', 'no-store')
  }
})
