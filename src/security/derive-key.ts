import { type Bytes, toBase64Url } from './base64url.ts'

export const encodeText = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text))

/** HKDF-SHA-256 (RFC 5869) without salt: another purpose, an unrelated key. */
export async function deriveKey(secret: Bytes, purpose: string, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const info = encodeText(`zhiwen ${purpose}`)
  const settings = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
  return new Uint8Array(await crypto.subtle.deriveBits(settings, key, length * 8))
}

/** A key for `hashWith` that serves one purpose only. */
export async function deriveHashingKey(secret: Bytes, purpose: string): Promise<CryptoKey> {
  const bytes = await deriveKey(secret, `hash ${purpose}`, 32)
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

/** HMAC-SHA-256 in base64url, 43 characters. */
export async function hashWith(key: CryptoKey, value: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, encodeText(value))))
}
