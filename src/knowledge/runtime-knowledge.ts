import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { indexes, records } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { type Classify, openClassifier } from './classifier/classifier.ts'
import { type DetailOf, openDetails } from './classifier/nearest-detail.ts'
import { type OfferOdds, openOffers } from './classifier/offer-model.ts'
import { Records } from './records.ts'

export type ActiveIndex = { id: number; embeddingModel: string }

/** The knowledge of the active index, as every runtime reads it: from the database. */
export type RuntimeKnowledge = Records & {
  index: ActiveIndex
  classify: Classify
  detailOf: DetailOf
  offerOdds: OfferOdds
}

/** What was parsed last, by index id: the index of an id never changes. */
export type KnowledgeCache = Map<number, RuntimeKnowledge>

export async function findActiveIndex(db: Database): Promise<ActiveIndex | undefined> {
  const [row] = await db
    .select({ id: indexes.id, embeddingModel: indexes.embeddingModel })
    .from(indexes)
    .where(eq(indexes.state, 'active'))
  return row
}

/** @throws AppError `unavailable` before the first index is active */
export async function loadKnowledge({
  db,
  cache,
}: {
  db: Database
  cache: KnowledgeCache
}): Promise<RuntimeKnowledge> {
  const index = await findActiveIndex(db)
  if (!index) throw new AppError('unavailable', 'knowledge_missing')
  const known = cache.get(index.id)
  if (known) return known
  const rows = await db
    .select({ kind: records.kind, data: records.data })
    .from(records)
    .where(eq(records.indexId, index.id))
  const read = Records.parse(Object.fromEntries(rows.map(({ kind, data }) => [kind, data])))
  const classify = openClassifier(read.classifier)
  const detailOf = openDetails(read.details)
  const knowledge = { ...read, index, classify, detailOf, offerOdds: openOffers(read.offers) }
  cache.clear()
  cache.set(index.id, knowledge)
  return knowledge
}
