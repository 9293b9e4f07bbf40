import type { Draft } from '../draft.ts'
import { WITHOUT_EVIDENCE } from './answer.ts'
import { CONCRETE } from './understand.ts'

const MOST_SUGGESTIONS = 3

/** Decides outcome and level from what was understood and found, and offers what to ask next. */
export function triage(verified: Draft): Draft {
  const draft = { ...verified, coverage: coverageOf(verified) }
  const unanswered = draft.outcome === 'answer' && draft.coverage === 'none'
  const decided = unanswered
    ? { ...draft, outcome: 'escalate' as const, reason: 'nothing_found' }
    : draft
  return { ...decided, level: levelOf(decided), suggestions: suggestionsOf(decided) }
}

/** Says how much of the question the verified sentences answer. */
function coverageOf({ outcome, understanding, citations }: Draft): Draft['coverage'] {
  if (outcome === 'refuse' || outcome === 'clarify') return 'none'
  if (understanding.intent === 'missing_fact') return 'none'
  if (outcome === 'escalate') return citations.length > 0 ? 'partial' : 'none'
  return citations.length > 0 || WITHOUT_EVIDENCE.has(understanding.intent) ? 'complete' : 'none'
}

function levelOf({ outcome, understanding }: Draft): Draft['level'] {
  if (outcome !== 'escalate') return 'self'
  return CONCRETE.has(understanding.intent) ? 'expert' : 'staff'
}

/** Services among the units found: the `topics` of the routing. */
export function topicsOf({ found, knowledge }: Draft): string[] {
  const names = new Set(knowledge.services.map(({ name }) => name))
  const topics = found
    .slice(0, 2)
    .flatMap(({ path }) => path.filter((heading) => names.has(heading)))
  return [...new Set(topics)]
}

/** Neighbours in what was found that the answer did not quote, as questions. */
function suggestionsOf({ found, citations, understanding, outcome }: Draft): string[] {
  if (outcome === 'clarify') return []
  const quoted = new Set(citations.map(({ heading }) => heading.split(' › ').at(-1)))
  const headings = found
    .filter(({ kind }) => kind === 'service' || kind === 'section')
    .flatMap(({ path }) => path.at(-1) ?? [])
    .filter((heading) => !quoted.has(heading))
  return [...new Set(headings)]
    .slice(0, MOST_SUGGESTIONS)
    .map((heading) =>
      understanding.language === 'en' ? `What about “${heading}”?` : `${heading}包括什么？`,
    )
}
