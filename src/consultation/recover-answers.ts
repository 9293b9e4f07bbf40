import { and, asc, eq, lt } from 'drizzle-orm'
import { conversations, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { answerQuestion, answerWithheld, readHistory } from './ask-question.ts'
import type { Question } from './draft.ts'

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
      askerId: conversations.askerId,
      turn: messages.turn,
      text: messages.question,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(eq(messages.state, 'running'), lt(messages.askedAt, before)))
    .orderBy(asc(messages.askedAt))
    .limit(AT_ONCE)
  for (const row of rows) {
    deps.log('warn', 'answer_recovered', { messageId: row.messageId })
    // A failure is recorded and logged there; the others still want their answers.
    await answerAgain(deps, row).catch(() => {})
  }
}

type LeftBehind = Omit<Question, 'text' | 'history'> & {
  askerId: string
  turn: number
  text: string | null
}

async function answerAgain(deps: Deps, { askerId, turn, text, ...question }: LeftBehind) {
  if (text === null) return answerWithheld(deps, { ...question, text: '', history: [] })
  const history = await readHistory(deps.db, { ...question, askerId }, turn)
  return answerQuestion(deps, { ...question, text, history })
}
