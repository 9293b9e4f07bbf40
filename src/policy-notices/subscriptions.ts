import { and, desc, eq, inArray, isNotNull, lt, notExists, type SQL, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import {
  conversations,
  organisations,
  policyDeliveries,
  policyNotices,
  policySubscriptions,
  wechatDeliveries,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { statusOn } from '../knowledge/read-documents.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { AppError } from '../shared/errors.ts'
import { type Field, fields } from '../shared/message.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'

type Wanted = { topics: Field[]; districts: string[] }
export type Subscription = Wanted & { consentedAt: string }

const MOST_ROWS = 50

const isField = (topic: string): topic is Field => fields.some((field) => field === topic)

/** Topics and districts in the order of the vocabularies, each once. @throws AppError `invalid` a district unknown */
export async function readAudience(
  deps: Pick<Deps, 'db' | 'cache'>,
  { topics, districts }: Wanted,
): Promise<Wanted> {
  const known = (await loadKnowledge(deps)).districts.map(({ name }) => name)
  if (!districts.every((name) => known.includes(name))) {
    throw new AppError('invalid', 'district_unknown')
  }
  return {
    topics: fields.filter((field) => topics.includes(field)),
    districts: known.filter((name) => districts.includes(name)),
  }
}

/** What an asker has subscribed to. */
export async function findSubscription(
  db: Database,
  askerId: string,
): Promise<Subscription | undefined> {
  const [row] = await db
    .select()
    .from(policySubscriptions)
    .where(eq(policySubscriptions.askerId, askerId))
  if (!row) return undefined
  const { topics, districts, consentedAt } = row
  return { topics: topics.filter(isField), districts, consentedAt: consentedAt.toISOString() }
}

/**
 * Subscribes, or changes what is wanted; that the asker consented is kept with the row and in the audit.
 * @throws AppError `invalid` a district unknown
 */
export async function subscribe(
  deps: Pick<Deps, 'db' | 'cache' | 'now' | 'cipher'>,
  askerId: string,
  wanted: Wanted,
): Promise<Subscription> {
  const { topics, districts } = await readAudience(deps, wanted)
  const now = deps.now()
  return deps.db.transaction(async (tx) => {
    const set = { topics, districts, consentedAt: now, updatedAt: now }
    await tx
      .insert(policySubscriptions)
      .values({ askerId, ...set })
      .onConflictDoUpdate({ target: policySubscriptions.askerId, set })
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'subscribe_policy',
      objectId: reference,
      result: 'ok',
      details: { topics: topics.length, districts: districts.length },
    })
    return { topics, districts, consentedAt: now.toISOString() }
  })
}

/** Takes the consent back: from now on nothing is sent, nor what was on its way. @returns whether there was one */
export async function unsubscribe(
  deps: Pick<Deps, 'db' | 'now' | 'cipher'>,
  askerId: string,
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await endSubscription(tx, askerId, deps.now()))) return false
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'unsubscribe_policy',
      objectId: reference,
      result: 'ok',
      details: {},
    })
    return true
  })
}

/** The same within what ends more than this: an erasure, or WeChat that is not followed any more. */
export async function endSubscription(tx: Database, askerId: string, now: Date): Promise<boolean> {
  const gone = await tx
    .delete(policySubscriptions)
    .where(eq(policySubscriptions.askerId, askerId))
    .returning({ askerId: policySubscriptions.askerId })
  await stopDeliveries(tx, eq(policyDeliveries.askerId, askerId), now)
  return gone.length > 0
}

/** What has not reached anybody yet does not any more. */
export async function stopDeliveries(tx: Database, which: SQL, now: Date): Promise<void> {
  const ids = tx.select({ id: policyDeliveries.id }).from(policyDeliveries).where(which)
  await tx
    .update(policyDeliveries)
    .set({ state: 'stopped' })
    .where(and(which, eq(policyDeliveries.state, 'waiting')))
  await tx
    .update(wechatDeliveries)
    .set({ state: 'dropped', endedAt: now })
    .where(
      and(
        inArray(wechatDeliveries.policyDeliveryId, ids),
        inArray(wechatDeliveries.state, ['waiting', 'pending']),
      ),
    )
}

/** The notices that have come to an asker, the latest first; the status of the document is that of today. */
export async function listOwnNotices(deps: Pick<Deps, 'db' | 'cache' | 'now'>, askerId: string) {
  const { documents } = await loadKnowledge(deps)
  const today = shanghaiDay(deps.now())
  const rows = await deps.db
    .select({
      id: policyNotices.id,
      title: policyNotices.title,
      summary: policyNotices.summary,
      document: policyNotices.document,
      topics: policyNotices.topics,
      state: policyNotices.state,
      reason: policyNotices.reason,
      organisation: organisations.name,
      releasedAt: policyDeliveries.releasedAt,
    })
    .from(policyDeliveries)
    .innerJoin(policyNotices, eq(policyNotices.id, policyDeliveries.noticeId))
    .innerJoin(organisations, eq(organisations.id, policyNotices.organisationId))
    .where(and(eq(policyDeliveries.askerId, askerId), isNotNull(policyDeliveries.releasedAt)))
    .orderBy(desc(policyDeliveries.releasedAt), desc(policyDeliveries.id))
    .limit(MOST_ROWS)
  return rows.map(({ releasedAt, document, state, reason, summary, ...row }) => {
    const source = documents.find(({ id }) => id === document)
    const withdrawn = state === 'withdrawn'
    return {
      ...row,
      summary: withdrawn ? '' : summary,
      withdrawn,
      reason: withdrawn ? reason : null,
      document,
      documentTitle: source?.title ?? null,
      status: source ? statusOn(source, today) : null,
      at: releasedAt?.toISOString() ?? '',
    }
  })
}

/** What is kept of an asker here (个人信息保护法 45). */
export async function exportPolicies(tx: Database, askerId: string) {
  const received = await tx
    .select({ title: policyNotices.title, at: policyDeliveries.releasedAt })
    .from(policyDeliveries)
    .innerJoin(policyNotices, eq(policyNotices.id, policyDeliveries.noticeId))
    .where(and(eq(policyDeliveries.askerId, askerId), isNotNull(policyDeliveries.releasedAt)))
    .orderBy(policyDeliveries.releasedAt, policyDeliveries.id)
  return {
    subscription: (await findSubscription(tx, askerId)) ?? null,
    received: received.map(({ title, at }) => ({ title, at: at?.toISOString() ?? '' })),
  }
}

/**
 * Subscriptions that nobody can be reached by any more, older than a moment and without any conversation; and whom
 * notices went to, that long ago.
 * @returns whose they were
 */
export async function forgetPolicies(tx: Database, before: SQL, limit: number): Promise<string[]> {
  const talks = tx
    .select({ one: sql`1` })
    .from(conversations)
    .where(eq(conversations.askerId, policySubscriptions.askerId))
  const silent = tx
    .select({ askerId: policySubscriptions.askerId })
    .from(policySubscriptions)
    .where(and(lt(policySubscriptions.updatedAt, before), notExists(talks)))
    .limit(limit)
  const gone = await tx
    .delete(policySubscriptions)
    .where(inArray(policySubscriptions.askerId, silent))
    .returning({ askerId: policySubscriptions.askerId })
  await tx
    .update(policyDeliveries)
    .set({ askerId: null })
    .where(and(isNotNull(policyDeliveries.askerId), lt(policyDeliveries.createdAt, before)))
  return gone.map(({ askerId }) => askerId)
}
