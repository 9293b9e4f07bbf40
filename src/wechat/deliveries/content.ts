import { and, eq } from 'drizzle-orm'
import type { DeliveredStatement } from '../../cases/asker-cases.ts'
import type { Database } from '../../db/database.ts'
import {
  cases,
  messages,
  policyDeliveries,
  policyNotices,
  policySubscriptions,
  statements,
  type wechatDeliveries,
} from '../../db/schema/index.ts'
import type { Answer, Citation } from '../../shared/message.ts'
import { renderAnswer, renderStatement, type Room } from '../render-answer.ts'
import { texts } from '../texts.ts'

export type Delivery = typeof wechatDeliveries.$inferSelect

export type Content =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'statement'; statement: DeliveredStatement; caseId: string; code: string }
  | { kind: 'text'; text: string }
  | { kind: 'policy'; text: string; title: string }
  /** Somebody is still answering. */
  | { kind: 'running' }
  /** What was to be said is not there any more. */
  | { kind: 'gone' }

export async function loadContent(db: Database, delivery: Delivery): Promise<Content> {
  const { messageId, statementId, policyDeliveryId, text } = delivery
  if (messageId !== null) return loadAnswer(db, messageId)
  if (statementId !== null) return loadStatement(db, statementId)
  if (text === null) return { kind: 'gone' }
  return policyDeliveryId === null ? { kind: 'text', text } : loadPolicy(db, policyDeliveryId, text)
}

async function loadAnswer(db: Database, id: string): Promise<Content> {
  const [row] = await db
    .select({ state: messages.state, answer: messages.answer })
    .from(messages)
    .where(eq(messages.id, id))
  if (row?.answer) return { kind: 'answer', answer: row.answer }
  if (row?.state === 'running') return { kind: 'running' }
  return row ? { kind: 'text', text: texts.failed } : { kind: 'gone' }
}

async function loadStatement(db: Database, id: string): Promise<Content> {
  const [row] = await db
    .select({ statement: statements, code: cases.code })
    .from(statements)
    .innerJoin(cases, eq(cases.id, statements.caseId))
    .where(eq(statements.id, id))
  if (!row || row.statement.author === 'asker') return { kind: 'gone' }
  const { author, authorName, text, deliveredAt, createdAt, citations, caseId } = row.statement
  const at = (deliveredAt ?? createdAt).toISOString()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked when it was written
  const cited = citations as Citation[]
  const statement = { id, author, authorName, text, citations: cited, at }
  return { kind: 'statement', statement, caseId, code: row.code }
}

/** Gone where the notice was withdrawn, or whoever subscribed does not want any more. */
async function loadPolicy(db: Database, id: string, text: string): Promise<Content> {
  const [row] = await db
    .select({ title: policyNotices.title })
    .from(policyDeliveries)
    .innerJoin(policyNotices, eq(policyNotices.id, policyDeliveries.noticeId))
    .innerJoin(policySubscriptions, eq(policySubscriptions.askerId, policyDeliveries.askerId))
    .where(and(eq(policyDeliveries.id, id), eq(policyNotices.state, 'approved')))
  return row ? { kind: 'policy', text, title: row.title } : { kind: 'gone' }
}

/** As messages; none while there is nothing to say. */
export function renderContent(content: Content, room: Room): string[] {
  switch (content.kind) {
    case 'answer':
      return renderAnswer(content.answer, room)
    case 'statement':
      return renderStatement(content.statement, content.code, room)
    case 'text':
    case 'policy':
      return [content.text]
    case 'running':
    case 'gone':
      return []
  }
}
