import fc from 'fast-check'
import { expect } from 'vitest'
import { noteAttempt, takeBackAttempt } from '../../src/accounts/attempts.ts'
import { signInAttempts } from '../../src/db/schema/index.ts'
import { test } from '../support/test-deps.ts'

const TEN_MINUTES_MS = 600_000
const HOUR_MS = 3_600_000

const accounts = ['a', 'b', 'c', 'd']
const addresses = ['1', '2', '3']

const tries = fc.array(
  fc.record({
    account: fc.constantFrom(...accounts),
    address: fc.constantFrom(...addresses),
    wait: fc.oneof(
      fc.integer({ min: 0, max: 60_000 }),
      fc.constantFrom(TEN_MINUTES_MS - 1, TEN_MINUTES_MS, HOUR_MS),
    ),
  }),
  { minLength: 20, maxLength: 60 },
)

type Taken = { account: string; address: string; at: number }

test('whenever they come, in no ten minutes are more than five passwords of an account and ten of an address checked', async ({
  deps,
}) => {
  const { db } = deps
  await fc.assert(
    fc.asyncProperty(tries, async (sequence) => {
      await db.delete(signInAttempts)
      const taken: Taken[] = []
      let at = deps.now().getTime()
      for (const { account, address, wait } of sequence) {
        at += wait
        const trier = { accountHash: account, addressHash: address }
        const attempt = await noteAttempt(db, { kind: 'password', trier, now: new Date(at) })
        const recent = taken.filter((each) => each.at > at - TEN_MINUTES_MS)
        const ofAccount = recent.filter((each) => each.account === account).length
        const fromAddress = recent.filter((each) => each.address === address).length
        const isChecked = ofAccount < 5 && fromAddress < 10
        const told = attempt && [attempt.ofAccount, attempt.isLast]
        expect(told).toEqual(isChecked ? [ofAccount + 1, ofAccount === 4] : undefined)
        if (attempt) taken.push({ account, address, at })
      }
    }),
    { numRuns: 25, seed: 20_261_123 },
  )
}, 120_000)

test('what is taken back does not count', async ({ deps }) => {
  const trier = { accountHash: 'a', addressHash: '1' }
  for (let n = 0; n < 30; n += 1) {
    const attempt = await noteAttempt(deps.db, { kind: 'password', trier, now: deps.now() })
    if (!attempt) throw new Error(`refused at ${n}`)
    await takeBackAttempt(deps.db, attempt)
  }
})

test('codes and passwords are counted apart, and old rows go', async ({ deps }) => {
  const trier = { accountHash: 'a', addressHash: '1' }
  const note = (kind: 'password' | 'totp') => noteAttempt(deps.db, { kind, trier, now: deps.now() })
  for (let n = 0; n < 5; n += 1) {
    expect(await note('password')).toBeDefined()
    expect(await note('totp')).toBeDefined()
  }
  deps.pass(TEN_MINUTES_MS)
  expect(await note('totp')).toBeUndefined()
  expect(await note('password')).toBeDefined()
  deps.pass(HOUR_MS + 1)
  expect(await note('totp')).toBeDefined()
  expect((await deps.db.select().from(signInAttempts)).length).toBe(1)
})
