import {
  and,
  asc,
  eq,
  exists,
  gte,
  inArray,
  isNotNull,
  lt,
  ne,
  not,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { appendAudit } from '../audit/append-audit.ts'
import { purgeAudit } from '../audit/purge-audit.ts'
import type { Database } from '../db/database.ts'
import { monthsBefore } from '../db/months-before.ts'
import {
  askers,
  cases,
  complaints,
  conversations,
  messages,
  NOBODY_ID,
  ratings,
  statements,
  wechatWords,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { endedStates } from '../shared/case-states.ts'
import { forgetPolicies } from '../policy-notices/subscriptions.ts'
import { forgetRegistrations } from '../training/rights.ts'
import { eraseAsker } from './erase-asker.ts'
import { forgetAskers, forgetComplaints, forgetConversations } from './forget.ts'
import { complaintIsFree, conversationIsFree } from './held.ts'

/** So many in one transaction: none of them holds its rows for long. */
const BATCH = 100

/**
 * One batch of what has been silent for DIALOGUE_RETENTION_MONTHS (个人信息保护法 19, 47): its words go, its record
 * stays. Another batch is noted while there is more, so that each is a transaction of its own and any process goes
 * on after a crash. Done again, it finds nothing left to do.
 */
async function anonymise(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  const now = deps.now()
  const before = monthsBefore(now, deps.settings.dialogueRetentionMonths)
  const talks = await silentConversations(tx, before, payload['after'])
  const complained = await silentComplaints(tx, before)
  await forgetComplaints(tx, idsOf(complained), now)
  const forgotten = await forgetConversations(tx, idsOf(talks), now)
  const registered = await forgetRegistrations(tx, before, BATCH)
  const subscribed = await forgetPolicies(tx, before, BATCH)
  const spoken = [...talks, ...complained].map(({ askerId }) => askerId)
  const owners = [...spoken, ...registered, ...subscribed]
  const gone = await forgetAskers(tx, [...new Set(owners)], now)
  const rows = talks.length + complained.length + registered.length + subscribed.length
  if (rows === 0) return
  if ([talks, complained, registered, subscribed].some(({ length }) => length === BATCH)) {
    await noteNext(tx, { payload, last: talks.at(-1), now })
  }
  deps.log('info', 'words_forgotten', {
    ...forgotten,
    complaints: complained.length,
    registrations: registered.length,
    subscriptions: subscribed.length,
    askers: gone,
  })
  await appendAudit(tx, {
    actor: { kind: 'system' },
    action: 'anonymise_consultations',
    result: 'ok',
    details: { rows },
  })
}

type Found = { id: string; askerId: string }
type FoundConversation = Found & { createdAt: Date }

const idsOf = (rows: Found[]) => rows.map(({ id }) => id)

type Batch = { payload: Record<string, string>; last: FoundConversation | undefined; now: Date }

async function noteNext(tx: Database, { payload, last, now }: Batch): Promise<void> {
  const part = String(Number(payload['part'] ?? '1') + 1)
  const day = payload['day'] ?? ''
  const after = last?.createdAt.toISOString() ?? payload['after']
  await queueJob(tx, {
    kind: 'anonymise',
    key: `anonymise:${day}:${part}`,
    payload: { day, part, ...(after !== undefined && { after }) },
    dueAt: now,
  })
}

/**
 * Conversations that nobody has touched since then, the oldest first: no question, answer, word, rating or step of a
 * case, and no complaint that was not closed before. Open cases, and what a legal hold keeps, wait.
 */
async function silentConversations(
  tx: Database,
  before: SQL,
  after: string | undefined,
): Promise<FoundConversation[]> {
  const id = conversations.id
  const some = (table: PgTable, which: SQL | undefined) =>
    exists(
      tx
        .select({ one: sql`1` })
        .from(table)
        .where(which),
    )
  const ofMessages = tx
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.conversationId, id))
  const ofCases = tx.select({ id: cases.id }).from(cases).where(eq(cases.conversationId, id))
  const touched = [
    some(
      messages,
      and(
        eq(messages.conversationId, id),
        or(gte(messages.askedAt, before), gte(messages.finishedAt, before)),
      ),
    ),
    some(cases, and(eq(cases.conversationId, id), or(caseIsOpen, gte(cases.updatedAt, before)))),
    some(statements, and(eq(statements.conversationId, id), gte(statements.createdAt, before))),
    some(wechatWords, and(eq(wechatWords.conversationId, id), gte(wechatWords.at, before))),
    some(ratings, and(inArray(ratings.messageId, ofMessages), gte(ratings.updatedAt, before))),
    some(ratings, and(inArray(ratings.caseId, ofCases), gte(ratings.updatedAt, before))),
    some(complaints, and(inArray(complaints.messageId, ofMessages), not(complaintIsOver(before)))),
    some(complaints, and(inArray(complaints.caseId, ofCases), not(complaintIsOver(before)))),
  ]
  return tx
    .select({ id, askerId: conversations.askerId, createdAt: conversations.createdAt })
    .from(conversations)
    .where(
      and(
        // To the letter as in the index, which a parameter would not match.
        sql.raw(`asker_id <> '${NOBODY_ID}'`),
        lt(conversations.createdAt, before),
        after === undefined ? undefined : gte(conversations.createdAt, new Date(after)),
        ...touched.map((each) => not(each)),
        conversationIsFree(tx),
      ),
    )
    .orderBy(asc(conversations.createdAt), asc(id))
    .limit(BATCH)
    .for('update', { of: conversations, skipLocked: true })
}

/** One whose reply has reached the asker waits for nobody. */
const caseIsOpen = notInArray(cases.state, [...endedStates, 'delivered'])

const complaintIsOver = (before: SQL): SQL =>
  sql`(${complaints.state} = 'closed' and ${complaints.closedAt} < ${before})`

function silentComplaints(tx: Database, before: SQL): Promise<Found[]> {
  return tx
    .select({ id: complaints.id, askerId: complaints.askerId })
    .from(complaints)
    .where(and(ne(complaints.askerId, NOBODY_ID), complaintIsOver(before), complaintIsFree(tx)))
    .orderBy(asc(complaints.closedAt), asc(complaints.id))
    .limit(BATCH)
    .for('update', { of: complaints, skipLocked: true })
}

/** Askers who wanted to be erased while a hold was in the way: what it does not keep any more goes now. */
async function finishErasures(deps: Deps, tx: Database): Promise<void> {
  const free = tx
    .select({ one: sql`1` })
    .from(conversations)
    .where(and(eq(conversations.askerId, askers.id), conversationIsFree(tx)))
  const freeComplaint = tx
    .select({ one: sql`1` })
    .from(complaints)
    .where(and(eq(complaints.askerId, askers.id), complaintIsFree(tx)))
  const waiting = await tx
    .select({ id: askers.id })
    .from(askers)
    .where(and(isNotNull(askers.erasureAskedAt), or(exists(free), exists(freeComplaint))))
    .orderBy(asc(askers.erasureAskedAt), asc(askers.id))
    .limit(BATCH)
  for (const { id } of waiting) await eraseAsker(deps, id)
  if (waiting.length > 0) deps.log('info', 'erasures_finished', { askers: waiting.length })
}

/** Audit entries past AUDIT_RETENTION_DAYS go (网络安全法 21: 180 days at least). */
async function purge(deps: Deps, tx: Database): Promise<void> {
  await purgeAudit(tx, deps.settings.auditRetentionDays)
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const retentionJobs = {
  anonymise,
  finish_erasures: finishErasures,
  purge_audit: purge,
}
