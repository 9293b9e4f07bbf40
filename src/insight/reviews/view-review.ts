import { and, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { actedBy, type Account, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import {
  accounts,
  cases,
  consultations,
  messages,
  organisations,
  reviewDraws,
  reviews,
  statements,
} from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { inScope } from '../../organisations/scope.ts'
import { maskPersonalData } from '../../privacy/mask-personal-data.ts'
import { AppError } from '../../shared/errors.ts'
import { CitationBody } from '../../shared/message-body.ts'
import { hiddenOf, reviewColumns } from './list-reviews.ts'

const ofCase = alias(messages, 'of_case')

const columns = {
  ...reviewColumns,
  consultation: reviews.consultation,
  rubricVersion: reviews.rubric,
  points: reviews.points,
  faults: reviews.faults,
  comment: reviews.comment,
  question: messages.question,
  answer: messages.answer,
  caseId: cases.id,
  caseCode: cases.code,
  caseQuestion: ofCase.question,
  summary: cases.summary,
  reply: statements.text,
  authorName: statements.authorName,
  cited: statements.citations,
  draw: {
    seed: reviewDraws.seed,
    size: reviewDraws.size,
    answers: reviewDraws.answers,
    people: reviewDraws.people,
  },
}

/** @throws AppError `not_found`, also for one that the account does not see */
async function findReview(db: Database, viewer: Account, id: string) {
  const [row] = await db
    .select(columns)
    .from(reviews)
    .innerJoin(organisations, eq(organisations.id, reviews.organisationId))
    .innerJoin(
      reviewDraws,
      and(
        eq(reviewDraws.organisationId, reviews.organisationId),
        eq(reviewDraws.month, reviews.month),
      ),
    )
    .leftJoin(accounts, eq(accounts.id, reviews.reviewerId))
    .leftJoin(consultations, eq(consultations.number, reviews.consultation))
    .leftJoin(messages, eq(messages.id, consultations.messageId))
    .leftJoin(statements, eq(statements.id, reviews.statementId))
    .leftJoin(cases, eq(cases.id, statements.caseId))
    .leftJoin(ofCase, eq(ofCase.id, cases.messageId))
    .where(and(eq(reviews.id, id), inScope(db, viewer, reviews.organisationId)))
  if (!row) throw new AppError('not_found', 'review_unknown')
  const hidden = await hiddenOf(db, viewer, [row])
  if (row.conversationId !== null && hidden.has(row.conversationId)) {
    throw new AppError('not_found', 'review_unknown')
  }
  return row
}

type Row = Awaited<ReturnType<typeof findReview>>

const Citations = z.array(CitationBody)

/** What is judged, as the asker was shown it; null: its words are gone. */
function wordsOf({ question, answer, caseQuestion, summary, reply, cited, authorName }: Row) {
  if (reply !== null) {
    const asked = caseQuestion ?? summary
    return { asked, text: reply, citations: Citations.parse(cited), author: authorName }
  }
  if (answer === null) return null
  return { asked: question, text: answer.text, citations: answer.citations, author: null }
}

/**
 * One review with the question (masked), the answer and its evidence as shown then, and the rubric. The audit says who
 * looked.
 * @throws AppError `not_found`, also outside of the account's organisations and of what is confidential
 */
export async function viewReview(
  deps: Pick<Deps, 'db' | 'cache'>,
  account: ActingAccount,
  id: string,
) {
  const { review: rubric } = await loadKnowledge(deps)
  if (!rubric) throw new AppError('unavailable', 'knowledge_missing')
  const row = await findReview(deps.db, account, id)
  const words = wordsOf(row)
  await deps.db.transaction((tx) =>
    appendAudit(tx, {
      ...actedBy(account),
      action: 'view_review',
      objectId: id,
      result: 'ok',
      details: {},
    }),
  )
  const { organisation, month, kind, state, version, consultation, caseId, caseCode } = row
  const { score, result, reviewer, reviewedAt, points, faults, comment, draw } = row
  return {
    id,
    organisation,
    month,
    kind,
    state,
    version,
    consultation,
    caseId,
    caseCode,
    own: row.authors.includes(account.id),
    question: maskedOrNull(words?.asked),
    answer: words && { text: words.text, author: words.author, citations: words.citations },
    draw,
    rubric,
    judged:
      result === null
        ? null
        : {
            score,
            result,
            reviewer,
            reviewedAt: reviewedAt?.toISOString() ?? null,
            rubricVersion: row.rubricVersion,
            points: points ?? {},
            faults: faults ?? [],
            comment,
          },
  }
}

const maskedOrNull = (text: string | null | undefined) =>
  text === null || text === undefined ? null : maskPersonalData(text)

/** What a review is about, for who records one. @throws AppError as `viewReview` · `conflict` its words are gone */
export async function findSubject(db: Database, account: Account, id: string) {
  const row = await findReview(db, account, id)
  if (row.state === 'open' && wordsOf(row) === null) {
    throw new AppError('conflict', 'review_words_gone')
  }
  return { caseId: row.caseId }
}
