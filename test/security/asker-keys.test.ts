import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { askerKeys, askers } from '../../src/db/schema/index.ts'
import { createAsker } from '../../src/identity/askers.ts'
import {
  checkMasterKey,
  deleteAskerKey,
  hashForAsker,
  referenceToAsker,
} from '../../src/security/asker-keys.ts'
import { createFieldCipher } from '../../src/security/field-cipher.ts'
import { test } from '../support/test-deps.ts'

const keyOf = (seed: number) => Uint8Array.from({ length: 32 }, (_, index) => seed + index)
const cipher = createFieldCipher(keyOf(1))

test('an asker has one reference, another asker another', async ({ deps }) => {
  const { id } = await createAsker(deps.db, deps.now())
  const other = await createAsker(deps.db, deps.now())
  const reference = await referenceToAsker(deps.db, cipher, id)
  expect(reference).toMatch(/^a1\.[\w-]{43}$/)
  expect(await referenceToAsker(deps.db, cipher, id)).toBe(reference)
  expect(await referenceToAsker(deps.db, cipher, other.id)).not.toBe(reference)
})

test('hashes of one asker differ by value and by purpose', async ({ deps }) => {
  const { id: askerId } = await createAsker(deps.db, deps.now())
  const hash = (value: string, purpose: string) =>
    hashForAsker(deps.db, cipher, { askerId, value, purpose })
  const hashes = [await hash('a', 'x'), await hash('b', 'x'), await hash('a', 'y')]
  expect(new Set(hashes).size).toBe(3)
  expect(await hash('a', 'x')).toBe(hashes[0])
})

test('the key of an asker lies sealed in the database, for that asker only', async ({ deps }) => {
  const first = await createAsker(deps.db, deps.now())
  const second = await createAsker(deps.db, deps.now())
  await referenceToAsker(deps.db, cipher, first.id)
  const [row] = await deps.db.select().from(askerKeys).where(eq(askerKeys.askerId, first.id))
  expect(row?.sealedKey).toMatch(/^v1\./)
  await deps.db.insert(askerKeys).values({ askerId: second.id, sealedKey: row?.sealedKey ?? '' })
  await expect(referenceToAsker(deps.db, cipher, second.id)).rejects.toMatchObject({
    problem: 'not_authentic',
  })
})

test('without its key nobody can make the hashes of an asker again', async ({ deps }) => {
  const { id } = await createAsker(deps.db, deps.now())
  const before = await referenceToAsker(deps.db, cipher, id)
  expect(await deleteAskerKey(deps.db, id)).toBe(true)
  expect(await deleteAskerKey(deps.db, id)).toBe(false)
  expect(await referenceToAsker(deps.db, cipher, id)).not.toBe(before)
})

test('the key goes with the asker', async ({ deps }) => {
  const { id } = await createAsker(deps.db, deps.now())
  await referenceToAsker(deps.db, cipher, id)
  await deps.db.delete(askers).where(eq(askers.id, id))
  expect(await deps.db.select().from(askerKeys).where(eq(askerKeys.askerId, id))).toEqual([])
})

test('a master key that is not that of the database is noticed at the start', async ({ deps }) => {
  const stranger = createFieldCipher(keyOf(2))
  await checkMasterKey(deps.db, stranger)
  const { id } = await createAsker(deps.db, deps.now())
  const reference = await referenceToAsker(deps.db, cipher, id)
  await checkMasterKey(deps.db, cipher)
  await expect(checkMasterKey(deps.db, stranger)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('MASTER_KEY_PREVIOUS'),
  })
  const renewed = createFieldCipher(keyOf(2), [keyOf(1)])
  await checkMasterKey(deps.db, renewed)
  expect(await referenceToAsker(deps.db, renewed, id)).toBe(reference)
})
