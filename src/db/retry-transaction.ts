import type { Database } from './database.ts'

const TRIES = 4
/** Deadlock, serialisation failure, and a row that came to refer to what is being deleted. */
const PASSING = new Set(['40P01', '40001', '23503'])

/** A transaction that is tried again when it was in the way of another one, which is over by then. */
export async function retryTransaction<Result>(
  db: Database,
  work: (tx: Database) => Promise<Result>,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (tried === TRIES || !PASSING.has(codeOf(error))) throw error
    }
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}
