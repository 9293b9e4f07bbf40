import { getResolvedPDFJS } from 'unpdf'
import { z } from 'zod'
import {
  addFinding,
  createMeter,
  createRaw,
  oneLine,
  type RawDocument,
  refuseLength,
} from '../raw-document.ts'
import { UploadRefused } from '../refuse.ts'
import { joinParagraphs } from './join-lines.ts'
import { type Line, toLines } from './lay-out.ts'
import { type PageLines, partMargins } from './margins.ts'
import { IDENTITY, toMatrix } from './matrix.ts'
import { openPdf, type Pdf, type PdfPage } from './open-pdf.ts'
import { readRuns } from './read-runs.ts'
import { refuseBombs } from './refuse-bombs.ts'

const MOST_PAGES = 500
const MOST_MARGINS = 50
const MOST_BOOKMARKS = 2_000
/** ISO 32000-1, 12.6.4: actions that run or start something; they may also lie in packed objects. */
const ACTIONS = /\/(?:JavaScript|Launch|RichMedia)\b/

const Info = z.looseObject({
  Title: z.string().optional(),
  Author: z.string().optional(),
  CreationDate: z.string().optional(),
  ModDate: z.string().optional(),
  EncryptFilterName: z.string().nullish(),
  IsXFAPresent: z.boolean().optional(),
  /** Properties beyond those of the standard. */
  Custom: z.record(z.string(), z.unknown()).optional(),
})

type Bookmark = { title: string; items: Bookmark[] }
const Bookmark: z.ZodType<Bookmark> = z.object({
  title: z.string(),
  get items() {
    return z.array(Bookmark)
  },
})

/** PDF 1.x and 2.0 (ISO 32000) with its text in it. @throws UploadRefused */
export async function readPdf(bytes: Uint8Array): Promise<RawDocument> {
  const latin = new TextDecoder('latin1').decode(bytes)
  if (ACTIONS.test(latin)) throw new UploadRefused('upload_active_content')
  refuseBombs(bytes, latin)
  const pdf = await openPdf(bytes)
  if (pdf.numPages > MOST_PAGES) throw new UploadRefused('upload_too_much_inside')
  const raw = createRaw()
  await readInfo(pdf, raw)
  await noteAttachments(pdf, raw)
  raw.said.push(...(await bookmarksOf(pdf)))
  const pages = await readPages(pdf, raw)
  const { body, margins } = partMargins(pages)
  raw.blocks = joinParagraphs(body)
  for (const { text } of raw.blocks) raw.said.push(text)
  raw.apart.push(...margins)
  raw.metadata.margins = [...raw.metadata.margins, ...margins].slice(0, MOST_MARGINS)
  raw.metadata.pages = pdf.numPages
  refuseLength(raw.blocks)
  return raw
}

async function readInfo(pdf: Pdf, raw: RawDocument) {
  if (await pdf.hasJSActions()) throw new UploadRefused('upload_active_content')
  const { info, metadata } = await pdf.getMetadata()
  const said = Info.parse(info)
  if (said.EncryptFilterName) throw new UploadRefused('upload_encrypted')
  if (said.IsXFAPresent) throw new UploadRefused('upload_active_content')
  const own = Object.values(said.Custom ?? {})
  for (const value of [...Object.values(said), ...own, ...wordsOf(metadata)])
    if (typeof value === 'string') raw.apart.push(value)
  raw.title = oneLine(said.Title ?? '') || undefined
  const { Author: author, CreationDate: created, ModDate: modified } = said
  if (author) raw.metadata.author = author
  if (created) raw.metadata.created = toDay(created)
  if (modified) raw.metadata.modified = toDay(modified)
}

/** XMP is XML: what stands between its tags. */
function wordsOf(metadata: Awaited<ReturnType<Pdf['getMetadata']>>['metadata'] | null): string[] {
  const xml: unknown = metadata?.getRaw()
  return typeof xml === 'string' ? xml.split(/<[^>]*>/).map(oneLine) : []
}

