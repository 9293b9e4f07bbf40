import { type Asked, askQuestion } from '../consultation/ask-question.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { findLastAnswer } from './read-conversation.ts'
import type { WechatUser } from './users.ts'

const LONGEST_QUESTION = 2_000
const TRIES = 5
const AGAIN_MS = 60

/**
 * Asks in a person's name. By its key it is asked once, however often it is delivered.
 * @throws AppError as `askQuestion`
 */
export async function ask(
  deps: Deps,
  user: WechatUser,
  { text, key }: { text: string; key: string },
): Promise<Asked> {
  const asked = {
    askerId: user.askerId,
    conversationId: user.conversationId,
    text: text.slice(0, LONGEST_QUESTION),
    idempotencyKey: key,
    preferred: 'zh' as const,
    channel: user.channel,
  }
  for (let tried = 1; ; tried += 1) {
    try {
      return await askQuestion(deps, asked)
    } catch (error) {
      // Two questions of one person at the same moment: one of them has taken the turn.
      const inTheWay = error instanceof AppError && error.message === 'answer_running'
      if (!inTheWay || tried === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * tried))
    }
  }
}

/** The question behind a number that a person has sent back; undefined where none was offered. */
export async function chosenQuestion(
  deps: Deps,
  user: WechatUser,
  n: number,
): Promise<string | undefined> {
  const last = await findLastAnswer(deps.db, user.conversationId)
  return last?.answer?.suggestions[n - 1]
}
