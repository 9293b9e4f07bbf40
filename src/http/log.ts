export type LogLevel = 'info' | 'warn' | 'error'

/** Ids, counts and durations only: what people write never goes into a log (DESIGN §2.7). */
export type LogFields = Record<string, string | number | boolean | null | undefined>

export type Log = (level: LogLevel, event: string, fields?: LogFields) => void

/** One JSON line per event on standard error. */
export const logLine: Log = (level, event, fields = {}) => {
  console.error(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }))
}

const LONGEST = 300

/** Name, code and the first frames of an error: messages of a database can quote what people wrote. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const cause = error.cause instanceof Error ? error.cause : undefined
  const code = [error, cause]
    .map((each) => each && 'code' in each && String(each.code))
    .find(Boolean)
  const frames = error.stack?.split('\n').filter((line) => line.trim().startsWith('at ')) ?? []
  return {
    error: error.name,
    code: code || undefined,
    cause: cause?.name,
    frames: frames.slice(0, 4).join(' ').slice(0, LONGEST),
  }
}
