import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { accounts, curatedAnswers, organisations } from '../../db/schema/index.ts'
import { curatedDocument } from '../../shared/curated.ts'
import type { DocumentHeader } from '../schemas.ts'
import { type CuratedDocument, toCuratedDocument } from './curated-document.ts'

/** Answers of the past lead to one that is no longer in use: it can still be read. */
const readable = ['published', 'expired', 'retired'] as const

/** Every curated answer that has been published, the oldest first; only those in use are searched. */
export async function readCurated(db: Database): Promise<CuratedDocument[]> {
  const rows = await db
    .select({ curated: curatedAnswers, organisation: organisations.name })
    .from(curatedAnswers)
    .innerJoin(accounts, eq(accounts.id, curatedAnswers.ownerId))
    .leftJoin(organisations, eq(organisations.id, accounts.organisationId))
    .where(and(inArray(curatedAnswers.state, readable), isNotNull(curatedAnswers.publishedAt)))
    .orderBy(asc(curatedAnswers.createdAt), asc(curatedAnswers.id))
  return Promise.all(
    rows.map(({ curated: { citations, state, publishedAt, createdAt, ...answer }, organisation }) =>
      toCuratedDocument({
        ...answer,
        basis: basisOf(citations),
        organisation,
        publishedAt: publishedAt ?? createdAt,
        inUse: state === 'published',
      }),
    ),
  )
}

const Basis = z.array(z.looseObject({ title: z.string(), heading: z.string() }))

/** Of citations that were kept with a reply; none where it had none. */
function basisOf(citations: unknown): string[] {
  const read = Basis.safeParse(citations)
  if (!read.success) return []
  return read.data.map(({ title, heading }) =>
    [`《${title.replace(/^《|》$/gu, '')}》`, heading].filter((part) => part !== '').join(' › '),
  )
}

/**
 * The documents of curated answers that the index still holds and that are out of use since: withdrawn, up for
 * review or being rewritten. Nothing is said from them, whether or not the index has followed.
 */
export async function listOutOfUse(
  db: Database,
  documents: readonly DocumentHeader[],
): Promise<Set<string>> {
  const held = documents.filter(({ curated }) => curated === 'in_use').map(({ id }) => id)
  if (held.length === 0) return new Set()
  const rows = await db
    .select({ id: curatedAnswers.id })
    .from(curatedAnswers)
    .where(eq(curatedAnswers.state, 'published'))
  const inUse = new Set(rows.map(({ id }) => curatedDocument(id)))
  return new Set(held.filter((id) => !inUse.has(id)))
}
