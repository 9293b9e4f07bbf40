import { and, eq, inArray } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../db/database.ts'
import { tickets } from '../db/schema/index.ts'

/** How many tickets an expert has in hand: offered or accepted. By id, or by a column of a query. */
export function countOpenTickets(db: Database, expertId: string | PgColumn) {
  return db.$count(
    tickets,
    and(eq(tickets.expertId, expertId), inArray(tickets.state, ['offered', 'accepted'])),
  )
}
