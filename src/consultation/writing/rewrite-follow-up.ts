import type { Deps } from '../../deps.ts'
import { ModelError } from '../../models/chat-model.ts'
import { createMask } from '../../privacy/mask-personal-data.ts'
import { asData } from '../../prompts/as-data.ts'
import { renderPrompt } from '../../prompts/prompts.ts'
import type { Question } from '../draft.ts'
import { mayReferBack } from '../understanding/complete-follow-up.ts'
import { cleanModelText } from '../../shared/clean-model-text.ts'
import { describeHistory } from './describe-history.ts'

const DEADLINE_MS = 1_500
const MOST_TOKENS = 200
const LONGEST_QUESTION = 300

/**
 * The model's full form of a follow-up, used for searching only; undefined for a question that stands
 * by itself, and when the model gives none in time: the rules of `complete-follow-up.ts` take its place.
 */
export async function rewriteFollowUp(
  { chat, prompts }: Pick<Deps, 'chat' | 'prompts'>,
  { text, history }: Question,
): Promise<string | undefined> {
  if (!chat || history.length === 0 || !mayReferBack(text)) return undefined
  const mask = createMask()
  const question = mask.mask(asData(text))
  const messages = renderPrompt(prompts, 'rewrite-question', {
    question,
    history: describeHistory(history, mask),
  })
  try {
    const { text: written } = await chat.complete({
      purpose: 'rewrite-question',
      messages,
      maxTokens: MOST_TOKENS,
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const line = cleanModelText(written)?.split('\n')[0]?.trim()
    return line && line.length <= LONGEST_QUESTION ? mask.restore(line) : undefined
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}
