import type { Block, Finding, HiddenReason } from '../parsed-document.ts'
import { addFinding, oneLine } from '../raw-document.ts'
import type { Counter, Label } from './numbering.ts'
import { readRuns, type Aside, type Piece } from './read-runs.ts'
import { childOf, valueOf, type XmlElement } from './read-xml.ts'
import {
  chainOf,
  lookOf,
  over,
  readGround,
  readOutline,
  readToggle,
  type RunLook,
  type Style,
  type Styles,
} from './styles.ts'

export type BodyContext = {
  styles: Styles
  count: Counter
  blocks: Block[]
  findings: Finding[]
  /** How many blocks stand before the first of `blocks`. */
  before: number
}

/** Where a paragraph stands: what lies under its look, and whether its row is hidden. */
type Surroundings = { look: RunLook; isHidden: boolean }

const HIGHEST_HEADING = 5
const NOWHERE: Surroundings = {
  look: { isHidden: undefined, colour: undefined, ground: undefined, points: undefined },
  isHidden: false,
}

/** One child of the body, or of a note: a paragraph, a table, or something that holds some. */
export function readBodyElement(element: XmlElement, context: BodyContext): void {
  readElement(element, NOWHERE, context)
}

function readElement(element: XmlElement, around: Surroundings, context: BodyContext) {
  switch (element.name) {
    case 'p':
      return readParagraph(element, around, context)
    case 'tbl':
      return readTable(element, around, context)
    case 'altChunk':
      return note(context, { kind: 'embedded_object', text: 'altChunk' })
    case 'sectPr':
    case 'sdtPr':
    case 'Fallback':
      return
    default:
      for (const child of element.children) readElement(child, around, context)
  }
}

function readParagraph(paragraph: XmlElement, around: Surroundings, context: BodyContext) {
  const properties = childOf(paragraph, 'pPr')
  const { styles } = context
  const chain = chainOf(styles, valueOf(properties, 'pStyle') ?? styles.defaultParagraph)
  const label = labelOf(properties, chain, context)
  const under = [lookOf(chain), readGround(properties)].reduce(
    over,
    over(styles.defaultLook, around.look),
  )
  const { pieces, asides } = readRuns(paragraph, under, styles)
  const shape = shapeOf(properties, chain, label)
  const reason = around.isHidden ? 'hidden_text' : isContents(chain) && 'list_of_contents'
  for (const { text, hidden } of toLines(pieces, label))
    context.blocks.push({ ...shape, text, ...hiddenAs(reason || hidden) })
  for (const aside of asides) noteAside(aside, around, context)
}

function noteAside(aside: Aside, around: Surroundings, context: BodyContext) {
  if (aside.kind !== 'box') return note(context, aside)
  for (const child of aside.content.children) readElement(child, around, context)
}

function note(
  { findings, blocks, before }: BodyContext,
  { kind, text }: { kind: Finding['kind']; text: string },
) {
  const number = Math.max(before + blocks.length, 1)
  addFinding(findings, { kind, place: 'paragraph', number, text })
}

function labelOf(
  properties: XmlElement | undefined,
  chain: readonly Style[],
  { count }: BodyContext,
): Label | undefined {
  const numbering =
    childOf(properties, 'numPr') ?? chain.find((style) => style.numbering)?.numbering
  return numbering && count(numbering)
}

function shapeOf(
  properties: XmlElement | undefined,
  chain: readonly Style[],
  label: Label | undefined,
): Omit<Block, 'text'> {
  const level = headingLevel(properties, chain)
  if (level !== undefined) return { kind: 'heading', level }
  if (label?.text === '') return { kind: 'item', level: label.depth + 1 }
  return { kind: 'paragraph' }
}

function headingLevel(
  properties: XmlElement | undefined,
  chain: readonly Style[],
): number | undefined {
  const outline =
    readOutline(properties) ?? chain.find((style) => style.outline !== undefined)?.outline
  if (outline !== undefined) return outline <= HIGHEST_HEADING ? outline + 1 : undefined
  const named = chain
    .map(({ name }) => /^(?:heading|标题) ?([1-6])$/i.exec(name)?.[1])
    .find(Boolean)
  if (named !== undefined) return Number(named)
  return chain.some(({ name }) => /^(?:title|标题|文档标题)$/i.test(name)) ? 1 : undefined
}

const isContents = (chain: readonly Style[]): boolean =>
  chain.some(({ name }) => /^(?:toc|目录) ?\d$/i.test(name))

const hiddenAs = (hidden: HiddenReason | false | undefined) => (hidden ? { hidden } : {})

/** Line breaks inside a paragraph make lines of their own; what is hidden stands apart from what is seen. */
function toLines(pieces: readonly Piece[], label: Label | undefined): Piece[] {
  const lines: Piece[] = []
  let fresh = true
  for (const { text, hidden } of pieces) {
    for (const [at, part] of text.split('\n').entries()) {
      if (at > 0) fresh = true
      const before = lines.at(-1)
      if (!fresh && before && before.hidden === hidden) before.text += part
      else if (part !== '') lines.push({ text: part, hidden })
      if (part !== '') fresh = false
    }
  }
  const kept = lines
    .map((line) => ({ ...line, text: oneLine(line.text) }))
    .filter(({ text }) => text)
  const first = kept.find(({ hidden }) => !hidden) ?? kept[0]
  if (first && label) first.text = oneLine(label.text + first.text)
  return kept
}

function readTable(table: XmlElement, around: Surroundings, context: BodyContext) {
  for (const row of rowsOf(table)) {
    const isHidden = around.isHidden || readToggle(childOf(row, 'trPr'), 'hidden') === true
    readRow(row, { ...around, isHidden }, context)
  }
}

/** Rows may stand inside content controls and changes. */
function rowsOf(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) =>
    child.name === 'tr' ? [child] : wrapped(child, rowsOf),
  )
}

function cellsOf(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) =>
    child.name === 'tc' ? [child] : wrapped(child, cellsOf),
  )
}

const WRAPPERS = new Set(['sdt', 'sdtContent', 'ins', 'customXml', 'smartTag'])

const wrapped = (child: XmlElement, read: (element: XmlElement) => XmlElement[]): XmlElement[] =>
  WRAPPERS.has(child.name) ? read(child) : []

/** A row is one block; what is hidden in one of its cells stands beside it. A single cell is a frame around text. */
function readRow(row: XmlElement, around: Surroundings, context: BodyContext) {
  const cells = cellsOf(row).map((cell) => readCell(cell, around, context))
  const [frame] = cells
  if (frame && cells.length === 1) return void context.blocks.push(...frame)
  const texts = cells.map((blocks) => {
    return blocks.flatMap(({ text, hidden }) => (hidden ? [] : [text])).join(' ')
  })
  const text = joinCells(texts)
  if (text) context.blocks.push({ kind: 'table-row', text, cells: texts })
  context.blocks.push(...cells.flat().filter(({ hidden }) => hidden))
}

function readCell(cell: XmlElement, around: Surroundings, context: BodyContext): Block[] {
  const look = over(around.look, readGround(childOf(cell, 'tcPr')))
  const before = context.before + context.blocks.length + 1
  const inside: BodyContext = { ...context, blocks: [], before }
  for (const child of cell.children) readElement(child, { ...around, look }, inside)
  return inside.blocks
}

export const joinCells = (cells: readonly string[]): string =>
  cells.filter((cell) => cell !== '').join(' | ')
