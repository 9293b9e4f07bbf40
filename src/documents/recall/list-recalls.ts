import { aliasedTable, asc, count, desc, eq, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import {
  accounts,
  answerRecallItems,
  answerRecalls,
  cases,
  consultations,
  curatedAnswers,
  documentVersions,
  statements,
} from '../../db/schema/index.ts'
import { AppError } from '../../shared/errors.ts'
import { compareVersions, listChanged } from './changed-units.ts'

const MOST_RECALLS = 50
const MOST_ITEMS = 2_000

const former = aliasedTable(documentVersions, 'former')
const later = aliasedTable(documentVersions, 'later')
const decider = aliasedTable(accounts, 'decider')

const recalls = (db: Database) =>
  db
    .select({
      id: answerRecalls.id,
      document: answerRecalls.document,
      state: answerRecalls.state,
      from: former.number,
      to: later.number,
      title: sql<string>`${later.header}->>'title'`,
      createdAt: answerRecalls.createdAt,
      readyAt: answerRecalls.readyAt,
      items: count(answerRecallItems.id),
      open: sql<number>`count(*) filter (where ${answerRecallItems.state} = 'open')`.mapWith(
        Number,
      ),
    })
    .from(answerRecalls)
    .innerJoin(former, eq(former.id, answerRecalls.fromVersion))
    .innerJoin(later, eq(later.id, answerRecalls.toVersion))
    .leftJoin(answerRecallItems, eq(answerRecallItems.recallId, answerRecalls.id))
    .groupBy(answerRecalls.id, former.number, later.number, later.header)

export type ListedRecall = Awaited<ReturnType<typeof listRecalls>>[number]

/** The newest first. */
export async function listRecalls(db: Database) {
  return recalls(db)
    .orderBy(desc(answerRecalls.createdAt), desc(answerRecalls.id))
    .limit(MOST_RECALLS)
}

/**
 * One with its changed units and every answer on the list: numbers, codes and times, never what was asked.
 * @throws AppError `not_found`
 */
export async function readRecall(db: Database, id: string) {
  const [recall] = await recalls(db).where(eq(answerRecalls.id, id))
  const [which] = await db.select().from(answerRecalls).where(eq(answerRecalls.id, id))
  if (!recall || !which) throw new AppError('not_found', 'recall_unknown')
  const changed = listChanged(await compareVersions(db, which)).map(({ before, after }) => ({
    locator: before.locator,
    before: before.text,
    after: after?.text ?? null,
    now: after?.locator ?? null,
  }))
  return { ...recall, changed, list: await readItems(db, id) }
}

async function readItems(db: Database, recallId: string) {
  return db
    .select({
      id: answerRecallItems.id,
      state: answerRecallItems.state,
      units: answerRecallItems.units,
      answeredAt: answerRecallItems.answeredAt,
      consultation: consultations.number,
      caseCode: cases.code,
      caseId: cases.id,
      curatedId: answerRecallItems.curatedId,
      curatedQuestion: curatedAnswers.question,
      decidedBy: decider.name,
      decidedAt: answerRecallItems.decidedAt,
    })
    .from(answerRecallItems)
    .leftJoin(consultations, eq(consultations.messageId, answerRecallItems.messageId))
    .leftJoin(statements, eq(statements.id, answerRecallItems.statementId))
    .leftJoin(cases, eq(cases.id, statements.caseId))
    .leftJoin(curatedAnswers, eq(curatedAnswers.id, answerRecallItems.curatedId))
    .leftJoin(decider, eq(decider.id, answerRecallItems.decidedBy))
    .where(eq(answerRecallItems.recallId, recallId))
    .orderBy(asc(answerRecallItems.answeredAt), asc(answerRecallItems.id))
    .limit(MOST_ITEMS)
}