/** `D:20240131…` of ISO 32000-1, 7.9.4. */
function toDay(date: string): string {
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(date) ?? []
  return day === undefined ? date : `${year}-${month}-${day}`
}

async function noteAttachments(pdf: Pdf, { findings, apart }: RawDocument) {
  const attachments: unknown = await pdf.getAttachments()
  const names = Object.keys(z.record(z.string(), z.unknown()).catch({}).parse(attachments))
  apart.push(...names)
  for (const text of names) addFinding(findings, { kind: 'embedded_object', place: 'file', text })
}

async function bookmarksOf(pdf: Pdf): Promise<string[]> {
  const titles: string[] = []
  // Without bookmarks it gives null, whatever its type says.
  const waiting = z
    .array(Bookmark)
    .catch([])
    .parse(await pdf.getOutline())
  for (let next = waiting.pop(); next && titles.length < MOST_BOOKMARKS; next = waiting.pop()) {
    titles.push(next.title)
    waiting.push(...next.items)
  }
  return titles
}

async function readPages(pdf: Pdf, raw: RawDocument): Promise<PageLines[]> {
  const meter = createMeter()
  const pages: PageLines[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { height, lines } = await readPage(pdf, page, raw)
    for (const { text } of lines) {
      meter(text)
      raw.said.push(text)
    }
    await noteAnnotations(page, raw)
    page.cleanup()
    pages.push({ height, lines })
  }
  return pages
}

async function readPage(pdf: Pdf, page: PdfPage, raw: RawDocument): Promise<PageLines> {
  const { OPS } = await getResolvedPDFJS()
  const viewport = page.getViewport({ scale: 1 })
  const layers = await pdf.getOptionalContentConfig()
  const operators = await page.getOperatorList({ annotationMode: 0 })
  const runs = readRuns(operators, OPS, {
    transform: toMatrix(viewport.transform) ?? IDENTITY,
    width: viewport.width,
    height: viewport.height,
    isLayerShown: (mark) => layers.isVisible(mark),
  })
  const turned = toLines(
    runs.filter(({ isTurned }) => isTurned),
    page.pageNumber,
  )
  noteStamps(turned, raw)
  const lines = toLines(
    runs.filter(({ isTurned }) => !isTurned),
    page.pageNumber,
  )
  return { height: viewport.height, lines }
}

/** Turned text is a stamp or a watermark, no part of the reading. */
function noteStamps(lines: readonly Line[], { metadata, apart }: RawDocument) {
  for (const { text } of lines) {
    apart.push(text)
    if (metadata.margins.length < MOST_MARGINS && !metadata.margins.includes(text))
      metadata.margins.push(text)
  }
}

const Annotation = z.looseObject({
  subtype: z.string().optional(),
  url: z.string().optional(),
  unsafeUrl: z.string().optional(),
  contentsObj: z.object({ str: z.string() }).optional(),
  fieldValue: z.unknown().optional(),
})

async function noteAnnotations(page: PdfPage, { findings, said }: RawDocument) {
  for (const each of await page.getAnnotations()) {
    const parsed = Annotation.safeParse(each)
    if (!parsed.success) continue
    const { subtype, url, unsafeUrl, contentsObj, fieldValue } = parsed.data
    const where = { place: 'page', number: page.pageNumber } as const
    const target = url ?? unsafeUrl
    if (target) addFinding(findings, { kind: 'external_link', ...where, text: target })
    if (contentsObj?.str) {
      said.push(contentsObj.str)
      addFinding(findings, { kind: 'comment', ...where, text: contentsObj.str })
    }
    if (typeof fieldValue === 'string' && fieldValue !== '') {
      said.push(fieldValue)
      addFinding(findings, { kind: 'comment', ...where, text: fieldValue })
    }
    if (subtype === 'FileAttachment')
      addFinding(findings, { kind: 'embedded_object', ...where, text: subtype })
  }
}
