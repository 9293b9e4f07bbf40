import { and, eq, gt, lte } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { askers, askerTokens } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { newId, newToken, sha256 } from '../shared/ids.ts'

const TOKEN_DAYS = 30
const TOKEN_LENGTH = 43

export type Asker = { id: string; token: string }

/** A new asker with a token of 256 bits, good for 30 days; only its hash is stored (DESIGN §6). */
export async function createAsker(db: Database, now: Date): Promise<Asker> {
  const asker = { id: newId(), token: newToken() }
  const tokenHash = await sha256(asker.token)
  await db
    .insert(askers)
    .values({ id: asker.id, tokenHash, createdAt: now, expiresAt: expiry(now) })
  return asker
}

/** A further token for an asker who is known otherwise, good for 30 days; expired ones of theirs go. */
export async function issueToken(db: Database, askerId: string, now: Date): Promise<string> {
  const token = newToken()
  const own = eq(askerTokens.askerId, askerId)
  await db.delete(askerTokens).where(and(own, lte(askerTokens.expiresAt, now)))
  const tokenHash = await sha256(token)
  await db
    .insert(askerTokens)
    .values({ tokenHash, askerId, createdAt: now, expiresAt: expiry(now) })
  return token
}

const expiry = (now: Date) => new Date(now.getTime() + TOKEN_DAYS * 24 * 60 * 60 * 1000)

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
  const hash = await sha256(token)
  const [row] = await db
    .select({ id: askers.id })
    .from(askers)
    .where(and(eq(askers.tokenHash, hash), gt(askers.expiresAt, now)))
    .union(
      db
        .select({ id: askerTokens.askerId })
        .from(askerTokens)
        .where(and(eq(askerTokens.tokenHash, hash), gt(askerTokens.expiresAt, now))),
    )
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
