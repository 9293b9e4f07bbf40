import { describeRoute, resolver } from 'hono-openapi'
import type { z } from 'zod'

const problems = { description: 'problem document (RFC 9457) with `code` and `detail`' }

type Description = {
  summary: string
  status?: number
  body?: z.ZodType
  /** The answer can also be an event stream. */
  stream?: boolean
  /** Needs `Authorization: Bearer <token>`. */
  asker?: boolean
  /** Needs the cookie of a session of staff. */
  staff?: boolean
}

/** One route of `/openapi.json`. */
export function describe({ summary, status = 200, body, stream, asker, staff }: Description) {
  const json = body && { 'application/json': { schema: resolver(body) } }
  const events = stream && { 'text/event-stream': { schema: { type: 'string' as const } } }
  return describeRoute({
    summary,
    ...(asker && { security: [{ asker: [] }] }),
    ...(staff && { security: [{ staff: [] }] }),
    responses: {
      [status]: { description: 'done', content: { ...json, ...events } },
      default: { ...problems, content: { 'application/problem+json': {} } },
    },
  })
}
