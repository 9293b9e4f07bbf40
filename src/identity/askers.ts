import { and, eq, gt } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { askers } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { newId, newToken, sha256 } from '../shared/ids.ts'

const TOKEN_DAYS = 30
const TOKEN_LENGTH = 43

export type Asker = { id: string; token: string }

/** A new asker with a token of 256 bits, good for 30 days; only its hash is stored (DESIGN §6). */
export async function createAsker(db: Database, now: Date): Promise<Asker> {
  const asker = { id: newId(), token: newToken() }
  const expiresAt = new Date(now.getTime() + TOKEN_DAYS * 24 * 60 * 60 * 1000)
  await db
    .insert(askers)
    .values({ id: asker.id, tokenHash: await sha256(asker.token), createdAt: now, expiresAt })
  return asker
}

/**
 * The asker whom an `Authorization: Bearer` header names; undefined without a header.
 * @throws AppError `unauthorized` when the token is unknown or too old
 */
export async function findAsker(
  db: Database,
  authorization: string | undefined,
  now: Date,
): Promise<Asker | undefined> {
  if (authorization === undefined) return undefined
  const token = /^Bearer ([\w-]+)$/.exec(authorization)?.[1]
  if (token === undefined || token.length !== TOKEN_LENGTH) throw unknownToken()
  const [row] = await db
    .select({ id: askers.id })
    .from(askers)
    .where(and(eq(askers.tokenHash, await sha256(token)), gt(askers.expiresAt, now)))
  if (!row) throw unknownToken()
  return { id: row.id, token }
}

/** @throws AppError `unauthorized` without a valid token */
export async function getAsker(
  db: Database,
  authorization: string | undefined,
  now: Date,
): Promise<Asker> {
  const asker = await findAsker(db, authorization, now)
  if (!asker) throw unknownToken()
  return asker
}

function unknownToken() {
  return new AppError('unauthorized', 'session_expired')
}
