import { reviewDraws, reviews } from '../../../src/db/schema/index.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { TestDeps } from '../../support/test-deps.ts'

type Planted = { organisationId: string; consultation: number; authors?: string[] }

/** An answer of the machine drawn for February, with its draw. */
export async function plantReview(
  { db, now }: TestDeps,
  { organisationId, consultation, authors = [] }: Planted,
): Promise<string> {
  const id = newId()
  const of = { organisationId, month: '2026-02' }
  await db
    .insert(reviewDraws)
    .values({ ...of, seed: newId(), size: 20, answers: 1, people: 0, drawnAt: now() })
    .onConflictDoNothing()
  const drawn = { kind: 'answer', state: 'open', version: 1, createdAt: now() } as const
  await db.insert(reviews).values({ id, ...of, ...drawn, consultation, authors })
  return id
}
