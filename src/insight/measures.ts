import { and, eq, gte, isNotNull, lt, lte, not, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { cases, complaints, consultations, tickets } from '../db/schema/index.ts'
import { entryChannels } from '../shared/message.ts'
import { instantOf, parseDay } from '../shared/shanghai-day.ts'

/** What the figures mean, each in one place (docs/metrics.md). */

/** Days in Beijing, `2026-01-31`, both counted. */
export type Period = { from: string; to: string }

export const within = ({ period }: { period: Period }, column: PgColumn): SQL | undefined =>
  and(gte(column, instantOf(parseDay(period.from))), lt(column, instantOf(parseDay(period.to), 24)))

/** `part` of `of`; the share is null where there is nothing to have a share of. */
export type Part = { part: number; of: number; share: number | null }

export type Rated = Part & { average: number | null; solved: number; unsolved: number }

export function partOf({ part, of }: { part: number; of: number }): Part {
  return { part, of, share: of === 0 ? null : part / of }
}

/** Answered by the machine, and no case came of it. */
export const selfServed = (): SQL | undefined =>
  and(
    eq(consultations.outcome, 'answer'),
    notInArray(consultations.channel, [...entryChannels]),
    not(sql`exists (select from ${cases} where ${cases.messageId} = ${consultations.messageId})`),
  )

/** A ticket that was responded to before its term was over. */
export const respondedInTime = (): SQL => lt(tickets.respondedAt, tickets.respondBy)

/**
 * A ticket that has been responded to or whose term is over; one that was taken back before counts for
 * neither, and what still runs does not count.
 */
export const wasDue = (now: Date): SQL | undefined =>
  or(
    isNotNull(tickets.respondedAt),
    and(
      lte(tickets.respondBy, now),
      or(not(eq(tickets.state, 'recalled')), gte(tickets.closedAt, tickets.respondBy)),
    ),
  )

/** A case whose reply has reached the asker. */
export const wasAnswered = (): SQL | undefined =>
  or(eq(cases.state, 'delivered'), eq(cases.state, 'closed'))

/** A complaint that nobody has answered yet. */
export const isWaiting = (): SQL | undefined =>
  or(eq(complaints.state, 'open'), eq(complaints.state, 'in_review'))
