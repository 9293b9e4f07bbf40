import type { Case } from '../cases/change-case.ts'
import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import type { Answer } from '../shared/message.ts'
import { languageOf } from '../shared/text.ts'
import type { Question } from './draft.ts'
import type { ConsultedAnswer } from './record-answer.ts'

type Fixed = Pick<Answer, 'outcome' | 'reason' | 'language' | 'text'> & {
  level: Answer['routing']['level']
}

function fixedAnswer(
  { replies }: RuntimeKnowledge,
  { messageId, conversationId }: Question,
  { level, ...fixed }: Fixed,
  now: Date,
): ConsultedAnswer {
  const { reason, text, language } = fixed
  return {
    trace: { reason },
    answer: {
      ...fixed,
      id: messageId,
      conversationId,
      author: 'assistant',
      coverage: 'none',
      writer: 'extract',
      sentences: [{ n: 1, text, citations: [] }],
      citations: [],
      routing: {
        level,
        field: '综合',
        topics: [],
        district: null,
        urgency: 'normal',
        reasons: [reason],
      },
      suggestions: [],
      label: replies.label.extract[language],
      stopped: false,
      at: now.toISOString(),
    },
  }
}

/** What is said to text with a state-secret mark: nothing of it is looked at, kept or quoted. */
export function withheldAnswer(
  knowledge: RuntimeKnowledge,
  question: Question,
  now: Date,
): ConsultedAnswer {
  const language = languageOf(question.text)
  const text = knowledge.replies.notices.state_secret[language]
  const fixed = {
    outcome: 'refuse',
    reason: 'state_secret',
    language,
    text,
    level: 'self',
  } as const
  return fixedAnswer(knowledge, question, fixed, now)
}

/** What is said while a person has the conversation in hand: the words have reached them. */
export function personAnswer(
  knowledge: RuntimeKnowledge,
  question: Question,
  { code, language }: Case,
  now: Date,
): ConsultedAnswer {
  const text = knowledge.replies.notices.with_person[language].replace('{what}', code)
  const fixed = {
    outcome: 'escalate',
    reason: 'with_person',
    language,
    text,
    level: 'staff',
  } as const
  return fixedAnswer(knowledge, question, fixed, now)
}
