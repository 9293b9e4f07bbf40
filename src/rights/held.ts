import { and, eq, isNotNull, isNull, notExists, notInArray, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../db/database.ts'
import {
  cases,
  complaints,
  consultations,
  conversations,
  legalHolds,
  messages,
} from '../db/schema/index.ts'

/**
 * Conversations that a legal hold keeps as a whole: that of a consultation, of a case, or of what a complaint is
 * about. Ids, none of them null.
 */
function heldConversations(db: Database) {
  const complainedMessage = alias(messages, 'complained_message')
  const complainedCase = alias(cases, 'complained_case')
  const id = sql<string>`coalesce(${messages.conversationId}, ${cases.conversationId},
    ${complainedMessage.conversationId}, ${complainedCase.conversationId})`
  return db
    .select({ id: id.as('held_id') })
    .from(legalHolds)
    .leftJoin(consultations, eq(consultations.number, legalHolds.consultation))
    .leftJoin(messages, eq(messages.id, consultations.messageId))
    .leftJoin(cases, eq(cases.id, legalHolds.caseId))
    .leftJoin(complaints, eq(complaints.id, legalHolds.complaintId))
    .leftJoin(complainedMessage, eq(complainedMessage.id, complaints.messageId))
    .leftJoin(complainedCase, eq(complainedCase.id, complaints.caseId))
    .where(and(isNull(legalHolds.liftedAt), isNotNull(id)))
}

/** Of a query on `conversations`. */
export const conversationIsFree = (db: Database): SQL =>
  notInArray(conversations.id, heldConversations(db))

/** Of a query on `complaints`: neither held itself nor about what is held. */
export function complaintIsFree(db: Database): SQL | undefined {
  const own = db
    .select({ one: sql`1` })
    .from(legalHolds)
    .where(and(eq(legalHolds.complaintId, complaints.id), isNull(legalHolds.liftedAt)))
  const held = heldConversations(db)
  const aboutMessage = db
    .select({ one: sql`1` })
    .from(messages)
    .where(and(eq(messages.id, complaints.messageId), sql`${messages.conversationId} in ${held}`))
  const aboutCase = db
    .select({ one: sql`1` })
    .from(cases)
    .where(and(eq(cases.id, complaints.caseId), sql`${cases.conversationId} in ${held}`))
  return and(notExists(own), notExists(aboutMessage), notExists(aboutCase))
}
