import { and, desc, eq, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { actedBy, type Account, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import {
  accounts,
  cases,
  complaints,
  consultations,
  conversations,
  legalHolds,
  messages,
  NOBODY_ID,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'

/** What is to be held, as people name it. */
export type HoldTarget =
  | { kind: 'consultation'; number: number }
  | { kind: 'case' | 'complaint'; code: string }

type Named = { kind: HoldTarget['kind']; id: string; conversationId: string | null }
type Acting = { account: ActingAccount; reason: string }

/**
 * Sets a legal hold: until it is lifted neither the clock of retention nor an erasure takes the words of the whole
 * conversation. The reason is kept with personal data masked.
 * @returns its id
 * @throws AppError `not_found` · `conflict` for what is held already, or has lost its words already
 */
export async function setHold(
  deps: Pick<Deps, 'db' | 'now'>,
  target: HoldTarget,
  { account, reason }: Acting,
): Promise<string> {
  return deps.db.transaction(async (tx) => {
    const named = await findTarget(tx, account, target)
    await checkWords(tx, named)
    const id = newId()
    const [set] = await tx
      .insert(legalHolds)
      .values({
        id,
        ...columnOf(named),
        reason: maskPersonalData(reason),
        setBy: account.id,
        setAt: deps.now(),
      })
      .onConflictDoNothing()
      .returning({ id: legalHolds.id })
    if (!set) throw new AppError('conflict', 'hold_exists')
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'set_hold',
      objectId: id,
      result: 'ok',
      details: columnOf(named),
    })
    return id
  })
}

/**
 * Lifts it: what is past its term, or was to be erased, goes with the next daily work.
 * @throws AppError `not_found` · `conflict` for one that is lifted already
 */
export async function liftHold(
  deps: Pick<Deps, 'db' | 'now'>,
  id: string,
  { account, reason }: Acting,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [hold] = await tx
      .select({ hold: legalHolds })
      .from(legalHolds)
      .leftJoin(complaints, eq(complaints.id, legalHolds.complaintId))
      .where(and(eq(legalHolds.id, id), notAbout(account)))
      .for('update', { of: legalHolds })
    if (!hold) throw new AppError('not_found', 'hold_unknown')
    const { consultation, caseId, complaintId, liftedAt } = hold.hold
    if (liftedAt) throw new AppError('conflict', 'hold_lifted')
    await tx
      .update(legalHolds)
      .set({
        liftReason: maskPersonalData(reason),
        liftedBy: account.id,
        liftedAt: deps.now(),
      })
      .where(eq(legalHolds.id, id))
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'lift_hold',
      objectId: id,
      result: 'ok',
      details: {
        ...(consultation !== null && { consultation }),
        ...(caseId !== null && { caseId }),
        ...(complaintId !== null && { complaintId }),
      },
    })
  })
}

export type HoldQuery = {
  state: 'open' | 'all'
  /** Of one conversation. */
  of?: string | undefined
  /** Id of the last one of the page before. */
  before?: string | undefined
  limit: number
}

const setter = alias(accounts, 'setter')
const lifter = alias(accounts, 'lifter')

