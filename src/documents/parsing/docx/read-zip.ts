import { crc32, inflateRawSync } from 'node:zlib'
import { UploadRefused } from '../refuse.ts'

const MOST_ENTRIES = 2_000
const MOST_PART_BYTES = 16 * 1024 * 1024
const MOST_BYTES = 32 * 1024 * 1024

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 0xffff

type Entry = {
  name: string
  method: number
  packedBytes: number
  bytes: number
  crc: number
  /** Where its data begins. */
  start: number
}

export type Zip = {
  names: string[]
  /** Undefined where there is none of this name. @throws UploadRefused */
  unpack: (name: string) => Uint8Array | undefined
}

/** Where the directory of an archive says that it ends: of a file that is none, undefined. */
export function findZipEnd(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes)
  const last = bytes.length - END_BYTES
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at -= 1) {
    if (
      view.getUint32(at, true) === END &&
      at + END_BYTES + view.getUint16(at + 20, true) === bytes.length
    )
      return at
  }
  return undefined
}

/**
 * An archive as its directory at the end gives it (PKWARE APPNOTE 6.3, 4.3). Refused is what two programs could
 * read in two ways, and what leads out of the archive; sizes count as they turn out, not as they are said.
 * @throws UploadRefused
 */
export function openZip(bytes: Uint8Array): Zip {
  const entries = readDirectory(bytes)
  const counted = new Set<string>()
  let budget = MOST_BYTES
  return {
    names: [...entries.keys()],
    unpack: (name) => {
      const entry = entries.get(name)
      if (!entry) return undefined
      const content = unpack(bytes, entry)
      if (!counted.has(name)) budget -= content.length
      counted.add(name)
      if (budget < 0) throw new UploadRefused('upload_too_much_inside')
      return content
    },
  }
}

function readDirectory(bytes: Uint8Array): Map<string, Entry> {
  const view = viewOf(bytes)
  const end = findZipEnd(bytes)
  if (end === undefined) throw new UploadRefused('upload_damaged')
  const count = view.getUint16(end + 10, true)
  if (count > MOST_ENTRIES) throw new UploadRefused('upload_too_much_inside')
  const entries = new Map<string, Entry>()
  let at = view.getUint32(end + 16, true)
  for (let n = 0; n < count; n += 1) {
    if (at + CENTRAL_BYTES > end) throw new UploadRefused('upload_damaged')
    const entry = readEntry(bytes, view, at)
    if (entries.has(entry.name)) throw new UploadRefused('upload_damaged')
    entries.set(entry.name, entry)
    const variable = [28, 30, 32].map((place) => view.getUint16(at + place, true))
    at += CENTRAL_BYTES + variable.reduce((sum, each) => sum + each, 0)
  }
  refuseOverlaps([...entries.values()], end)
  return entries
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): Entry {
  if (view.getUint32(at, true) !== CENTRAL) throw new UploadRefused('upload_damaged')
  const isEncrypted = (view.getUint16(at + 8, true) & 0x41) !== 0
  if (isEncrypted) throw new UploadRefused('upload_encrypted')
  const name = nameAt(bytes, at + CENTRAL_BYTES, view.getUint16(at + 28, true))
  const local = view.getUint32(at + 42, true)
  if (!isPlainName(name) || isLink(view, at)) throw new UploadRefused('upload_damaged')
  return {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    start: startOfData(bytes, { local, name }),
  }
}

/** Programs that trust the header before the data must find there what the directory says. */
function startOfData(bytes: Uint8Array, { local, name }: { local: number; name: string }): number {
  const view = viewOf(bytes)
  if (local + LOCAL_BYTES > bytes.length || view.getUint32(local, true) !== LOCAL)
    throw new UploadRefused('upload_damaged')
  const nameBytes = view.getUint16(local + 26, true)
  if (nameAt(bytes, local + LOCAL_BYTES, nameBytes) !== name)
    throw new UploadRefused('upload_damaged')
  return local + LOCAL_BYTES + nameBytes + view.getUint16(local + 28, true)
}

const nameAt = (bytes: Uint8Array, at: number, length: number): string =>
  new TextDecoder().decode(bytes.subarray(at, at + length))

const isPlainName = (name: string): boolean =>
  /^[^/\\:\0]/.test(name) && !/\\|:|\0/.test(name) && !name.split('/').includes('..')

/** Made on Unix, with the type of a symbolic link in the upper half of the outer attributes. */
const isLink = (view: DataView, at: number): boolean => view.getUint32(at + 38, true) >>> 28 === 0xa

/** Entries that share their data unpack to many times what the file holds. */
function refuseOverlaps(entries: Entry[], end: number) {
  let free = 0
  for (const { start, packedBytes } of entries.toSorted((a, b) => a.start - b.start)) {
    if (start < free || start + packedBytes > end) throw new UploadRefused('upload_damaged')
    free = start + packedBytes
  }
}

function unpack(bytes: Uint8Array, entry: Entry): Uint8Array {
  if (entry.bytes > MOST_PART_BYTES) throw new UploadRefused('upload_too_much_inside')
  const packed = bytes.subarray(entry.start, entry.start + entry.packedBytes)
  const content = entry.method === 0 ? packed : inflate(packed, entry)
  if (content.length !== entry.bytes || crc32(content) !== entry.crc)
    throw new UploadRefused('upload_damaged')
  return content
}

function inflate(packed: Uint8Array, { method, bytes }: Entry): Uint8Array {
  if (method !== 8) throw new UploadRefused('upload_damaged')
  try {
    // One byte more than said: enough to see that it was not true.
    return inflateRawSync(packed, { maxOutputLength: bytes + 1 })
  } catch (error) {
    throw new UploadRefused('upload_damaged', { cause: error })
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
