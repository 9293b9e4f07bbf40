import { desc } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { indexes, type indexStates } from '../db/schema/index.ts'

export type IndexStatus = {
  id: number
  state: (typeof indexStates)[number]
  contentHash: string
  embeddingModel: string
  dimensions: number
  /** Publication of edits that it holds. */
  revision: number
  builtAt: Date | null
  begunAt: Date
  stage: string | null
  done: number
  total: number
  failedAt: Date | null
}

/** The index in use, the one before, and those being built or left unfinished; the newest first. */
export async function listIndexes(db: Database): Promise<IndexStatus[]> {
  return db
    .select({
      id: indexes.id,
      state: indexes.state,
      contentHash: indexes.contentHash,
      embeddingModel: indexes.embeddingModel,
      dimensions: indexes.dimensions,
      revision: indexes.revision,
      builtAt: indexes.activatedAt,
      begunAt: indexes.createdAt,
      stage: indexes.stage,
      done: indexes.done,
      total: indexes.total,
      failedAt: indexes.failedAt,
    })
    .from(indexes)
    .orderBy(desc(indexes.id))
    .limit(10)
}
