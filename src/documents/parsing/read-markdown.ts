import type { DecodedText } from './decode-text.ts'
import { hidesByStyle } from './html/hides-by-style.ts'
import { joinLines, meetInHan } from './join-lines.ts'
import type { Block } from './parsed-document.ts'
import { addFinding, createRaw, oneLine, type RawDocument, refuseLength } from './raw-document.ts'

const FENCE = /^ {0,3}(?:```|~~~)/
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/
const RULE = /^ {0,3}(?:[-*_][ \t]*){3,}$/
const BULLET = /^([ \t]*)[-*+][ \t]+(.*)$/
const NUMBER = /^([ \t]*)(\d{1,9}[.)][ \t]+.*)$/
const QUOTE = /^ {0,3}> ?/
const LINK = /!?\[([^\][]*)\]\(<?([^()\s<>]*)>?(?:[ \t]+"[^"]*")?\)/g
const REFERENCE = /^ {0,3}\[[^\]]+\]:[ \t]*(\S+)/
const EMPHASIS = /(\*\*|__|~~)(?=\S)(.+?)\1/g
const CODE = /`([^`]+)`/g
const TAG = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi
const PROGRAM_LINK = /\((?:javascript|vbscript|data):[^\s)]*/gi
const PROGRAM = /^(?:script|iframe|object|embed|form|svg)$/i
const INDENT = 2

type Reading = { raw: RawDocument; open: Block | undefined; inFence: boolean; number: number }

/** CommonMark 0.31 with tables, as far as text goes: marks fall away, the words stay as they are. */
export function readMarkdown({ text, encoding }: DecodedText): RawDocument {
  const raw = createRaw()
  raw.metadata.encoding = encoding
  const lines = withoutHeader(withoutComments(text, raw), raw).split('\n')
  const reading: Reading = { raw, open: undefined, inFence: false, number: 0 }
  for (const line of lines) {
    reading.number += 1
    readLine(line, reading)
  }
  for (const block of raw.blocks) {
    block.text = oneLine(block.text)
    raw.said.push(block.text)
  }
  raw.blocks = raw.blocks.filter((block) => block.text !== '')
  refuseLength(raw.blocks)
  return raw
}

/** Comments show nowhere; their lines stay, so that lines keep their numbers. */
function withoutComments(text: string, { findings, said }: RawDocument): string {
  let number = 1
  let counted = 0
  return text.replace(/<!--[\s\S]*?(?:-->|$)/g, (comment, at: number) => {
    number += linesIn(text.slice(counted, at))
    counted = at
    addFinding(findings, { kind: 'comment', place: 'line', number, text: comment.slice(4) })
    said.push(comment)
    return comment.replace(/[^\n]/g, '')
  })
}

const linesIn = (text: string): number => text.split('\n').length - 1

function withoutHeader(text: string, raw: RawDocument): string {
  const header = /^---\n([\s\S]*?\n)---(?:\n|$)/.exec(text)
  if (!header) return text
  for (const line of (header[1] ?? '').split('\n')) {
    const value = /^[\w-]+:[ \t]*(.*)$/.exec(line)?.[1]?.replace(/^["']|["']$/g, '')
    if (line.startsWith('title:') && value) raw.title = value
    raw.apart.push(value ?? line)
  }
  return (
    text.slice(0, header.index) + header[0].replace(/[^\n]/g, '') + text.slice(header[0].length)
  )
}

function readLine(line: string, reading: Reading): void {
  if (FENCE.test(line)) {
    reading.inFence = !reading.inFence
    reading.open = undefined
    return
  }
  if (reading.inFence) return void add(reading, { kind: 'paragraph', text: line })
  const text = line.replace(QUOTE, '')
  if (text.trim() === '') reading.open = undefined
  else if (!readUnderline(text, reading)) readMarked(text, reading)
}

/** A line below a paragraph can make it a heading, or the head of a table. */
function readUnderline(text: string, reading: Reading): boolean {
  const { open, raw } = reading
  const sign = UNDERLINE.exec(text)?.[1]
  if (sign !== undefined && open?.kind === 'paragraph') {
    raw.blocks.splice(-1, 1, { ...open, kind: 'heading', level: sign.startsWith('=') ? 1 : 2 })
    reading.open = undefined
    return true
  }
  return isTableLine(text) || RULE.test(text)
}

/** `|---|:-:|`, which says where a table begins. */
function isTableLine(text: string): boolean {
  const cells = text
    .trim()
    .split('|')
    .map((cell) => cell.trim())
  const inner = cells.filter((cell, at) => cell !== '' || (at > 0 && at < cells.length - 1))
  return cells.length > 1 && inner.length > 0 && inner.every((cell) => /^:?-+:?$/.test(cell))
}

function readMarked(text: string, reading: Reading): void {
  const marked = readHeading(text) ?? readItem(text)
  if (marked) {
    const added = add(reading, marked)
    if (marked.kind === 'item') reading.open = added
    return
  }
  if (isRow(text.trim())) return addRow(text, reading)
  const reference = REFERENCE.exec(text)?.[1]
  if (reference !== undefined) return noteLink(reference, reading)
  // Only Latin text is wrapped by hand in such files: a new line of Han is meant as one.
  const { open } = reading
  if (open && !meetInHan(open.text, text)) open.text = joinLines(open.text, inline(text, reading))
  else reading.open = add(reading, { kind: 'paragraph', text })
}

function readHeading(text: string): Block | undefined {
  const [, marks, title = ''] = HEADING.exec(text) ?? []
  if (marks === undefined) return undefined
  return { kind: 'heading', level: marks.length, text: withoutClosing(title) }
}

function readItem(text: string): Block | undefined {
  const [, room, item] = BULLET.exec(text) ?? NUMBER.exec(text) ?? []
  if (room === undefined || item === undefined) return undefined
  return { kind: 'item', level: Math.min(1 + Math.floor(widthOf(room) / INDENT), 9), text: item }
}

/** `## 总则 ##` */
function withoutClosing(title: string): string {
  const words = title.trimEnd()
  let end = words.length
  while (words[end - 1] === '#') end -= 1
  return end === 0 || /\s/.test(words[end - 1] ?? '') ? words.slice(0, end) : words
}

const widthOf = (room: string): number => room.replaceAll('\t', '    ').length

const isRow = (text: string): boolean =>
  text.length > 1 && text.startsWith('|') && text.endsWith('|')

function addRow(text: string, reading: Reading) {
  const inner = text.trim().replace(/^\||\|$/g, '')
  const cells = inner.split(/(?<!\\)\|/).map((cell) => oneLine(inline(cell, reading)))
  const joined = cells.filter((cell) => cell !== '').join(' | ')
  reading.open = undefined
  if (joined) reading.raw.blocks.push({ kind: 'table-row', text: joined, cells })
}

function add(reading: Reading, block: Block): Block {
  const plain = reading.inFence ? block.text : inline(block.text, reading)
  const added = { ...block, text: plain }
  reading.raw.blocks.push(added)
  reading.open = undefined
  return added
}

function inline(text: string, reading: Reading): string {
  for (const tag of text.matchAll(TAG)) noteTag(tag, reading)
  for (const [link] of text.matchAll(PROGRAM_LINK)) noteScript(link, reading)
  return text
    .replace(LINK, (_, words: string, target: string) => {
      noteLink(target, reading)
      return words
    })
    .replace(EMPHASIS, '$2')
    .replace(CODE, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, '$1')
}

function noteLink(target: string, { raw, number }: Reading) {
  if (!/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(target)) return
  addFinding(raw.findings, { kind: 'external_link', place: 'line', number, text: target })
}

const noteScript = (text: string, { raw, number }: Reading) =>
  addFinding(raw.findings, { kind: 'script', place: 'line', number, text })

/** Tags stay in the text, where whoever approves it sees them. */
function noteTag([tag, , name = '', attributes = '']: RegExpExecArray, reading: Reading) {
  const { raw, number } = reading
  if (PROGRAM.test(name) || /\son[a-z]+\s*=/i.test(attributes)) noteScript(tag, reading)
  const style = /style\s*=\s*["']([^"']*)["']/i.exec(attributes)?.[1]
  const reason = style !== undefined && hidesByStyle(style)
  if (reason) addFinding(raw.findings, { kind: reason, place: 'line', number, text: tag })
}
