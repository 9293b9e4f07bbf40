import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPassword } from '../../src/accounts/check-password.ts'
import { commonPasswords } from '../../src/accounts/common-passwords.ts'
import { newOneTimePassword } from '../../src/accounts/one-time-password.ts'
import {
  oldPasswordSince,
  type PasswordProfile,
  passwordProfiles,
} from '../../src/accounts/password-profile.ts'
import { openPasswordHashing } from '../../src/open-password-hashing.ts'

const person = { username: 'wang.xm', name: '王小明' }

function verdict(password: string, profile: PasswordProfile = 'asvs'): string {
  try {
    checkPassword(password, person, profile)
    return 'fine'
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown'
  }
}

test.for([
  ['grape', 'password_too_short'],
  ['lantern grap', 'fine'],
  ['一二三四五六七八九十甲', 'password_too_short'],
  ['１２３４５６７８９０１２', 'password_common'],
  ['password1234', 'password_common'],
  ['P@ssw0rd!!!!', 'password_common'],
  ['dragon-2026-11-23', 'password_common'],
  ['...letmein...', 'password_common'],
  ['qwertyuiopas', 'password_common'],
  ['1qaz2wsx3edc', 'password_common'],
  ['abcdefghijkl', 'password_common'],
  ['monkeymonkey', 'password_common'],
  ['monkeymonkey2026', 'password_common'],
  ['aaaaaaaaaaab', 'password_common'],
  ['1357924680135', 'password_common'],
  ['zhiwen2026!!', 'password_of_context'],
  ['Beijing-Zhiwen-IPR', 'password_of_context'],
  ['知识产权服务中心2026!!', 'password_of_context'],
  ['wang.xm-20261123', 'password_of_context'],
  ['王小明王小明-19851123年', 'password_of_context'],
  ['zhiwen grape lantern', 'fine'],
  ['dragon harbour violin', 'fine'],
  ['梧桐 灯笼 四重奏 七十一盏', 'fine'],
] as const)('%s: %s', ([password, expected]) => {
  expect(verdict(password)).toBe(expected)
})

test.for([
  ['lantern grape orbit', 'password_too_plain', 'fine'],
  ['LANTERN GRAPE ORBIT', 'password_too_plain', 'fine'],
  ['lanterngrapeorbit71', 'password_too_plain', 'fine'],
  ['梧桐 灯笼 四重奏 七十一盏', 'password_too_plain', 'fine'],
  ['Lanterngrapeorbit71', 'fine', 'fine'],
  ['lantern grape 71', 'fine', 'fine'],
  ['Lantern grape orbit', 'fine', 'fine'],
  ['梧桐 lantern Grape', 'fine', 'fine'],
  ['grape 71', 'password_too_short', 'password_too_short'],
  ['Password1234', 'password_common', 'password_common'],
] as const)('%s: %s by 等保, %s by ASVS', ([password, dengbao, asvs]) => {
  expect([verdict(password, 'dengbao'), verdict(password, 'asvs')]).toEqual([dengbao, asvs])
})

test('whatever 等保 takes, ASVS takes as well', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (password) => {
      const both = [verdict(password, 'dengbao'), verdict(password, 'asvs')]
      expect(both[0] === 'fine' && both[1] !== 'fine').toBe(false)
    }),
  )
})

test('a password is old after 90 days by 等保, and never by ASVS', () => {
  const now = new Date('2026-04-01T02:00:00Z')
  expect(passwordProfiles.map((profile) => oldPasswordSince(profile, now))).toEqual([
    new Date('2026-01-01T02:00:00Z'),
    undefined,
  ])
})

test('none of at least 3,000 common passwords passes, whatever digits and signs stand around it', () => {
  expect(commonPasswords.size).toBeGreaterThanOrEqual(3_000)
  for (const word of commonPasswords) {
    for (const password of [
      word.padEnd(12, '7'),
      `##${word}2026!!!!!`,
      word.toUpperCase().padStart(12, '!'),
    ]) {
      expect([password, verdict(password) !== 'fine']).toEqual([password, true])
    }
  }
})

test('a password from a manager passes', () => {
  for (let n = 0; n < 500; n += 1) expect(verdict(newOneTimePassword())).toBe('fine')
})

test('no text makes the check fail or take long', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 128 }),
    fc.string({ unit: fc.constantFrom('a', '1', '!', '知', 'zhiwen'), maxLength: 128 }),
  )
  fc.assert(
    fc.property(text, (password) => {
      expect(verdict(password)).toMatch(/^fine$|^password_/)
    }),
    { numRuns: 2_000, seed: 20_261_123 },
  )
  const started = performance.now()
  verdict('知问'.repeat(50_000))
  expect(performance.now() - started).toBeLessThan(1_000)
})

test('the service hashes with scrypt of 2^17, 8, 1, and the hash says so', async () => {
  const hashing = openPasswordHashing()
  const stored = await hashing.hash('lantern grape orbit')
  expect(stored).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/)
  expect(await hashing.verify('lantern grape orbit', stored)).toBe(true)
  expect(await hashing.verify('lantern grape orbiT', stored)).toBe(false)
}, 60_000)

const quick = openPasswordHashing({ N: 2 ** 4, r: 8, p: 1 })

test('every password matches its own hash and no other, and none twice the same', async () => {
  const password = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 })
  await fc.assert(
    fc.asyncProperty(password, password, async (one, other) => {
      const stored = await quick.hash(one)
      expect(await quick.verify(one, stored)).toBe(true)
      expect(await quick.verify(one.normalize('NFD'), stored)).toBe(true)
      expect(await quick.verify(other, stored)).toBe(
        one.normalize('NFKC') === other.normalize('NFKC'),
      )
      expect(await quick.hash(one)).not.toBe(stored)
    }),
    { numRuns: 200, seed: 20_261_123 },
  )
})

test('without a stored hash no password is right', async () => {
  expect(await quick.verify('', undefined)).toBe(false)
})

test('a hash keeps the cost that it was made with', async () => {
  const stored = await quick.hash('lantern grape orbit')
  const stronger = openPasswordHashing({ N: 2 ** 6, r: 8, p: 1 })
  expect(await stronger.verify('lantern grape orbit', stored)).toBe(true)
})

test('a damaged hash is an error, not a wrong password', async () => {
  for (const stored of ['', '$scrypt$ln=17$a$b', 'lantern grape orbit']) {
    await expect(quick.verify('x', stored)).rejects.toThrow('damaged')
  }
})

test('too many at once are turned away, and those who wait get their turn', async () => {
  const hashing = openPasswordHashing({ N: 2 ** 10, r: 8, p: 1 })
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => hashing.hash('x')))
  const refused = all.filter((each) => each.status === 'rejected')
  expect(refused.length).toBe(18)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'unavailable' })
  expect(await hashing.hash('x')).toMatch(/^\$scrypt/)
})
