import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import type { Database } from '../db/database.ts'
import { accounts, consultations, enteredConsultations, messages } from '../db/schema/index.ts'
import { consultationScope, seesConfidential } from '../organisations/consultation-scope.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { instantOf, parseDay } from '../shared/shanghai-day.ts'
import { fold } from '../shared/text.ts'
import { findConfidential } from '../privacy/find-confidential.ts'

/** A search looks at no more rows than this at a time; `next` goes on. */
const MOST_SCANNED = 2_000
const SCANNED_AT_ONCE = 200

export type ConsultationFilter = {
  /** Days in Beijing, both counted. */
  from?: string | undefined
  to?: string | undefined
  channel?: (typeof consultations.$inferSelect)['channel'] | undefined
  outcome?: (typeof consultations.$inferSelect)['outcome'] | undefined
  field?: string | undefined
  district?: string | undefined
}

export type ConsultationQuery = ConsultationFilter & {
  /** Words in the question, as they stand there with personal data masked. */
  text?: string | undefined
  /** Number of the last one of the page before. */
  before?: number | undefined
  limit: number
}

export function periodOf({ from, to }: Pick<ConsultationFilter, 'from' | 'to'>): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(consultations.askedAt, instantOf(parseDay(from))),
    to === undefined ? undefined : lt(consultations.askedAt, instantOf(parseDay(to), 24)),
  )
}

type Scan = { db: Database; which: SQL | undefined; text: string | undefined; open: boolean }

const columns = {
  number: consultations.number,
  channel: consultations.channel,
  outcome: consultations.outcome,
  reason: consultations.reason,
  coverage: consultations.coverage,
  routing: consultations.routing,
  askedAt: consultations.askedAt,
  conversationId: messages.conversationId,
  question: messages.question,
  enteredBy: accounts.name,
}

/**
 * 咨询档案 that the viewer sees, the newest first. Questions are masked, and a confidential one is told to
 * administrators of the city only; a search finds neither personal data nor anything confidential. `next` is
 * where the next page begins, null when there is none.
 */
export async function listConsultations(
  db: Database,
  viewer: Account,
  { text, before, limit, ...filter }: ConsultationQuery,
) {
  const which = and(
    consultationScope(db, viewer),
    periodOf(filter),
    filter.channel && eq(consultations.channel, filter.channel),
    filter.outcome && eq(consultations.outcome, filter.outcome),
    routedTo('field', filter.field),
    routedTo('district', filter.district),
    text === undefined ? undefined : sql`${messages.question} ilike ${`%${escapeLike(text)}%`}`,
  )
  const scan: Scan = { db, which, text, open: await seesConfidential(db, viewer) }
  const step = text === undefined ? limit : SCANNED_AT_ONCE
  const found: Listed[] = []
  let next = before
  for (let scanned = 0; scanned < MOST_SCANNED; scanned += step) {
    const batch = await readBatch(scan, next, step)
    for (const { shown, listed } of batch) {
      next = listed.number
      if (shown) found.push(listed)
      if (found.length === limit) return { consultations: found, next }
    }
    if (batch.length < step) return { consultations: found, next: null }
  }
  return { consultations: found, next: next ?? null }
}

const routedTo = (name: 'field' | 'district', value: string | undefined) =>
  value === undefined
    ? undefined
    : sql`${consultations.routing}->>${sql.raw(`'${name}'`)} = ${value}`

const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`)

type Listed = Awaited<ReturnType<typeof readBatch>>[number]['listed']

/** `shown`: a search finds it, or there is none. */
async function readBatch(
  { db, which, text, open }: Scan,
  before: number | undefined,
  limit: number,
) {
  const rows = await db
    .select(columns)
    .from(consultations)
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .leftJoin(enteredConsultations, eq(enteredConsultations.consultation, consultations.number))
    .leftJoin(accounts, eq(accounts.id, enteredConsultations.enteredBy))
    .where(and(which, before === undefined ? undefined : lt(consultations.number, before)))
    .orderBy(desc(consultations.number))
    .limit(limit)
  const confidential = await findConfidential(
    db,
    rows.map(({ conversationId }) => conversationId),
  )
  return rows.map(({ routing, question, conversationId, askedAt, ...row }) => {
    const isConfidential = confidential.has(conversationId)
    const masked = question === null ? null : maskPersonalData(question)
    const { field, district, level, urgency } = routing
    return {
      shown: text === undefined || (!isConfidential && fold(masked ?? '').includes(fold(text))),
      listed: {
        ...row,
        field,
        district,
        level,
        urgency,
        askedAt: askedAt.toISOString(),
        confidential: isConfidential,
        question: isConfidential && !open ? null : masked,
      },
    }
  })
}
