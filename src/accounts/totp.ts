const SECRET_BYTES = 20
const STEP_SECONDS = 30
const DIGITS = 6
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 random bits in base32 (RFC 4226, requirement R6). */
export function newTotpSecret(): string {
  return toBase32(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))
}

/** What an authenticator app reads from a QR code (Key URI Format). */
export function totpAddress(secret: string, username: string): string {
  const issuer = encodeURIComponent('知问')
  return `otpauth://totp/${issuer}:${encodeURIComponent(username)}?secret=${secret}&issuer=${issuer}`
}

export function totpStepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS)
}

/** The code of one time step: six digits of HMAC-SHA-1 (RFC 6238 with the defaults that every app knows). */
export async function totpCode(secret: string, step: number): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', fromBase32(secret), algorithm, false, ['sign'])
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const digest = new DataView(await crypto.subtle.sign('HMAC', key, counter))
  const offset = digest.getUint8(digest.byteLength - 1) & 0x0f
  const number = digest.getUint32(offset) & 0x7fff_ffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/**
 * The newest time step whose code this is: of now, of the one before or of the one after (RFC 6238 §5.2
 * and §6). Undefined for every other code, and for one of `lastStep` or before, which has been used.
 */
export async function findTotpStep(
  secret: string,
  code: string,
  { now, lastStep }: { now: Date; lastStep: number | null },
): Promise<number | undefined> {
  const current = totpStepAt(now)
  const codes = await Promise.all(
    [current + 1, current, current - 1].map(async (step) => ({
      step,
      code: await totpCode(secret, step),
    })),
  )
  const unused = codes.filter(({ step }) => lastStep === null || step > lastStep)
  return unused.find((each) => each.code === code)?.step
}

function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{5}/g) ?? []
  return groups.map((group) => BASE32[Number.parseInt(group, 2)]).join('')
}

function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = Array.from(text, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2))
}
