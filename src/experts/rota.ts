import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import { type Account, actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { duties, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { organisationScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import type { Field } from '../shared/message.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import {
  coveredFields,
  DutyDetails,
  type Period,
  presentPlan,
  readPlan,
  readRotationExperts,
  type Rota,
} from './duties.ts'
import { planRotation, type RotationPlan } from './rotation/plan-rotation.ts'
import { type Duty, swapDuty } from './rotation/swap-duty.ts'
import { mondayOf } from './rotation/weeks.ts'

type RotaDeps = Pick<Deps, 'db' | 'now'>

/** By default the account's own. */
type OfOrganisation = { organisationId?: string | undefined }

/** @throws AppError `not_found` for an organisation that is not seen, `invalid` for none */
export async function listDuties(
  db: Database,
  account: Account,
  { organisationId, ...period }: OfOrganisation & Period,
): Promise<Rota> {
  return db.transaction(async (tx) => {
    const id = await findOrganisation(tx, account, organisationId)
    return presentPlan(await readPlan(tx, id, period), await readRotationExperts(tx, id))
  })
}

export type PlanRequest = OfOrganisation &
  Period & {
    perWeek: number
    /** What somebody of every week should know; by default every field. */
    fields?: Field[] | undefined
    /** Takes the place of what is planned for these weeks already, swaps included. */
    replace: boolean
  }

/**
 * Plans the 轮值 of a period and stores it.
 * @throws AppError `not_found`; `invalid` for weeks gone by; `conflict` where there is a plan already
 */
export async function planDuties(
  { db, now }: RotaDeps,
  by: ActingAccount,
  { organisationId, perWeek, replace, ...request }: PlanRequest,
): Promise<Rota> {
  const { from, weeks, fields = coveredFields } = request
  if (mondayOf(from) < thisMonday(now())) throw new AppError('invalid', 'rotation_past')
  return db.transaction(async (tx) => {
    const id = await findOrganisation(tx, by, organisationId)
    await lockRota(tx, id)
    const before = await readPlan(tx, id, { from, weeks })
    if (!replace && before.weeks.some(({ onDuty }) => onDuty.length > 0)) {
      throw new AppError('conflict', 'rotation_exists')
    }
    const roster = await readRotationExperts(tx, id)
    const plan = planRotation({ from, weeks, perWeek, fields }, roster)
    const turns = await storePlan(tx, id, plan)
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'plan_rotation',
      objectId: id,
      result: 'ok',
      details: { turns },
    })
    return presentPlan(plan, roster)
  })
}

async function storePlan(tx: Database, organisationId: string, plan: RotationPlan) {
  const weeks = plan.weeks.map(({ week }) => week)
  await tx
    .delete(duties)
    .where(and(eq(duties.organisationId, organisationId), inArray(duties.week, weeks)))
  const rows = plan.weeks.flatMap(({ week, onDuty }) =>
    onDuty.map((expertId) => ({ organisationId, week, expertId })),
  )
  if (rows.length > 0) await tx.insert(duties).values(rows)
  return rows.length
}

export type Swap = OfOrganisation & { given: Duty; taken: Duty }

/**
 * Two experts take each other's week.
 * @throws AppError `not_found` for a duty that is not planned, `conflict` when one may not take the week
 */
export async function swapDuties(
  { db, now }: RotaDeps,
  by: ActingAccount,
  { organisationId, given, taken }: Swap,
): Promise<Rota> {
  const weeks = [mondayOf(given.week), mondayOf(taken.week)].toSorted()
  const [from = '', to = ''] = weeks
  if (from < thisMonday(now())) throw new AppError('conflict', 'rotation_past')
  return db.transaction(async (tx) => {
    const id = await findOrganisation(tx, by, organisationId)
    await lockRota(tx, id)
    const plan = await readPlan(tx, id, { from, weeks: weeksBetween(from, to) })
    const roster = await readRotationExperts(tx, id)
    const swapped = swapDuty(plan, given, taken, { experts: roster, fields: coveredFields })
    await replaceOnDuty(tx, id, { week: given.week, leaving: given, joining: taken })
    await replaceOnDuty(tx, id, { week: taken.week, leaving: taken, joining: given })
    await appendAudit(tx, {
      ...actedBy(by),
      action: 'swap_rotation',
      objectId: id,
      result: 'ok',
      details: { fromExpertId: given.expertId, toExpertId: taken.expertId },
    })
    return presentPlan(swapped, roster)
  })
}

const MOST_WEEKS = 105

function weeksBetween(from: string, to: string): number {
  const weeks = (Date.parse(to) - Date.parse(from)) / (7 * 86_400_000) + 1
  if (weeks > MOST_WEEKS) throw new AppError('not_found', 'duty_unknown')
  return weeks
}

/** One change after the other of what an organisation has planned, which may be nothing as yet. */
async function lockRota(tx: Database, organisationId: string) {
  await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('no key update')
}

type Replacing = { week: string; leaving: Duty; joining: Duty }

async function replaceOnDuty(
  tx: Database,
  organisationId: string,
  { week, leaving, joining }: Replacing,
) {
  await tx
    .update(duties)
    .set({ expertId: joining.expertId, swappedWith: leaving.expertId, details: null })
    .where(
      and(
        eq(duties.organisationId, organisationId),
        eq(duties.week, week),
        eq(duties.expertId, leaving.expertId),
      ),
    )
}

type OwnDuties = { duties: string[]; swapsAsked: string[] }

/** The weeks that an expert has before them, this one included, and for which of them they ask somebody else. */
export async function listOwnDuties({ db, now }: RotaDeps, expertId: string): Promise<OwnDuties> {
  const rows = await db
    .select({ week: duties.week, details: duties.details })
    .from(duties)
    .where(and(eq(duties.expertId, expertId), gte(duties.week, thisMonday(now()))))
    .orderBy(asc(duties.week))
  const asked = rows.filter(({ details }) => DutyDetails.safeParse(details).success)
  return { duties: rows.map(({ week }) => week), swapsAsked: asked.map(({ week }) => week) }
}

export const thisMonday = (now: Date): string => mondayOf(shanghaiDay(now))

async function findOrganisation(
  tx: Database,
  account: Account,
  organisationId: string | undefined,
): Promise<string> {
  const id = organisationId ?? account.organisationId
  if (id === null) throw new AppError('invalid', 'expert_organisation_needed')
  const [found] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.id, id), organisationScope(account)))
  if (!found) throw new AppError('not_found', 'organisation_unknown')
  return found.id
}
