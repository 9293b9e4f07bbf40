import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  findTotpStep,
  newTotpSecret,
  totpAddress,
  totpCode,
  totpStepAt,
} from '../../src/accounts/totp.ts'

/** RFC 6238, appendix B: the secret `12345678901234567890`, of eight digits the last six. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.for([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const)('at second %i the code is the one of the standard', async ([seconds, code]) => {
  expect(await totpCode(RFC_SECRET, totpStepAt(new Date(seconds * 1000)))).toBe(code)
})

test('a secret has 160 random bits', () => {
  const secrets = new Set(Array.from({ length: 200 }, newTotpSecret))
  expect(secrets.size).toBe(200)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
})

test('the address for the app holds the secret and both names', () => {
  const address = new URL(totpAddress(RFC_SECRET, 'wang.xm'))
  expect(address.protocol).toBe('otpauth:')
  expect(address.searchParams.get('secret')).toBe(RFC_SECRET)
  expect(decodeURIComponent(address.pathname)).toBe('/知问:wang.xm')
})

const moment = fc.date({
  min: new Date('1970-01-02'),
  max: new Date('2199-12-31'),
  noInvalidDate: true,
})

test('a code is good for its own half minute, the one before and the one after', async () => {
  await fc.assert(
    fc.asyncProperty(moment, fc.integer({ min: -4, max: 4 }), async (now, away) => {
      const step = totpStepAt(now) + away
      const code = await totpCode(RFC_SECRET, step)
      const found = await findTotpStep(RFC_SECRET, code, { now, lastStep: null })
      expect(found).toBe(Math.abs(away) <= 1 ? step : undefined)
    }),
    { numRuns: 500, seed: 20_261_123 },
  )
})

test('no code of the last one taken, or of before, works again', async () => {
  const around = fc.record({
    typed: fc.integer({ min: -1, max: 1 }),
    last: fc.integer({ min: -3, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(moment, around, async (now, { typed, last }) => {
      const current = totpStepAt(now)
      const code = await totpCode(RFC_SECRET, current + typed)
      const found = await findTotpStep(RFC_SECRET, code, { now, lastStep: current + last })
      expect(found).toBe(typed > last ? current + typed : undefined)
    }),
    { numRuns: 500, seed: 20_261_123 },
  )
})
