import { and, desc, gte, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { openFigures } from '../../db/schema/index.ts'
import { figureNames } from './figure-list.ts'

export const OpenFigure = z.object({
  dimension: z.enum(['total', 'district', 'channel', 'topic']),
  name: z.string().describe('empty for the total, for what is not stated, and where merged'),
  merged: z.boolean().describe('all groups of the dimension that are not told by name'),
  figure: z.enum(figureNames),
  value: z.int(),
  of: z.int().nullable().describe('what the value is a part of, of the same groups'),
})

export const OpenMonth = z.object({
  month: z.string(),
  publishedAt: z.iso.datetime(),
  figures: z.array(OpenFigure),
})
export type OpenMonth = z.infer<typeof OpenMonth>

/** Months such as `2026-03`, both counted. */
export type OpenRange = { from?: string | undefined; to?: string | undefined; limit: number }

/** What was published, the newest month first. */
export async function readOpenMonths(
  db: Database,
  { from, to, limit }: OpenRange,
): Promise<OpenMonth[]> {
  const rows = await db
    .select()
    .from(openFigures)
    .where(
      and(
        from === undefined ? undefined : gte(openFigures.month, from),
        to === undefined ? undefined : lte(openFigures.month, to),
      ),
    )
    .orderBy(desc(openFigures.month))
    .limit(limit)
  return rows.map(({ month, figures, publishedAt }) =>
    OpenMonth.parse({ month, figures, publishedAt: publishedAt.toISOString() }),
  )
}
