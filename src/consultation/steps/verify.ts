import type { Sentence } from '../../shared/message.ts'
import { tight, withoutBullet, withoutFrame } from '../answering/frame.ts'
import type { Draft } from '../draft.ts'

/**
 * Every sentence that cites must be the words of its quotes, numbers and all; one that fails is left
 * out (DESIGN §3 "evidence or silence").
 */
export function verify(draft: Draft): Draft {
  const kept: Sentence[] = []
  const findings: string[] = []
  for (const sentence of draft.sentences) {
    const finding = findFault(sentence)
    if (finding) findings.push(`${sentence.n}: ${finding}`)
    else kept.push(sentence)
  }
  const cited = new Set(kept.flatMap(({ citations }) => citations.map(({ n }) => n)))
  const citations = draft.citations.filter(({ n }) => cited.has(n))
  return { ...draft, sentences: kept, citations, findings }
}

function findFault({ text, citations }: Sentence): string | undefined {
  if (citations.length === 0) return undefined
  const said = tight(withoutBullet(withoutFrame(text)))
  const evidence = tight(citations.map(({ quote }) => quote).join('\n'))
  return evidence.includes(said) ? undefined : 'not the words of its evidence'
}
