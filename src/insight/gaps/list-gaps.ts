import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, type SQL } from 'drizzle-orm'
import type { Account } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import {
  consultations,
  conversations,
  curatedAnswers,
  gapQuestions,
  gapRuns,
  gaps,
  jobs,
  messages,
} from '../../db/schema/index.ts'
import { consultationScope } from '../../organisations/consultation-scope.ts'
import { findConfidential } from '../../privacy/find-confidential.ts'
import { maskPersonalData } from '../../privacy/mask-personal-data.ts'
import type { GapKind, GapState } from '../../shared/gap-states.ts'
import type { Routing } from '../../shared/message.ts'
import { instantOf, parseDay } from '../../shared/shanghai-day.ts'

const MOST_GAPS = 100
/** A run that has not finished by then has ended with its process. */
const RUNS_AT_MOST_MS = 15 * 60_000
const MOST_QUESTIONS = 50

export type Run = typeof gapRuns.$inferSelect

/** The last run that has finished, and how far one is that waits or goes on now. */
export async function readRuns(db: Database, now: Date) {
  const [last] = await db
    .select()
    .from(gapRuns)
    .where(isNotNull(gapRuns.finishedAt))
    .orderBy(desc(gapRuns.finishedAt), asc(gapRuns.id))
    .limit(1)
  const [open] = await db
    .select()
    .from(gapRuns)
    .where(and(isNull(gapRuns.finishedAt), isNull(gapRuns.failedAt)))
    .orderBy(desc(gapRuns.startedAt), asc(gapRuns.id))
    .limit(1)
  const isLate = !open || now.getTime() - open.startedAt.getTime() > RUNS_AT_MOST_MS
  if (!isLate) return { last, running: open }
  return { last, running: (await waits(db, now)) ? { done: 0, total: 0 } : undefined }
}

/** Whether a search has been asked for that has not begun. */
async function waits(db: Database, now: Date): Promise<boolean> {
  const isDue = and(isNull(jobs.doneAt), isNull(jobs.deadAt), lte(jobs.dueAt, now))
  return (await db.$count(jobs, and(eq(jobs.kind, 'find_gaps'), isDue))) > 0
}

/** Askers of the later and the earlier period, and questions of both. */
export type Counts = { now: number; before: number; questions: number }

export type Gap = typeof gaps.$inferSelect & {
  curatedState: (typeof curatedAnswers.$inferSelect)['state'] | null
  counts: Counts
  /** The most central question that the viewer sees, masked; null: its words are gone. */
  label: string | null
  field: string | null
  topic: string | null
  district: string | null
}

export type GapFilter = { kind: GapKind; state?: GapState | undefined }

/**
 * Gaps of which the viewer sees a question, in the order of the last run; those that are not found any more and that
 * somebody has marked come last. Counted are the askers whom the viewer sees, of the periods of the last run.
 */
export async function listGaps(
  db: Database,
  viewer: Account,
  run: Run | undefined,
  { kind, state }: GapFilter,
): Promise<Gap[]> {
  const which = and(eq(gaps.kind, kind), state && eq(gaps.state, state))
  const seen = await readSeen(db, viewer, which)
  return describeGaps(db, run, { which, seen })
}

/** One of them with its most central questions; undefined where the viewer sees none of these. */
export async function viewGap(db: Database, viewer: Account, run: Run | undefined, id: string) {
  const which = eq(gaps.id, id)
  const seen = await readSeen(db, viewer, which)
  const [gap] = await describeGaps(db, run, { which, seen })
  if (!gap) return undefined
  const some = seen.filter((each) => isCounted(run, each)).slice(0, MOST_QUESTIONS)
  const words = await readWords(db, some)
  const questions = some.map(({ messageId, askedAt, routing, ...each }) => ({
    number: each.number,
    askedAt: askedAt.toISOString(),
    question: words.get(messageId) ?? null,
    outcome: each.outcome,
    reason: each.reason,
    coverage: each.coverage,
    weight: each.weight,
    district: routing.district,
  }))
  return { gap, questions, labelId: seen[0]?.messageId }
}

type Seen = Awaited<ReturnType<typeof readSeen>>[number]

