import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import type { Question } from './draft.ts'
import type { ConsultedAnswer } from './record-answer.ts'

/** What is said to text with a state-secret mark: nothing of it is looked at, kept or quoted. */
export function withheldAnswer(
  { replies }: RuntimeKnowledge,
  { messageId, conversationId }: Question,
  language: 'zh' | 'en',
  now: Date,
): ConsultedAnswer {
  const reason = 'state_secret'
  const text = replies.notices.state_secret[language]
  return {
    trace: { reason },
    answer: {
      id: messageId,
      conversationId,
      author: 'assistant',
      outcome: 'refuse',
      reason,
      coverage: 'none',
      language,
      text,
      sentences: [{ n: 1, text, citations: [] }],
      citations: [],
      routing: {
        level: 'self',
        field: '综合',
        topics: [],
        district: null,
        urgency: 'normal',
        reasons: [reason],
      },
      suggestions: [],
      label: replies.label[language],
      stopped: false,
      at: now.toISOString(),
    },
  }
}
