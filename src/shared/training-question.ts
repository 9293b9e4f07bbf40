import type { Answer } from './message.ts'

/** The service of the standard whose words are about training (service-spec, 基础服务). */
const TRAINING_SERVICE = '知识产权基础知识培训服务'

export type TrainingWish = { district: string | null; courses: number[] }

type Asked = Pick<Answer, 'outcome' | 'reason' | 'routing' | 'citations'>

/**
 * What sessions an answer calls for; undefined where nobody asked about training. It follows from what the answer
 * has found already: the intent, the topics, and the rows of the syllabus that it quotes (附录 B).
 */
export function trainingWishOf(answer: Asked): TrainingWish | undefined {
  const { outcome, reason, routing, citations } = answer
  if (outcome === 'refuse') return undefined
  if (reason !== 'course' && !routing.topics.includes(TRAINING_SERVICE)) return undefined
  // No `flatMap`: the chat page also runs in browsers that lack it.
  const rows = citations
    .filter(({ document }) => document === 'service-spec')
    .map(({ locator }) => /^annexB\.(\d{1,3})\b/.exec(locator)?.[1])
    .filter((row) => row !== undefined)
    .map(Number)
  return { district: routing.district, courses: [...new Set(rows)] }
}