/** Legal holds, the newest first, without those on complaints about the viewer. */
export async function listHolds(
  db: Database,
  viewer: Account,
  { state, of, before, limit }: HoldQuery,
) {
  const position = sql`(${legalHolds.setAt}, ${legalHolds.id})`
  const rows = await db
    .select({
      hold: legalHolds,
      caseCode: cases.code,
      complaintCode: complaints.code,
      setBy: setter.name,
      liftedBy: lifter.name,
    })
    .from(legalHolds)
    .innerJoin(setter, eq(setter.id, legalHolds.setBy))
    .leftJoin(lifter, eq(lifter.id, legalHolds.liftedBy))
    .leftJoin(cases, eq(cases.id, legalHolds.caseId))
    .leftJoin(complaints, eq(complaints.id, legalHolds.complaintId))
    .where(
      and(
        notAbout(viewer),
        state === 'open' ? isNull(legalHolds.liftedAt) : undefined,
        of === undefined ? undefined : isOf(db, of),
        before === undefined
          ? undefined
          : lt(position, sql`(select set_at, id from legal_holds where id = ${before})`),
      ),
    )
    .orderBy(desc(legalHolds.setAt), desc(legalHolds.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return {
    holds: page.map(({ hold, ...names }) => present(hold, names)),
    next: rows.length > limit ? (page.at(-1)?.hold.id ?? null) : null,
  }
}

type Names = {
  caseCode: string | null
  complaintCode: string | null
  setBy: string
  liftedBy: string | null
}

function present(hold: typeof legalHolds.$inferSelect, { caseCode, complaintCode, ...by }: Names) {
  return {
    id: hold.id,
    consultation: hold.consultation,
    caseId: hold.caseId,
    caseCode,
    complaintCode,
    reason: hold.reason,
    ...by,
    setAt: hold.setAt.toISOString(),
    liftReason: hold.liftReason,
    liftedAt: hold.liftedAt?.toISOString() ?? null,
  }
}

/** A complaint is hidden from whom it is about (DESIGN §2.12); of a query that joins it. */
const notAbout = ({ id }: Pick<Account, 'id'>): SQL =>
  not(sql`coalesce(${id}::uuid = any(${complaints.about}), false)`)

/** Of a query that joins cases and complaints. */
function isOf(db: Database, conversationId: string): SQL | undefined {
  const ownMessages = db
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
  const ownCases = db
    .select({ id: cases.id })
    .from(cases)
    .where(eq(cases.conversationId, conversationId))
  const numbers = db
    .select({ number: consultations.number })
    .from(consultations)
    .where(sql`${consultations.messageId} in ${ownMessages}`)
  return or(
    sql`${legalHolds.consultation} in ${numbers}`,
    eq(cases.conversationId, conversationId),
    sql`${complaints.messageId} in ${ownMessages}`,
    sql`${complaints.caseId} in ${ownCases}`,
  )
}

async function findTarget(tx: Database, viewer: Account, target: HoldTarget): Promise<Named> {
  const found = await readTarget(tx, viewer, target)
  if (!found) throw new AppError('not_found', 'hold_target_unknown')
  return { kind: target.kind, ...found }
}

async function readTarget(tx: Database, viewer: Account, target: HoldTarget) {
  if (target.kind === 'consultation') {
    const [row] = await tx
      .select({ conversationId: messages.conversationId })
      .from(consultations)
      .innerJoin(messages, eq(messages.id, consultations.messageId))
      .where(eq(consultations.number, target.number))
    return row && { id: String(target.number), ...row }
  }
  if (target.kind === 'case') {
    const [row] = await tx
      .select({ id: cases.id, conversationId: cases.conversationId })
      .from(cases)
      .where(eq(cases.code, target.code))
    return row
  }
  const [row] = await tx
    .select({
      id: complaints.id,
      conversationId: sql<
        string | null
      >`coalesce(${messages.conversationId}, ${cases.conversationId})`,
    })
    .from(complaints)
    .leftJoin(messages, eq(messages.id, complaints.messageId))
    .leftJoin(cases, eq(cases.id, complaints.caseId))
    .where(and(eq(complaints.code, target.code), notAbout(viewer)))
  return row
}

/** Locks what is to be held, so that no erasure goes on at the same time. */
async function checkWords(tx: Database, { kind, id, conversationId }: Named): Promise<void> {
  const gone = () => new AppError('conflict', 'hold_too_late')
  if (kind === 'complaint') {
    const [own] = await tx
      .select({ askerId: complaints.askerId })
      .from(complaints)
      .where(eq(complaints.id, id))
      .for('update')
    if (own?.askerId === NOBODY_ID) throw gone()
    return
  }
  const [talk] = await tx
    .select({ askerId: conversations.askerId })
    .from(conversations)
    .where(eq(conversations.id, conversationId ?? id))
    .for('update')
  if (!talk || talk.askerId === NOBODY_ID) throw gone()
}

function columnOf({ kind, id }: Named) {
  if (kind === 'consultation') return { consultation: Number(id) }
  return kind === 'case' ? { caseId: id } : { complaintId: id }
}
