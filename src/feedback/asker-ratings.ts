import { eq, inArray } from 'drizzle-orm'
import type { AskerCase } from '../cases/asker-cases.ts'
import { cases, ratings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { editableUntil } from './due-after.ts'
import type { OwnRating } from './record-rating.ts'

/** A case as its asker sees it, with the rating that the asker has given it. */
export type RatedCase = AskerCase & { rating: OwnRating | null }

/** Adds the ratings to an asker's own cases, in their order. */
export async function withRatings(
  deps: Pick<Deps, 'db' | 'cache'>,
  own: readonly AskerCase[],
): Promise<RatedCase[]> {
  const codes = own.map(({ code }) => code)
  if (codes.length === 0) return []
  const rows = await deps.db
    .select({ code: cases.code, rating: ratings })
    .from(ratings)
    .innerJoin(cases, eq(cases.id, ratings.caseId))
    .where(inArray(cases.code, codes))
  const { settings } = await loadKnowledge(deps)
  const { ratingEditDays } = settings.service
  const given = new Map(
    rows.map(({ code, rating: { score, solved, reasons, text, createdAt } }) => [
      code,
      { score, solved, reasons, text, editableUntil: editableUntil(createdAt, ratingEditDays) },
    ]),
  )
  return own.map((each) => ({ ...each, rating: given.get(each.code) ?? null }))
}

/** The same for one. */
export async function withRating(
  deps: Pick<Deps, 'db' | 'cache'>,
  own: AskerCase,
): Promise<RatedCase> {
  const [rated] = await withRatings(deps, [own])
  return rated ?? { ...own, rating: null }
}
