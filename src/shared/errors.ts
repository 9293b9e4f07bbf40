export const errorCodes = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'upstream',
  'unavailable',
  'not_implemented',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An error whose message may be shown to the person who caused it; everything else is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}
