import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBody } from '../../http/limit-body.ts'
import { refuseForeignOrigin } from '../../http/require-account.ts'
import { languageOfRequest } from '../../knowledge/present.ts'
import { AppError } from '../../shared/errors.ts'
import { parseJson } from '../../shared/parse-json.ts'

const refuseWhileOff = createMiddleware<AppEnv>(async (c, next) => {
  if (!c.get('deps').mcp) throw new AppError('not_found', 'route_unknown')
  await next()
})

/** JSON-RPC, since the caller reads nothing else (Streamable HTTP, MCP 2025-11-25). */
function refusal(status: 400 | 405, code: number, message: string): Response {
  const body = { jsonrpc: '2.0', error: { code, message }, id: null }
  return Response.json(body, { status, headers: status === 405 ? { allow: 'POST' } : {} })
}

/**
 * The Model Context Protocol over Streamable HTTP: stateless, answered as JSON, so neither streams (GET) nor
 * sessions (DELETE). Origins of other sites are refused, as its chapter on security asks. A batch is refused: it
 * would pass the limits of an address.
 */
export const mcpRoutes = new Hono<AppEnv>()
  .use(refuseWhileOff)
  .use(refuseForeignOrigin)
  .post(
    '/',
    describe({ summary: 'Tools for other assistants (Model Context Protocol, docs/mcp.md)' }),
    limitBody,
    async (c) => {
      const message = parseJson(await c.req.text())
      if (typeof message !== 'object' || message === null || Array.isArray(message)) {
        return refusal(400, -32600, 'one JSON-RPC message is expected')
      }
      const deps = c.get('deps')
      const site = deps.settings.publicUrl ?? new URL(c.req.url).origin
      const asking = { deps, language: languageOfRequest(c), site }
      const { answerRequest } = await import('./answer-request.ts')
      return answerRequest(asking, { request: c.req.raw, message })
    },
  )
  .all('/', () => refusal(405, -32000, 'only POST'))
