import type { DeliveredStatement } from '../cases/asker-cases.ts'
import type { Answer, Citation } from '../shared/message.ts'
import { link, withoutMarkdown } from './protocol/plain-text.ts'
import { byteLength, cutNicely, LONGEST_TEXT, splitText } from './protocol/split-text.ts'
import { xmlText } from '../shared/escape-markup.ts'
import { texts } from './texts.ts'

/** What cannot be said in so many messages is behind a link. */
export type Room = {
  parts: number
  publicUrl: string
  /** Opens the chat page as the asker. */
  page: string
  /** Bytes that something else takes of the first message. */
  taken?: number
}

type Said = {
  head: string
  body: string
  /** One line each. */
  sources: string[]
  /** Stands at the end of each message. */
  foot: string
}

/** An answer of the machine as messages of at most 2,048 bytes, each with the AI label (标识办法 4). */
export function renderAnswer(answer: Answer, room: Room): string[] {
  const suggested = answer.suggestions.slice(0, 9).map((text, at) => `${at + 1}. ${text}`)
  const closing = suggested.length > 0 ? `\n\n${texts.suggestions}\n${suggested.join('\n')}` : ''
  const said = {
    head: '',
    body: withoutMarkdown(xmlText(answer.text)),
    sources: answer.citations.map((citation) => sourceLine(citation, room.publicUrl)),
    foot: `\n\n——\n${answer.label}`,
  }
  const whole = renderSaid({ ...said, foot: `${closing}${said.foot}` }, { ...room, parts: 1 })
  if (whole.complete || room.parts === 1) return whole.messages
  return renderSaid(said, room).messages
}

/** Words of a person, unlabelled: nobody generated them. */
export function renderStatement(
  { author, authorName, text, citations }: DeliveredStatement,
  code: string,
  room: Room,
): string[] {
  const role = author === 'expert' ? '专家答复' : '工作人员答复'
  const said = {
    head: `【${role}】${authorName}（${code}）\n`,
    body: withoutMarkdown(xmlText(text)),
    sources: citations.map((citation) => sourceLine(citation, room.publicUrl)),
    foot: '',
  }
  return renderSaid(said, room).messages
}

function sourceLine({ n, title, heading, statusText, url }: Citation, publicUrl: string): string {
  const place = heading === '' ? title : `${title} ${heading.split(' › ').at(-1) ?? ''}`
  return `[${n}] ${link(cutNicely(place, 150), `${publicUrl}${url}`)}（${statusText}）`
}

type Rendered = { messages: string[]; complete: boolean }

/** Between words and the link to all of them. */
const ELLIPSIS = '……'

function renderSaid({ head, body, sources, foot }: Said, room: Room): Rendered {
  const { parts, page, taken = 0 } = room
  const limit = LONGEST_TEXT - byteLength(foot)
  const text = [`${head}${body}`, listOf(sources)].filter(Boolean).join('\n\n')
  if (byteLength(text) <= limit - taken) return { messages: [`${text}${foot}`], complete: true }
  const pieces = splitText(text, limit)
  if (pieces.length <= parts && taken === 0) {
    return { messages: pieces.map((piece) => `${piece}${foot}`), complete: true }
  }
  const before = pieces.slice(0, parts - 1)
  const rest = parts === 1 ? condense({ head, body, sources }, limit - taken, page) : undefined
  const last = rest ?? cutWithLink(pieces.slice(parts - 1).join('\n'), limit, page)
  return { messages: [...before, last].map((piece) => `${piece}${foot}`), complete: false }
}

const listOf = (lines: string[]) => (lines.length > 0 ? [texts.sources, ...lines].join('\n') : '')

/** The first source stays, whatever has to go: the words rest on it. */
function condense({ head, body, sources }: Omit<Said, 'foot'>, limit: number, page: string) {
  const more = `\n${link(texts.whole, page)}`
  const first = sources.slice(0, 1)
  const room = limit - byteLength(`${head}${more}\n\n${listOf(first)}${ELLIPSIS}`)
  const cut = cutNicely(body, Math.max(0, room))
  const words = `${head}${cut.trimEnd()}${cut === body ? '' : ELLIPSIS}`
  const kept = [...first]
  for (const source of sources.slice(1)) {
    const longer = `${words}\n\n${listOf([...kept, source])}${more}`
    if (byteLength(longer) > limit) break
    kept.push(source)
  }
  return [words, listOf(kept)].filter(Boolean).join('\n\n') + more
}

function cutWithLink(text: string, limit: number, page: string): string {
  const more = `${ELLIPSIS}\n${link(texts.whole, page)}`
  if (byteLength(text) <= limit) return text
  return `${cutNicely(text, limit - byteLength(more)).trimEnd()}${more}`
}
