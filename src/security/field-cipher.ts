import { type Bytes, fromBase64Url, toBase64Url } from './base64url.ts'
import { deriveHashingKey, deriveKey, encodeText, hashWith } from './derive-key.ts'

export type FieldCipher = {
  /** Seals text for one place (`cases.phone:<row id>`); the same text gives another result each time. */
  seal: (plain: string, context: string) => Promise<string>
  /** @throws SealedFieldError when it was not sealed for this place with a key at hand */
  open: (sealed: string, context: string) => Promise<string>
  /** How everything begins that `seal` gives: what begins otherwise is of another key. */
  sealedPrefix: () => Promise<string>
  /** `h1.<key id>.<hash>`: the same for the same value and purpose, of no use without the key. */
  keyedHash: (value: string, purpose: string) => Promise<string>
}

export type SealProblem = 'malformed' | 'unknown_key' | 'not_authentic'

/** Sealed text that can't be opened: damaged, moved to another place, or of another key. */
export class SealedFieldError extends Error {
  readonly problem: SealProblem

  constructor(problem: SealProblem, options?: { cause?: unknown }) {
    super(`a sealed field cannot be opened: ${problem}`, options)
    this.name = 'SealedFieldError'
    this.problem = problem
  }
}

export const MASTER_KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_BYTES = 6

/**
 * AES-256-GCM field by field (个人信息保护法 51), bound to its place as additional data, with
 * sub-keys by HKDF for each purpose. Sealed text is `v1.<key id>.<iv>.<ciphertext>` in base64url.
 * Lone surrogates become U+FFFD, as they do in the database.
 * @param masterKey 32 random bytes: seals and hashes
 * @param previousKeys only open what was sealed before the master key was changed
 */
export function createFieldCipher(
  masterKey: Uint8Array,
  previousKeys: readonly Uint8Array[] = [],
): FieldCipher {
  const current = createKeyRing(masterKey)
  const rings = [current, ...previousKeys.map(createKeyRing)]
  return {
    seal: async (plain, context) => {
      const [id, key] = await Promise.all([current.id(), current.sealingKey()])
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const box = await crypto.subtle.encrypt(boundTo(context, iv), key, encodeText(plain))
      return `v1.${id}.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(box))}`
    },
    open: async (sealed, context) => {
      const { keyId, iv, box } = parseSealed(sealed)
      const ring = await findRing(rings, keyId)
      if (!ring) throw new SealedFieldError('unknown_key')
      return decrypt(await ring.sealingKey(), boundTo(context, iv), box)
    },
    sealedPrefix: async () => `v1.${await current.id()}.`,
    keyedHash: async (value, purpose) => {
      const [id, key] = await Promise.all([current.id(), current.hashingKey(purpose)])
      return `h1.${id}.${await hashWith(key, value)}`
    },
  }
}

type KeyRing = {
  id: () => Promise<string>
  sealingKey: () => Promise<CryptoKey>
  hashingKey: (purpose: string) => Promise<CryptoKey>
}

/** The keys of one master key, each derived once. */
function createKeyRing(masterKey: Uint8Array): KeyRing {
  if (masterKey.length !== MASTER_KEY_BYTES) throw new Error('a master key has 32 bytes')
  const secret = Uint8Array.from(masterKey)
  const derived = new Map<string, Promise<CryptoKey>>()
  const once = (name: string, make: () => Promise<CryptoKey>) => {
    const key = derived.get(name) ?? make()
    derived.set(name, key)
    return key
  }
  const id = deriveKey(secret, 'key id', KEY_ID_BYTES).then(toBase64Url)
  return {
    id: () => id,
    sealingKey: () => once('seal', () => deriveSealingKey(secret)),
    hashingKey: (purpose) => once(`hash ${purpose}`, () => deriveHashingKey(secret, purpose)),
  }
}

async function deriveSealingKey(secret: Bytes): Promise<CryptoKey> {
  const bytes = await deriveKey(secret, 'seal', 32)
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function findRing(rings: readonly KeyRing[], keyId: string): Promise<KeyRing | undefined> {
  for (const ring of rings) if ((await ring.id()) === keyId) return ring
  return undefined
}

function boundTo(context: string, iv: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encodeText(context), tagLength: TAG_BYTES * 8 }
}

const SEALED = /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]{22,})$/

function parseSealed(sealed: string): { keyId: string; iv: Bytes; box: Bytes } {
  const [, keyId, ...encoded] = SEALED.exec(sealed) ?? []
  const [iv, box] = encoded.map(fromBase64Url)
  if (keyId === undefined || !iv || !box) throw new SealedFieldError('malformed')
  return { keyId, iv, box }
}

async function decrypt(key: CryptoKey, settings: AesGcmParams, box: Bytes): Promise<string> {
  try {
    const plain = await crypto.subtle.decrypt(settings, key, box)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain)
  } catch (error) {
    throw new SealedFieldError('not_authentic', { cause: error })
  }
}
