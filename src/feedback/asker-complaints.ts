import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { type complaintStates, complaints } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'

export type ComplaintState = (typeof complaintStates)[number]

export type OwnComplaint = {
  code: string
  kind: 'complaint' | 'report'
  state: ComplaintState
  text: string
  createdAt: string
  dueAt: string
  outcome: string | null
  closedAt: string | null
}

/** @throws AppError `not_found`, also for one of somebody else: a code alone opens nothing */
export async function readOwnComplaint(
  db: Database,
  askerId: string,
  code: string,
): Promise<OwnComplaint> {
  const [row] = await db
    .select()
    .from(complaints)
    .where(and(eq(complaints.code, code), eq(complaints.askerId, askerId)))
  if (!row) throw new AppError('not_found', 'complaint_unknown')
  return toOwnComplaint(row)
}

export function toOwnComplaint(row: typeof complaints.$inferSelect): OwnComplaint {
  return {
    code: row.code,
    kind: row.kind,
    state: row.state,
    text: row.text,
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    outcome: row.outcome,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}
