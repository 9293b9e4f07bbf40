import { and, eq, gt, lt, or, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { type attemptKinds, signInAttempts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { newId } from '../shared/ids.ts'

type Kind = (typeof attemptKinds)[number]

const MINUTE_MS = 60_000

/** Wrong tries that are allowed within a window, of one account and from one address. */
const limits = {
  password: { ofAccount: 5, fromAddress: 10, windowMs: 10 * MINUTE_MS },
  totp: { ofAccount: 5, fromAddress: 20, windowMs: 60 * MINUTE_MS },
} as const satisfies Record<Kind, { ofAccount: number; fromAddress: number; windowMs: number }>

const LONGEST_WINDOW_MS = Math.max(...Object.values(limits).map(({ windowMs }) => windowMs))

/** Who tries, without saying so: keyed hashes. */
export type Trier = { accountHash: string; addressHash: string }

export type Attempt = {
  id: string
  /** Tries of this account in the window, with this one. */
  ofAccount: number
  /** Whether the next one will be refused if this one is wrong. */
  isLast: boolean
}

export async function hashTrier(
  deps: Pick<Deps, 'cipher'>,
  { username, address }: { username: string; address: string },
): Promise<Trier> {
  const accountHash = await hashUsername(deps, username)
  return { accountHash, addressHash: await hashAddress(deps, address) }
}

export const hashUsername = ({ cipher }: Pick<Deps, 'cipher'>, username: string) =>
  cipher.keyedHash(username, 'sign-in name')

/** How locks and audit name a network address. */
export const hashAddress = ({ cipher }: Pick<Deps, 'cipher'>, address: string) =>
  cipher.keyedHash(address, 'network address')

/**
 * Notes a try before it is checked, so that many at once count as well; who was right takes it back.
 * Undefined when it must not be checked at all: too many of this account, or from this address, were wrong
 * within the last ten minutes (codes: the last hour).
 */
export async function noteAttempt(
  db: Database,
  { kind, trier, now }: { kind: Kind; trier: Trier; now: Date },
): Promise<Attempt | undefined> {
  const { ofAccount, fromAddress, windowMs } = limits[kind]
  return db.transaction(async (tx) => {
    // In one order, so that two of them never wait for each other.
    for (const key of [trier.accountHash, trier.addressHash].sort()) {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 7301003))`)
    }
    await tx
      .delete(signInAttempts)
      .where(lt(signInAttempts.at, new Date(now.getTime() - LONGEST_WINDOW_MS)))
    const since = new Date(now.getTime() - windowMs)
    const [seen] = await tx
      .select({ account: countOf('accountHash', trier), address: countOf('addressHash', trier) })
      .from(signInAttempts)
      .where(and(eq(signInAttempts.kind, kind), gt(signInAttempts.at, since), isOf(trier)))
    if (!seen || seen.account >= ofAccount || seen.address >= fromAddress) return undefined
    const id = newId()
    await tx.insert(signInAttempts).values({ id, kind, ...trier, at: now })
    return { id, ofAccount: seen.account + 1, isLast: seen.account + 1 >= ofAccount }
  })
}

const countOf = (column: keyof Trier, trier: Trier) =>
  sql<number>`(count(*) filter (where ${signInAttempts[column]} = ${trier[column]}))::int`

const isOf = ({ accountHash, addressHash }: Trier) =>
  or(eq(signInAttempts.accountHash, accountHash), eq(signInAttempts.addressHash, addressHash))

/** The password was right: this was no wrong try. The others before it still count. */
export async function takeBackAttempt(db: Database, { id }: Attempt): Promise<void> {
  await db.delete(signInAttempts).where(eq(signInAttempts.id, id))
}

/** Both factors were right, or an administrator unlocks the account. Gives how many were forgotten. */
export async function forgetAttempts(db: Database, accountHash: string): Promise<number> {
  const forgotten = await db
    .delete(signInAttempts)
    .where(eq(signInAttempts.accountHash, accountHash))
    .returning({ id: signInAttempts.id })
  return forgotten.length
}
