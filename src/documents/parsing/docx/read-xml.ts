import { SaxesParser, type SaxesTagNS } from 'saxes'
import { UploadRefused } from '../refuse.ts'

/** Names are local ones: prefixes are the file's own choice. */
export type XmlElement = {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  /** What stands directly in it. */
  text: string
}

export type XmlEvents = {
  open?: (name: string, attributes: Record<string, string>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

const DEEPEST = 100
const MOST_ELEMENTS = 1_000_000
/** Of an element that is kept whole. */
const MOST_KEPT = 200_000
const CHUNK_BYTES = 64 * 1024

/**
 * Reads well-formed XML 1.0 in UTF-8 or UTF-16 (ECMA-376 part 2 allows no other) without any DOCTYPE.
 * @throws UploadRefused
 */
export function walkXml(bytes: Uint8Array, events: XmlEvents): void {
  const parser = new SaxesParser({ xmlns: true, position: false })
  let depth = 0
  let elements = 0
  parser.on('error', (error) => {
    throw new UploadRefused('upload_damaged', { cause: error })
  })
  parser.on('doctype', () => {
    throw new UploadRefused('upload_active_content')
  })
  parser.on('opentag', (tag) => {
    depth += 1
    elements += 1
    if (depth > DEEPEST || elements > MOST_ELEMENTS)
      throw new UploadRefused('upload_too_much_inside')
    events.open?.(tag.local, attributesOf(tag))
  })
  parser.on('closetag', (tag) => {
    depth -= 1
    events.close?.(tag.local)
  })
  parser.on('text', (text) => events.text?.(text))
  parser.on('cdata', (text) => events.text?.(text))
  for (const piece of decode(bytes)) parser.write(piece)
  parser.close()
}

/** Calls back with each element at `depth` (the root has 1), whole; what stands outside is not kept. */
export function eachElement(
  bytes: Uint8Array,
  depth: number,
  onElement: (element: XmlElement) => void,
): void {
  const open: XmlElement[] = []
  let at = 0
  let kept = 0
  walkXml(bytes, {
    open: (name, attributes) => {
      at += 1
      if (at < depth) return
      kept += 1
      if (kept > MOST_KEPT) throw new UploadRefused('upload_too_much_inside')
      const element = { name, attributes, children: [], text: '' }
      open.at(-1)?.children.push(element)
      open.push(element)
    },
    text: (text) => {
      const current = open.at(-1)
      if (current) current.text += text
    },
    close: () => {
      at -= 1
      const done = open.pop()
      if (!done || open.length > 0) return
      kept = 0
      onElement(done)
    },
  })
}

/** The whole of a small part. */
export function readXml(bytes: Uint8Array): XmlElement {
  const roots: XmlElement[] = []
  eachElement(bytes, 1, (element) => roots.push(element))
  const [root] = roots
  if (!root) throw new UploadRefused('upload_damaged')
  return root
}

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name)

/** The attribute `val` of a child, in which WordprocessingML keeps nearly everything. */
export const valueOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.attributes['val']

function attributesOf(tag: SaxesTagNS): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null)
  for (const { local, prefix, value } of Object.values(tag.attributes)) {
    if (prefix !== 'xmlns') attributes[local] ??= value
  }
  return attributes
}

function* decode(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes), { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
      yield decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (error instanceof UploadRefused) throw error
    throw new UploadRefused('upload_damaged', { cause: error })
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
