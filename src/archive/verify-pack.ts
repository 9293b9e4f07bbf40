import { tight, withoutBullet, withoutFrame } from '../consultation/answering/frame.ts'
import { type Claim, verifySentence } from '../consultation/verification/verify-sentence.ts'
import { sha256 } from '../shared/ids.ts'
import { parseJson } from '../shared/parse-json.ts'
import type { Citation, Sentence } from '../shared/message.ts'
import { digestOf, EvidencePack, type PackedPassage, serialisePack } from './evidence-pack.ts'

/**
 * Proves an evidence pack with nothing but its bytes: the digest, every quote at its place in its
 * passage, and every sentence against its quotes by the checks that were made before its release.
 * @returns what is wrong, in English; empty when all of it holds
 */
export async function verifyPack(bytes: string): Promise<string[]> {
  const parsed = EvidencePack.safeParse(parseJson(bytes))
  if (!parsed.success) return ['this is not an evidence pack, or one of its fields is damaged']
  const pack = parsed.data
  const { digest, ...body } = pack
  const problems: string[] = []
  if (serialisePack(pack) !== bytes) problems.push('its bytes differ from what was exported')
  if ((await digestOf(body)) !== digest) problems.push('its digest does not match its content')
  for (const passage of pack.passages) {
    const intact = (await sha256(passage.text)) === passage.sha256
    if (!intact) problems.push(`passage ${passage.document}#${passage.locator} was changed`)
  }
  for (const citation of pack.answer.citations) {
    if (!holds(pack.passages, citation)) problems.push(`quote ${citation.n} is not in its passage`)
  }
  for (const sentence of pack.answer.sentences) {
    const findings = checkSentence(sentence, pack)
    if (findings) problems.push(`sentence ${sentence.n} is not supported: ${findings}`)
  }
  return problems
}

function passageOf(passages: PackedPassage[], { document, start, end }: Citation) {
  return passages.find(
    (each) => each.document === document && each.start <= start && end <= each.end,
  )
}

function holds(passages: PackedPassage[], citation: Citation): boolean {
  const passage = passageOf(passages, citation)
  if (!passage) return false
  const { start, end, quote } = citation
  return passage.text.slice(start - passage.start, end - passage.start) === quote
}

const ADDRESS = /：https?:\/\/\S+\s?/gu

/**
 * What a shown sentence claims in words of its own, without lead, marks and addresses; undefined
 * where it cites nothing or is an excerpt of what it cites.
 */
export function claimIn({ text, citations }: Sentence): string | undefined {
  if (citations.length === 0) return undefined
  const said = withoutFrame(text)
  const quotes = tight(citations.map(({ quote }) => quote).join(''))
  const excerpt = said.split('\n').every((line) => quotes.includes(tight(withoutBullet(line))))
  return excerpt ? undefined : said.replaceAll(ADDRESS, '')
}

/** Excerpts must be their quotes; what a model wrote must pass the checks again. */
function checkSentence(sentence: Sentence, { answer, passages, lexicon, question }: EvidencePack) {
  // Of what a person said only the quotes can be proven.
  if (answer.writer === 'staff') return undefined
  const text = claimIn(sentence)
  if (text === undefined) return undefined
  if (answer.writer === 'extract') return 'not the words of its evidence'
  const { citations } = sentence
  const cited = [...new Set(citations.flatMap((each) => passageOf(passages, each) ?? []))]
  const evidence = cited.map((passage, at) => ({ ...passage, id: `E${at + 1}` }))
  const claim: Claim = { text, evidence: evidence.map(({ id }) => id) }
  const { language } = answer
  const findings = verifySentence(claim, { language, evidence, question: question ?? '', lexicon })
  return findings.length > 0 ? findings.map(({ check }) => check).join(', ') : undefined
}
