import { z } from 'zod'
import { cleanModelText } from '../../shared/clean-model-text.ts'
import { parseJson } from '../../shared/parse-json.ts'
import type { Claim } from '../verification/verify-sentence.ts'

export type Closing = {
  coverage: 'complete' | 'partial' | 'none'
  missing: string
  suggestions: string[]
}

/** A line of a model's answer, as far as it can be made out. */
export type ContractLine =
  | ({ kind: 'sentence' } & Claim)
  | ({ kind: 'closing' } & Closing)
  | { kind: 'garbage'; detail: string }

const LONGEST_LINE = 2_000

const SentenceLine = z.object({
  evidence: z.array(z.string().max(20)).max(6),
  text: z.string().min(1).max(1_000),
})

const ClosingLine = z.object({
  coverage: z.enum(['complete', 'partial', 'none']),
  missing: z.string().max(200).catch('').default(''),
  suggestions: z.array(z.string().max(100)).max(10).catch([]).default([]),
})

/**
 * Lines of the answer contract (prompts/answer.md) from the pieces of a stream, each as soon as it
 * ends. A model that does not keep to the contract may still write plain sentences with marks such
 * as `[E1]` or `[1]`; whatever else it writes is garbage.
 */
export async function* readContract(pieces: AsyncIterable<string>): AsyncGenerator<ContractLine> {
  let rest = ''
  for await (const piece of pieces) {
    rest += piece
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield* readLine(line)
    if (rest.length > LONGEST_LINE) {
      yield { kind: 'garbage', detail: 'line too long' }
      rest = ''
    }
  }
  yield* readLine(rest)
}

/** The lines of a text that is there already. */
export function readWhole(text: string): ContractLine[] {
  return text.split('\n').flatMap((line) => [...readLine(line)])
}

const FENCE = /^```\w*$/

function* readLine(raw: string): Generator<ContractLine> {
  const line = raw.trim()
  if (line === '' || FENCE.test(line)) return
  if (line.length > LONGEST_LINE) yield { kind: 'garbage', detail: 'line too long' }
  else if (line.startsWith('{')) yield readObject(line)
  else yield* readPlain(line)
}

function readObject(line: string): ContractLine {
  const value = parseJson(line.replace(/,$/, ''))
  const sentence = SentenceLine.safeParse(value)
  if (sentence.success) return toSentence(sentence.data.text, sentence.data.evidence)
  const closing = ClosingLine.safeParse(value)
  if (closing.success) return { kind: 'closing', ...closing.data }
  return { kind: 'garbage', detail: 'not a line of the contract' }
}

const MARK = /[[［【]\s*E?(\d{1,2})\s*[\]］】]/giu
/** A sentence with the marks that follow its end. */
const PLAIN_SENTENCE = /[^。！？!?]+[。！？!?]*(?:\s*[[［【]\s*E?\d{1,2}\s*[\]］】])*[。！？!?]*/giu

function* readPlain(line: string): Generator<ContractLine> {
  for (const [sentence] of line.matchAll(PLAIN_SENTENCE)) {
    const evidence = [...sentence.matchAll(MARK)].map(([, number]) => `E${number}`)
    const text = sentence.replaceAll(MARK, '').trim()
    if (text !== '') yield toSentence(text, evidence)
  }
}

function toSentence(raw: string, evidence: string[]): ContractLine {
  const text = cleanModelText(raw)
  if (text === undefined) return { kind: 'garbage', detail: 'nothing to read' }
  return { kind: 'sentence', text, evidence: [...new Set(evidence)] }
}
