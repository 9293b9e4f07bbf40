import {
  addFinding,
  createMeter,
  createRaw,
  oneLine,
  refuseLength,
  type RawDocument,
} from '../raw-document.ts'
import { UploadRefused } from '../refuse.ts'
import { createCounter } from './numbering.ts'
import { readBodyElement, type BodyContext } from './read-body.ts'
import { findMainPart, relationsOf, type Relation } from './read-package.ts'
import { textOf } from './read-runs.ts'
import { eachElement, readXml, type XmlElement } from './read-xml.ts'
import { openZip, type Zip } from './read-zip.ts'
import { scanPart } from './scan-part.ts'
import { readStyles } from './styles.ts'

/** `w:document`, `w:body`, and what stands in it. */
const IN_BODY = 3
/** `w:footnotes`, a footnote, and what stands in it. */
const IN_NOTE = 3
const MARGINS = new Set(['header', 'footer'])

/**
 * Office Open XML, WordprocessingML (ECMA-376, ISO/IEC 29500), transitional and strict.
 * @throws UploadRefused
 */
export function readDocx(bytes: Uint8Array): RawDocument {
  const zip = openZip(bytes)
  const main = findMainPart(zip)
  const relations = relationsOf(zip, main)
  const raw = createRaw()
  scanParts(zip, main, raw)
  const partOf = (type: string) => {
    const target = relations.find((each) => each.type === type && !each.isExternal)?.target
    return target === undefined ? undefined : zip.unpack(target)
  }
  const optional = (type: string): XmlElement | undefined => {
    const part = partOf(type)
    return part && readXml(part)
  }
  const context: BodyContext = {
    styles: readStyles(optional('styles')),
    count: createCounter(optional('numbering')),
    blocks: raw.blocks,
    findings: raw.findings,
    before: 0,
  }
  const body = zip.unpack(main)
  if (!body) throw new UploadRefused('upload_damaged')
  readParts(body, IN_BODY, context)
  for (const type of ['footnotes', 'endnotes']) {
    const notes = partOf(type)
    if (notes) readParts(notes, IN_NOTE, context)
  }
  noteRelations(relations, raw)
  noteComments(optional('comments'), raw)
  readMargins(zip, relations, raw)
  readProperties(zip, raw)
  return raw
}

function readParts(part: Uint8Array, depth: number, context: BodyContext) {
  eachElement(part, depth, (element) => {
    readBodyElement(element, context)
    if (context.blocks.length % 100 === 0) refuseLength(context.blocks)
  })
  refuseLength(context.blocks)
}

/** The body first: a level of secrecy at its head is a mark. */
function scanParts(zip: Zip, main: string, raw: RawDocument) {
  const meter = createMeter()
  const names = zip.names.filter((name) => /\.(?:xml|vml)$/i.test(name) && name !== main)
  for (const name of [main, ...names]) {
    const part = zip.unpack(name)
    if (!part) continue
    const { said, apart } = scanPart(part, meter)
    const standsAlone = name.startsWith('docProps/') || /(?:header|footer)\d*\.xml$/i.test(name)
    raw.apart.push(...apart, ...(standsAlone ? said : []))
    if (!standsAlone) for (const text of said) raw.said.push(text)
  }
}

function noteRelations(relations: readonly Relation[], { findings }: RawDocument) {
  for (const { type, target, isExternal } of relations) {
    if (isExternal) addFinding(findings, { kind: 'external_link', place: 'file', text: target })
    else if (type === 'package' || type === 'oleObject')
      addFinding(findings, { kind: 'embedded_object', place: 'file', text: target })
  }
}

function noteComments(root: XmlElement | undefined, { findings }: RawDocument) {
  for (const [at, comment] of (root?.children ?? []).entries()) {
    const text = textOf(comment)
    addFinding(findings, { kind: 'comment', place: 'comment', number: at + 1, text })
  }
}

function readMargins(zip: Zip, relations: readonly Relation[], { metadata, apart }: RawDocument) {
  const lines = new Set<string>()
  for (const { type, target, isExternal } of relations) {
    if (!MARGINS.has(type) || isExternal) continue
    const part = zip.unpack(target)
    if (part) for (const text of scanPart(part, () => {}).said) lines.add(oneLine(text))
  }
  apart.push(...lines)
  metadata.margins = [...lines].filter(Boolean).slice(0, 50)
}

function readProperties(zip: Zip, raw: RawDocument) {
  const core = relationsOf(zip, '').find(({ type }) => type === 'core-properties')
  const part = core && zip.unpack(core.target)
  if (!part) return
  const said = new Map(readXml(part).children.map(({ name, text }) => [name, oneLine(text)]))
  raw.title = said.get('title') || undefined
  const { metadata } = raw
  const [author, created, modified] = ['creator', 'created', 'modified'].map((name) =>
    said.get(name),
  )
  if (author) metadata.author = author
  if (created) metadata.created = created
  if (modified) metadata.modified = modified
}
