import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { askerKeys } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { type Bytes, fromBase64Url, toBase64Url } from './base64url.ts'
import { deriveHashingKey, hashWith } from './derive-key.ts'
import { type FieldCipher, SealedFieldError } from './field-cipher.ts'
import { contextOf } from './sealed-fields.ts'

const KEY_BYTES = 32

/**
 * `a1.<hash>` with the asker's own key, which is made at the first use. After `deleteAskerKey` nobody can
 * tell any more whose hash it is, or what of.
 */
export async function hashForAsker(
  db: Database,
  cipher: FieldCipher,
  { askerId, value, purpose }: { askerId: string; value: string; purpose: string },
): Promise<string> {
  const secret = (await findKey(db, cipher, askerId)) ?? (await makeKey(db, cipher, askerId))
  return `a1.${await hashWith(await deriveHashingKey(secret, purpose), value)}`
}

/** How the audit names an asker: what their entries are found by as long as they have a key. */
export async function referenceToAsker(
  db: Database,
  cipher: FieldCipher,
  askerId: string,
): Promise<string> {
  return hashForAsker(db, cipher, { askerId, value: askerId, purpose: 'audit' })
}

/** Part of erasing an asker (个人信息保护法 47); true when there was a key. */
export async function deleteAskerKey(db: Database, askerId: string): Promise<boolean> {
  const deleted = await db
    .delete(askerKeys)
    .where(eq(askerKeys.askerId, askerId))
    .returning({ askerId: askerKeys.askerId })
  return deleted.length > 0
}

/**
 * Tells at the start that the master key is not that of this database, before it seals anything.
 * @throws AppError `invalid`
 */
export async function checkMasterKey(db: Database, cipher: FieldCipher): Promise<void> {
  const prefix = await cipher.sealedPrefix()
  // One of another key first: after half of a change of the key it is the one that tells.
  const [row] = await db
    .select()
    .from(askerKeys)
    .orderBy(sql`starts_with(${askerKeys.sealedKey}, ${prefix})`)
    .limit(1)
  if (!row) return
  try {
    await cipher.open(row.sealedKey, contextOf.askerKey(row.askerId))
  } catch (error) {
    if (!(error instanceof SealedFieldError)) throw error
    throw new AppError(
      'invalid',
      'the master key is not that of this database: contact data could not be read. Give the right MASTER_KEY (after a change, the former one as MASTER_KEY_PREVIOUS). Nothing was changed.',
      { cause: error },
    )
  }
}

async function findKey(
  db: Database,
  cipher: FieldCipher,
  askerId: string,
): Promise<Bytes | undefined> {
  const [row] = await db
    .select({ sealed: askerKeys.sealedKey })
    .from(askerKeys)
    .where(eq(askerKeys.askerId, askerId))
  return row && fromBase64Url(await cipher.open(row.sealed, contextOf.askerKey(askerId)))
}

/** Of two that make a key at once, the first one's counts for both. */
async function makeKey(db: Database, cipher: FieldCipher, askerId: string): Promise<Bytes> {
  const fresh = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  const sealedKey = await cipher.seal(toBase64Url(fresh), contextOf.askerKey(askerId))
  const [row] = await db
    .insert(askerKeys)
    .values({ askerId, sealedKey })
    .onConflictDoUpdate({
      target: askerKeys.askerId,
      set: { sealedKey: sql`${askerKeys.sealedKey}` },
    })
    .returning({ sealed: askerKeys.sealedKey })
  const kept = row && fromBase64Url(await cipher.open(row.sealed, contextOf.askerKey(askerId)))
  if (!kept) throw new Error('the key of an asker was not kept')
  return kept
}
