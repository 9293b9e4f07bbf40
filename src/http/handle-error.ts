import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError, type ErrorCode } from '../shared/errors.ts'
import type { AppEnv } from './app-env.ts'
import { describeError } from './log.ts'
import { preferredLanguage, textOf } from './texts.ts'

const statusOf = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  upstream: 502,
  unavailable: 503,
  not_implemented: 501,
} as const satisfies Record<ErrorCode, number>

type Problem = { code: string; status: number; detail: string; issues?: string[] }

/** RFC 9457 problem documents with our `code`; a bug is logged and told without detail. */
export function handleError(error: Error, c: Context<AppEnv>): Response {
  const language = preferredLanguage(c.req.header('accept-language'))
  if (error instanceof AppError) {
    const status = statusOf[error.code]
    return problem({ code: error.code, status, detail: textOf(error.message, language) })
  }
  if (error instanceof HTTPException) {
    const code = error.status === 413 ? 'too_large' : 'invalid'
    const key = error.status === 413 ? 'body_too_large' : 'body_not_json'
    return problem({ code, status: error.status, detail: textOf(key, language) })
  }
  if (hasUnstorableText(error)) {
    return problem({ code: 'invalid', status: 400, detail: textOf('request_invalid', language) })
  }
  c.get('deps').log('error', 'request_failed', {
    requestId: c.get('requestId'),
    ...describeError(error),
  })
  if (isDatabaseOutage(error)) {
    const detail = textOf('database_unavailable', language)
    return problem({ code: 'unavailable', status: 503, detail })
  }
  return problem({ code: 'internal', status: 500, detail: textOf('internal', language) })
}

export function problem({ code, status, detail, issues }: Problem): Response {
  const body = { type: 'about:blank', title: code, status, detail, code, ...(issues && { issues }) }
  const headers = new Headers({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  })
  if (status === 503) headers.set('retry-after', '5')
  if (status === 429) headers.set('retry-after', '60')
  return new Response(JSON.stringify(body), { status, headers })
}

const OUTAGES =
  /ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|Connection terminated|not queryable|timeout exceeded/

function isDatabaseOutage(error: Error): boolean {
  return causesOf(error).some((each) => {
    const code = codeOf(each)
    return OUTAGES.test(code) || OUTAGES.test(each.message) || /^(08|53|57P)/.test(code)
  })
}

/** PostgreSQL keeps every character but U+0000, in text (22021) and in JSON (22P05). */
function hasUnstorableText(error: Error): boolean {
  return causesOf(error).some((each) => ['22021', '22P05'].includes(codeOf(each)))
}

const causesOf = (error: Error) =>
  [error, error.cause].filter((each): each is Error => each instanceof Error)

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')
