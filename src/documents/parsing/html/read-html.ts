import { Parser } from 'htmlparser2'
import type { DecodedText } from '../decode-text.ts'
import type { Block, FindingKind, HiddenReason } from '../parsed-document.ts'
import {
  addFinding,
  createMeter,
  createRaw,
  oneLine,
  type RawDocument,
  refuseLength,
} from '../raw-document.ts'
import { UploadRefused } from '../refuse.ts'
import { hidesByStyle } from './hides-by-style.ts'
import { type HidingRules, readRules, reasonByRules } from './read-rules.ts'

type Attributes = Record<string, string>
type Element = {
  name: string
  hidden: HiddenReason | undefined
  /** Nothing in it is text of the page. */
  skipped: boolean
  isMargin: boolean
  /** Items of a list, or texts of a cell, so far. */
  items: number
}
type Reading = {
  raw: RawDocument
  rules: HidingRules
  meter: (text: string) => void
  open: Element[]
  current: { text: string; hidden: HiddenReason | undefined } | undefined
  row: string[] | undefined
  /** Words of attributes: they follow the text, whose first lines count as its head. */
  words: string[]
  /** Number to put before the next text of a list. */
  label: string
}

const DEEPEST = 500
const MOST_MARGINS = 50
const SKIPPED = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'select',
  'button',
])
const OBJECTS = new Set(['iframe', 'object', 'embed', 'applet', 'frame'])
const MARGINS = new Set(['header', 'footer', 'nav'])
const BREAKS = new Set(
  (
    'address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody ' +
    'tfoot thead title tr ul'
  ).split(' '),
)
const CELLS = new Set(['td', 'th'])
const WORDED = ['alt', 'title', 'aria-label', 'content', 'value', 'placeholder', 'data-content']

/** HTML as browsers take it, without running or fetching any of it. @throws UploadRefused */
export function readHtml({ text, encoding }: DecodedText): RawDocument {
  const raw = createRaw()
  raw.metadata.encoding = encoding
  const reading: Reading = {
    raw,
    rules: readRules(styleSheets(text)),
    meter: createMeter(),
    open: [],
    current: undefined,
    row: undefined,
    words: [],
    label: '',
  }
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openElement(reading, name, attributes),
      ontext: (more) => addText(reading, more),
      onclosetag: (name) => closeElement(reading, name),
      oncomment: (comment) => {
        reading.meter(comment)
        if (comment.trim() === '') return
        raw.said.push(comment)
        addFinding(raw.findings, { kind: 'comment', place: 'file', text: comment })
      },
    },
    { decodeEntities: true },
  )
  parser.end(text)
  flush(reading)
  for (const words of reading.words) raw.said.push(words)
  refuseLength(raw.blocks)
  return raw
}

/** They may stand behind what they hide. */
function styleSheets(text: string): string {
  const sheets: string[] = []
  let inStyle = false
  let depth = 0
  const parser = new Parser({
    onopentag: (name) => {
      inStyle = name === 'style'
      depth += 1
      if (depth > DEEPEST) throw new UploadRefused('upload_too_much_inside')
    },
    ontext: (more) => {
      if (inStyle) sheets.push(more)
    },
    onclosetag: () => {
      inStyle = false
      depth -= 1
    },
  })
  parser.end(text)
  return sheets.join('\n')
}

function openElement(reading: Reading, name: string, attributes: Attributes) {
  const { open } = reading
  if (open.length >= DEEPEST) throw new UploadRefused('upload_too_much_inside')
  noteElement(reading, name, attributes)
  if (BREAKS.has(name) || CELLS.has(name)) flush(reading)
  if (name === 'tr') beginRow(reading)
  if (name === 'li') numberItem(reading)
  open.push(toElement(reading, name, attributes))
}

function toElement({ open, rules }: Reading, name: string, attributes: Attributes): Element {
  const around = open.at(-1) ?? PAGE
  return {
    name,
    hidden: around.hidden ?? reasonOf(rules, name, attributes),
    skipped: around.skipped || SKIPPED.has(name),
    isMargin: around.isMargin || MARGINS.has(name),
    items: name === 'ol' ? firstNumber(attributes['start']) - 1 : 0,
  }
}

/** What stands around the first element. */
const PAGE: Element = { name: '', hidden: undefined, skipped: false, isMargin: false, items: 0 }

const firstNumber = (start = '1'): number => (/^\d{1,5}$/.test(start) ? Number(start) : 1)

function reasonOf(
  rules: HidingRules,
  name: string,
  attributes: Attributes,
): HiddenReason | undefined {
  if ('hidden' in attributes) return 'hidden_text'
  return hidesByStyle(withLegacy(attributes)) ?? reasonByRules(rules, name, attributes)
}

