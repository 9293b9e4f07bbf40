import type { DecodedText } from './decode-text.ts'
import { decodeText } from './decode-text.ts'
import { findZipEnd } from './docx/read-zip.ts'
import type { UploadFormat } from './parsed-document.ts'
import { UploadRefused } from './refuse.ts'

export type Recognised =
  | { format: 'docx' | 'pdf' }
  | { format: 'markdown' | 'html' | 'text'; decoded: DecodedText }

const HEAD_BYTES = 1024
const ZIP = [0x50, 0x4b, 0x03, 0x04]
/** Compound File Binary: Word before 2007, and every encrypted Office file. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ENCRYPTED_STREAM = 'EncryptedPackage'

const names: Record<UploadFormat, RegExp> = {
  docx: /\.do[ct]x$/i,
  pdf: /\.pdf$/i,
  markdown: /\.(?:md|markdown)$/i,
  html: /\.x?html?$/i,
  text: /\.(?:txt|text)$/i,
}

/** The first bytes decide; of text, how it begins, and then the name. @throws UploadRefused */
export function recognise(bytes: Uint8Array, fileName: string): Recognised {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES))
  if (startsWith(bytes, COMPOUND)) throw new UploadRefused(refusalOfCompound(bytes))
  if (hasForeignEnding(fileName)) throw new UploadRefused('upload_not_supported')
  if (head.includes('%PDF-')) return recognisePdf(bytes, head)
  if (startsWith(bytes, ZIP)) return { format: 'docx' }
  const decoded = decodeText(bytes)
  return { format: recogniseText(decoded.text, fileName), decoded }
}

/** A name that says another format than the file has; without an ending it says none. */
export function isNamedWrong(fileName: string, format: UploadFormat): boolean {
  return /\.[a-z0-9]{1,8}$/i.test(fileName) && !names[format].test(fileName)
}

/** Who opens it by such a name opens something else than what was read here (ASVS 5.0, 5.2.2). */
const hasForeignEnding = (fileName: string): boolean =>
  /\.[a-z][a-z0-9]{0,7}$/i.test(fileName) &&
  !Object.values(names).some((ending) => ending.test(fileName))

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte)

/** A PDF begins as one, is no page for browsers, and does not end as an archive. */
function recognisePdf(bytes: Uint8Array, head: string): Recognised {
  const isPage = /<(?:!doctype|html|head|body|script|svg)\b/i.test(head)
  if (!head.startsWith('%PDF-') || isPage || findZipEnd(bytes) !== undefined)
    throw new UploadRefused('upload_ambiguous')
  return { format: 'pdf' }
}

function refusalOfCompound(bytes: Uint8Array): 'upload_encrypted' | 'upload_old_word' {
  const text = new TextDecoder('utf-16le').decode(
    bytes.subarray(0, bytes.length - (bytes.length % 2)),
  )
  return text.includes(ENCRYPTED_STREAM) ? 'upload_encrypted' : 'upload_old_word'
}

function recogniseText(text: string, fileName: string): 'markdown' | 'html' | 'text' {
  const start = withoutComments(text.slice(0, 4 * HEAD_BYTES))
  if (/^<(?:!doctype html|html)\b/i.test(start)) return 'html'
  if (/^<(?:\?xml|!doctype|svg)\b/i.test(start)) {
    if (/<html\b/i.test(start)) return 'html'
    throw new UploadRefused('upload_not_supported')
  }
  if (start.startsWith('{\\rtf')) throw new UploadRefused('upload_not_supported')
  if (names.html.test(fileName) && /<[a-z][a-z0-9]*[\s>/]/i.test(start)) return 'html'
  return names.markdown.test(fileName) ? 'markdown' : 'text'
}

function withoutComments(text: string): string {
  let start = text.trimStart()
  while (start.startsWith('<!--')) {
    const end = start.indexOf('-->')
    if (end < 0) return ''
    start = start.slice(end + 3).trimStart()
  }
  return start
}
