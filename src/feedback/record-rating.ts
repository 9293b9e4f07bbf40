import { and, eq, gt, sql } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { chooseOrganisation } from '../cases/choose-organisation.ts'
import type { Database } from '../db/database.ts'
import { cases, consultations, conversations, messages, ratings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { DAY_MS, dueAfter, editableUntil } from './due-after.ts'
import { openFollowUp } from './follow-ups.ts'
import type { RatingReason } from './reasons.ts'
import { screenText } from './screen-text.ts'

/** So many points or fewer, and the person is called. */
export const LOW_SCORE = 2

export type RatingInput = {
  score: number
  solved?: boolean | undefined
  reasons: RatingReason[]
  text?: string | undefined
}

export type OwnRating = {
  score: number
  solved: boolean | null
  reasons: string[]
  text: string | null
  editableUntil: string
}

/** What is rated, and who follows up when it was no help. */
type Subject = {
  messageId: string | null
  caseId: string | null
  organisationOf: (tx: Database) => Promise<string>
}

/**
 * Rates an answer, or takes the place of the asker's earlier rating while that can be changed (settings,
 * `service.ratingEditDays`).
 * @throws AppError `not_found` no such answer, or another asker's · `conflict` not finished, or too late ·
 *   `invalid` text with a state-secret mark
 */
export async function rateMessage(
  deps: Deps,
  { askerId, messageId }: { askerId: string; messageId: string },
  input: RatingInput,
): Promise<OwnRating> {
  const [row] = await deps.db
    .select({
      state: messages.state,
      district: sql<string | null>`${consultations.routing}->>'district'`,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(consultations, eq(consultations.messageId, messages.id))
    .where(and(eq(messages.id, messageId), eq(conversations.askerId, askerId)))
  if (!row) throw new AppError('not_found', 'message_unknown')
  if (row.state !== 'done') throw new AppError('conflict', 'rating_before_answer')
  const organisationOf = async (tx: Database) =>
    (await chooseOrganisation(tx, row.district, deps.now())).id
  return recordRating(deps, { askerId, messageId, caseId: null, organisationOf }, input)
}

/**
 * The same for a case that has been answered.
 * @throws AppError as `rateMessage`
 */
export async function rateCase(
  deps: Deps,
  { askerId, code }: { askerId: string; code: string },
  input: RatingInput,
): Promise<OwnRating> {
  const [row] = await deps.db
    .select({ id: cases.id, state: cases.state, organisationId: cases.organisationId })
    .from(cases)
    .where(and(eq(cases.code, code), eq(cases.askerId, askerId)))
  if (!row) throw new AppError('not_found', 'case_unknown')
  if (row.state !== 'delivered' && row.state !== 'closed') {
    throw new AppError('conflict', 'rating_before_reply')
  }
  const organisationOf = () => Promise.resolve(row.organisationId)
  return recordRating(deps, { askerId, messageId: null, caseId: row.id, organisationOf }, input)
}

async function recordRating(
  deps: Deps,
  { askerId, messageId, caseId, organisationOf }: Subject & { askerId: string },
  { score, solved, reasons, text }: RatingInput,
): Promise<OwnRating> {
  const { settings } = await loadKnowledge(deps)
  const { ratingEditDays, followUpDays } = settings.service
  const screened = text === undefined ? '' : await screenText(deps, text)
  const said = {
    score,
    solved: solved ?? null,
    reasons: [...new Set(reasons)],
    text: screened === '' ? null : screened,
  }
  const now = deps.now()
  return deps.db.transaction(async (tx) => {
    const [kept] = await tx
      .insert(ratings)
      .values({ id: newId(), askerId, messageId, caseId, ...said, createdAt: now, updatedAt: now })
      .onConflictDoUpdate({
        target: messageId === null ? ratings.caseId : ratings.messageId,
        set: { ...said, updatedAt: now },
        setWhere: gt(ratings.createdAt, new Date(now.getTime() - ratingEditDays * DAY_MS)),
      })
      .returning()
    if (!kept) throw new AppError('conflict', 'rating_final')
    if (score <= LOW_SCORE || solved === false) {
      const organisationId = await organisationOf(tx)
      const dueAt = dueAfter(now, followUpDays)
      await openFollowUp(tx, {
        messageId,
        caseId,
        reason: 'low_rating',
        organisationId,
        dueAt,
        now,
      })
    }
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'record_rating',
      objectId: kept.id,
      result: 'ok',
      details: { stars: score },
    })
    return { ...said, editableUntil: editableUntil(kept.createdAt, ratingEditDays) }
  })
}
