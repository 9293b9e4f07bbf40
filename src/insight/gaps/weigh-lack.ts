import type { Coverage, Outcome } from '../../shared/message.ts'

export type Answered = {
  outcome: Outcome
  coverage: Coverage
  /** How near the nearest evidence was in meaning, 0–1; null where that is not known. */
  nearest: number | null
  /** Rated low or as unsolved, or found poor by a second person. */
  disliked: boolean
  /** A person took it in hand. */
  handed: boolean
}

/**
 * Of the questions in `knowledge/questions`, each looked for as if it were not there, one in ten comes no nearer to its
 * passage than `full`, and about half come nearer than `none`.
 */
const EVIDENCE = { full: 0.61, none: 0.69 }

/** Reasons of answers to what no passage could answer: wishes to speak with somebody, and courtesies. */
export const NOT_FOR_KNOWLEDGE = [
  'human',
  'complaint',
  'confidential',
  'greeting',
  'thanks',
  'about_assistant',
] as const

/**
 * How much an answer lacked knowledge, 0–1: wholly where nothing or only a part was known, where the asker was not
 * content, or where a person had to take over; by degrees where its evidence lay far from the question.
 */
export function weighLack({ outcome, coverage, disliked, handed, nearest }: Answered): number {
  if (disliked || handed || outcome === 'escalate' || coverage !== 'complete') return 1
  if (nearest === null) return 0
  const lack = (EVIDENCE.none - nearest) / (EVIDENCE.none - EVIDENCE.full)
  return Math.min(1, Math.max(0, lack))
}
