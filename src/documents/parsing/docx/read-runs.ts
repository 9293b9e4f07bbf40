import { reasonOf } from '../contrast.ts'
import type { HiddenReason } from '../parsed-document.ts'
import { lookOf, chainOf, over, readRunLook, settle, type RunLook, type Styles } from './styles.ts'
import { childOf, valueOf, type XmlElement } from './read-xml.ts'

export type Piece = { text: string; hidden: HiddenReason | undefined }

/** What stands in a paragraph beside its text. */
export type Aside =
  | { kind: 'tracked_changes' | 'embedded_object' | 'image'; text: string }
  /** The paragraphs and tables of a text box. */
  | { kind: 'box'; content: XmlElement }

export type Runs = { pieces: Piece[]; asides: Aside[] }

/** Deleted text, formulas of fields, and what repeats another part of the paragraph. */
const SKIPPED = new Set(['pPr', 'rPr', 'sdtPr', 'sdtEndPr', 'Fallback', 'instrText', 'rt', 'tblPr'])
const INSERTED = new Set(['ins', 'moveTo'])
const DELETED = new Set(['del', 'moveFrom'])
const SIGNS: Record<string, string> = {
  tab: ' ',
  ptab: ' ',
  br: '\n',
  cr: '\n',
  noBreakHyphen: '-',
}

/** The text of a paragraph, piece by piece, with what makes a piece unseen. */
export function readRuns(paragraph: XmlElement, under: RunLook, styles: Styles): Runs {
  const runs: Runs = { pieces: [], asides: [] }
  const walk = (element: XmlElement, look: RunLook) => {
    for (const child of element.children) readChild(child, look)
  }
  const readChild = (child: XmlElement, look: RunLook) => {
    const { name } = child
    if (SKIPPED.has(name)) return
    if (name === 'r') return walk(child, lookOfRun(child, look, styles))
    if (name === 't') return addText(runs.pieces, child.text, look)
    const sign = SIGNS[name]
    if (sign !== undefined) return addText(runs.pieces, isPageBreak(child) ? ' ' : sign, look)
    if (name === 'txbxContent') return void runs.asides.push({ kind: 'box', content: child })
    noteChange(child, runs.asides)
    notePicture(child, runs.asides)
    if (!DELETED.has(name)) walk(child, look)
  }
  walk(paragraph, under)
  return runs
}

const isPageBreak = ({ name, attributes }: XmlElement): boolean =>
  name === 'br' && (attributes['type'] === 'page' || attributes['type'] === 'column')

function lookOfRun(run: XmlElement, under: RunLook, styles: Styles): RunLook {
  const properties = childOf(run, 'rPr')
  const ofStyle = lookOf(chainOf(styles, valueOf(properties, 'rStyle')))
  return over(over(under, ofStyle), readRunLook(properties))
}

function addText(pieces: Piece[], text: string, look: RunLook) {
  const hidden = text.trim() === '' ? pieces.at(-1)?.hidden : reasonOf(settle(look))
  const before = pieces.at(-1)
  if (before && before.hidden === hidden) before.text += text
  else pieces.push({ text, hidden })
}

function noteChange(element: XmlElement, asides: Aside[]) {
  if (!INSERTED.has(element.name) && !DELETED.has(element.name)) return
  const sign = INSERTED.has(element.name) ? '+' : '−'
  asides.push({ kind: 'tracked_changes', text: `${sign} ${textOf(element)}` })
}

function notePicture({ name, attributes }: XmlElement, asides: Aside[]) {
  if (name === 'OLEObject' || name === 'control' || name === 'altChunk')
    asides.push({ kind: 'embedded_object', text: attributes['ProgID'] ?? name })
  else if (name === 'blip' || name === 'imagedata') asides.push({ kind: 'image', text: '' })
}

/** All text in an element, as it comes. */
export function textOf(element: XmlElement): string {
  return element.text.trim() === '' && element.children.length > 0
    ? element.children.map(textOf).join('')
    : element.text + element.children.map(textOf).join('')
}
