import { and, eq, lte } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { wechatTokens } from '../db/schema/index.ts'
import { contextOf } from '../security/sealed-fields.ts'
import type { FieldCipher } from '../security/field-cipher.ts'

export type FreshToken = { value: string; seconds: number }
export type Token = { value: string; version: number }

export type TokenStore = {
  get: () => Promise<Token>
  /** The platform does not take it any more: the next `get` asks for another. */
  drop: (token: Token) => Promise<void>
}

type Options = {
  db: Database
  cipher: FieldCipher
  now: () => Date
  /** Names the token in the database, for example by the appid. */
  name: string
  /** Asks the platform. @throws whatever says why there is none */
  ask: () => Promise<FreshToken>
}

/** The platform renews 5 minutes before the end and takes both meanwhile (getStableAccessToken). */
const RENEW_BEFORE_SECONDS = 300
const SHORTEST_SECONDS = 60
/** Longer than any request for a token takes. */
const LEASE_MS = 10_000
const LOOK_AGAIN_MS = 100

/**
 * One access token for all processes, sealed in the database; however many need a new one, one asks for it:
 * within a process they share a promise, between processes a lease.
 */
export function createTokenStore(options: Options): TokenStore {
  let reading: Promise<Token> | undefined
  return {
    get: () => {
      reading ??= readOrAsk(options).finally(() => (reading = undefined))
      return reading
    },
    drop: async ({ version }) => {
      await options.db
        .update(wechatTokens)
        .set({ expiresAt: new Date(0) })
        .where(and(eq(wechatTokens.name, options.name), eq(wechatTokens.version, version)))
    },
  }
}

async function readOrAsk(options: Options): Promise<Token> {
  const until = Date.now() + LEASE_MS
  while (Date.now() < until) {
    const kept = await read(options)
    if (kept) return kept
    const version = await lease(options)
    if (version !== undefined) return askFor(options, version)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error('no access token in time')
}

async function read({ db, cipher, now, name }: Options): Promise<Token | undefined> {
  const [row] = await db.select().from(wechatTokens).where(eq(wechatTokens.name, name))
  if (!row?.sealed || row.expiresAt <= now()) return undefined
  return { value: await cipher.open(row.sealed, contextOf.wechatToken(name)), version: row.version }
}

/** @returns the version of the token that is to be replaced; undefined where another process is asking */
async function lease({ db, now, name }: Options): Promise<number | undefined> {
  const at = now()
  const leaseUntil = new Date(at.getTime() + LEASE_MS)
  const [row] = await db
    .insert(wechatTokens)
    .values({ name, expiresAt: new Date(0), leaseUntil })
    .onConflictDoUpdate({
      target: wechatTokens.name,
      set: { leaseUntil },
      setWhere: and(lte(wechatTokens.leaseUntil, at), lte(wechatTokens.expiresAt, at)),
    })
    .returning({ version: wechatTokens.version })
  return row?.version
}

async function askFor(options: Options, before: number): Promise<Token> {
  const { db, cipher, now, name, ask } = options
  const own = eq(wechatTokens.name, name)
  const free = { leaseUntil: new Date(0) }
  try {
    const { value, seconds } = await ask()
    const sealed = await cipher.seal(value, contextOf.wechatToken(name))
    const lasts = Math.max(SHORTEST_SECONDS, seconds - RENEW_BEFORE_SECONDS)
    const expiresAt = new Date(now().getTime() + lasts * 1_000)
    const version = before + 1
    await db
      .update(wechatTokens)
      .set({ ...free, sealed, version, expiresAt })
      .where(own)
    return { value, version }
  } catch (error) {
    await db.update(wechatTokens).set(free).where(own)
    throw error
  }
}
