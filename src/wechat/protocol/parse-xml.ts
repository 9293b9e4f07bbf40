/** Text, compound elements, and arrays where an element stands several times in a compound one. */
export type XmlValue = string | XmlElement | XmlValue[]
export type XmlElement = { [name: string]: XmlValue }

export class XmlError extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'XmlError'
  }
}

const DEEPEST = 8
const MOST_ELEMENTS = 2_000

// oxlint-disable-next-line no-control-regex -- these are what XML 1.0 forbids
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/
const NAME = /[A-Za-z_][\w.-]*/y
const ATTRIBUTE = /[ \t\n]+[A-Za-z_:][\w:.-]*[ \t\n]*=[ \t\n]*(?:"[^"<]*"|'[^'<]*')/y
const SPACE = /[ \t\n]*/y
const DECLARATION = /<\?xml[ \t\n][^?<>]*\?>/y

const CDATA = '<![CDATA['
const CDATA_END = ']]>'
const COMMENT = '<!--'
const COMMENT_END = '-->'

type Cursor = { text: string; at: number; elements: number }

/**
 * Reads the XML in which WeChat speaks, and nothing that XML can do besides: no DOCTYPE, no entities but the
 * five and numbers, no instructions. Values are always text: `007` and ids of 64 bits stay what they are.
 * @returns the children of the one root `<xml>`, without a prototype
 * @throws XmlError
 */
export function parseXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  if (ILLEGAL.test(text)) throw new XmlError('illegal character')
  const cursor: Cursor = { text, at: 0, elements: 0 }
  take(cursor, DECLARATION)
  skipAround(cursor)
  const { name, value } = readElement(cursor, 0)
  skipAround(cursor)
  if (cursor.at !== text.length) throw new XmlError('content after the root')
  if (name !== 'xml') throw new XmlError('another root')
  if (typeof value === 'string') return emptyElement()
  if (Array.isArray(value)) throw new XmlError('another root')
  if (Object.values(value).some(Array.isArray)) throw new XmlError('repeated element')
  return value
}

const emptyElement = (): XmlElement => Object.create(null)

function readElement(cursor: Cursor, depth: number): { name: string; value: XmlValue } {
  cursor.elements += 1
  if (depth > DEEPEST || cursor.elements > MOST_ELEMENTS) throw new XmlError('too deep or too many')
  const { name, closed } = readStartTag(cursor)
  return { name, value: closed ? '' : readContent(cursor, name, depth) }
}

function readStartTag(cursor: Cursor): { name: string; closed: boolean } {
  expect(cursor, '<')
  const name = take(cursor, NAME)
  if (name === '') throw new XmlError('no tag')
  while (take(cursor, ATTRIBUTE) !== '');
  take(cursor, SPACE)
  const closed = cursor.text.startsWith('/', cursor.at)
  if (closed) cursor.at += 1
  expect(cursor, '>')
  return { name, closed }
}

function readContent(cursor: Cursor, name: string, depth: number): XmlValue {
  const children = emptyElement()
  let characters = ''
  let compound = false
  while (!cursor.text.startsWith('</', cursor.at)) {
    if (cursor.at >= cursor.text.length) throw new XmlError('unclosed')
    const read = readPiece(cursor, depth)
    if (typeof read === 'string') characters += read
    else {
      compound = true
      addChild(children, read)
    }
  }
  readEndTag(cursor, name)
  if (compound && characters.trim() !== '') throw new XmlError('text beside elements')
  return compound ? children : characters
}

/** Text, or a child. */
function readPiece(cursor: Cursor, depth: number): string | { name: string; value: XmlValue } {
  const { text, at } = cursor
  if (text.startsWith(CDATA, at)) return readUntil(cursor, CDATA, CDATA_END)
  if (text.startsWith(COMMENT, at)) {
    readUntil(cursor, COMMENT, COMMENT_END)
    return ''
  }
  return text.startsWith('<', at) ? readElement(cursor, depth + 1) : readText(cursor)
}

function addChild(children: XmlElement, { name, value }: { name: string; value: XmlValue }): void {
  const before = children[name]
  if (before === undefined) children[name] = value
  else if (Array.isArray(before)) before.push(value)
  else children[name] = [before, value]
}

function readEndTag(cursor: Cursor, name: string): void {
  expect(cursor, '</')
  if (take(cursor, NAME) !== name) throw new XmlError('another end tag')
  take(cursor, SPACE)
  expect(cursor, '>')
}

function readText(cursor: Cursor): string {
  const end = cursor.text.indexOf('<', cursor.at)
  if (end < 0) throw new XmlError('unclosed')
  const raw = cursor.text.slice(cursor.at, end)
  cursor.at = end
  if (raw.includes(CDATA_END)) throw new XmlError('end of CDATA in text')
  return raw.includes('&') ? withoutReferences(raw) : raw
}

const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function withoutReferences(raw: string): string {
  const [first = '', ...rest] = raw.split('&')
  const read = rest.map((piece) => {
    const end = piece.slice(0, 12).indexOf(';')
    if (end < 0) throw new XmlError('bad entity')
    return `${readReference(piece.slice(0, end))}${piece.slice(end + 1)}`
  })
  return [first, ...read].join('')
}

function readReference(name: string): string {
  const named = NAMED.get(name)
  if (named !== undefined) return named
  const [, decimal, hex] = /^#(?:(\d{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(name) ?? []
  const digits = decimal ?? hex
  if (digits === undefined) throw new XmlError('bad entity')
  const code = Number.parseInt(digits, decimal === undefined ? 16 : 10)
  const isCharacter = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code < 0xe0_00)
  const character = isCharacter ? String.fromCodePoint(code) : '\0'
  if (ILLEGAL.test(character)) throw new XmlError('bad character')
  return character
}

function readUntil(cursor: Cursor, begin: string, end: string): string {
  const from = cursor.at + begin.length
  const to = cursor.text.indexOf(end, from)
  if (to < 0) throw new XmlError('unclosed')
  cursor.at = to + end.length
  return cursor.text.slice(from, to)
}

function skipAround(cursor: Cursor): void {
  take(cursor, SPACE)
  while (cursor.text.startsWith(COMMENT, cursor.at)) {
    readUntil(cursor, COMMENT, COMMENT_END)
    take(cursor, SPACE)
  }
}

/** What a sticky pattern finds just here, or nothing. */
function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0] ?? ''
  cursor.at += found.length
  return found
}

function expect(cursor: Cursor, what: string): void {
  if (!cursor.text.startsWith(what, cursor.at)) throw new XmlError(`no ${what}`)
  cursor.at += what.length
}
