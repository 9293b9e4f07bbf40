/** Why a ciphertext was refused; never told to who sent it. */
export type CipherProblem =
  | 'bad_base64'
  | 'bad_cipher_length'
  | 'bad_padding'
  | 'too_short'
  | 'bad_msg_len'
  | 'bad_utf8'
  | 'appid_mismatch'

export class CipherError extends Error {
  readonly problem: CipherProblem

  constructor(problem: CipherProblem, options?: { cause?: unknown }) {
    super(problem, options)
    this.name = 'CipherError'
    this.problem = problem
  }
}

type Bytes = Uint8Array<ArrayBuffer>

export type EnvelopeKey = { key: CryptoKey; iv: Bytes }

const BLOCK = 16
/** The platform pads to 32 bytes, not to a block (message encryption, "PKCS#7"). */
const PADDED_TO = 32
const RANDOM = 16
const HEADER = RANDOM + 4

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @param encodingAesKey 43 characters of base64; the first 16 bytes of the key are its initial vector */
export async function importEnvelopeKey(encodingAesKey: string): Promise<EnvelopeKey> {
  const raw = decodeBase64(`${encodingAesKey}=`)
  const usages: KeyUsage[] = ['encrypt', 'decrypt']
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, usages)
  return { key, iv: raw.slice(0, BLOCK) }
}

/**
 * Opens `random(16) | length(4, big endian) | text | id` (AES-256-CBC) and gives its text.
 * @param id appid or corpid, which must stand at its end
 * @throws CipherError
 */
export async function openEnvelope(
  { key, iv }: EnvelopeKey,
  base64: string,
  id: string,
): Promise<string> {
  const body = withoutPadding(await decrypt({ key, iv }, readCiphertext(base64)))
  if (body.length < HEADER) throw new CipherError('too_short')
  const length = new DataView(body.buffer, body.byteOffset).getUint32(RANDOM)
  if (HEADER + length > body.length) throw new CipherError('bad_msg_len')
  const text = decodeText(body.subarray(HEADER, HEADER + length))
  if (decodeText(body.subarray(HEADER + length)) !== id) throw new CipherError('appid_mismatch')
  return text
}

/** @param random 16 bytes that make each envelope another one */
export async function sealEnvelope(
  { key, iv }: EnvelopeKey,
  { text, id }: { text: string; id: string },
  random: Bytes = crypto.getRandomValues(new Uint8Array(RANDOM)),
): Promise<string> {
  const message = encoder.encode(text)
  const owner = encoder.encode(id)
  const total = HEADER + message.length + owner.length
  const padding = PADDED_TO - (total % PADDED_TO)
  const plain = new Uint8Array(total + padding).fill(padding)
  plain.set(random)
  new DataView(plain.buffer).setUint32(RANDOM, message.length)
  plain.set(message, HEADER)
  plain.set(owner, HEADER + message.length)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, plain)
  // Web Crypto adds a block of padding of its own, which stands alone at the end.
  return encodeBase64(new Uint8Array(sealed, 0, sealed.byteLength - BLOCK))
}

function readCiphertext(base64: string): Bytes {
  const sealed = decodeBase64(base64)
  if (sealed.length === 0 || sealed.length % BLOCK !== 0) throw new CipherError('bad_cipher_length')
  return sealed
}

/**
 * Web Crypto takes away padding of up to 16 bytes only, so it is given one more block that decrypts to such
 * padding: an empty text encrypted with the last block as its initial vector is that block.
 */
async function decrypt({ key, iv }: EnvelopeKey, sealed: Bytes): Promise<Bytes> {
  const last = { name: 'AES-CBC', iv: sealed.slice(-BLOCK) }
  const extra = await crypto.subtle.encrypt(last, key, new Uint8Array(0))
  const whole = new Uint8Array(sealed.length + BLOCK)
  whole.set(sealed)
  whole.set(new Uint8Array(extra), sealed.length)
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, whole))
}

function withoutPadding(plain: Bytes): Bytes {
  const padding = plain.at(-1) ?? 0
  const from = plain.length - padding
  const isPadding = padding >= 1 && padding <= PADDED_TO && from >= 0
  if (!isPadding || plain.subarray(from).some((byte) => byte !== padding)) {
    throw new CipherError('bad_padding')
  }
  return plain.subarray(0, from)
}

function decodeText(bytes: Bytes): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw new CipherError('bad_utf8', { cause: error })
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function decodeBase64(text: string): Bytes {
  if (text === '' || text.length % 4 !== 0 || !BASE64.test(text))
    throw new CipherError('bad_base64')
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

const CHUNK = 8_192

function encodeBase64(bytes: Bytes): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  }
  return btoa(binary)
}