/** The questions of these gaps that the viewer sees, the most central of each first, none of them confidential. */
async function readSeen(db: Database, viewer: Account, which: SQL | undefined) {
  const rows = await db
    .select({
      gapId: gapQuestions.gapId,
      messageId: gapQuestions.messageId,
      weight: gapQuestions.weight,
      conversationId: messages.conversationId,
      askerId: conversations.askerId,
      number: consultations.number,
      askedAt: consultations.askedAt,
      routing: consultations.routing,
      outcome: consultations.outcome,
      reason: consultations.reason,
      coverage: consultations.coverage,
    })
    .from(gapQuestions)
    .innerJoin(gaps, eq(gaps.id, gapQuestions.gapId))
    .innerJoin(messages, eq(messages.id, gapQuestions.messageId))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(consultations, eq(consultations.messageId, messages.id))
    .where(and(which, isNotNull(messages.question), consultationScope(db, viewer)))
    .orderBy(asc(gapQuestions.gapId), asc(gapQuestions.rank))
  const talks = [...new Set(rows.map(({ conversationId }) => conversationId))]
  const confidential = await findConfidential(db, talks)
  return rows.filter(({ conversationId }) => !confidential.has(conversationId))
}

type Subject = { which: SQL | undefined; seen: Seen[] }

async function describeGaps(
  db: Database,
  run: Run | undefined,
  { which, seen }: Subject,
): Promise<Gap[]> {
  const byGap = new Map<string, Seen[]>()
  for (const row of seen) byGap.set(row.gapId, [...(byGap.get(row.gapId) ?? []), row])
  if (byGap.size === 0) return []
  const rows = await db
    .select({ gap: gaps, curatedState: curatedAnswers.state })
    .from(gaps)
    .leftJoin(curatedAnswers, eq(curatedAnswers.id, gaps.curatedId))
    .where(and(which, inArray(gaps.id, [...byGap.keys()])))
    .orderBy(asc(gaps.place), asc(gaps.createdAt), asc(gaps.id))
    .limit(MOST_GAPS)
  const labels = rows.flatMap(({ gap }) => byGap.get(gap.id)?.[0] ?? [])
  const words = await readWords(db, labels)
  return rows.map(({ gap, curatedState }) => {
    const own = byGap.get(gap.id) ?? []
    const routings = own.map(({ routing }) => routing)
    return {
      ...gap,
      curatedState,
      counts: countAskers(run, own),
      label: words.get(own[0]?.messageId ?? '') ?? null,
      field: mostOf(routings.map(({ field }) => field)),
      topic: mostOf(routings.flatMap(({ topics }: Routing) => topics)),
      district: mostOf(routings.flatMap(({ district }) => district ?? [])),
    }
  })
}

async function readWords(db: Database, rows: Seen[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map()
  const ids = rows.map(({ messageId }) => messageId)
  const found = await db
    .select({ id: messages.id, question: messages.question })
    .from(messages)
    .where(inArray(messages.id, ids))
  return new Map(
    found.flatMap(({ id, question }) =>
      question === null ? [] : [[id, maskPersonalData(question)]],
    ),
  )
}

const isBetween = (at: Date, from: string, to: Date) => at >= instantOf(parseDay(from)) && at < to

const isCounted = (run: Run | undefined, { askedAt }: Seen) =>
  run !== undefined && isBetween(askedAt, run.fromDay, instantOf(parseDay(run.toDay), 24))

function countAskers(run: Run | undefined, rows: Seen[]): Counts {
  if (!run) return { now: 0, before: 0, questions: 0 }
  const [middle, end] = [instantOf(parseDay(run.middleDay)), instantOf(parseDay(run.toDay), 24)]
  const weighed = rows.filter((row) => row.weight > 0)
  const askers = (from: string, to: Date) => {
    const some = weighed.filter(({ askedAt }) => isBetween(askedAt, from, to))
    return new Set(some.map(({ askerId }) => askerId)).size
  }
  return {
    now: askers(run.middleDay, end),
    before: askers(run.fromDay, middle),
    questions: weighed.filter((row) => isCounted(run, row)).length,
  }
}

/** The first of those that come most often. */
function mostOf(names: string[]): string | null {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? null
}
