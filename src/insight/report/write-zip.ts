/** A ZIP file of stored entries, in their order: what a DOCX is packed in. */
export function writeZip(files: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [path, content] of files) {
    const entry = describe(encoder.encode(path), encoder.encode(content))
    const local = join([header(LOCAL, [[VERSION, 2], ...entry.shared, [0, 2]]), ...entry.local])
    const listed: Field[] = [[VERSION, 2], [VERSION, 2], ...entry.shared, [0, 2]]
    // No comment, disk or attributes; where its local entry begins.
    const rest: Field[] = [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [offset, 4],
    ]
    directory.push(join([header(LISTED, listed), header(undefined, rest), entry.path]))
    parts.push(local)
    offset += local.length
  }
  const list = join(directory)
  const end = header(END, [
    [0, 2],
    [0, 2],
    [files.size, 2],
    [files.size, 2],
    [list.length, 4],
    [offset, 4],
    [0, 2],
  ])
  return join([...parts, list, end])
}

const LOCAL = 0x04034b50
const LISTED = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** Names are UTF-8. */
const UTF8 = 0x0800
/** The first day that the format knows, so that the same report is the same file. */
const FIRST_DAY = 0x21

type Field = [value: number, bytes: 2 | 4]

function describe(path: Uint8Array, content: Uint8Array) {
  const shared: Field[] = [
    [UTF8, 2],
    [0, 2],
    [0, 2],
    [FIRST_DAY, 2],
    [checksum(content), 4],
    [content.length, 4],
    [content.length, 4],
    [path.length, 2],
  ]
  return { shared, path, local: [path, content] }
}

function header(signature: number | undefined, fields: readonly Field[]): Uint8Array {
  const all: Field[] = signature === undefined ? [...fields] : [[signature, 4], ...fields]
  const view = new DataView(new ArrayBuffer(all.reduce((sum, [, bytes]) => sum + bytes, 0)))
  let at = 0
  for (const [value, bytes] of all) {
    if (bytes === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const POLYNOMIAL = 0xedb88320

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? POLYNOMIAL ^ (value >>> 1) : value >>> 1
  return value
})

/** CRC-32 as ZIP wants it. */
function checksum(content: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of content) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
