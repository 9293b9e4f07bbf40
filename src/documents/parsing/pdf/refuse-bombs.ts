import { inflateSync } from 'node:zlib'
import { UploadRefused } from '../refuse.ts'

const MOST_STREAM_BYTES = 16 * 1024 * 1024
const MOST_BYTES = 64 * 1024 * 1024
const MOST_STREAMS = 20_000
/** How far before the data its dictionary is looked for. */
const DICTIONARY = 600

/**
 * Counts what the compressed streams of a PDF unpack to, before they are unpacked for good (ISO 32000-1, 7.4.4).
 * Pictures are not unpacked at all. @throws UploadRefused
 */
export function refuseBombs(bytes: Uint8Array, latin: string): void {
  let total = 0
  let streams = 0
  for (const start of streamStarts(latin)) {
    if (!isZlib(bytes, start) || isPicture(latin, start)) continue
    streams += 1
    total += unpackedBytes(bytes.subarray(start))
    if (total > MOST_BYTES || streams > MOST_STREAMS)
      throw new UploadRefused('upload_too_much_inside')
  }
}

function* streamStarts(latin: string): Generator<number> {
  const word = 'stream'
  for (let at = latin.indexOf(word); at >= 0; at = latin.indexOf(word, at + word.length)) {
    if (latin.startsWith('end', at - 3)) continue
    const behind = at + word.length
    yield behind + (latin.startsWith('\r\n', behind) ? 2 : 1)
  }
}

/** RFC 1950: deflate, and a header that is divisible by 31. */
function isZlib(bytes: Uint8Array, at: number): boolean {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2)
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0
}

function isPicture(latin: string, start: number): boolean {
  const before = latin.slice(Math.max(0, start - DICTIONARY), start)
  const dictionary = before.slice(before.lastIndexOf(' obj') + 1)
  return /\/Subtype\s?\/Image\b/.test(dictionary) && /\/BitsPerComponent\b/.test(dictionary)
}

/** Data that breaks off, or is none, counts for nothing: the library gives up on it as well. */
function unpackedBytes(packed: Uint8Array): number {
  try {
    return inflateSync(packed, { maxOutputLength: MOST_STREAM_BYTES }).length
  } catch (error) {
    if (isTooLarge(error)) throw new UploadRefused('upload_too_much_inside', { cause: error })
    return 0
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
