import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { Citation, Sentence } from '../../shared/message.ts'
import type { Chosen } from './choose-quotes.ts'
import { headerOf } from '../../knowledge/present.ts'
import type { Citations } from './cite.ts'

type Writer = { knowledge: RuntimeKnowledge; citations: Citations; language: 'zh' | 'en' }

/** Sentences of one unit: a lead that names document and heading, and its quotes, each with its mark. */
export function writeUnit(writer: Writer, { unit, quotes }: Chosen): Omit<Sentence, 'n'>[] {
  const lead = leadOf(writer, unit)
  return quotes.map((quote, at) => {
    const [from, to] = quotable(quote.text)
    const citation = writer.citations.cite({ ...quote, document: unit.document }, from, to)
    const bullet = `- ${citation.quote.replaceAll(/\s*\n\s*/g, ' ')} [${citation.n}]`
    return { text: at === 0 ? `${lead}\n${bullet}` : bullet, citations: [citation] }
  })
}

/** Row numbers and list marks stay out of a quote: `7 世界知识产权组织…`. */
function quotable(text: string): [number, number] {
  const mark = /^(?:\d{1,2}\s+|[(（][一二三四五六七八九十]+[)）]\s*|——)/u.exec(text)?.[0] ?? ''
  return [mark.length, text.trimEnd().length]
}

function leadOf({ knowledge, language }: Writer, unit: Chosen['unit']): string {
  const header = headerOf(knowledge, unit.document)
  const heading = unit.path.slice(1).at(-1)
  if (language === 'en') {
    const section = heading ? `, “${heading}”` : ''
    return `**${header.title_en}** (${header.short_title}${section}), original wording:`
  }
  const section = heading ? ` · ${heading}` : ''
  return `**《${bare(header.short_title)}》${section}**`
}

/** What an answer must say about the documents it rests on (DESIGN §2.1): drafts, ended plans, undated texts. */
export function statusNotes(
  { knowledge, language }: Omit<Writer, 'citations'>,
  citations: Citation[],
): string[] {
  const byDocument = new Map(citations.map((citation) => [citation.document, citation]))
  return [...byDocument.values()].flatMap(({ document, status }) => {
    if (status === 'in_force') return []
    const header = headerOf(knowledge, document)
    const period = [header.period_from, header.period_to]
      .map((day) => day?.slice(0, 4))
      .filter(Boolean)
      .join('—')
    const title = language === 'en' ? header.title_en : bare(header.short_title)
    return knowledge.replies.notices[status][language]
      .replace('{title}', title)
      .replace('{period}', period)
  })
}

function bare(title: string): string {
  return title.replace(/^《|》$/gu, '')
}
