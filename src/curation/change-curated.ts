import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type ActingAccount, actedBy } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { lockPublications, nextRevision } from '../knowledge/edits/publish-edits.ts'
import { inScope } from '../organisations/scope.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { AppError } from '../shared/errors.ts'
import type { Field } from '../shared/message.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import {
  auditCurated,
  auditName,
  type CuratedAnswer,
  findCurated,
  updateCurated,
} from './curated-answer.ts'

type CurationDeps = Pick<Deps, 'db' | 'now'>
type Which = { by: ActingAccount; id: string; version: number }

export type CuratedChange = {
  question?: string | undefined
  answer?: string | undefined
  field?: Field | undefined
  reviewOn?: string | undefined
  /** Who answers for it from now on. */
  ownerId?: string | undefined
}

/**
 * Changes one. Other words make a draft of it again, of whoever wrote them, so that somebody else has to
 * publish them. A new owner is named only once it has been published. The index of one in use has to follow.
 * @throws AppError `not_found`, `invalid`, `conflict`
 */
export async function changeCurated(
  { db, now }: CurationDeps,
  { by, id, version }: Which,
  { question, answer, ownerId, ...plain }: CuratedChange,
): Promise<CuratedAnswer> {
  if (plain.reviewOn !== undefined) checkReviewDay(plain.reviewOn, now())
  return db.transaction(async (tx) => {
    await lockPublications(tx)
    const before = await findCurated(tx, by, id)
    if (before.state === 'retired') throw stateConflict()
    if (ownerId !== undefined) await checkOwner(tx, by, { before, ownerId })
    const rewritten = question !== undefined || answer !== undefined
    const changed = await updateCurated(
      tx,
      { id, version },
      {
        ...plain,
        ...(question !== undefined && { question: maskPersonalData(question) }),
        ...(answer !== undefined && { answer: maskPersonalData(answer) }),
        ...(ownerId !== undefined && { ownerId }),
        ...(rewritten && { state: 'draft', ownerId: by.id }),
      },
    )
    if (before.state === 'published') await nextRevision(tx, by, now())
    await auditCurated(tx, by, 'change_knowledge', changed)
    return changed
  })
}

type Owning = { before: CuratedAnswer; ownerId: string }

async function checkOwner(tx: Database, by: ActingAccount, { before, ownerId }: Owning) {
  if (before.state === 'draft') throw stateConflict()
  const [owner] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        eq(accounts.id, ownerId),
        inArray(accounts.role, ['staff', 'administrator']),
        isNull(accounts.disabledAt),
        inScope(tx, by, accounts.organisationId),
      ),
    )
  if (!owner) throw new AppError('not_found', 'account_unknown')
}

/**
 * Takes one out of use for good; no answer rests on it from now on.
 * @throws AppError `not_found`, `conflict`
 */
export async function retireCurated(
  { db, now }: CurationDeps,
  { by, id, version }: Which,
): Promise<CuratedAnswer> {
  return db.transaction(async (tx) => {
    await lockPublications(tx)
    const before = await findCurated(tx, by, id)
    if (before.state === 'retired') throw stateConflict()
    const retired = await updateCurated(tx, { id, version }, { state: 'retired' })
    if (before.state === 'published') await nextRevision(tx, by, now())
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'delete_knowledge',
      objectId: auditName(id),
      result: 'ok',
      details: {},
    })
    return retired
  })
}

/** @throws AppError `invalid` for a day that is not to come */
export function checkReviewDay(reviewOn: string, now: Date): void {
  if (reviewOn <= shanghaiDay(now)) throw new AppError('invalid', 'curated_review_past')
}

export function stateConflict() {
  return new AppError('conflict', 'curated_state_conflict')
}
