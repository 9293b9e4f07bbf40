import { and, asc, eq, isNull, lt, notExists, sql } from 'drizzle-orm'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { organisations, reviewDraws, reviews } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import type { ReviewRubric } from '../../knowledge/review-rubric.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { newId } from '../../shared/ids.ts'
import { monthBefore, spanOf } from './months.ts'
import {
  type Drawn,
  type Place,
  type Pool,
  readAnswers,
  readEntries,
  readReplies,
} from './read-pools.ts'

/** So many organisations in one transaction: none of them holds its rows for long. */
const BATCH = 50

/**
 * The monthly draw of 内部评价 (service-spec, evaluation): of every open organisation that was there last month and
 * has no draw of it yet. Done again, it finds nothing left to do; a month that was begun late is drawn late.
 */
async function draw(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const { review } = await loadKnowledge({ ...deps, db: tx })
  if (!review) return
  const now = deps.now()
  const month = monthBefore(now)
  const places = await findUndrawn(tx, month)
  let rows = 0
  for (const place of places) rows += await drawFor(tx, { place, month, review, now })
  if (places.length === 0) return
  if (places.length === BATCH) await queueNext(tx, payload, now)
  await appendAudit(tx, {
    actor: { kind: 'system' },
    action: 'draw_reviews',
    result: 'ok',
    details: { organisations: places.length, rows },
  })
}

async function queueNext(tx: Database, payload: Record<string, string>, now: Date): Promise<void> {
  const [day, part] = [payload['day'] ?? '', String(Number(payload['part'] ?? '1') + 1)]
  const key = `draw_reviews:${day}:${part}`
  await queueJob(tx, { kind: 'draw_reviews', key, payload: { day, part }, dueAt: now })
}

function findUndrawn(tx: Database, month: string): Promise<Place[]> {
  const drawn = tx
    .select({ one: sql`1` })
    .from(reviewDraws)
    .where(and(eq(reviewDraws.organisationId, organisations.id), eq(reviewDraws.month, month)))
  return tx
    .select({
      id: organisations.id,
      level: organisations.level,
      district: organisations.district,
    })
    .from(organisations)
    .where(
      and(
        isNull(organisations.closedAt),
        lt(organisations.createdAt, spanOf(month).to),
        notExists(drawn),
      ),
    )
    .orderBy(asc(organisations.id))
    .limit(BATCH)
}

type Drawing = { place: Place; month: string; review: ReviewRubric; now: Date }

/** @returns how many were drawn */
async function drawFor(tx: Database, { place, month, review, now }: Drawing): Promise<number> {
  const size = review.sizes[place.level]
  // Chosen by nobody, and kept: whoever has it can draw again.
  const seed = newId()
  const urn = { place, ...spanOf(month), seed, size }
  const answers = await readAnswers(tx, urn)
  const people = mixPools(await readEntries(tx, urn), await readReplies(tx, urn))
  const counts = { answers: answers.of, people: people.of }
  const [begun] = await tx
    .insert(reviewDraws)
    .values({ organisationId: place.id, month, seed, size, ...counts, drawnAt: now })
    .onConflictDoNothing()
    .returning({ month: reviewDraws.month })
  const drawn = share(answers.drawn, people.drawn, size)
  if (!begun || drawn.length === 0) return 0
  const inserted = await tx
    .insert(reviews)
    .values(
      drawn.map(({ lot, ...each }) => ({
        ...each,
        id: newId(),
        organisationId: place.id,
        month,
        state: 'open' as const,
        version: 1,
        createdAt: now,
      })),
    )
    // What another organisation has drawn before the case was moved here.
    .onConflictDoNothing()
    .returning({ id: reviews.id })
  return inserted.length
}

const mixPools = (one: Pool, other: Pool): Pool => ({
  drawn: [...one.drawn, ...other.drawn].toSorted((a, b) => (a.lot < b.lot ? -1 : 1)),
  of: one.of + other.of,
})

/** Half of each, the odd one of people; where one has fewer, more of the other. */
export function share(answers: Drawn[], people: Drawn[], size: number): Drawn[] {
  const half = Math.ceil(size / 2)
  const ofPeople = Math.min(people.length, Math.max(half, size - answers.length))
  return [...people.slice(0, ofPeople), ...answers.slice(0, size - ofPeople)]
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const reviewJobs = { draw_reviews: draw }
