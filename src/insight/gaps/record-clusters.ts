import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { gapQuestions, gaps, messages } from '../../db/schema/index.ts'
import type { GapKind } from '../../shared/gap-states.ts'
import { newId } from '../../shared/ids.ts'
import type { Cluster } from './find-clusters.ts'

/** More nobody reads; a run finds them again as soon as they weigh more. */
const MOST_KEPT = 60
/** What one person alone asks makes no gap. */
const LEAST_ASKERS = 2

type Recording = { kind: GapKind; clusters: Cluster[]; at: Date }

/**
 * Puts what a run has found in the place of what the last one had: a cluster that holds questions of a known gap is
 * that gap, with the state it has. What is not found any more and nobody has touched goes.
 * @returns how many there are
 */
export async function recordClusters(
  tx: Database,
  { kind, clusters, at }: Recording,
): Promise<number> {
  const kept = clusters.filter(isWorthKeeping).slice(0, MOST_KEPT)
  const alive = await findAlive(tx, kept)
  await tx.update(gaps).set({ place: null }).where(eq(gaps.kind, kind))
  const taken = new Set<string>()
  for (const [order, { gapId, points }] of kept.entries()) {
    const isKnown = gapId !== null && !taken.has(gapId)
    const id = isKnown ? gapId : newId()
    taken.add(id)
    const place = order + 1
    if (isKnown) await tx.update(gaps).set({ place }).where(eq(gaps.id, id))
    else {
      const fresh = { id, kind, state: 'open', version: 1, place, createdAt: at } as const
      await tx.insert(gaps).values(fresh)
    }
    await takeAway(tx, kind, { id, messageIds: points.map(({ messageId }) => messageId) })
    const rows = points
      .filter(({ messageId }) => alive.has(messageId))
      .map(({ messageId, weight }, rank) => ({ gapId: id, messageId, rank: rank + 1, weight }))
    if (rows.length > 0) await tx.insert(gapQuestions).values(rows)
  }
  await tx.delete(gaps).where(and(eq(gaps.kind, kind), isNull(gaps.place), isNull(gaps.changedAt)))
  return kept.length
}

/** A question belongs to one gap of a kind. */
async function takeAway(
  tx: Database,
  kind: GapKind,
  { id, messageIds }: { id: string; messageIds: string[] },
): Promise<void> {
  const ofKind = tx.select({ id: gaps.id }).from(gaps).where(eq(gaps.kind, kind))
  const moved = and(
    inArray(gapQuestions.messageId, messageIds),
    inArray(gapQuestions.gapId, ofKind),
  )
  await tx.delete(gapQuestions).where(or(eq(gapQuestions.gapId, id), moved))
}

function isWorthKeeping({ points, gapId }: Cluster): boolean {
  const askers = new Set(points.filter(({ weight }) => weight > 0).map(({ askerId }) => askerId))
  return gapId !== null || askers.size >= LEAST_ASKERS
}

/** Questions whose words have not gone meanwhile, locked so that they cannot go before this is written. */
async function findAlive(tx: Database, clusters: Cluster[]): Promise<Set<string>> {
  const ids = clusters.flatMap(({ points }) => points.map(({ messageId }) => messageId))
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.id, ids), isNotNull(messages.question)))
    .for('share')
  return new Set(rows.map(({ id }) => id))
}
