import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { Sentence } from '../../shared/message.ts'
import type { Chosen } from './choose-quotes.ts'
import { briefStatus, headerOf, headingOf, type PresentContext } from '../../knowledge/present.ts'
import type { Citations } from './cite.ts'
import { toBullet } from './frame.ts'

type Writer = PresentContext & { knowledge: RuntimeKnowledge; citations: Citations }

/** Sentences of one unit: a lead that names document and heading, and its quotes, each with its mark. */
export function writeUnit(writer: Writer, { unit, quotes }: Chosen): Omit<Sentence, 'n'>[] {
  const lead = leadOf(writer, unit, quotes[0]?.text)
  return quotes.map((quote, at) => {
    const [from, to] = quotable(quote.text)
    const citation = writer.citations.cite({ ...quote, document: unit.document }, from, to)
    const bullet = toBullet(citation)
    return { text: at === 0 ? `${lead}\n${bullet}` : bullet, citations: [citation] }
  })
}

/** Row numbers and list marks stay out of a quote: `7 世界知识产权组织…`. */
function quotable(text: string): [number, number] {
  const mark = /^(?:\d{1,2}\s+|[(（][一二三四五六七八九十]+[)）]\s*|——)/u.exec(text)?.[0] ?? ''
  return [mark.length, text.trimEnd().length]
}

/**
 * Document, heading and status in one line: what the quotes below it rest on (DESIGN §2.1); without the
 * heading where the first quote begins with it.
 */
function leadOf(writer: Writer, { document, path, locator }: Chosen['unit'], first = ''): string {
  const heading = headingOf(path, locator).split(' › ').at(-1) ?? ''
  return leadOfDocument(writer, document, first.startsWith(heading) ? '' : heading)
}

/** Without a heading: for sentences that rest on several places of a document. */
export function leadOfDocument(
  { knowledge, ...context }: Omit<Writer, 'citations'>,
  document: string,
  heading = '',
): string {
  const header = headerOf(knowledge, document)
  const { language } = context
  const status = briefStatus(header, context)
  const quoted = heading && `“${heading}”`
  return language === 'en'
    ? `**${header.title_en}**${quoted && `, ${quoted}`} (${status}):`
    : `**《${bare(header.short_title)}》**${quoted}（${status}）：`
}

function bare(title: string): string {
  return title.replace(/^《|》$/gu, '')
}
