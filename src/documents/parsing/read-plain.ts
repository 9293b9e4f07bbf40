import type { DecodedText } from './decode-text.ts'
import { createRaw, oneLine, type RawDocument, refuseLength } from './raw-document.ts'

/** Text without marks: every line is a paragraph. */
export function readPlain({ text, encoding }: DecodedText): RawDocument {
  const raw = createRaw()
  raw.metadata.encoding = encoding
  for (const line of text.split(/[\n\f\v\u2028\u2029]/)) {
    const one = oneLine(line)
    if (one === '') continue
    raw.blocks.push({ text: one, kind: 'paragraph' })
    // A bullet before `国家秘密` is no star behind it.
    raw.said.push(one.replace(/^[*＊•·●■◆○▪] /u, ''))
  }
  refuseLength(raw.blocks)
  return raw
}
