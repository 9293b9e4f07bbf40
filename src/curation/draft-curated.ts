import { and, eq, inArray } from 'drizzle-orm'
import type { ActingAccount } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { cases, curatedAnswers, messages, organisations, statements } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { organisationScope } from '../organisations/scope.ts'
import { createMask } from '../privacy/mask-personal-data.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { checkReviewDay } from './change-curated.ts'
import { auditCurated, type CuratedAnswer } from './curated-answer.ts'

/**
 * Drafts a curated answer from a reply that was delivered: its question and its words, personal data masked.
 * Names of people and organisations are for a person to take out. Never from a confidential case
 * (DESIGN §2.7).
 * @throws AppError `not_found`, `conflict` for a confidential case, `invalid` for a day gone by
 */
export async function draftCurated(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  by: ActingAccount,
  { statementId, reviewOn }: { statementId: string; reviewOn: string },
): Promise<CuratedAnswer> {
  checkReviewDay(reviewOn, now())
  return db.transaction(async (tx) => {
    const reply = await findReply(tx, by, statementId)
    if (reply.confidential) throw new AppError('conflict', 'curated_confidential')
    const { mask } = createMask()
    const [draft] = await tx
      .insert(curatedAnswers)
      .values({
        id: newId(),
        caseId: reply.caseId,
        question: mask(reply.question ?? reply.summary),
        answer: mask(reply.text),
        citations: reply.citations,
        field: reply.field,
        ownerId: by.id,
        reviewOn,
        state: 'draft',
        version: 1,
        createdAt: now(),
      })
      .returning()
    if (!draft) throw new Error('insert returned no row')
    await auditCurated(tx, by, 'change_knowledge', draft)
    return draft
  })
}

async function findReply(tx: Database, by: ActingAccount, statementId: string) {
  const [found] = await tx
    .select({
      caseId: cases.id,
      confidential: cases.confidential,
      field: cases.field,
      summary: cases.summary,
      question: messages.question,
      text: statements.text,
      citations: statements.citations,
    })
    .from(statements)
    .innerJoin(cases, eq(cases.id, statements.caseId))
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .leftJoin(messages, eq(messages.id, cases.messageId))
    .where(
      and(
        eq(statements.id, statementId),
        eq(statements.state, 'delivered'),
        inArray(statements.author, ['expert', 'staff']),
        organisationScope(by),
      ),
    )
  if (!found) throw new AppError('not_found', 'reply_unknown')
  return found
}
