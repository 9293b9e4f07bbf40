import { and, desc, eq, inArray } from 'drizzle-orm'
import { type AskerCase, toAskerCase } from '../cases/asker-cases.ts'
import type { Database } from '../db/database.ts'
import { cases, conversations, messages, organisations, ratings } from '../db/schema/index.ts'
import type { WechatUser } from './users.ts'

const MOST = 20

/** All cases of an asker, the newest first. */
export async function listCasesOf(db: Database, askerId: string): Promise<AskerCase[]> {
  const rows = await db
    .select({ case: cases, organisation: organisations.name })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .where(eq(cases.askerId, askerId))
    .orderBy(desc(cases.createdAt))
    .limit(MOST)
  return rows.map((row) => toAskerCase(row.case, row.organisation))
}

export async function findLastAnswer(db: Database, conversationId: string) {
  const [row] = await db
    .select({ id: messages.id, state: messages.state, answer: messages.answer })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(desc(messages.turn))
    .limit(1)
  return row
}

export type Ratable = { messageId: string } | { code: string }

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** What a rating is about: what the menu named, else an answered case that has none yet, else the last answer. */
export async function findRatable(
  db: Database,
  user: WechatUser,
  named: string | undefined,
): Promise<Ratable | undefined> {
  if (named !== undefined && UUID.test(named)) return { messageId: named }
  if (named?.startsWith('ZW-')) return { code: named }
  const [answered] = await db
    .select({ code: cases.code, rating: ratings.id })
    .from(cases)
    .leftJoin(ratings, eq(ratings.caseId, cases.id))
    .where(and(eq(cases.askerId, user.askerId), inArray(cases.state, ['delivered', 'closed'])))
    .orderBy(desc(cases.updatedAt))
    .limit(1)
  if (answered && answered.rating === null) return { code: answered.code }
  const [last] = await db
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(eq(conversations.askerId, user.askerId), eq(messages.state, 'done')))
    .orderBy(desc(messages.askedAt))
    .limit(1)
  return last && { messageId: last.id }
}
