import { crc32, deflateRawSync } from 'node:zlib'

export type ZipContent = string | Uint8Array
export type ZipOptions = {
  /** The high half of the outer attributes, as Unix programs set them. */
  mode?: number
  /** Bit 0: encrypted. */
  flags?: number
  /** What the directory says of the size, true or not. */
  saidBytes?: number
}

const encoder = new TextEncoder()
const toBytes = (content: ZipContent) =>
  typeof content === 'string' ? encoder.encode(content) : content

function header(
  size: number,
  fields: readonly (readonly [at: number, size: 2 | 4, value: number])[],
) {
  const bytes = Buffer.alloc(size)
  for (const [at, width, value] of fields) {
    if (width === 2) bytes.writeUInt16LE(value, at)
    else bytes.writeUInt32LE(value >>> 0, at)
  }
  return bytes
}

/** An archive of deflated files, with nothing that a program could trip over but what is asked for. */
export function writeZip(files: Record<string, ZipContent>, options: ZipOptions = {}): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const bytes = toBytes(content)
    const packed = deflateRawSync(bytes, { level: 9 })
    const name = encoder.encode(path)
    const shared = (shift: number) =>
      [
        [shift, 2, 20],
        [shift + 2, 2, options.flags ?? 0],
        [shift + 4, 2, 8],
        [shift + 10, 4, crc32(bytes)],
        [shift + 14, 4, packed.length],
        [shift + 18, 4, options.saidBytes ?? bytes.length],
        [shift + 22, 2, name.length],
      ] as const
    const local = header(30, [[0, 4, 0x04034b50], ...shared(4)])
    const central = header(46, [
      [0, 4, 0x02014b50],
      [4, 2, options.mode === undefined ? 20 : 0x0314],
      ...shared(6),
      [38, 4, (options.mode ?? 0) * 2 ** 16],
      [42, 4, at],
    ])
    parts.push(local, name, packed)
    directory.push(central, name)
    at += local.length + name.length + packed.length
  }
  const count = Object.keys(files).length
  const length = directory.reduce((sum, each) => sum + each.length, 0)
  const end = header(22, [
    [0, 4, 0x06054b50],
    [8, 2, count],
    [10, 2, count],
    [12, 4, length],
    [16, 4, at],
  ])
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]))
}
