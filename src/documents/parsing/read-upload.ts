import { stripHidden } from '../../shared/text.ts'
import type { Block, Finding, ParsedDocument } from './parsed-document.ts'
import { addFinding, oneLine, type RawDocument, refuseLength } from './raw-document.ts'
import { readMarkdown } from './read-markdown.ts'
import { readPlain } from './read-plain.ts'
import { isNamedWrong, type Recognised, recognise } from './recognise.ts'
import { UploadRefused } from './refuse.ts'
import { refuseSecretName, refuseStateSecret } from './state-secret.ts'
import { tellKinds } from './tell-kinds.ts'

const LONGEST_TITLE = 200

/**
 * Reads a file whole, in this process: the service does it in a child (`open-upload-parser.ts`).
 * @throws UploadRefused
 */
export async function readUpload(bytes: Uint8Array, fileName: string): Promise<ParsedDocument> {
  if (bytes.length === 0) throw new UploadRefused('upload_empty')
  refuseSecretName(fileName)
  const recognised = recognise(bytes, fileName)
  const raw = await read(recognised, bytes)
  refuseStateSecret(raw)
  const { format } = recognised
  const findings: Finding[] = []
  if (isNamedWrong(fileName, format))
    addFinding(findings, { kind: 'wrong_name', place: 'file', text: fileName })
  const blocks = tellKinds(clean(raw.blocks, findings))
  if (!blocks.some(({ hidden }) => !hidden)) throw new UploadRefused('upload_no_text')
  refuseLength(blocks)
  for (const { kind, where, excerpt } of raw.findings)
    addFinding(findings, { kind, ...where, text: excerpt })
  const title = titleOf(raw, blocks, fileName)
  return { title, format, blocks, metadata: raw.metadata, findings }
}

/** What reads one kind only is loaded when such a file comes: the process starts sooner. */
async function read(recognised: Recognised, bytes: Uint8Array): Promise<RawDocument> {
  switch (recognised.format) {
    case 'docx': {
      const { readDocx } = await import('./docx/read-docx.ts')
      return readDocx(bytes)
    }
    case 'pdf': {
      const { readPdf } = await import('./pdf/read-pdf.ts')
      return readPdf(bytes)
    }
    case 'html': {
      const { readHtml } = await import('./html/read-html.ts')
      return readHtml(recognised.decoded)
    }
    case 'markdown':
      return readMarkdown(recognised.decoded)
    case 'text':
      return readPlain(recognised.decoded)
  }
}

/** Takes out characters that show nothing, and tells of them and of everything that is not seen. */
function clean(blocks: readonly Block[], findings: Finding[]): Block[] {
  const kept: Block[] = []
  for (const block of blocks) {
    const text = oneLine(stripHidden(block.text))
    if (text === '') continue
    const cells = block.cells?.map((cell) => oneLine(stripHidden(cell)))
    // A list of contents is told once, not line by line.
    const isTold = block.hidden === 'list_of_contents' && kept.at(-1)?.hidden === block.hidden
    kept.push({ ...block, text, ...(cells && { cells }) })
    const place = block.page === undefined ? 'paragraph' : 'page'
    const where = { place, number: block.page ?? kept.length } as const
    if (block.hidden && !isTold) addFinding(findings, { kind: block.hidden, ...where, text })
    if (hasHiddenCharacters(block.text))
      addFinding(findings, { kind: 'hidden_characters', ...where, text })
  }
  return kept
}

/** Soft hyphens and joiners are common in text from pages, and harmless one by one. */
const hasHiddenCharacters = (text: string): boolean =>
  text.length - stripHidden(text).length > Math.max(2, text.length / 50)

function titleOf({ title }: RawDocument, blocks: readonly Block[], fileName: string): string {
  const heading = blocks.find(
    ({ kind, level, hidden }) => kind === 'heading' && level === 1 && !hidden,
  )
  const name = fileName.replace(/^.*[/\\]/, '').replace(/\.[a-z0-9]{1,8}$/i, '')
  const candidates = [heading?.text, title, name, blocks[0]?.text].map((text = '') => {
    return oneLine(stripHidden(text)).slice(0, LONGEST_TITLE)
  })
  return candidates.find((text) => text !== '') ?? '—'
}
