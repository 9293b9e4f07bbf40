import { and, desc, eq, isNotNull, lt, sql } from 'drizzle-orm'
import { type Account, actorOf } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, enterpriseVisits, followUps } from '../db/schema/index.ts'
import { moveFollowUp } from '../feedback/follow-ups.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { VisitKind } from '../shared/ledger.ts'
import { instantOf, parseDay, shanghaiDay } from '../shared/shanghai-day.ts'
import { type Enterprise, findEnterprise, lockEnterprise, touchEnterprise } from './enterprise.ts'
import { type Screening, screenWords } from './screen-words.ts'

/** As staff write it down; days in Beijing, `2026-03-09`. */
export type VisitInput = {
  day: string
  kind: VisitKind
  people: string
  about: string
  outcome: string | null
  nextStep: string | null
  nextOn: string | null
}

/**
 * Notes a visit or another service to an enterprise (走访). A next step with a day opens a follow-up, which stands
 * among those of the organisation and in its inbox on that day. Sent twice with the same key, it is noted once.
 * @throws AppError `not_found` · `invalid` days that cannot be, or words that may not stand there
 */
export async function recordVisit(
  deps: Screening,
  account: Account,
  { enterpriseId, entryKey, ...input }: VisitInput & { enterpriseId: string; entryKey: string },
): Promise<void> {
  const visit = await checkVisit(deps, input)
  await deps.db.transaction(async (tx) => {
    const enterprise = await lockEnterprise(tx, account, enterpriseId)
    const now = deps.now()
    const row = { ...visit, enterpriseId, entryKey, version: 1, createdAt: now, updatedAt: now }
    const [created] = await tx
      .insert(enterpriseVisits)
      .values({ ...row, id: newId(), createdBy: account.id })
      .onConflictDoNothing({ target: enterpriseVisits.entryKey })
      .returning({ id: enterpriseVisits.id })
    if (!created) return
    await settle(tx, { enterprise, visitId: created.id, visit, now })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'record_visit',
      objectId: enterpriseId,
      result: 'ok',
      details: { visitId: created.id },
    })
  })
}

type Change = { enterpriseId: string; visitId: string; version: number }

/**
 * Corrects a visit; with another day for the next step, the follow-up is put off, unless it was made.
 * @throws AppError `not_found` · `conflict` somebody else changed it · `invalid`
 */
export async function changeVisit(
  deps: Screening,
  account: Account,
  { enterpriseId, visitId, version, ...input }: VisitInput & Change,
): Promise<void> {
  const visit = await checkVisit(deps, input)
  await deps.db.transaction(async (tx) => {
    const enterprise = await lockEnterprise(tx, account, enterpriseId)
    const own = and(
      eq(enterpriseVisits.id, visitId),
      eq(enterpriseVisits.enterpriseId, enterpriseId),
    )
    const [before] = await tx.select().from(enterpriseVisits).where(own)
    if (!before) throw new AppError('not_found', 'visit_unknown')
    if (before.version !== version) throw new AppError('conflict', 'visit_changed')
    const now = deps.now()
    await tx
      .update(enterpriseVisits)
      .set({ ...visit, version: version + 1, updatedAt: now })
      .where(own)
    await settle(tx, { enterprise, visitId, visit, now })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'change_visit',
      objectId: enterpriseId,
      result: 'ok',
      details: { visitId },
    })
  })
}

type Settled = { enterprise: Enterprise; visitId: string; visit: VisitInput; now: Date }

async function settle(tx: Database, { enterprise, visitId, visit, now }: Settled): Promise<void> {
  const { id, organisationId } = enterprise
  const { nextOn } = visit
  await moveFollowUp(tx, {
    messageId: null,
    caseId: null,
    visitId,
    reason: 'enterprise_visit',
    organisationId,
    dueAt: nextOn === null ? null : instantOf(parseDay(nextOn), 24),
    now,
  })
  await touchEnterprise(tx, id, now)
}

async function checkVisit(
  deps: Screening,
  { day, kind, nextOn, ...words }: VisitInput,
): Promise<VisitInput> {
  if (day > shanghaiDay(deps.now())) throw new AppError('invalid', 'ledger_day_to_come')
  if (nextOn !== null && nextOn <= day) throw new AppError('invalid', 'next_day_wrong')
  if (nextOn !== null && words.nextStep === null) throw new AppError('invalid', 'next_step_needed')
  return { ...(await screenWords(deps, words)), day, kind, nextOn }
}

type Page = { id: string; after?: string | undefined; limit: number }

/**
 * Visits of an enterprise, the latest first.
 * @param page `after`: id of the last one of the page before
 * @throws AppError `not_found`
 */
export async function listVisits(
  db: Database,
  viewer: Account,
  { id: enterpriseId, after, limit }: Page,
) {
  await findEnterprise(db, viewer, enterpriseId)
  const position = sql`(${enterpriseVisits.day}, ${enterpriseVisits.id})`
  const rows = await db
    .select({
      id: enterpriseVisits.id,
      day: enterpriseVisits.day,
      kind: enterpriseVisits.kind,
      people: enterpriseVisits.people,
      about: enterpriseVisits.about,
      outcome: enterpriseVisits.outcome,
      nextStep: enterpriseVisits.nextStep,
      nextOn: enterpriseVisits.nextOn,
      version: enterpriseVisits.version,
      enteredBy: accounts.name,
      nextDone: sql<boolean>`exists (select 1 from ${followUps}
        where ${and(eq(followUps.visitId, enterpriseVisits.id), isNotNull(followUps.doneAt))})`,
    })
    .from(enterpriseVisits)
    .innerJoin(accounts, eq(accounts.id, enterpriseVisits.createdBy))
    .where(
      and(
        eq(enterpriseVisits.enterpriseId, enterpriseId),
        after === undefined
          ? undefined
          : lt(position, sql`(select day, id from enterprise_visits where id = ${after})`),
      ),
    )
    .orderBy(desc(enterpriseVisits.day), desc(enterpriseVisits.id))
    .limit(limit)
  return rows
}
