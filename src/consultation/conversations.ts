import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { type Channel, conversations, messages, ratings } from '../db/schema/index.ts'
import { editableUntil } from '../feedback/due-after.ts'
import type { OwnRating } from '../feedback/record-rating.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { Answer } from '../shared/message.ts'

const MOST_CONVERSATIONS = 50
const MOST_TURNS = 200
const TITLE_LENGTH = 60

export async function openConversation(
  db: Database,
  askerId: string,
  now: Date,
  channel: Channel = 'web',
): Promise<{ id: string }> {
  const id = newId()
  await db.insert(conversations).values({ id, askerId, channel, createdAt: now })
  return { id }
}

export type ConversationSummary = { id: string; createdAt: string; title: string }

/** The asker's own conversations in which something was asked, newest first, at most 50. */
export async function listConversations(
  db: Database,
  askerId: string,
): Promise<ConversationSummary[]> {
  const rows = await db
    .select({
      id: conversations.id,
      createdAt: conversations.createdAt,
      title: sql<string>`coalesce(left(${messages.question}, ${TITLE_LENGTH}), '—')`,
    })
    .from(conversations)
    .innerJoin(messages, and(eq(messages.conversationId, conversations.id), eq(messages.turn, 1)))
    .where(eq(conversations.askerId, askerId))
    .orderBy(desc(conversations.createdAt), desc(conversations.id))
    .limit(MOST_CONVERSATIONS)
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

export type Turn =
  | { role: 'asker'; id: string; text: string | null; at: string }
  | {
      role: 'assistant'
      id: string
      state: 'running' | 'done' | 'failed'
      answer: Answer | null
      rating: OwnRating | null
    }

type Which = { askerId: string; id: string; ratingEditDays: number }

/** @throws AppError `not_found` when there is none, or it is another asker's */
export async function readConversation(
  db: Database,
  { askerId, id, ratingEditDays }: Which,
): Promise<{ id: string; createdAt: string; turns: Turn[] }> {
  const [conversation] = await db
    .select({ createdAt: conversations.createdAt })
    .from(conversations)
    .where(and(eq(conversations.id, id), eq(conversations.askerId, askerId)))
  if (!conversation) throw new AppError('not_found', 'conversation_unknown')
  const rows = await db
    .select({ message: messages, rating: ratings })
    .from(messages)
    .leftJoin(ratings, eq(ratings.messageId, messages.id))
    .where(eq(messages.conversationId, id))
    .orderBy(asc(messages.turn))
    .limit(MOST_TURNS)
  const turns = rows.flatMap(({ message: row, rating }): Turn[] => [
    { role: 'asker', id: row.id, text: row.question, at: row.askedAt.toISOString() },
    {
      role: 'assistant',
      id: row.id,
      state: row.state,
      answer: row.answer,
      rating: rating && {
        score: rating.score,
        solved: rating.solved,
        reasons: rating.reasons,
        text: rating.text,
        editableUntil: editableUntil(rating.createdAt, ratingEditDays),
      },
    },
  ])
  return { id, createdAt: conversation.createdAt.toISOString(), turns }
}

/** @throws AppError `not_found` when there is none, or it is another asker's */
export async function readMessage(db: Database, askerId: string, id: string) {
  const [row] = await db
    .select({ id: messages.id, state: messages.state, answer: messages.answer })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(eq(messages.id, id), eq(conversations.askerId, askerId)))
  if (!row) throw new AppError('not_found', 'message_unknown')
  return row
}

/** Asks whoever writes this answer to stop; what was released stays. */
export async function stopMessage(db: Database, askerId: string, id: string, now: Date) {
  await readMessage(db, askerId, id)
  await db
    .update(messages)
    .set({ stopRequestedAt: now })
    .where(and(eq(messages.id, id), eq(messages.state, 'running')))
}
