import { eq } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import { readContact } from '../cases/contacts.ts'
import type { Database } from '../db/database.ts'
import { cases } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { findPersonalData } from '../privacy/find-personal-data.ts'
import { lockPublications, nextRevision } from '../knowledge/edits/publish-edits.ts'
import type { FieldCipher } from '../security/field-cipher.ts'
import { AppError } from '../shared/errors.ts'
import { fold } from '../shared/text.ts'
import { checkReviewDay, stateConflict } from './change-curated.ts'
import { auditCurated, type CuratedAnswer, findCurated, updateCurated } from './curated-answer.ts'

type Publishing = {
  by: ActingAccount
  id: string
  version: number
  /** The person's word that nothing in it tells who asked, or about whom. */
  identityRemoved: true
}

/**
 * Publishes a draft, or one that has expired, by somebody else than who wrote it last. The index, from which askers
 * are answered, follows by `rebuildIndex`.
 * @throws AppError `not_found`; `forbidden` for its own writer; `invalid` for a review day gone by; `conflict`
 * when identity is left in it, or it has been changed
 */
export async function publishCurated(
  { db, now, cipher }: Pick<Deps, 'db' | 'now' | 'cipher'>,
  { by, id, version }: Publishing,
): Promise<CuratedAnswer> {
  return db.transaction(async (tx) => {
    await lockPublications(tx)
    const draft = await findCurated(tx, by, id)
    if (draft.state !== 'draft' && draft.state !== 'expired') throw stateConflict()
    if (draft.ownerId === by.id) throw new AppError('forbidden', 'curated_own')
    checkReviewDay(draft.reviewOn, now())
    await checkIdentityRemoved(tx, cipher, draft)
    const set = { state: 'published', publishedAt: now() } as const
    const published = await updateCurated(tx, { id, version }, set)
    await nextRevision(tx, by, now())
    await auditCurated(tx, by, 'publish_knowledge', published)
    return published
  })
}

/** What can be known without reading: personal data, and the names that the case itself holds. */
async function checkIdentityRemoved(tx: Database, cipher: FieldCipher, draft: CuratedAnswer) {
  const text = `${draft.question}\n${draft.answer}`
  if (findPersonalData(text).length > 0) throw new AppError('conflict', 'curated_personal_data')
  const folded = fold(text)
  const names = await namesOf(tx, cipher, draft.caseId)
  if (names.some((name) => folded.includes(fold(name)))) {
    throw new AppError('conflict', 'curated_names_left')
  }
}

const SHORTEST_NAME = 2

async function namesOf(tx: Database, cipher: FieldCipher, caseId: string | null) {
  if (caseId === null) return []
  const [row] = await tx.select({ parties: cases.parties }).from(cases).where(eq(cases.id, caseId))
  const { name, organisation } = await readContact(tx, cipher, caseId)
  const names = [name, organisation, ...(row?.parties ?? [])]
  return names.filter((each) => each !== undefined).filter((each) => each.length >= SHORTEST_NAME)
}
