import { and, eq } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { organisations, policyDeliveries, policyNotices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { stopSecrets } from '../ledger/screen-words.ts'
import { findOpenOrganisation } from '../organisations/organisations.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { Field } from '../shared/message.ts'
import { canTakePolicyStep, type PolicyStep, policyTransitions } from '../shared/policy-notices.ts'
import { stripHidden } from '../shared/text.ts'
import { readAudience, stopDeliveries } from './subscriptions.ts'

export type PolicyInput = {
  title: string
  summary: string
  document: string
  topics: Field[]
  districts: string[]
}

type Acting = Pick<Deps, 'db' | 'now' | 'cache' | 'log'>
type PolicyNotice = typeof policyNotices.$inferSelect

/**
 * Writes a 政策通知 as a draft: a summary of a document of the service, so that its status is known.
 * @throws AppError `not_found` organisation or document · `invalid` district, or a mark of state secrecy
 */
export async function createPolicyNotice(
  deps: Acting,
  account: Account,
  { organisationId, ...input }: PolicyInput & { organisationId: string },
): Promise<string> {
  const details = await readInput(deps, input)
  return deps.db.transaction(async (tx) => {
    await findOpenOrganisation(tx, account, organisationId)
    await checkReach(tx, organisationId, details.districts)
    const [id, now] = [newId(), deps.now()]
    await tx.insert(policyNotices).values({
      ...details,
      id,
      organisationId,
      state: 'draft',
      version: 1,
      createdBy: account.id,
      editedBy: account.id,
      createdAt: now,
      updatedAt: now,
    })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'create_policy_notice',
      objectId: id,
      result: 'ok',
      details: { organisationId },
    })
    return id
  })
}

type Change = { id: string; version: number }

/** @throws AppError as `createPolicyNotice` · `conflict` changed by somebody else, or not a draft any more */
export async function changePolicyNotice(
  deps: Acting,
  account: Account,
  { id, version, ...input }: Change & PolicyInput,
): Promise<void> {
  const details = await readInput(deps, input)
  await deps.db.transaction(async (tx) => {
    const before = await lockInScope(tx, account, id)
    if (before.version !== version || before.state !== 'draft') throw changed()
    await checkReach(tx, before.organisationId, details.districts)
    await save(tx, before, { ...details, editedBy: account.id, updatedAt: deps.now() })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'change_policy_notice',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}

/**
 * Submits, returns, approves or withdraws. Approval is by somebody who has neither written nor changed it; with it
 * the notice is sent.
 * @throws AppError `not_found` · `conflict` changed by somebody else, or not in a state that allows it ·
 *   `forbidden` approved by who wrote it · `invalid` returned or withdrawn without a reason
 */
export async function stepPolicyNotice(
  deps: Acting,
  account: Account,
  { id, version, step, reason }: Change & { step: PolicyStep; reason?: string | undefined },
): Promise<void> {
  const needsReason = step === 'return' || step === 'withdraw'
  if (needsReason && reason === undefined) throw new AppError('invalid', 'policy_reason')
  await stopSecrets(deps, [reason])
  const now = deps.now()
  await deps.db.transaction(async (tx) => {
    const before = await lockInScope(tx, account, id)
    if (before.version !== version || !canTakePolicyStep(before.state, step)) throw changed()
    if (step === 'approve' && [before.createdBy, before.editedBy].includes(account.id)) {
      throw new AppError('forbidden', 'policy_second_person')
    }
    await save(tx, before, {
      state: policyTransitions[step].to,
      reason: needsReason ? stripHidden(reason ?? '') : null,
      updatedAt: now,
      ...(step === 'approve' && { approvedBy: account.id, approvedAt: now }),
    })
    if (step === 'approve') await queueSending(tx, id, now)
    if (step === 'withdraw') await stopDeliveries(tx, eq(policyDeliveries.noticeId, id), now)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'step_policy_notice',
      objectId: id,
      result: 'ok',
      details: { step },
    })
  })
}

const queueSending = (tx: Database, noticeId: string, now: Date) =>
  queueJob(tx, {
    kind: 'policy_send',
    key: `policy_send:${noticeId}`,
    payload: { noticeId },
    dueAt: now,
  })

async function readInput(deps: Acting, { document, ...input }: PolicyInput) {
  const [title, summary] = [stripHidden(input.title).trim(), stripHidden(input.summary).trim()]
  if (title === '' || summary === '') throw new AppError('invalid', 'text_empty')
  await stopSecrets(deps, [title, summary])
  const { documents } = await loadKnowledge(deps)
  if (!documents.some(({ id }) => id === document)) {
    throw new AppError('not_found', 'document_unknown')
  }
  return { title, summary, document, ...(await readAudience(deps, input)) }
}

/** A centre or station of a district addresses its own district. @throws AppError `invalid` */
async function checkReach(tx: Database, id: string, districts: string[]): Promise<void> {
  const [own] = await tx
    .select({ district: organisations.district, level: organisations.level })
    .from(organisations)
    .where(eq(organisations.id, id))
  if (!own || own.level === 'city') return
  const isOwn = districts.length === 1 && districts[0] === own.district
  if (!isOwn) throw new AppError('invalid', 'policy_own_district')
}

async function lockInScope(tx: Database, account: Account, id: string): Promise<PolicyNotice> {
  const [found] = await tx
    .select()
    .from(policyNotices)
    .where(and(eq(policyNotices.id, id), inScope(tx, account, policyNotices.organisationId)))
    .for('update')
  if (!found) throw new AppError('not_found', 'policy_unknown')
  return found
}

const changed = () => new AppError('conflict', 'policy_changed')

async function save(
  tx: Database,
  { id, version }: PolicyNotice,
  set: Partial<PolicyNotice>,
): Promise<void> {
  await tx
    .update(policyNotices)
    .set({ ...set, version: version + 1 })
    .where(eq(policyNotices.id, id))
}
