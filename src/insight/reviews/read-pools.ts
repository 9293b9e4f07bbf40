import {
  and,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.ts'
import {
  caseEvents,
  cases,
  consultations,
  conversations,
  enteredConsultations,
  messages,
  NOBODY_ID,
  organisations,
  statements,
} from '../../db/schema/index.ts'
import type { OrganisationLevel } from '../../organisations/organisations.ts'
import type { ReviewKind } from '../../shared/review-states.ts'
import { NOT_FOR_KNOWLEDGE } from '../gaps/weigh-lack.ts'

export type Place = { id: string; level: OrganisationLevel; district: string | null }

/** What is drawn from: one organisation, one month. */
export type Urn = { place: Place; from: Date; to: Date; seed: string; size: number }

export type Drawn = {
  kind: ReviewKind
  consultation: number | null
  statementId: string | null
  authors: string[]
  /** By which the order is; the same seed gives the same. */
  lot: string
}

export type Pool = { drawn: Drawn[]; of: number }

const lotOf = (seed: string, column: PgColumn) => sql<string>`md5(${`${seed}:`} || ${column}::text)`

const total = sql<number>`(count(*) over ())::int`.mapWith(Number)

const toPool = (rows: (Drawn & { of: number })[]): Pool => ({
  drawn: rows.map(({ of, ...row }) => row),
  of: rows[0]?.of ?? 0,
})

const hasWords = and(isNotNull(messages.question), ne(conversations.askerId, NOBODY_ID))

const within = (column: PgColumn, { from, to }: Urn) => and(gte(column, from), lt(column, to))

/**
 * Answers that the machine gave: those about the district of a centre; to the city centre those about no district that
 * has a centre of its own. Stations have none.
 */
export async function readAnswers(tx: Database, urn: Urn): Promise<Pool> {
  const which = isOfPlace(tx, urn.place)
  if (which === undefined) return { drawn: [], of: 0 }
  const lot = lotOf(urn.seed, consultations.number)
  const rows = await tx
    .select({ consultation: consultations.number, lot, of: total })
    .from(consultations)
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(enteredConsultations, eq(enteredConsultations.consultation, consultations.number))
    .where(
      and(
        within(consultations.askedAt, urn),
        inArray(consultations.outcome, ['answer', 'refuse', 'escalate']),
        notInArray(consultations.reason, [...NOT_FOR_KNOWLEDGE]),
        isNull(enteredConsultations.consultation),
        hasWords,
        which,
      ),
    )
    .orderBy(lot)
    .limit(urn.size)
  return toPool(
    rows.map((row) => ({ ...row, kind: 'answer' as const, statementId: null, authors: [] })),
  )
}

function isOfPlace(tx: Database, { level, district }: Place): SQL | undefined {
  const named = sql`${consultations.routing}->>'district'`
  if (level === 'station') return undefined
  if (level === 'district') return district === null ? undefined : sql`${named} = ${district}`
  const centres = tx
    .select({ district: organisations.district })
    .from(organisations)
    .where(
      and(
        eq(organisations.level, 'district'),
        isNull(organisations.closedAt),
        isNotNull(organisations.district),
      ),
    )
  return or(sql`${named} is null`, sql`${named} not in (${centres})`)
}

/** Talks by telephone or at the counter that the organisation entered; confidential ones have no words. */
export async function readEntries(tx: Database, urn: Urn): Promise<Pool> {
  const lot = lotOf(urn.seed, consultations.number)
  const rows = await tx
    .select({
      consultation: consultations.number,
      enteredBy: enteredConsultations.enteredBy,
      lot,
      of: total,
    })
    .from(enteredConsultations)
    .innerJoin(consultations, eq(consultations.number, enteredConsultations.consultation))
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(
      and(
        eq(enteredConsultations.organisationId, urn.place.id),
        within(consultations.askedAt, urn),
        hasWords,
      ),
    )
    .orderBy(lot)
    .limit(urn.size)
  return toPool(
    rows.map(({ enteredBy, ...row }) => ({
      ...row,
      kind: 'entry' as const,
      statementId: null,
      authors: [enteredBy],
    })),
  )
}

/** Who of the institution has had a hand in a case: wrote, released, forwarded or gave it away. */
const hands = sql<string[]>`array(select distinct ${caseEvents.actorId} from ${caseEvents}
  where ${caseEvents.caseId} = ${statements.caseId} and ${caseEvents.actorId} is not null
  and ${caseEvents.actorKind} in ('staff', 'administrator', 'expert'))`

/** What staff and experts wrote and what reached the asker, in cases of the organisation. */
export async function readReplies(tx: Database, urn: Urn): Promise<Pool> {
  const lot = lotOf(urn.seed, statements.id)
  const rows = await tx
    .select({
      statementId: statements.id,
      authorId: statements.authorId,
      staffId: cases.staffId,
      hands,
      lot,
      of: total,
    })
    .from(statements)
    .innerJoin(cases, eq(cases.id, statements.caseId))
    .where(
      and(
        eq(cases.organisationId, urn.place.id),
        inArray(statements.author, ['staff', 'expert']),
        eq(statements.state, 'delivered'),
        within(statements.deliveredAt, urn),
        ne(cases.askerId, NOBODY_ID),
      ),
    )
    .orderBy(lot)
    .limit(urn.size)
  return toPool(
    rows.map(({ authorId, staffId, hands: others, ...row }) => ({
      ...row,
      kind: 'reply' as const,
      consultation: null,
      authors: [...new Set([authorId, ...(staffId === null ? [] : [staffId]), ...others])],
    })),
  )
}
