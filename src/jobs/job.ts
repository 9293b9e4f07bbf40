import type { Database } from '../db/database.ts'
import type { jobs } from '../db/schema/index.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'

export type Job = typeof jobs.$inferSelect

/** After so many the work is given up, until an administrator has it tried again. */
export const MOST_ATTEMPTS = 8

/** Administrators are told that work was given up: once a day for each kind. */
export async function recordDeath(tx: Database, kind: string, now: Date): Promise<void> {
  await queueNotice(tx, {
    key: `dead_letter:job:${kind}:${shanghaiDay(now)}`,
    kind: 'dead_letter',
    recipient: { kind: 'administrators' },
    data: { channel: 'job', kind },
    now,
  })
}