/** `<font color=white size=1>` of old pages. */
const withLegacy = ({ style = '', color, bgcolor }: Attributes): string =>
  `${color ? `color:${color};` : ''}${bgcolor ? `background:${bgcolor};` : ''}${style}`

function numberItem(reading: Reading) {
  const list = reading.open.findLast(({ name }) => name === 'ol' || name === 'ul')
  if (!list) return
  list.items += 1
  reading.label = list.name === 'ol' ? `${list.items}. ` : ''
}

function noteElement({ raw, words, meter }: Reading, name: string, attributes: Attributes) {
  for (const key of WORDED) {
    const said = attributes[key]
    if (!said) continue
    meter(said)
    const list = name === 'meta' ? raw.apart : words
    list.push(said)
  }
  const target = attributes['href'] ?? attributes['src'] ?? attributes['action'] ?? ''
  const kind = kindOf(name, attributes, target)
  const text = kind === 'script' || kind === 'embedded_object' ? `<${name}> ${target}` : target
  if (kind) addFinding(raw.findings, { kind, place: 'file', text })
}

function kindOf(name: string, attributes: Attributes, target: string): FindingKind | undefined {
  const runs = name === 'script' || Object.keys(attributes).some((key) => key.startsWith('on'))
  if (runs || /^\s*(?:javascript|vbscript|data):/i.test(target)) return 'script'
  if (OBJECTS.has(name)) return 'embedded_object'
  if (name === 'img') return 'image'
  return /^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(target) ? 'external_link' : undefined
}

function addText(reading: Reading, text: string) {
  const around = reading.open.at(-1)
  if (around?.skipped) return keepWords(reading, text)
  const hidden = around?.hidden
  if (reading.current && reading.current.hidden !== hidden && text.trim() !== '') flush(reading)
  reading.current ??= { text: '', hidden }
  reading.current.text += text
  if (around && reading.open.some(({ name }) => name === 'pre') && text.includes('\n'))
    splitLines(reading)
}

/** Nobody reads it, but a mark of secrecy in it counts. */
function keepWords({ words, meter }: Reading, text: string) {
  meter(text)
  words.push(text)
}

function splitLines(reading: Reading) {
  const { current } = reading
  if (!current) return
  for (const text of current.text.split('\n')) {
    reading.current = { text, hidden: current.hidden }
    flush(reading)
  }
}

function closeElement(reading: Reading, name: string) {
  if (BREAKS.has(name) || CELLS.has(name)) flush(reading)
  if (name === 'tr') endRow(reading)
  const closed = reading.open.pop()
  if (closed?.items === 0 && CELLS.has(name)) reading.row?.push('')
}

/** The cells before a table within a cell stand before it. */
function beginRow(reading: Reading) {
  endRow(reading)
  reading.row = []
}

function endRow(reading: Reading) {
  const { raw, row: cells = [] } = reading
  reading.row = undefined
  const text = cells.filter((cell) => cell !== '').join(' | ')
  if (text && cells.length > 1) raw.blocks.push({ kind: 'table-row', text, cells })
  else if (text) raw.blocks.push({ kind: 'paragraph', text })
}

/** What was read since the last break becomes a block, a cell, the title or a line of the margins. */
function flush(reading: Reading) {
  const { current, raw, open, row } = reading
  reading.current = undefined
  const words = oneLine((current?.text ?? '').replace(/\s+/g, ' '))
  if (!current || words === '') return
  reading.meter(words)
  raw.said.push(words)
  const text = reading.label + words
  reading.label = ''
  const around = open.at(-1)
  if (open.some(({ name }) => name === 'title')) raw.title ??= words
  else if (around?.isMargin) addMargin(raw, words)
  else if (current.hidden) raw.blocks.push({ kind: 'paragraph', text, hidden: current.hidden })
  else if (row && open.some(({ name }) => CELLS.has(name))) addToCell(row, text, open)
  else raw.blocks.push({ ...shapeOf(open), text })
}

function addMargin({ metadata, apart }: RawDocument, words: string) {
  apart.push(words)
  if (metadata.margins.length < MOST_MARGINS) metadata.margins.push(words)
}

function addToCell(row: string[], text: string, open: readonly Element[]) {
  const cell = open.findLast(({ name }) => CELLS.has(name))
  if (!cell) return
  const before = cell.items === 0 ? undefined : row.pop()
  cell.items += 1
  row.push(before === undefined ? text : `${before} ${text}`)
}

function shapeOf(open: readonly Element[]): Omit<Block, 'text'> {
  const heading = open.findLast(({ name }) => /^h[1-6]$/.test(name))
  if (heading) return { kind: 'heading', level: Number(heading.name.slice(1)) }
  const lists = open.filter(({ name }) => name === 'ol' || name === 'ul').length
  const inItem = open.some(({ name }) => name === 'li')
  return inItem ? { kind: 'item', level: Math.min(Math.max(lists, 1), 9) } : { kind: 'paragraph' }
}
