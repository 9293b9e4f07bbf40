import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { statements } from '../../db/schema/index.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Citation } from '../../shared/message.ts'
import { type Case, lockCases } from '../change-case.ts'

export type Statement = typeof statements.$inferSelect

type NewStatement = {
  subject: Case
  ticketId: string | null
  author: Statement['author']
  authorId: string
  authorName: string
  state: Statement['state']
  text: string
  /** The draft it was made from, of the machine or of an expert. */
  originalText?: string | null
  citations: Citation[]
  findings?: unknown
  now: Date
}

export async function insertStatement(tx: Database, given: NewStatement): Promise<Statement> {
  const { subject, now, originalText = null, findings = null, ...rest } = given
  const [row] = await tx
    .insert(statements)
    .values({
      ...rest,
      id: newId(),
      caseId: subject.id,
      conversationId: subject.conversationId,
      originalText,
      findings,
      version: 1,
      createdAt: now,
      deliveredAt: rest.state === 'delivered' ? now : null,
    })
    .returning()
  if (!row) throw new Error('insert returned no row')
  return row
}

/** The statement of a case that waits for its release; holds the case, then the statement. */
export async function findPending(tx: Database, caseId: string): Promise<Statement | undefined> {
  await lockCases(tx, [caseId])
  const [row] = await tx
    .select()
    .from(statements)
    .where(and(eq(statements.caseId, caseId), sql`${statements.state} in ('submitted', 'held')`))
    .for('update')
  return row
}

type StatementChange = {
  id: string
  version: number
  set: Partial<typeof statements.$inferInsert>
}

/** @throws AppError `conflict` when somebody has changed it meanwhile */
export async function changeStatement(tx: Database, change: StatementChange): Promise<Statement> {
  const [row] = await tx
    .update(statements)
    .set({ ...change.set, version: sql`${statements.version} + 1` })
    .where(and(eq(statements.id, change.id), eq(statements.version, change.version)))
    .returning()
  if (!row) throw new AppError('conflict', 'reply_changed')
  return row
}
