import type { Finding } from './claim.ts'
import type { Reading } from './reading.ts'

const QUOTED = /[“「『《"‘]([^“”「」『』《》"‘’]{1,120})[”」』》"’]/gu
const DOCUMENT_NUMBER = /(\p{Script=Han}{0,12})([〔[(]\d{4}[〕\])]第?\d{1,5}号)/gu

/** What stands in quotation marks, links and document numbers are the letters of the evidence. */
export function checkQuotations(reading: Reading): Finding[] {
  const wording = tight(reading.wording)
  const missing: string[] = []
  for (const [, quoted = ''] of reading.text.matchAll(QUOTED)) {
    if (!wording.includes(tight(quoted))) missing.push(quoted)
  }
  for (const [, code = '', number = ''] of reading.text.matchAll(DOCUMENT_NUMBER)) {
    if (!holdsNumber(wording, code, tight(number))) missing.push(`${code}${number}`)
  }
  for (const { kind, text } of reading.tokens) {
    if (kind === 'link' && !holdsLink(reading, text)) missing.push(text)
  }
  return missing.map((detail) => ({ check: 'quotations', detail }))
}

/** The number with the two characters of the issuer's code before it, or alone. */
function holdsNumber(wording: string, code: string, number: string): boolean {
  return wording.includes(`${code.slice(-2)}${number}`)
}

function holdsLink({ sources }: Reading, link: string): boolean {
  const bare = bareLink(link)
  return sources.some(({ tokens }) =>
    tokens.some(({ kind, text }) => kind === 'link' && bareLink(text) === bare),
  )
}

function bareLink(link: string): string {
  return link.replace(/^https?:\/\//u, '').replace(/\/+$/u, '')
}

function tight(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '')
}
