import { avg, eq, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { gapRuns } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { findActiveIndex } from '../../knowledge/runtime-knowledge.ts'
import type { Embedder } from '../../models/embedder.ts'
import type { GapKind } from '../../shared/gap-states.ts'
import { newId } from '../../shared/ids.ts'
import { formatDay, parseDay } from '../../shared/shanghai-day.ts'
import { slices } from '../../shared/slices.ts'
import { type Cluster, findClusters } from './find-clusters.ts'
import { type Asked, readAsked, readKnown, readMembership } from './read-asked.ts'
import { recordClusters } from './record-clusters.ts'

/** Of each of the two periods that are compared. */
const DAYS = 30
const TEXTS_AT_ONCE = 32

type Days = { fromDay: string; middleDay: string; toDay: string }

/** What is to be written when it is found, in one transaction. */
type Found = (tx: Database) => Promise<void>

/**
 * Looks for 知识缺口 and 热点问题 in the 30 days that end with `day` and the 30 before. Vectors of questions are
 * computed here and kept nowhere. Gives what has to be written; does nothing where this runtime lacks the embedding
 * model of the index.
 */
export async function findGaps(deps: Deps, { day = '' }: Record<string, string>): Promise<Found> {
  const { db, embedder } = deps
  const index = await findActiveIndex(db)
  if (!embedder || !index || index.embeddingModel !== embedder.name) {
    deps.log('warn', 'gaps_not_sought', { reason: 'no_embedder' })
    return async () => {}
  }
  const run = { id: newId(), ...daysUpTo(day), startedAt: deps.now() }
  await db.insert(gapRuns).values(run)
  try {
    const middle = await readMiddle(db, index.id)
    const clusters = await seek({ db, embedder, middle, run })
    return (tx) => record(tx, deps, { run, clusters })
  } catch (error) {
    await db.update(gapRuns).set({ failedAt: deps.now() }).where(eq(gapRuns.id, run.id))
    throw error
  }
}

function daysUpTo(toDay: string): Days {
  const last = parseDay(toDay)
  return { fromDay: formatDay(last - 2 * DAYS + 1), middleDay: formatDay(last - DAYS + 1), toDay }
}

/** The average vector of the questions that the index knows; none, where it knows no question. */
async function readMiddle(db: Database, indexId: number): Promise<number[]> {
  const { rows } = await db.execute<{ middle: string | null }>(
    sql`select ${avg(sql`embedding`)}::text as middle from passage_entries
      where index_id = ${indexId} and source = 'question'`,
  )
  const middle = rows[0]?.middle
  return middle ? middle.slice(1, -1).split(',').map(Number) : []
}

type Seeking = { db: Database; embedder: Embedder; middle: number[]; run: Days & { id: string } }
type Clusters = Record<GapKind, Cluster[]>

async function seek({ db, embedder, middle, run }: Seeking): Promise<Clusters> {
  const now = await readAsked(db, { from: run.middleDay, to: run.toDay })
  const before = await readAsked(db, {
    from: run.fromDay,
    to: formatDay(parseDay(run.middleDay) - 1),
  })
  const asked = [...now.asked, ...before.asked]
  await db
    .update(gapRuns)
    .set({ looked: asked.length, asked: now.of + before.of })
    .where(eq(gapRuns.id, run.id))
  const known = {
    gap: await readKnown(db, 'gap', run.fromDay),
    hot: await readKnown(db, 'hot', run.fromDay),
  }
  const all = [...asked, ...known.gap, ...known.hot]
  const vectors = await embedAll({ db, embedder, runId: run.id }, all)
  const cluster = async (kind: GapKind, weigh: (each: Asked) => number) => {
    const membership = await readMembership(db, kind)
    const toPoint = (each: Asked, weight: number) => ({
      ...each,
      weight,
      vector: vectors.get(each.question) ?? [],
      gapId: membership.get(each.messageId) ?? null,
    })
    const points = asked
      .map((each) => toPoint(each, weigh(each)))
      .filter(({ weight }) => weight > 0)
    const kept = known[kind].map((each) => toPoint(each, 0))
    return findClusters([...points, ...kept], middle)
  }
  return {
    gap: await cluster('gap', ({ lack }) => lack),
    hot: await cluster('hot', () => 1),
  }
}

type Embedding = { db: Database; embedder: Embedder; runId: string }

async function embedAll(
  { db, embedder, runId }: Embedding,
  asked: Asked[],
): Promise<Map<string, number[]>> {
  const texts = [...new Set(asked.map(({ question }) => question))]
  const vectors = new Map<string, number[]>()
  for (const some of slices(texts, TEXTS_AT_ONCE)) {
    const computed = await embedder.embeddings.embedDocuments(some)
    some.forEach((text, place) => vectors.set(text, computed[place] ?? []))
    const far = { done: vectors.size, total: texts.length }
    await db.update(gapRuns).set(far).where(eq(gapRuns.id, runId))
  }
  return vectors
}

type Recording = { run: { id: string }; clusters: Clusters }

async function record(
  tx: Database,
  { now, log }: Pick<Deps, 'now' | 'log'>,
  { run, clusters }: Recording,
): Promise<void> {
  const at = now()
  const gaps = await recordClusters(tx, { kind: 'gap', clusters: clusters.gap, at })
  const hot = await recordClusters(tx, { kind: 'hot', clusters: clusters.hot, at })
  await tx.update(gapRuns).set({ finishedAt: at }).where(eq(gapRuns.id, run.id))
  log('info', 'gaps_found', { gaps, hot })
}
