import { and, asc, eq } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { cases, consultations, messages, ratings } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import {
  consultationScope,
  isOfCity,
  seesConfidential,
} from '../organisations/consultation-scope.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { listHolds } from '../rights/legal-holds.ts'
import { AppError } from '../shared/errors.ts'
import { findConfidential } from '../privacy/find-confidential.ts'
import { buildEvidencePack, type EvidencePack } from './evidence-pack.ts'
import { viewEntry } from './view-entry.ts'

/**
 * One consultation with its trace: checks, passages with scores, model and prompts. Of a confidential one only
 * administrators of the city see text and trace. The audit says who looked.
 * @throws AppError `not_found`, also for one that the account does not see
 */
export async function viewConsultation(
  deps: Pick<Deps, 'db' | 'now'>,
  account: Account,
  number: number,
) {
  return deps.db.transaction(async (tx) => {
    const { row, withheld, confidential } = await findSeen(tx, account, number)
    const handed = await tx
      .select({ code: cases.code })
      .from(cases)
      .where(eq(cases.messageId, row.messageId))
      .orderBy(asc(cases.createdAt), asc(cases.id))
    const holds = await listOpenHolds(tx, account, row.conversationId)
    const entry = await viewEntry(tx, account, number, deps.now())
    await auditView(tx, account, number)
    const { routing, askedAt, answeredAt, trace } = row.consultation
    const { channel, outcome, reason, coverage } = row.consultation
    return {
      number,
      channel,
      outcome,
      reason,
      coverage,
      routing,
      confidential,
      askedAt: askedAt.toISOString(),
      answeredAt: answeredAt.toISOString(),
      question: withheld || row.question === null ? null : maskPersonalData(row.question),
      answer: withheld ? null : row.answer,
      trace: withheld ? null : trace,
      rating: row.score === null ? null : { score: row.score, solved: row.solved },
      caseCodes: handed.map(({ code }) => code),
      holds,
      entry,
    }
  })
}

/**
 * Its evidence pack (`evidence-pack.ts`), with the question to the letter. The audit says who took it.
 * @throws AppError `not_found` · `forbidden` confidential · `conflict` a cited clause has changed
 */
export async function takeEvidencePack(
  deps: Pick<Deps, 'db' | 'cache'>,
  account: Account,
  number: number,
): Promise<EvidencePack> {
  const { row, withheld } = await findSeen(deps.db, account, number)
  if (withheld) throw new AppError('forbidden', 'consultation_confidential')
  const knowledge = await loadKnowledge(deps)
  const pack = await buildEvidencePack(deps.db, knowledge, row.messageId)
  await deps.db.transaction((tx) => auditView(tx, account, number))
  return pack
}

async function findSeen(db: Database, account: Account, number: number) {
  const [row] = await db
    .select({
      consultation: consultations,
      messageId: messages.id,
      conversationId: messages.conversationId,
      question: messages.question,
      answer: messages.answer,
      score: ratings.score,
      solved: ratings.solved,
    })
    .from(consultations)
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .leftJoin(ratings, eq(ratings.messageId, messages.id))
    .where(and(eq(consultations.number, number), consultationScope(db, account)))
  if (!row) throw new AppError('not_found', 'consultation_unknown')
  const marked = await findConfidential(db, [row.conversationId])
  const confidential = marked.size > 0
  return { row, confidential, withheld: confidential && !(await seesConfidential(db, account)) }
}

const MOST_HOLDS = 20

/** Legal holds on its conversation, for those who set and lift them. */
async function listOpenHolds(tx: Database, account: Account, conversationId: string) {
  if (account.role !== 'administrator' || !(await isOfCity(tx, account))) return []
  const which = { state: 'open', of: conversationId, limit: MOST_HOLDS } as const
  return (await listHolds(tx, account, which)).holds
}

function auditView(tx: Database, account: Account, number: number) {
  return appendAudit(tx, {
    actor: actorOf(account),
    action: 'view_consultation',
    objectId: String(number),
    result: 'ok',
    details: {},
  })
}
