import { and, eq, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { type CaseResult, hasResult } from '../cases/case-result.ts'
import {
  type Case,
  type CaseActor,
  changeCase,
  lockCases,
  noteOnCase,
} from '../cases/change-case.ts'
import { staffActor } from '../cases/staff/case-actions.ts'
import { findCase } from '../cases/staff/find-case.ts'
import type { Database } from '../db/database.ts'
import { cases } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { checkSolicitation, type Finding } from '../experts/check-solicitation.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { AppError } from '../shared/errors.ts'
import { instantOf, parseDay, shanghaiDay } from '../shared/shanghai-day.ts'
import { moveFollowUp } from './follow-ups.ts'

export type ResultInput = Omit<CaseResult, 'recordedAt'>

type Recording = {
  account: Account
  caseId: string
  /** That the account has seen. */
  version: number
  result: ResultInput
}

/**
 * Notes what came of a service request or a referral, which answers it: the asker sees it, and the case is
 * delivered. Noted again, it corrects what was noted. With a day to follow up, a follow-up is opened for it.
 * @throws AppError `not_found` · `conflict` a consultation, the case has moved on, or words that solicit ·
 *   `invalid` for days that cannot be, or for more than one body
 */
export async function recordResult(deps: Deps, recording: Recording): Promise<Case> {
  const { account, caseId, result } = recording
  await findCase(deps.db, account, caseId)
  await checkResult(deps, result)
  const actor = staffActor(account)
  return deps.db.transaction(async (tx) => {
    await lockCases(tx, [caseId])
    const subject = await findCase(tx, account, caseId)
    if (!hasResult(subject.kind)) throw new AppError('conflict', 'result_of_request')
    const now = deps.now()
    const stored = { ...result, recordedAt: now.toISOString() }
    const step = { tx, actor, now, stored, recording }
    const changed = subject.state === 'delivered' ? await correct(step) : await deliverResult(step)
    await noteOnCase(tx, {
      caseId,
      event: 'result_recorded',
      actor,
      now,
      data: { outcome: result.outcome },
    })
    const { followUpOn } = result
    await moveFollowUp(tx, {
      caseId,
      messageId: null,
      reason: 'case_result',
      organisationId: changed.organisationId,
      dueAt: followUpOn === null ? null : instantOf(parseDay(followUpOn), 24),
      now,
    })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'record_case_result',
      objectId: caseId,
      result: 'ok',
      details: {},
    })
    return changed
  })
}

/** One body, as a name: a list of several could be a ranking of them. */
const SEVERAL = /[、，,;；/|\n]|和|或/u
const RANKING = /排名|排行|榜单|首选|最好的|top\s?\d|best\b/iu

/** To meet somebody is what a result may tell; a number or a handle to reach them at is not. */
const isOffer = ({ kind, quote }: Finding) => kind !== 'contact' || /[\da-z]{5}/iu.test(quote)

async function checkResult(deps: Deps, { done, by, on, followUpOn }: ResultInput): Promise<void> {
  const today = shanghaiDay(deps.now())
  if (on > today) throw new AppError('invalid', 'result_day_wrong')
  if (followUpOn !== null && followUpOn <= today) {
    throw new AppError('invalid', 'result_follow_up_past')
  }
  if (SEVERAL.test(by) || RANKING.test(by)) throw new AppError('invalid', 'result_by_one')
  const knowledge = await loadKnowledge(deps)
  const solicits = checkSolicitation(done, knowledge).filter(isOffer)
  if (solicits.length > 0 || RANKING.test(done)) throw new AppError('conflict', 'reply_solicits')
}

type Step = {
  tx: Database
  actor: CaseActor
  now: Date
  stored: CaseResult
  recording: Recording
}

/** By the table of states: the result is the reply, and reaches the asker at once. */
async function deliverResult({ tx, actor, now, stored, recording }: Step): Promise<Case> {
  const { caseId, version } = recording
  await changeCase(tx, { caseId, version, transition: 'reply', actor, now })
  const set = { result: stored, dueAt: null }
  return changeCase(tx, { caseId, transition: 'deliver', actor, now, set })
}

async function correct({ tx, now, stored, recording }: Step): Promise<Case> {
  const [changed] = await tx
    .update(cases)
    .set({ result: stored, updatedAt: now, version: sql`${cases.version} + 1` })
    .where(and(eq(cases.id, recording.caseId), eq(cases.version, recording.version)))
    .returning()
  if (!changed) throw new AppError('conflict', 'case_changed')
  return changed
}
