import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { wechatCursors, wechatInbound } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { recordSecrecyIncident } from '../../privacy/record-incident.ts'
import { newId, sha256 } from '../../shared/ids.ts'
import { bearsStateSecretMark } from '../../shared/state-secret.ts'
import type { Kf } from '../open-wechat.ts'
import { findOrCreateUser } from '../users.ts'
import { handleItems } from './handle-items.ts'
import { type KfItem, readEntry, type ReadEntry, SyncPage } from './read-item.ts'

/** Renewed with each page; who was slower than that finds the reading taken over, and stops. */
const LEASE_MS = 8_000
const PAGE = 1_000
const MOST_PAGES = 1_000
const BAD_TOKEN = 95_007

/**
 * Reads everything that is new, one reader at a time, and deals with it. Who comes while somebody reads leaves
 * word that there is more.
 * @param token of the callback, good for 10 minutes; without one the platform is strict about how often
 */
export async function pullMessages(deps: Deps, kf: Kf, token: string | undefined): Promise<void> {
  const { openKfid } = kf.config
  const holder = newId()
  let next = token
  while (await takeReading(deps, openKfid, holder)) {
    try {
      await readPages(deps, kf, { token: next, holder })
    } finally {
      await leaveReading(deps.db, openKfid, holder)
    }
    await handleItems(deps, kf)
    next = undefined
    if (!(await isWanted(deps.db, openKfid))) return
  }
}

async function takeReading(deps: Deps, openKfid: string, holder: string): Promise<boolean> {
  const now = deps.now()
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  const [taken] = await deps.db
    .insert(wechatCursors)
    .values({ openKfid, leaseUntil, holder, pulledAt: now })
    .onConflictDoUpdate({
      target: wechatCursors.openKfid,
      set: { leaseUntil, holder, wantedAt: null, pulledAt: now },
      setWhere: or(isNull(wechatCursors.holder), lte(wechatCursors.leaseUntil, now)),
    })
    .returning({ holder: wechatCursors.holder })
  if (taken) return true
  await deps.db
    .update(wechatCursors)
    .set({ wantedAt: now })
    .where(eq(wechatCursors.openKfid, openKfid))
  return false
}

async function leaveReading(db: Database, openKfid: string, holder: string): Promise<void> {
  await db
    .update(wechatCursors)
    .set({ holder: null })
    .where(and(eq(wechatCursors.openKfid, openKfid), eq(wechatCursors.holder, holder)))
}

async function isWanted(db: Database, openKfid: string): Promise<boolean> {
  const [row] = await db
    .select({ wantedAt: wechatCursors.wantedAt })
    .from(wechatCursors)
    .where(eq(wechatCursors.openKfid, openKfid))
  return row?.wantedAt != null
}

type Reading = { token: string | undefined; holder: string }

/** Page by page until the platform says that there is no more: an empty page says nothing. */
async function readPages(deps: Deps, kf: Kf, { token, holder }: Reading): Promise<void> {
  let good = token
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const cursor = await readCursor(deps.db, kf.config.openKfid)
    const body = {
      cursor,
      ...(good !== undefined && { token: good }),
      limit: PAGE,
      voice_format: 0,
      open_kfid: kf.config.openKfid,
    }
    const outcome = await kf.api.post('/cgi-bin/kf/sync_msg', { body })
    if (outcome.errcode === BAD_TOKEN && good !== undefined) {
      good = undefined
      continue
    }
    if (outcome.action !== 'ok') return
    const { next_cursor: next, has_more: more, msg_list: list } = SyncPage.parse(outcome.body)
    const entries = list.flatMap((entry) => readEntry(entry) ?? [])
    const first = page * PAGE
    const kept = await keepPage(deps, kf, { entries, first, cursor, next: next || cursor, holder })
    if (!kept || more === 0) return
  }
}

async function readCursor(db: Database, openKfid: string): Promise<string> {
  const [row] = await db
    .select({ cursor: wechatCursors.cursor })
    .from(wechatCursors)
    .where(eq(wechatCursors.openKfid, openKfid))
  return row?.cursor ?? ''
}

type Page = {
  entries: ReadEntry[]
  /** How many stood on the pages before. */
  first: number
  cursor: string
  next: string
  holder: string
}

/**
 * Entries and cursor in one transaction: where the process ends between two pages, the next one goes on from
 * here. @returns false where somebody else has taken over the reading
 */
async function keepPage(deps: Deps, kf: Kf, page: Page): Promise<boolean> {
  const { openKfid } = kf.config
  const rows: Row[] = []
  for (const [at, { id, customer, item }] of page.entries.entries()) {
    const n = page.first + at
    const who = { channel: 'kf' as const, account: openKfid, id: customer }
    const user = await findOrCreateUser(deps, who)
    rows.push({ key: await sha256(`${openKfid}:kf:${id}`), userId: user.id, item, n })
  }
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const leaseUntil = new Date(now.getTime() + LEASE_MS)
    const [own] = await tx
      .update(wechatCursors)
      .set({ cursor: page.next, leaseUntil })
      .where(
        and(
          eq(wechatCursors.openKfid, openKfid),
          eq(wechatCursors.holder, page.holder),
          eq(wechatCursors.cursor, page.cursor),
        ),
      )
      .returning({ openKfid: wechatCursors.openKfid })
    if (!own) return false
    for (const row of rows) await keepItem(tx, deps, row)
    return true
  })
}

type Row = { key: string; userId: string; item: KfItem; n: number }

/** Text with a state-secret mark is not kept, here as elsewhere (DESIGN §2.7). */
async function keepItem(tx: Database, deps: Deps, { key, userId, item, n }: Row): Promise<void> {
  const now = deps.now()
  const marked = 'text' in item && bearsStateSecretMark(item.text)
  const by = item.what === 'said' ? 'asker' : 'staff'
  const kept: KfItem = marked ? { what: 'withheld', by, at: item.at } : item
  const [fresh] = await tx
    .insert(wechatInbound)
    .values({
      key,
      userId,
      channel: 'kf',
      state: 'open',
      leaseUntil: new Date(0),
      item: kept,
      n,
      receivedAt: sql`${now.toISOString()}::timestamptz`,
    })
    .onConflictDoNothing()
    .returning({ key: wechatInbound.key })
  if (!fresh || !marked) return
  const textHash = await sha256(item.text)
  await recordSecrecyIncident(tx, { at: now, channel: 'kf', textHash })
  deps.log('warn', 'state_secret_mark')
}
