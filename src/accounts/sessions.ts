import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { accounts, organisations, sessions, type sessionStages } from '../db/schema/index.ts'
import { newId, newToken, sha256 } from '../shared/ids.ts'
import { type Account, accountColumns } from './account.ts'

export type SessionStage = (typeof sessionStages)[number]

const MINUTE_MS = 60_000

/** ASVS 5.0, 7.3.1 and 7.3.2. */
export const SESSION_IDLE_MS = 30 * MINUTE_MS
export const SESSION_MS = 12 * 60 * MINUTE_MS
/** The time to type a code, or to set up the app that shows it. */
const PASSWORD_STAGE_MS = 15 * MINUTE_MS
/** So that not every request writes. */
const SEEN_EVERY_MS = 30_000

const TOKEN = /^[\w-]{43}$/

export type Session = { id: string; stage: SessionStage; account: Account }

/** A new session with a new token of 256 bits, of which only the hash is stored. */
export async function openSession(
  tx: Database,
  { accountId, stage, now }: { accountId: string; stage: SessionStage; now: Date },
): Promise<{ token: string }> {
  const token = newToken()
  const lasts = stage === 'full' ? SESSION_MS : PASSWORD_STAGE_MS
  await tx.delete(sessions).where(lt(sessions.expiresAt, now))
  await tx.insert(sessions).values({
    id: newId(),
    tokenHash: await sha256(token),
    accountId,
    stage,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + lasts),
  })
  return { token }
}

/**
 * The session that a cookie names: idle for less than 30 minutes, not older than 12 hours, of an account that
 * is not disabled. Read with each request, so that ending one takes effect at once.
 */
export async function findSession(
  db: Database,
  token: string | undefined,
  now: Date,
): Promise<Session | undefined> {
  if (token === undefined || !TOKEN.test(token)) return undefined
  const [row] = await db
    .select({
      id: sessions.id,
      stage: sessions.stage,
      lastSeenAt: sessions.lastSeenAt,
      account: accountColumns,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(
      and(
        eq(sessions.tokenHash, await sha256(token)),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_IDLE_MS)),
        isNull(accounts.disabledAt),
      ),
    )
  if (!row) return undefined
  const { lastSeenAt, ...session } = row
  if (now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS) {
    await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, row.id))
  }
  return session
}

/** Ends the session of one cookie; true when there was one. */
export async function endSession(db: Database, token: string): Promise<boolean> {
  const ended = await db
    .delete(sessions)
    .where(eq(sessions.tokenHash, await sha256(token)))
    .returning({ id: sessions.id })
  return ended.length > 0
}

/** Ends every session of an account and gives their number. */
export async function endSessions(tx: Database, accountId: string): Promise<number> {
  const ended = await tx
    .delete(sessions)
    .where(eq(sessions.accountId, accountId))
    .returning({ id: sessions.id })
  return ended.length
}

/** Whether a session still counts, without making it last longer. */
export async function sessionStands(db: Database, id: string, now: Date): Promise<boolean> {
  const [row] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(
      and(
        eq(sessions.id, id),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_IDLE_MS)),
        isNull(accounts.disabledAt),
      ),
    )
  return row !== undefined
}
