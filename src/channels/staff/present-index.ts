import { z } from 'zod'
import type { IndexStatus } from '../../knowledge/index-status.ts'

export const PresentedIndex = z.object({
  id: z.int(),
  state: z.enum(['building', 'active', 'retired']),
  contentHash: z.string(),
  embeddingModel: z.string(),
  dimensions: z.int(),
  revision: z.int().describe('publication of edits that it holds; 0: the packaged files alone'),
  builtAt: z.string().nullable(),
  begunAt: z.string(),
  stage: z.string().nullable(),
  done: z.int(),
  total: z.int(),
  failedAt: z.string().nullable(),
})

export const presentIndex = (index: IndexStatus): z.infer<typeof PresentedIndex> => ({
  ...index,
  builtAt: index.builtAt?.toISOString() ?? null,
  begunAt: index.begunAt.toISOString(),
  failedAt: index.failedAt?.toISOString() ?? null,
})
