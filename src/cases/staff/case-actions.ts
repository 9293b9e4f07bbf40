import { and, eq, isNull } from 'drizzle-orm'
import { type Account, actorOf } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { cases, organisations } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueNotice } from '../../notices/queue-notice.ts'
import { type CaseTransition, endedStates } from '../../shared/case-states.ts'
import { AppError } from '../../shared/errors.ts'
import {
  auditCase,
  type Case,
  type CaseActor,
  changeCase,
  lockCases,
  noteOnCase,
} from '../change-case.ts'
import { insertStatement } from '../replies/statements.ts'
import { recallTickets } from '../tickets/recall-tickets.ts'
import { findCase } from './find-case.ts'

/** Administrators do as staff do; the audit keeps them apart. */
export function staffActor(account: Account): CaseActor {
  return { kind: 'staff', id: account.id, audit: actorOf(account) }
}

type Action = { account: Account; caseId: string; version: number; note?: string | undefined }

async function act(
  deps: Deps,
  { account, caseId, version, note }: Action,
  transition: CaseTransition,
  set: Partial<typeof cases.$inferInsert> = {},
): Promise<Case> {
  const actor = staffActor(account)
  return deps.db.transaction(async (tx) => {
    await findCase(tx, account, caseId)
    const now = deps.now()
    const changed = await changeCase(tx, { caseId, version, transition, actor, now, set, note })
    await auditCase(tx, actor, transition, caseId)
    return changed
  })
}

export const takeCase = (deps: Deps, action: Action) =>
  act(deps, action, 'take', { staffId: action.account.id })

export const closeCase = (deps: Deps, action: Action) =>
  act(deps, action, 'close', { closedAt: deps.now(), dueAt: null })

export const reopenCase = (deps: Deps, action: Action) =>
  act(deps, action, 'reopen', { closedAt: null })

/** Asks the asker back, in their conversation. */
export async function askBack(deps: Deps, action: Action & { text: string }): Promise<Case> {
  const { account, caseId, version, text } = action
  const actor = staffActor(account)
  return deps.db.transaction(async (tx) => {
    await findCase(tx, account, caseId)
    const now = deps.now()
    const subject = await changeCase(tx, { caseId, version, transition: 'ask_back', actor, now })
    await insertStatement(tx, {
      subject,
      ticketId: null,
      author: 'staff',
      authorId: account.id,
      authorName: account.name,
      state: 'delivered',
      text,
      citations: [],
      now,
    })
    await auditCase(tx, actor, 'ask_back', caseId)
    return subject
  })
}

/** The expert's ticket is taken back, and the case with it. */
export async function recallCase(deps: Deps, action: Action): Promise<Case> {
  const { account, caseId, version, note } = action
  const actor = staffActor(account)
  return deps.db.transaction(async (tx) => {
    await findCase(tx, account, caseId)
    const now = deps.now()
    const set = { dueAt: null }
    const change = { caseId, version, transition: 'unassign', actor, now, set, note } as const
    const subject = await changeCase(tx, change)
    await recallTickets(tx, { caseId, actor, now })
    await auditCase(tx, actor, 'unassign', caseId)
    return subject
  })
}

/** Another organisation takes it on; the state stays (DESIGN §4). Only while no expert has it. */
export async function forwardCase(
  deps: Deps,
  { organisationId, ...action }: Action & { organisationId: string },
): Promise<Case> {
  const { account, caseId, version, note } = action
  const actor = staffActor(account)
  return deps.db.transaction(async (tx) => {
    await lockCases(tx, [caseId])
    const subject = await findCase(tx, account, caseId)
    await checkOpen(tx, organisationId)
    if (!['open', 'in_review', 'reopened'].includes(subject.state)) {
      throw new AppError('conflict', 'case_changed')
    }
    const now = deps.now()
    const [changed] = await tx
      .update(cases)
      .set({ organisationId, staffId: null, updatedAt: now, version: subject.version + 1 })
      .where(and(eq(cases.id, caseId), eq(cases.version, version)))
      .returning()
    if (!changed) throw new AppError('conflict', 'case_changed')
    await noteOnCase(tx, {
      caseId,
      event: 'forwarded',
      actor,
      now,
      note,
      data: { organisationId },
    })
    await queueNotice(tx, {
      key: `case_forwarded:${caseId}:${changed.version}`,
      kind: 'case_forwarded',
      recipient: { kind: 'organisation', id: organisationId },
      data: { code: changed.code, field: changed.field },
      caseId,
      now,
    })
    await appendAudit(tx, {
      actor: actor.audit,
      action: 'forward_case',
      objectId: caseId,
      result: 'ok',
      details: { organisationId },
    })
    return changed
  })
}

/** A case may go to any organisation, also beside or above: the tree says who sees, not who helps. */
async function checkOpen(tx: Database, organisationId: string) {
  const [open] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.id, organisationId), isNull(organisations.closedAt)))
  if (!open) throw new AppError('not_found', 'organisation_unknown')
}

/**
 * Two cases of one matter become one; the asker's progress points to the other, which somebody still has to
 * have in hand.
 * @throws AppError `not_found` · `invalid` another asker's · `conflict` one of them has moved on, or ended
 */
export async function mergeCase(
  deps: Deps,
  { into, ...action }: Action & { into: string },
): Promise<Case> {
  const { account, caseId, version, note } = action
  const actor = staffActor(account)
  return deps.db.transaction(async (tx) => {
    await lockCases(tx, [caseId, into])
    const subject = await findCase(tx, account, caseId)
    const target = await findCase(tx, account, into)
    if (target.id === subject.id || target.askerId !== subject.askerId) {
      throw new AppError('invalid', 'merge_other_asker')
    }
    if (endedStates.includes(target.state)) throw new AppError('conflict', 'merge_into_ended')
    const now = deps.now()
    const set = { mergedInto: target.id, closedAt: now, dueAt: null }
    const change = { caseId, version, transition: 'merge', actor, now, set, note } as const
    const changed = await changeCase(tx, change)
    await noteOnCase(tx, { caseId: target.id, event: 'merged_in', actor, now, data: { caseId } })
    await appendAudit(tx, {
      actor: actor.audit,
      action: 'merge_case',
      objectId: caseId,
      result: 'ok',
      details: { intoCaseId: target.id },
    })
    return changed
  })
}

/** An internal note on the timeline. */
export async function writeNote(
  deps: Deps,
  { account, caseId, text }: { account: Account; caseId: string; text: string },
): Promise<void> {
  await deps.db.transaction(async (tx: Database) => {
    await findCase(tx, account, caseId)
    const actor = staffActor(account)
    await noteOnCase(tx, { caseId, event: 'note', actor, now: deps.now(), note: text })
  })
}
