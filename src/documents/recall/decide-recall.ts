import { and, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { ActingAccount } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import {
  answerRecallItems,
  answerRecalls,
  cases,
  conversations,
  corrections,
  messages,
  statements,
  wechatUsers,
} from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { checkSolicitation } from '../../experts/check-solicitation.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { DocumentHeader } from '../../knowledge/schemas.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { languageOf } from '../../shared/text.ts'
import { queueDelivery } from '../../wechat/deliveries/queue.ts'
import { auditVersion } from '../audit-version.ts'
import { findVersion } from '../store-version.ts'
import { type ChangedUnit, compareVersions, listChanged } from './changed-units.ts'
import { writeCorrection } from './write-correction.ts'

export type Decision = {
  id: string
  /** Of the list; undefined: all that are open. */
  items: string[] | undefined
}

/**
 * Sends the correction to the askers of answers on the list: it stands in their conversation, and goes out in
 * WeChat to who asked there. Each once. @returns how many
 * @throws AppError `not_found`, `conflict` when the list has ended or is not there yet, or the note solicits
 */
export async function approveCorrections(
  deps: Deps,
  by: ActingAccount,
  { note, ...decision }: Decision & { note: string | undefined },
): Promise<number> {
  if (note !== undefined && checkSolicitation(note, await loadKnowledge(deps)).length > 0) {
    throw new AppError('conflict', 'reply_solicits')
  }
  return deps.db.transaction(async (tx) => {
    const recall = await requireReady(tx, decision.id)
    const items = await decide(tx, { ...decision, by, state: 'approved', now: deps.now() })
    const to = await findVersion(tx, recall.toVersion)
    const former = await findVersion(tx, recall.fromVersion)
    const header = DocumentHeader.parse(to.header)
    const changed = new Map(
      listChanged(await compareVersions(tx, recall)).map((unit) => [unit.before.locator, unit]),
    )
    for (const item of items) {
      await correct(tx, deps, {
        item,
        by,
        note,
        header: { ...header, id: to.document, version: to.number },
        formerTitle: DocumentHeader.parse(former.header).title,
        changed,
      })
    }
    const details = { answers: items.length }
    await auditVersion(tx, by, { action: 'approve_correction', version: to, details })
    return items.length
  })
}

/** Takes answers off the list: they need no correction. @returns how many */
export async function dismissCorrections(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  by: ActingAccount,
  decision: Decision,
): Promise<number> {
  return db.transaction(async (tx) => {
    const recall = await requireReady(tx, decision.id)
    const items = await decide(tx, { ...decision, by, state: 'dismissed', now: now() })
    const version = await findVersion(tx, recall.toVersion)
    const details = { answers: items.length }
    await auditVersion(tx, by, { action: 'dismiss_correction', version, details })
    return items.length
  })
}

async function requireReady(tx: Database, id: string) {
  const [recall] = await tx
    .select()
    .from(answerRecalls)
    .where(eq(answerRecalls.id, id))
    .for('update')
  if (!recall) throw new AppError('not_found', 'recall_unknown')
  if (recall.state !== 'ready') throw new AppError('conflict', 'recall_not_ready')
  return recall
}

type Item = typeof answerRecallItems.$inferSelect
type Deciding = Decision & { by: ActingAccount; state: 'approved' | 'dismissed'; now: Date }

async function decide(tx: Database, { id, items, by, state, now }: Deciding): Promise<Item[]> {
  const decided = await tx
    .update(answerRecallItems)
    .set({ state, decidedBy: by.id, decidedAt: now })
    .where(
      and(
        eq(answerRecallItems.recallId, id),
        eq(answerRecallItems.state, 'open'),
        items && inArray(answerRecallItems.id, items),
      ),
    )
    .returning()
  if (decided.length === 0) throw new AppError('conflict', 'recall_nothing_open')
  return decided
}

type Correction = {
  item: Item
  by: ActingAccount
  note: string | undefined
  header: DocumentHeader
  formerTitle: string
  changed: Map<string, ChangedUnit>
}

async function correct(
  tx: Database,
  { now }: Deps,
  { item, by, changed, ...telling }: Correction,
): Promise<void> {
  const asked = await findAsked(tx, item)
  if (!asked) return
  const units = item.units.flatMap((locator) => changed.get(locator) ?? [])
  const { language, conversationId } = asked
  const { answeredAt } = item
  const { plain, ...written } = writeCorrection({
    ...telling,
    units,
    answeredAt,
    language,
    now: now(),
  })
  await tx.insert(corrections).values({
    id: newId(),
    itemId: item.id,
    conversationId,
    ...written,
    approvedBy: by.id,
    at: now(),
  })
  await tellInWechat(tx, { conversationId, text: plain, now: now() })
}

/** Undefined of an asker who has had everything erased. */
async function findAsked(tx: Database, { messageId, statementId }: Item) {
  const [row] =
    messageId === null
      ? await tx
          .select({ conversationId: statements.conversationId, language: cases.language })
          .from(statements)
          .innerJoin(cases, eq(cases.id, statements.caseId))
          .where(eq(statements.id, statementId ?? ''))
      : await tx
          .select({ conversationId: messages.conversationId, answer: messages.answer })
          .from(messages)
          .where(and(eq(messages.id, messageId), isNotNull(messages.answer)))
  if (!row) return undefined
  const language = 'language' in row ? row.language : (row.answer?.language ?? languageOf(''))
  return { conversationId: row.conversationId, language }
}

type Telling = { conversationId: string; text: string; now: Date }

/** The citations stand in the conversation, which the menu opens. */
async function tellInWechat(tx: Database, { conversationId, text, now }: Telling): Promise<void> {
  const users = await tx
    .select({ id: wechatUsers.id })
    .from(wechatUsers)
    .innerJoin(conversations, eq(conversations.askerId, wechatUsers.askerId))
    .where(
      and(
        eq(conversations.id, conversationId),
        or(eq(conversations.channel, 'wechat'), eq(conversations.channel, 'kf')),
      ),
    )
  for (const { id } of users) await queueDelivery(tx, { userId: id, text, now })
}
