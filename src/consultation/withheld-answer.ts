import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import { answerOf } from './consult.ts'
import type { Question } from './draft.ts'
import type { ConsultedAnswer } from './record-answer.ts'
import { beginDraft } from './steps/understand.ts'

/** What is said to text with a state-secret mark: nothing of the text is looked at, kept or quoted. */
export function withheldAnswer(
  knowledge: RuntimeKnowledge,
  question: Question,
  language: 'zh' | 'en',
  now: Date,
): ConsultedAnswer {
  const empty = beginDraft({ ...question, text: '', history: [] }, knowledge)
  const draft = {
    ...empty,
    understanding: { ...empty.understanding, language, reasons: ['state_secret'] },
    outcome: 'refuse' as const,
    reason: 'state_secret',
    sentences: [{ n: 1, text: knowledge.replies.notices.state_secret[language], citations: [] }],
  }
  return { answer: answerOf(draft, now), trace: { reason: 'state_secret' } }
}
