import { fold } from '../../shared/text.ts'
import type { Sentence } from '../../shared/message.ts'
import type { Draft } from '../draft.ts'

const MARK = /\[\d{1,2}\]/gu
const LEAD = /^\*\*[^\n]*\n/u

/**
 * Every sentence that cites must hold its quotes to the letter, and every number in it must stand
 * in them; a sentence that fails is left out (DESIGN §3 "evidence or silence").
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
  const said = tight(text.replace(LEAD, '').replace(MARK, '').replace(/^- /u, ''))
  const evidence = tight(citations.map(({ quote }) => quote).join('\n'))
  if (!evidence.includes(said)) return 'not the words of its evidence'
  const numbers = said.match(/\d+(?:\.\d+)?/gu) ?? []
  const missing = numbers.find((number) => !evidence.includes(number))
  return missing && `the number ${missing} is not in its evidence`
}

function tight(text: string): string {
  return fold(text).replaceAll(/\s+/gu, '')
}
