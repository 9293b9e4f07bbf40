import { inflateRawSync } from 'node:zlib'

/** The files of a ZIP archive, by the central directory at its end. */
export function readZip(bytes: Uint8Array): Map<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (from: number, length: number) =>
    new TextDecoder().decode(bytes.subarray(from, from + length))
  let end = bytes.length - 22
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1
  const count = view.getUint16(end + 10, true)
  const files = new Map<string, string>()
  for (let at = view.getUint32(end + 16, true), n = 0; n < count; n += 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
      view.getUint16(at + place, true),
    )
    const local = view.getUint32(at + 42, true)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const packed = bytes.subarray(start, start + view.getUint32(at + 20, true))
    const isPlain = view.getUint16(at + 10, true) === 0
    const content = isPlain ? packed : inflateRawSync(packed)
    files.set(text(at + 46, nameLength ?? 0), new TextDecoder().decode(content))
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
  }
  return files
}
