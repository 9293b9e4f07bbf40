import type { Metadata } from './parsed-document.ts'
import { UploadRefused } from './refuse.ts'

export type DecodedText = { text: string; encoding: NonNullable<Metadata['encoding']> }

/** Controls that no text has; what they stand in is another kind of file. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/
/** Of the characters that a lenient reading finds: more, and the text was never meant as UTF-8. */
const MOST_BROKEN = 0.1

/**
 * Text in UTF-8, in UTF-16 with its mark, or in GB18030 (GB 18030—2022), which nearly all older Chinese text is in.
 * What is not valid in one of them to the last byte is refused: a wrong guess would put other words into a rule.
 * @throws UploadRefused
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decode(bytes)
  if (CONTROLS.test(decoded.text)) throw new UploadRefused('upload_not_supported')
  return { ...decoded, text: decoded.text.replace(/\r\n?/g, '\n') }
}

function decode(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes)
  if (wide !== undefined) {
    const text = tryDecode(bytes, wide)
    if (text === undefined) throw new UploadRefused('upload_damaged')
    return { text, encoding: 'utf-16' }
  }
  if (bytes.includes(0)) throw new UploadRefused('upload_not_supported')
  const unicode = tryDecode(bytes, 'utf-8')
  if (unicode !== undefined) return { text: unicode, encoding: 'utf-8' }
  if (isBrokenUnicode(bytes)) throw new UploadRefused('upload_damaged')
  const national = tryDecode(bytes, 'gb18030')
  if (national === undefined) throw new UploadRefused('upload_encoding')
  return { text: national, encoding: 'gb18030' }
}

function wideEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** UTF-8 that was cut off or damaged can be valid GB18030, and says something else then. */
function isBrokenUnicode(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  let other = 0
  let broken = 0
  for (const character of text) {
    if (character === '\uFFFD') broken += 1
    else if (character > '\u007F') other += 1
  }
  return other > 0 && broken <= other * MOST_BROKEN
}
