import {
  and,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  lt,
  ne,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import {
  cases,
  consultations,
  conversations,
  gapQuestions,
  gaps,
  messages,
  NOBODY_ID,
  ratings,
  reviews,
} from '../../db/schema/index.ts'
import { findConfidential } from '../../privacy/find-confidential.ts'
import { maskPersonalData } from '../../privacy/mask-personal-data.ts'
import type { GapKind } from '../../shared/gap-states.ts'
import { instantOf, parseDay } from '../../shared/shanghai-day.ts'
import type { Period } from '../measures.ts'
import { NOT_FOR_KNOWLEDGE, weighLack } from './weigh-lack.ts'

/** Of each period the newest; comparing them takes time that grows with the square. */
export const MOST_OF_A_PERIOD = 1_000
/** Of what earlier runs have found, so that it is known again. */
const MOST_KNOWN = 400
const LOW_SCORE = 2

export type Asked = {
  messageId: string
  askerId: string
  /** Masked. */
  question: string
  matter: string
  /** How much its answer lacked, 0–1 (`weigh-lack.ts`). */
  lack: number
}

const handed = sql<boolean>`exists (select from ${cases} where ${cases.messageId} = ${messages.id})`

/** A second person found it bad (内部评价). */
const found = sql<boolean>`exists (select from ${reviews}
  where ${reviews.consultation} = ${consultations.number} and ${reviews.result} = 'poor')`

const columns = {
  messageId: messages.id,
  conversationId: messages.conversationId,
  askerId: conversations.askerId,
  question: messages.question,
  outcome: consultations.outcome,
  reason: consultations.reason,
  coverage: consultations.coverage,
  nearest: sql<number | null>`(${consultations.trace}->>'nearest')::float8`.mapWith(Number),
  score: ratings.score,
  solved: ratings.solved,
  handed,
  foundPoor: found,
}

/** Not refused, not asked back, about something, and its words are still there. */
const isAbout = and(
  inArray(consultations.outcome, ['answer', 'escalate']),
  notInArray(consultations.reason, [...NOT_FOR_KNOWLEDGE]),
  isNotNull(messages.question),
  ne(conversations.askerId, NOBODY_ID),
)

const within = ({ from, to }: Period): SQL | undefined =>
  and(
    gte(consultations.askedAt, instantOf(parseDay(from))),
    lt(consultations.askedAt, instantOf(parseDay(to), 24)),
  )

/** What was asked in a period, the newest first, without what is confidential; `of`: how many there were. */
export async function readAsked(
  db: Database,
  period: Period,
): Promise<{ asked: Asked[]; of: number }> {
  const which = and(isAbout, within(period))
  const rows = await db
    .select({ ...columns, of: sql<number>`(count(*) over ())::int`.mapWith(Number) })
    .from(consultations)
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(ratings, eq(ratings.messageId, messages.id))
    .where(which)
    .orderBy(desc(consultations.number))
    .limit(MOST_OF_A_PERIOD)
  return { asked: await toAsked(db, rows), of: rows[0]?.of ?? 0 }
}

/** What earlier runs have found of a kind and lies before the periods, the newest first. */
export async function readKnown(db: Database, kind: GapKind, before: string): Promise<Asked[]> {
  const rows = await db
    .select(columns)
    .from(gapQuestions)
    .innerJoin(gaps, and(eq(gaps.id, gapQuestions.gapId), eq(gaps.kind, kind)))
    .innerJoin(messages, eq(messages.id, gapQuestions.messageId))
    .innerJoin(consultations, eq(consultations.messageId, messages.id))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(ratings, eq(ratings.messageId, messages.id))
    .where(and(isAbout, lt(consultations.askedAt, instantOf(parseDay(before)))))
    .orderBy(desc(consultations.number))
    .limit(MOST_KNOWN)
  return toAsked(db, rows)
}

/** To which gap of a kind each question belonged in the last run that found it. */
export async function readMembership(db: Database, kind: GapKind): Promise<Map<string, string>> {
  const rows = await db
    .select({ messageId: gapQuestions.messageId, gapId: gapQuestions.gapId })
    .from(gapQuestions)
    .innerJoin(gaps, eq(gaps.id, gapQuestions.gapId))
    .where(eq(gaps.kind, kind))
  return new Map(rows.map(({ messageId, gapId }) => [messageId, gapId]))
}

type Row = Pick<typeof messages.$inferSelect, 'conversationId' | 'question'> &
  Pick<typeof consultations.$inferSelect, 'outcome' | 'reason' | 'coverage'> & {
    messageId: string
    askerId: string
    nearest: number | null
    score: number | null
    solved: boolean | null
    handed: boolean
    foundPoor: boolean
  }

async function toAsked(db: Database, rows: Row[]): Promise<Asked[]> {
  const talks = [...new Set(rows.map(({ conversationId }) => conversationId))]
  const confidential = await findConfidential(db, talks)
  return rows
    .filter(({ conversationId }) => !confidential.has(conversationId))
    .map(({ messageId, askerId, question, reason, score, solved, foundPoor, ...answered }) => ({
      messageId,
      askerId,
      question: maskPersonalData(question ?? ''),
      matter: reason,
      lack: weighLack({
        ...answered,
        disliked: foundPoor || solved === false || (score !== null && score <= LOW_SCORE),
      }),
    }))
}
