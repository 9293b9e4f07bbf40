/** Without what looks alike on paper: 0 o, 1 i l. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 20
const GROUP = 5

const HOUR_MS = 60 * 60 * 1000
export const ONE_TIME_MS = 72 * HOUR_MS

/** 99 random bits in four groups, to be read out or typed off once and changed at the first sign-in. */
export function newOneTimePassword(): string {
  const letters = Array.from({ length: LENGTH }, randomLetter).join('')
  return (letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-')
}

/** Every letter as likely as any other: bytes that would favour the first ones are drawn again. */
function randomLetter(): string {
  const fair = 256 - (256 % LETTERS.length)
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < fair) return LETTERS.charAt(byte % LETTERS.length)
  }
}
