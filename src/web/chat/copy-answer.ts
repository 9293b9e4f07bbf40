import { clauseName } from '../shared/clause-name.ts'
import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import { chatText } from './chat-text.ts'
import type { Exchange } from './thread.ts'
import { shownCitations, shownText } from './thread.ts'

/** The server's label where it speaks the reader's language, else our own words for it. */
export function labelOf(exchange: Exchange, language: Language): string {
  const { answer } = exchange
  return answer !== null && answer.language === language && answer.label !== ''
    ? answer.label
    : chatText[language].label
}

/** An answer as plain text, never without its label and the status of its sources. */
export function answerAsText(exchange: Exchange, language: Language): string {
  const { sources } = chatText[language]
  const { status } = commonText[language]
  const citations = shownCitations(exchange).map((citation) => {
    const address = new URL(citation.url, location.href).href
    const place = `[${citation.n}] ${citation.title} › ${clauseName(citation)}（${status[citation.status]}）`
    return `${place}\n“${citation.quote}”\n${address}`
  })
  const parts = [shownText(exchange).replace(/\*\*/g, ''), labelOf(exchange, language)]
  if (citations.length > 0) parts.push(`${sources}\n${citations.join('\n')}`)
  return parts.join('\n\n')
}
