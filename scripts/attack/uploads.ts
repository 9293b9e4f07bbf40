import { z } from 'zod'
import { hostileFiles } from '../../test/support/uploads/hostile-files.ts'
import { paragraph, part, run, writeDocx } from '../../test/support/uploads/write-docx.ts'
import { writePdf } from '../../test/support/uploads/write-pdf.ts'
import { writeZip } from '../../test/support/uploads/write-zip.ts'

export const UploadInput = z.looseObject({
  gen: z.string(),
  name: z.string().optional(),
  text: z.string().optional(),
  visible: z.string().optional(),
  hidden: z.string().optional(),
  invisible_text: z.string().optional(),
  place: z.string().optional(),
  bytes_mb: z.number().optional(),
})
export type UploadInput = z.infer<typeof UploadInput>

export type UploadFile = { name: string; bytes: Uint8Array }

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The shared material's own files, by what the attacks call them. */
const known: Record<string, string> = {
  docx_bomb: 'bomb-100mb.docx',
  zip_lying_size: 'lying-size.docx',
  zip_symlink: 'symlink.docx',
  billion_laughs: 'billion-laughs.docx',
  xml_deep: 'deep.docx',
  pdf_flate_bomb: 'flate-bomb.pdf',
}

function knownFile(name: string): UploadFile {
  const file = hostileFiles.find((each) => each.name === name)
  if (!file) throw new Error(`no such file is made: ${name}`)
  return { name, bytes: file.make() }
}

function docx({ visible = '', hidden, place }: UploadInput): UploadFile {
  const repeated = /重复(\d+)次[:：](.*)/.exec(visible)
  const [, times = '1', sentence = visible] = repeated ?? []
  const shown = Array.from({ length: Math.min(Number(times), 20_000) }, () => paragraph(sentence))
  const concealed = hidden === undefined ? [] : [paragraph(run(hidden, '<w:vanish/>'))]
  if (place !== 'header')
    return { name: '通知.docx', bytes: writeDocx([...shown, ...concealed].join('')) }
  const header = part('hdr', paragraph(visible))
  return {
    name: '通知.docx',
    bytes: writeDocx(paragraph('正文'), {
      parts: { 'word/header1.xml': header },
      relations: [['header', 'header1.xml']],
    }),
  }
}

function pdf({ text = '', invisible_text: invisible = '' }: UploadInput): UploadFile {
  const lines = [
    { text, x: 60, y: 700 },
    { text: invisible, x: 60, y: 660, mode: 3 },
  ]
  return { name: 'guide.pdf', bytes: writePdf([lines]) }
}

/** A sheet of as many shared strings as there are rows. */
function xlsxBomb(): UploadFile {
  const rows = '<row><c t="s"><v>0</v></c></row>'.repeat(1_048_576)
  const sheet = `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  const bytes = writeZip({ 'xl/worksheets/sheet1.xml': sheet, 'xl/sharedStrings.xml': '<sst/>' })
  return { name: '名单.xlsx', bytes }
}

const makers: Record<string, (input: UploadInput) => UploadFile> = {
  docx,
  pdf,
  xlsx_bomb: xlsxBomb,
  md: ({ text = '' }) => ({ name: '问答.md', bytes: bytesOf(text) }),
  csv: ({ text = '' }) => ({ name: '平台.csv', bytes: bytesOf(text) }),
  svg: ({ text = '' }) => ({ name: '图.svg', bytes: bytesOf(text) }),
  filename: ({ name = 'x.pdf' }) => ({ ...pdf({ gen: 'pdf', text: '正文' }), name }),
  raw: ({ name = 'big.pdf', bytes_mb: size = 1 }) => ({
    name,
    bytes: new Uint8Array(size * 1_000_000).fill(32),
  }),
  ext_mismatch: ({ name = 'x.exe' }) => ({ name, bytes: bytesOf('MZ\u0090 program') }),
}

/** @throws for a kind of file that nobody makes here: the attack has failed */
export function makeFile(input: UploadInput): UploadFile {
  const name = known[input.gen]
  if (name !== undefined) return knownFile(name)
  const make = makers[input.gen]
  if (!make) throw new Error(`unmapped: a file of the kind ${input.gen}`)
  return make(input)
}

const BOUNDARY = 'zhiwen-attack-boundary'

/** As a browser sends a form with a file; quotation marks of names are written as HTML wants it. */
export function formOf({ name, bytes }: UploadFile, document: string) {
  const safe = name.replaceAll('"', '%22').replaceAll('\n', '%0A')
  const head =
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="document"\r\n\r\n${document}\r\n` +
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${safe}"\r\n` +
    'content-type: application/octet-stream\r\n\r\n'
  const parts = [bytesOf(head), bytes, bytesOf(`\r\n--${BOUNDARY}--\r\n`)]
  const body = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const each of parts) {
    body.set(each, at)
    at += each.length
  }
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` } }
}
