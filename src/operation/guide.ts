import { and, count, eq, isNotNull, isNull, ne, or } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import {
  accounts,
  consultations,
  guide,
  type guideSteps,
  organisations,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'

export type GuideMark = (typeof guideSteps)[number]

/** From the first start to the first question; each is done when the thing itself is there. */
export const guideOrder = [
  'own_password',
  'organisation',
  'first_staff',
  'embed_code',
  'test_question',
] as const
export type GuideStep = (typeof guideOrder)[number]

type GuideState = {
  /** Nothing is left to do, or an administrator has put the guide away. */
  closed: boolean
  steps: { step: GuideStep; done: boolean }[]
}

/** How far the service has been set up, read from what is there; only two steps leave no other trace. */
export async function readGuide(db: Database, viewer: Account): Promise<GuideState> {
  const marks = new Set((await db.select({ step: guide.step }).from(guide)).map(({ step }) => step))
  const done: Record<GuideStep, boolean> = {
    own_password: !viewer.mustChangePassword,
    organisation: await hasOrganisation(db),
    first_staff: await hasStaff(db),
    embed_code: marks.has('embed_code'),
    test_question: marks.has('test_question') || (await hasConsultation(db)),
  }
  const steps = guideOrder.map((step) => ({ step, done: done[step] }))
  return { closed: marks.has('closed') || steps.every((step) => step.done), steps }
}

/** The city centre is made at the first start, empty: it is set up once it has a telephone, or one below it. */
async function hasOrganisation(db: Database): Promise<boolean> {
  const isSetUp = or(isNotNull(organisations.phone), ne(organisations.level, 'city'))
  return (await db.$count(organisations, and(isSetUp, isNull(organisations.closedAt)))) > 0
}

async function hasStaff(db: Database): Promise<boolean> {
  const [row] = await db
    .select({ staff: count() })
    .from(accounts)
    .where(and(eq(accounts.role, 'staff'), isNull(accounts.disabledAt)))
  return (row?.staff ?? 0) > 0
}

async function hasConsultation(db: Database): Promise<boolean> {
  const found = await db.select({ number: consultations.number }).from(consultations).limit(1)
  return found.length > 0
}

/** Notes what leaves no trace of its own: that the embed code was taken, a question tried, the guide put away. */
export async function markGuide(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { id: accountId }: Pick<Account, 'id'>,
  step: GuideMark,
): Promise<void> {
  await db.insert(guide).values({ step, accountId, at: now() }).onConflictDoNothing()
}
