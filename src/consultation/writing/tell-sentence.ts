import type { Citation, Sentence } from '../../shared/message.ts'
import { fold } from '../../shared/text.ts'
import { type CiteContext, createCitations } from '../answering/cite.ts'
import { toBullet } from '../answering/frame.ts'
import { leadOfDocument } from '../answering/write-answer.ts'
import type { Claim } from '../verification/verify-sentence.ts'
import { chooseSupport } from './choose-support.ts'
import type { ListedEvidence } from './list-evidence.ts'

/** A sentence of the answer that has no number yet. */
export type Told = Omit<Sentence, 'n'>

const LINK = /[:：]?\s*\{link:(E\d{1,2})\}/gu
const ADDRESS = /https?:\/\/[\w\-.~:/?#@!$&*+,;=%]{1,300}/u
const END = /[。！？!?.；;]?$/u

/** What a model wrote without its link tokens: what is checked. */
export function withoutLinks(text: string): string {
  return text.replaceAll(LINK, '')
}

/**
 * Brings verified claims into the form of an answer: with the marks of their quotes, and with
 * title and status wherever another document begins to speak (DESIGN §2.1).
 */
export function createTeller(evidence: ListedEvidence[], context: CiteContext) {
  const citations = createCitations(context)
  const byId = new Map(evidence.map((each) => [each.id, each]))
  const said = new Set<string>()
  let speaking: string | undefined

  const leadFor = ([first]: Citation[]): string => {
    if (!first || first.document === speaking) return ''
    speaking = first.document
    return `${leadOfDocument(context, first.document)}\n`
  }
  const supportOf = ({ text, evidence: ids }: Claim): Citation[] =>
    ids.flatMap((id) => {
      const source = byId.get(id)
      if (!source) return []
      const { passage } = source
      return chooseSupport(text, passage.text).map(({ from, to }) =>
        citations.cite(passage, from, to),
      )
    })
  const addressIn = (id: string) => ADDRESS.exec(byId.get(id)?.text ?? '')?.[0]

  return {
    citations,
    /** The claim as it was written; undefined when it only repeats what was said. */
    claim: (claim: Claim): Told | undefined => {
      const plain = fold(withoutLinks(claim.text)).replaceAll(/[\p{P}\s]/gu, '')
      if (said.has(plain)) return undefined
      said.add(plain)
      const cited = supportOf({ ...claim, text: withoutLinks(claim.text) })
      const linked = claim.text.replaceAll(LINK, (_, id: string) => {
        const address = addressIn(id)
        return address ? `：${address} ` : ''
      })
      const marks = cited.map(({ n }) => `[${n}]`).join('')
      return { text: leadFor(cited) + linked.replace(END, (end) => marks + end), citations: cited }
    },
    /** The words of its evidence instead of the claim; undefined without evidence, or when said. */
    quote: (claim: Claim): Told | undefined => {
      const known = new Set(citations.list)
      const fresh = supportOf(claim).filter((citation) => !known.has(citation))
      if (fresh.length === 0) return undefined
      return { text: leadFor(fresh) + fresh.map(toBullet).join('\n'), citations: fresh }
    },
  }
}
