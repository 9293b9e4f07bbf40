import { sha256 } from '../shared/ids.ts'
import type { Embedder } from './embedder.ts'

/** Vectors by the hash of model and text. */
export type PackagedVectors = {
  keys: () => Iterable<string>
  has: (key: string) => boolean
  get: (key: string) => number[] | undefined
}

const KEY_BYTES = 16
const SCALE_BYTES = 4

export async function vectorKey(model: string, text: string): Promise<string> {
  return (await sha256(`${model}\n${text}`)).slice(0, KEY_BYTES * 2)
}

/** One record after another: key, scale (float32), one signed byte per dimension. */
export function packVectors(vectors: Map<string, number[]>, dimensions: number): Uint8Array {
  const size = KEY_BYTES + SCALE_BYTES + dimensions
  const bytes = new Uint8Array(vectors.size * size)
  const view = new DataView(bytes.buffer)
  const sorted = [...vectors].sort(([left], [right]) => (left < right ? -1 : 1))
  sorted.forEach(([key, vector], at) => {
    const base = at * size
    bytes.set(fromHex(key), base)
    const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127
    view.setFloat32(base + KEY_BYTES, scale, true)
    vector.forEach((value, place) => {
      view.setInt8(base + KEY_BYTES + SCALE_BYTES + place, Math.round(value / scale))
    })
  })
  return bytes
}

/** Reads the keys; a vector is unpacked when it is asked for. */
export function unpackVectors(bytes: Uint8Array, dimensions: number): PackagedVectors {
  const size = KEY_BYTES + SCALE_BYTES + dimensions
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places = new Map<string, number>()
  for (let base = 0; base + size <= bytes.length; base += size) {
    places.set(toHex(bytes.subarray(base, base + KEY_BYTES)), base + KEY_BYTES)
  }
  const unpack = (base: number): number[] => {
    const scale = view.getFloat32(base, true)
    return Array.from({ length: dimensions }, (_, place) =>
      Number((view.getInt8(base + SCALE_BYTES + place) * scale).toPrecision(4)),
    )
  }
  return {
    keys: () => places.keys(),
    has: (key) => places.has(key),
    get: (key) => {
      const base = places.get(key)
      return base === undefined ? undefined : unpack(base)
    },
  }
}

/** The embedder, that computes only what the package does not hold already. */
export function withPackagedVectors(embedder: Embedder, vectors: PackagedVectors): Embedder {
  const { embeddings } = embedder
  const embedOne = async (text: string) => {
    const known = vectors.get(await vectorKey(embedder.name, text))
    return known ?? (await embeddings.embedDocuments([text]))[0] ?? []
  }
  return {
    ...embedder,
    packaged: (key) => vectors.has(key),
    embeddings: {
      embedQuery: (text) => embeddings.embedQuery(text),
      embedDocuments: async (texts) => {
        const found: number[][] = []
        for (const text of texts) found.push(await embedOne(text))
        return found
      },
    },
  }
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
