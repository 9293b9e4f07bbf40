import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { cases, organisations, statements } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import {
  type CaseState,
  livingStates,
  personActive,
  type ProgressStep,
} from '../shared/case-states.ts'
import type { Citation } from '../shared/message.ts'
import { type CaseResult, readResult } from './case-result.ts'
import { auditCase, type Case, changeCase, noteOnCase, unknownCase } from './change-case.ts'
import { askerActor } from './open-case.ts'
import { recallTickets } from './tickets/recall-tickets.ts'

const stepOf: Record<CaseState, ProgressStep> = {
  open: 'handed_over',
  reopened: 'handed_over',
  in_review: 'in_review',
  waiting_for_asker: 'in_review',
  assigned: 'with_expert',
  replied: 'with_expert',
  delivered: 'replied',
  closed: 'closed',
  merged: 'closed',
  withdrawn: 'closed',
}

export type AskerCase = {
  code: string
  kind: Case['kind']
  state: CaseState
  step: ProgressStep
  organisation: string
  field: string
  confidential: boolean
  contactConsent: boolean
  createdAt: string
  updatedAt: string
  /** Only once there is a time to promise (DESIGN §2.3). */
  dueAt: string | null
  conversationId: string
  canWithdraw: boolean
  /** Of a service request or a referral, once there is one. */
  result: CaseResult | null
}

/** @throws AppError `not_found`, also for a case of somebody else: a code alone opens nothing */
export async function readAskerCase(
  db: Database,
  askerId: string,
  code: string,
): Promise<AskerCase> {
  const [row] = await db
    .select({ case: cases, organisation: organisations.name })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .where(and(eq(cases.code, code), eq(cases.askerId, askerId)))
  if (!row) throw unknownCase()
  return toAskerCase(row.case, row.organisation)
}

export async function listAskerCases(
  db: Database,
  askerId: string,
  conversationId: string,
): Promise<AskerCase[]> {
  const rows = await db
    .select({ case: cases, organisation: organisations.name })
    .from(cases)
    .innerJoin(organisations, eq(organisations.id, cases.organisationId))
    .where(and(eq(cases.conversationId, conversationId), eq(cases.askerId, askerId)))
    .orderBy(desc(cases.createdAt))
  return rows.map((row) => toAskerCase(row.case, row.organisation))
}

export function toAskerCase(row: Case, organisation: string): AskerCase {
  return {
    code: row.code,
    kind: row.kind,
    state: row.state,
    step: stepOf[row.state],
    organisation,
    field: row.field,
    confidential: row.confidential,
    contactConsent: row.contactConsentAt !== null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    conversationId: row.conversationId,
    canWithdraw: livingStates.includes(row.state),
    result: readResult(row.result),
  }
}

export type DeliveredStatement = {
  id: string
  author: 'staff' | 'expert'
  authorName: string
  text: string
  citations: Citation[]
  at: string
}

/** Words of people that have reached the asker of a conversation, oldest first. */
export async function listDelivered(
  db: Database,
  conversationId: string,
): Promise<DeliveredStatement[]> {
  const rows = await db
    .select()
    .from(statements)
    .where(and(eq(statements.conversationId, conversationId), eq(statements.state, 'delivered')))
    .orderBy(asc(statements.deliveredAt), asc(statements.id))
  return rows.flatMap((row) =>
    row.author === 'asker'
      ? []
      : [
          {
            id: row.id,
            author: row.author,
            authorName: row.authorName,
            text: row.text,
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked when it was written
            citations: row.citations as Citation[],
            at: (row.deliveredAt ?? row.createdAt).toISOString(),
          },
        ],
  )
}

/** The case that a person has in hand in a conversation: the machine is silent then (DESIGN §3). */
export async function findPersonActive(
  db: Database,
  conversationId: string,
): Promise<Case | undefined> {
  const [row] = await db
    .select()
    .from(cases)
    .where(and(eq(cases.conversationId, conversationId), inArray(cases.state, [...personActive])))
    .limit(1)
  return row
}

/** The asker takes the case back: tickets are recalled, and the machine answers again. */
export async function withdrawCase(deps: Deps, askerId: string, code: string): Promise<AskerCase> {
  const own = await readAskerCase(deps.db, askerId, code)
  return deps.db.transaction(async (tx) => {
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    const changed = await withdraw(tx, deps, { code, reference })
    return toAskerCase(changed, own.organisation)
  })
}

async function withdraw(
  tx: Database,
  deps: Deps,
  { code, reference }: Record<'code' | 'reference', string>,
) {
  const actor = askerActor(reference)
  const now = deps.now()
  const [row] = await tx.select({ id: cases.id }).from(cases).where(eq(cases.code, code))
  if (!row) throw unknownCase()
  const changed = await changeCase(tx, {
    caseId: row.id,
    transition: 'withdraw',
    actor,
    now,
    set: { closedAt: now, dueAt: null },
  })
  await recallTickets(tx, { caseId: row.id, actor, now })
  await auditCase(tx, actor, 'withdraw', row.id)
  return changed
}

/** Every living case of an asker who has themselves erased. */
export async function withdrawCasesOf(tx: Database, deps: Deps, askerId: string): Promise<number> {
  const reference = await referenceToAsker(tx, deps.cipher, askerId)
  const living = await tx
    .select({ code: cases.code })
    .from(cases)
    .where(and(eq(cases.askerId, askerId), inArray(cases.state, [...livingStates])))
  for (const { code } of living) await withdraw(tx, deps, { code, reference })
  return living.length
}

/** Gives or takes back the separate consent; what an expert sees changes at once. */
export async function setContactConsent(
  deps: Deps,
  askerId: string,
  { code, given }: { code: string; given: boolean },
): Promise<AskerCase> {
  const own = await readAskerCase(deps.db, askerId, code)
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const [changed] = await tx
      .update(cases)
      .set({ contactConsentAt: given ? now : null, updatedAt: now })
      .where(and(eq(cases.code, code), eq(cases.askerId, askerId)))
      .returning()
    if (!changed) throw unknownCase()
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    const actor = askerActor(reference)
    const event = given ? 'contact_consent_given' : 'contact_consent_withdrawn'
    await noteOnCase(tx, { caseId: changed.id, event, actor, now })
    await appendAudit(tx, {
      actor: actor.audit,
      action: given ? 'give_consent' : 'withdraw_consent',
      objectId: reference,
      result: 'ok',
      details: { consent: 'contact_to_expert', caseId: changed.id },
    })
    return toAskerCase(changed, own.organisation)
  })
}
