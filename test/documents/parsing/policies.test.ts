import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Block, ParsedDocument } from '../../../src/documents/parsing/parsed-document.ts'
import { readUpload } from '../../../src/documents/parsing/read-upload.ts'
import { readDocument } from '../../../src/knowledge/read-documents.ts'
import { splitPassages } from '../../../src/knowledge/split-passages.ts'
import { heading, paragraph, writeDocx } from '../../support/uploads/write-docx.ts'
import { type PdfLine, writePdf } from '../../support/uploads/write-pdf.ts'

const folder = fileURLToPath(new URL('../../../knowledge/policies/', import.meta.url))
const policies = await Promise.all(
  (await readdir(folder)).map(async (file) => {
    const read = readDocument(file, await readFile(`${folder}${file}`, 'utf8'))
    if ('problems' in read) throw new Error(file)
    return read.value
  }),
)

type Line = { level: number; text: string }

/** The text as it was written: headings and paragraphs, line by line. */
const linesOf = (body: string): Line[] =>
  body.split('\n').flatMap((line) => {
    const [, marks = '', text = ''] = /^(#{0,6})\s*(.*)$/.exec(line.trim()) ?? []
    return text === '' ? [] : [{ level: marks.length, text }]
  })

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const asDocx = (lines: readonly Line[]) =>
  writeDocx(
    lines.map(({ level, text }) => (level ? heading(text, level) : paragraph(text))).join(''),
  )

const asHtml = (lines: readonly Line[]) => {
  const body = lines.map(({ level, text }) => {
    const name = level ? `h${level}` : 'p'
    return `<${name}>${escape(text)}</${name}>`
  })
  return new TextEncoder().encode(`<!doctype html><html><body>${body.join('\n')}</body></html>`)
}

/** Letters of 12 points, 36 in a line, 30 lines on a page, first lines indented, a number at the foot. */
function asPdf(lines: readonly Line[]): Uint8Array {
  const pages: PdfLine[][] = []
  let page: PdfLine[] = []
  const put = (text: string, x: number, size: number) => {
    if (page.length === 0 || page.length >= 31) {
      page = []
      pages.push(page)
      page.push({ text: `— ${pages.length} —`, x: 280, y: 30, size: 9 })
    }
    page.push({ text, x, y: 800 - (page.length - 1) * 24, size })
  }
  for (const { level, text } of lines) {
    if (level > 0) {
      put(text, 80, Math.min(18, 430 / text.length))
      continue
    }
    let rest = text
    let isFirst = true
    while (rest !== '') {
      const length = isFirst ? 34 : 36
      put(rest.slice(0, length), isFirst ? 104 : 80, 12)
      rest = rest.slice(length)
      isFirst = false
    }
  }
  return writePdf(pages)
}

const rebuild = (blocks: readonly Block[]): Line[] =>
  blocks.map(({ kind, level, text }) => ({ level: kind === 'heading' ? (level ?? 1) : 0, text }))

const toBody = (lines: readonly Line[]): string =>
  lines.map(({ level, text }) => (level ? `${'#'.repeat(level)} ${text}` : text)).join('\n\n')

const noSpace = (text: string) => text.replace(/\s/g, '')

describe.each(policies.map((policy) => [policy.id, policy] as const))('%s', (_, policy) => {
  const lines = linesOf(policy.body)
  /** What the service would quote, and where. */
  const passagesOf = (read: ParsedDocument) =>
    splitPassages({ ...policy, body: toBody(rebuild(read.blocks)) }).map(({ locator, text }) => ({
      locator,
      text,
    }))
  const expected = splitPassages({ ...policy, body: toBody(lines) }).map(({ locator, text }) => ({
    locator,
    text,
  }))

  test('survives as DOCX: the same articles at the same places in the same words', async () => {
    const read = await readUpload(asDocx(lines), 'policy.docx')
    expect(rebuild(read.blocks)).toEqual(lines)
    expect(passagesOf(read)).toEqual(expected)
    expect(read.findings).toEqual([])
  })

  test('survives as HTML', async () => {
    const read = await readUpload(asHtml(lines), 'policy.html')
    const folded = lines.map(({ level, text }) => ({ level, text: text.replace(/ +/g, ' ') }))
    expect(rebuild(read.blocks)).toEqual(folded)
  })

  test('survives as Markdown, as it stands in knowledge/', async () => {
    const read = await readUpload(new TextEncoder().encode(policy.body), 'policy.md')
    expect(rebuild(read.blocks)).toEqual(lines)
    expect(passagesOf(read)).toEqual(expected)
  })

  test('survives as PDF: wrapped lines become their paragraphs again', async () => {
    const read = await readUpload(asPdf(lines), 'policy.pdf')
    expect(read.blocks.map(({ text }) => noSpace(text))).toEqual(
      lines.map(({ text }) => noSpace(text)),
    )
    expect(read.metadata.margins.every((line) => /^— \d+ —$/.test(line))).toBe(true)
    expect(read.metadata.margins.length).toBe(read.metadata.pages)
  })
})
