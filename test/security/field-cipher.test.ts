import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from '../../src/security/base64url.ts'
import { createFieldCipher, SealedFieldError } from '../../src/security/field-cipher.ts'

const keyOf = (seed: number) => Uint8Array.from({ length: 32 }, (_, index) => seed + index)
const cipher = createFieldCipher(keyOf(1))
const PLACE = 'cases.phone:3f0c'

/** What `open` says of something: its text, or what is wrong. */
async function tryToOpen(sealed: string, place: string, opener = cipher) {
  try {
    return { text: await opener.open(sealed, place) }
  } catch (error) {
    if (error instanceof SealedFieldError) return { problem: error.problem }
    throw error
  }
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 200 })

test('whatever text is sealed comes back as it was, at its own place only', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.string(), fc.string(), async (text, place, other) => {
      const sealed = await cipher.seal(text, place)
      expect(await cipher.open(sealed, place)).toBe(text)
      const elsewhere = await tryToOpen(sealed, `${place}${other}#`)
      expect(elsewhere).toEqual({ problem: 'not_authentic' })
    }),
    { numRuns: 300 },
  )
})

test('a byte order mark and a null character are text like any other', async () => {
  for (const text of ['\uFEFF王', '\u0000', '']) {
    expect(await cipher.open(await cipher.seal(text, PLACE), PLACE)).toBe(text)
  }
})

test('sealed text shows neither the text nor whether two are the same', async () => {
  const [first, second] = [
    await cipher.seal('13800138000', PLACE),
    await cipher.seal('13800138000', PLACE),
  ]
  expect(first).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/)
  expect(first).not.toBe(second)
  expect(first).not.toContain('13800138000')
})

test('one changed character anywhere in sealed text is noticed', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ 中'
  for (const text of ['1', '12', '13800138000', '北京市海淀区']) {
    const sealed = await cipher.seal(text, PLACE)
    const variants = Array.from(sealed).flatMap((present, index) =>
      Array.from(alphabet)
        .filter((character) => character !== present)
        .map((character) => sealed.slice(0, index) + character + sealed.slice(index + 1)),
    )
    const outcomes = await Promise.all(variants.map((variant) => tryToOpen(variant, PLACE)))
    expect(variants.length).toBeGreaterThan(3_000)
    expect(variants.filter((_, index) => 'text' in (outcomes[index] ?? {}))).toEqual([])
  }
})

test('sealed text that was cut, prolonged or put together from two is noticed', async () => {
  const sealed = await cipher.seal('13800138000', PLACE)
  const other = await cipher.seal('13900139000', PLACE)
  for (let length = 0; length < sealed.length; length += 1) {
    expect(await tryToOpen(sealed.slice(0, length), PLACE)).toHaveProperty('problem')
  }
  expect(await tryToOpen(`${sealed}A`, PLACE)).toHaveProperty('problem')
  expect(await tryToOpen(`${sealed}.A`, PLACE)).toEqual({ problem: 'malformed' })
  const mixed = [...sealed.split('.').slice(0, 3), ...other.split('.').slice(3)].join('.')
  expect(await tryToOpen(mixed, PLACE)).toEqual({ problem: 'not_authentic' })
})

test('what is refused is not repeated in the error', async () => {
  await expect(cipher.open('v1.13800138000', PLACE)).rejects.toThrow(
    /^a sealed field cannot be opened: malformed$/,
  )
})

describe('a new master key', () => {
  const renewed = createFieldCipher(keyOf(2), [keyOf(1)])

  test('opens what the former one sealed, and seals with itself', async () => {
    const old = await cipher.seal('13800138000', PLACE)
    expect(await renewed.open(old, PLACE)).toBe('13800138000')
    const fresh = await renewed.seal('13800138000', PLACE)
    expect(fresh.split('.')[1]).not.toBe(old.split('.')[1])
    expect(await tryToOpen(fresh, PLACE)).toEqual({ problem: 'unknown_key' })
  })

  test('opens nothing of the former one that is not given', async () => {
    const old = await cipher.seal('13800138000', PLACE)
    const alone = createFieldCipher(keyOf(2))
    expect(await tryToOpen(old, PLACE, alone)).toEqual({ problem: 'unknown_key' })
  })

  test('has 32 bytes', () => {
    expect(() => createFieldCipher(new Uint8Array(16))).toThrow('32 bytes')
    expect(() => createFieldCipher(keyOf(1), [new Uint8Array(0)])).toThrow('32 bytes')
  })
})

test('a keyed hash depends on value, purpose and key, and on nothing else', async () => {
  const hash = await cipher.keyedHash('10.0.0.1', 'address')
  expect(hash).toMatch(/^h1\.[\w-]{8}\.[\w-]{43}$/)
  expect(await createFieldCipher(keyOf(1)).keyedHash('10.0.0.1', 'address')).toBe(hash)
  const others = [
    await cipher.keyedHash('10.0.0.2', 'address'),
    await cipher.keyedHash('10.0.0.1', 'account'),
    await createFieldCipher(keyOf(2)).keyedHash('10.0.0.1', 'address'),
  ]
  expect(new Set([hash, ...others].map((each) => each.split('.')[2])).size).toBe(4)
})

test('bytes have one form as text, and only that form is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.string({ maxLength: 12 }), (bytes, text) => {
      const encoded = toBase64Url(Uint8Array.from(bytes))
      expect(fromBase64Url(encoded)).toEqual(Uint8Array.from(bytes))
      const read = fromBase64Url(text)
      expect(read === undefined || toBase64Url(read) === text).toBe(true)
    }),
    { numRuns: 500 },
  )
  expect(fromBase64Url('QQ')).toEqual(Uint8Array.of(65))
  expect(fromBase64Url('QR')).toBeUndefined()
})
