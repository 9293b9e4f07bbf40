import { count, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { answerRecallItems, answerRecalls, curatedAnswers, indexes } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { expireForReview } from '../../curation/expire-curated.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { newId } from '../../shared/ids.ts'
import { findVersion, type StoredVersion } from '../store-version.ts'
import { compareVersions, listChanged } from './changed-units.ts'
import { type Affected, findAffected } from './find-affected.ts'
import { slices } from '../../shared/slices.ts'

const ROWS_PER_INSERT = 500

type Recall = typeof answerRecalls.$inferSelect
type Row = typeof answerRecallItems.$inferInsert

/**
 * Looks through past answers once the index of the new version is in use: lists what rested on changed units,
 * puts curated answers up for review, and tells who published and the administrators. Looking again adds only
 * what has come since.
 * @throws Error while the index is not in use, so that it is tried again
 */
async function recallAnswers(
  { now }: Deps,
  tx: Database,
  { recallId = '' }: Record<string, string>,
): Promise<void> {
  const [recall] = await tx.select().from(answerRecalls).where(eq(answerRecalls.id, recallId))
  if (!recall || recall.state === 'ended') return
  const to = await findVersion(tx, recall.toVersion)
  if (!(await isInUse(tx, to))) throw new Error('the index of this version is not in use yet')
  const former = await findVersion(tx, recall.fromVersion)
  const changed = listChanged(await compareVersions(tx, recall)).map(({ before }) => before)
  const affected = await findAffected(tx, { former, changed })
  const rows = [
    ...affected.messages.map((each) => toRow(recall, each, { messageId: each.id, state: 'open' })),
    ...affected.statements.map((each) => {
      return toRow(recall, each, { statementId: each.id, state: 'open' })
    }),
    ...affected.curated.map((each) => {
      return toRow(recall, each, { curatedId: each.id, state: 'for_review' })
    }),
  ]
  const curated: string[] = []
  for (const some of slices(rows, ROWS_PER_INSERT)) {
    const added = await tx
      .insert(answerRecallItems)
      .values(some)
      .onConflictDoNothing()
      .returning({ curatedId: answerRecallItems.curatedId })
    curated.push(...added.flatMap(({ curatedId }) => curatedId ?? []))
  }
  await reviewCurated(tx, { recall, ids: curated, now: now() })
  await tellReady(tx, { recall, to, now: now() })
  await tx
    .update(answerRecalls)
    .set({ state: 'ready', readyAt: recall.readyAt ?? now() })
    .where(eq(answerRecalls.id, recall.id))
}

async function isInUse(tx: Database, { revision }: StoredVersion): Promise<boolean> {
  const [active] = await tx
    .select({ revision: indexes.revision })
    .from(indexes)
    .where(eq(indexes.state, 'active'))
  return active !== undefined && active.revision >= (revision ?? 0)
}

function toRow(
  { id: recallId }: Recall,
  { units, at: answeredAt }: Affected,
  which: Pick<Row, 'messageId' | 'statementId' | 'curatedId' | 'state'>,
): Row {
  return { id: newId(), recallId, units, answeredAt, ...which }
}

type Reviewing = { recall: Recall; ids: string[]; now: Date }

async function reviewCurated(tx: Database, { recall, ids, now }: Reviewing): Promise<void> {
  if (ids.length === 0) return
  await expireForReview(tx, ids)
  const owners = await tx
    .select({ ownerId: curatedAnswers.ownerId, own: count() })
    .from(curatedAnswers)
    .where(inArray(curatedAnswers.id, ids))
    .groupBy(curatedAnswers.ownerId)
  for (const { ownerId, own } of owners) {
    await queueNotice(tx, {
      key: `curated_review_due:${ownerId}:${recall.id}`,
      kind: 'curated_review_due',
      recipient: { kind: 'account', id: ownerId },
      data: { count: String(own) },
      now,
    })
  }
}

type Telling = { recall: Recall; to: StoredVersion; now: Date }

async function tellReady(tx: Database, { recall, to, now }: Telling): Promise<void> {
  const items = await tx.$count(answerRecallItems, eq(answerRecallItems.recallId, recall.id))
  if (items === 0) return
  const notice = {
    key: `answers_to_recall:${recall.id}`,
    kind: 'answers_to_recall',
    data: { count: String(items) },
    now,
  } as const
  await queueNotice(tx, { ...notice, recipient: { kind: 'administrators' } })
  if (to.publishedBy === null) return
  await queueNotice(tx, { ...notice, recipient: { kind: 'account', id: to.publishedBy } })
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const recallJobs = { answer_recall: recallAnswers }
