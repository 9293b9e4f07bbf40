import { and, asc, eq, lt, sql } from 'drizzle-orm'
import { conversations, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { answerQuestion } from './ask-question.ts'

const LEFT_BEHIND_AFTER_MS = 30_000
const AT_ONCE = 10

/** Answers the questions that a process which ended had taken: nothing acknowledged is lost. */
export async function recoverAnswers(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - LEFT_BEHIND_AFTER_MS)
  const rows = await deps.db
    .select({
      messageId: messages.id,
      conversationId: messages.conversationId,
      channel: conversations.channel,
      text: sql<string>`coalesce(${messages.question}, '')`,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(eq(messages.state, 'running'), lt(messages.askedAt, before)))
    .orderBy(asc(messages.askedAt))
    .limit(AT_ONCE)
  for (const row of rows) {
    deps.log('warn', 'answer_recovered', { messageId: row.messageId })
    await answerQuestion(deps, { ...row, history: [] }).catch(() => {})
  }
}
