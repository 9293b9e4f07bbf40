import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../shared/errors.ts'

const LARGEST_BODY = 32 * 1024

/**
 * Hono's limit (bytes), but a body whose length is announced is judged without being touched: to look at the
 * body, Node makes a whole `Request`, which is registered for cleaning up, and tens of thousands of those are
 * cleaned up in one go, for a tenth of a second.
 */
export function limitBodyTo({ maxSize, onError }: Parameters<typeof bodyLimit>[0]) {
  const counted = bodyLimit({ maxSize, onError })
  const limit: MiddlewareHandler = (c, next) => {
    const announced = announcedLength(c.req.raw.headers)
    if (announced !== undefined && announced <= maxSize) return next()
    return counted(c, next)
  }
  return limit
}

/** Undefined where the length is only known when the body has been read. */
function announcedLength(headers: Headers): number | undefined {
  const length = headers.get('content-length') ?? ''
  return headers.has('transfer-encoding') || !/^\d+$/.test(length) ? undefined : Number(length)
}

/** Refuses a body of more than 32 KiB before it is read. */
export const limitBody = limitBodyTo({
  maxSize: LARGEST_BODY,
  onError: () => {
    throw new AppError('too_large', 'body_too_large')
  },
})
