import { and, not, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '../db/database.ts'
import {
  cases,
  complaints,
  consultations,
  conversations,
  messages,
  organisations,
  ratings,
  tickets,
} from '../db/schema/index.ts'
import { consultationScope } from '../organisations/consultation-scope.ts'
import { inScope, type Viewer } from '../organisations/scope.ts'
import {
  isWaiting,
  type Period,
  respondedInTime,
  selfServed,
  wasAnswered,
  wasDue,
  within,
} from './measures.ts'

export const spans = ['day', 'week', 'month'] as const
export type Span = (typeof spans)[number]

export type View = {
  db: Database
  viewer: Viewer & { id: string }
  period: Period
  by: Span
  now: Date
  /** Conversations of which nothing is counted. */
  without?: readonly string[] | undefined
}

/**
 * One row for each thing that is counted, of what the viewer sees of the period: consultations, cases, experts'
 * tickets and complaints, with what they are told apart by. An empty name: nothing is known of it.
 */
export const factsOf = (view: View): SQL =>
  sql.join(
    [consultationFacts(view), caseFacts(view), ticketFacts(view), complaintFacts(view)],
    sql` union all `,
  )

export type FactKind = 'consultation' | 'case' | 'ticket' | 'complaint'

/** The facts of one kind with names for their columns, to be counted by a query of its own. */
export const factsOfKind = (view: View, kind: FactKind): SQL =>
  sql`with facts (kind, span, district, field, topics, channel, level, organisation, part, counted, score, solved)
as (${factQueries[kind](view)})`

/** The same without complaints, which are told inside only. */
export const publicFactsOf = (view: View): SQL =>
  sql.join([consultationFacts(view), caseFacts(view), ticketFacts(view)], sql` union all `)

/** A condition on the id of a conversation. */
const counts = ({ without }: View, conversation: SQL | PgColumn): SQL | undefined =>
  without && without.length > 0
    ? sql`${conversation} <> all (${sql.param(`{${without.join(',')}}`)}::uuid[])`
    : undefined

const conversationOfMessage = sql`(select ${messages.conversationId} from ${messages}
  where ${messages.id} = ${consultations.messageId})`

/** The first day in Beijing of the day, week (from Monday) or month of a moment. */
const spanOf = ({ by }: View, column: PgColumn) =>
  sql`to_char(date_trunc('${sql.raw(by)}', (${column} at time zone 'UTC') + interval '8 hours'), 'YYYY-MM-DD')`

const routing = consultations.routing
const routedTopics = sql`array(select jsonb_array_elements_text(coalesce(${routing}->'topics', '[]')))`

function consultationFacts(view: View): SQL {
  return sql`select 'consultation' as kind, ${spanOf(view, consultations.askedAt)} as span,
      coalesce(${routing}->>'district', '') as district, ${routing}->>'field' as field,
      ${routedTopics} as topics, ${consultations.channel} as channel, ${routing}->>'level' as level,
      '' as organisation, coalesce(${selfServed()}, false) as part, true as counted,
      ${ratings.score} as score, ${ratings.solved} as solved
    from ${consultations} left join ${ratings} on ${ratings.messageId} = ${consultations.messageId}
    where ${and(
      consultationScope(view.db, view.viewer),
      within(view, consultations.askedAt),
      counts(view, conversationOfMessage),
    )}`
}

const hasTicket = sql`exists (select from ${tickets} where ${tickets.caseId} = ${cases.id})`
const levelOfCase = sql`case when ${hasTicket} then 'expert' else 'staff' end`

/** `counted` are those whose reply has reached the asker: these can be rated. */
function caseFacts(view: View): SQL {
  return sql`select 'case', ${spanOf(view, cases.createdAt)}, coalesce(${cases.district}, ''),
      ${cases.field}, ${cases.topics}, ${conversations.channel}, ${levelOfCase},
      ${organisations.name}, false, coalesce(${wasAnswered()}, false),
      case when ${wasAnswered()} then ${ratings.score} end,
      case when ${wasAnswered()} then ${ratings.solved} end
    from ${cases} join ${conversations} on ${conversations.id} = ${cases.conversationId}
      join ${organisations} on ${organisations.id} = ${cases.organisationId}
      left join ${ratings} on ${ratings.caseId} = ${cases.id}
    where ${and(
      inScope(view.db, view.viewer, cases.organisationId),
      within(view, cases.createdAt),
      counts(view, cases.conversationId),
    )}`
}

/** `counted` are those whose response was due, `part` those responded to in time. */
function ticketFacts(view: View): SQL {
  return sql`select 'ticket', ${spanOf(view, tickets.noticedAt)}, coalesce(${cases.district}, ''),
      ${cases.field}, ${cases.topics}, ${conversations.channel}, 'expert', ${organisations.name},
      coalesce(${respondedInTime()}, false), coalesce(${wasDue(view.now)}, false),
      null::int, null::boolean
    from ${tickets} join ${cases} on ${cases.id} = ${tickets.caseId}
      join ${conversations} on ${conversations.id} = ${cases.conversationId}
      join ${organisations} on ${organisations.id} = ${cases.organisationId}
    where ${and(
      inScope(view.db, view.viewer, cases.organisationId),
      within(view, tickets.noticedAt),
      counts(view, cases.conversationId),
    )}`
}

/**
 * By what the complaint is about: its case, or the consultation of its message. `counted` are complaints and not
 * reports, `part` those that nobody has answered yet. Without those about the viewer.
 */
function complaintFacts(view: View): SQL {
  const { db, viewer } = view
  const own = sql`${viewer.id}::uuid = any(${complaints.about})`
  return sql`select 'complaint', ${spanOf(view, complaints.createdAt)},
      coalesce(${cases.district}, ${routing}->>'district', ''),
      coalesce(${cases.field}, ${routing}->>'field', ''),
      case when ${cases.id} is null then ${routedTopics} else ${cases.topics} end,
      coalesce(${conversations.channel}, ''),
      case when ${cases.id} is not null then ${levelOfCase} else coalesce(${routing}->>'level', '') end,
      ${organisations.name}, coalesce(${isWaiting()}, false), ${complaints.kind} = 'complaint',
      null::int, null::boolean
    from ${complaints} join ${organisations} on ${organisations.id} = ${complaints.organisationId}
      left join ${cases} on ${cases.id} = ${complaints.caseId}
      left join ${messages} on ${messages.id} = ${complaints.messageId}
      left join ${consultations} on ${consultations.messageId} = ${complaints.messageId}
      left join ${conversations}
        on ${conversations.id} = coalesce(${cases.conversationId}, ${messages.conversationId})
    where ${and(
      inScope(db, viewer, complaints.organisationId),
      not(own),
      within(view, complaints.createdAt),
    )}`
}

const factQueries: Record<FactKind, (view: View) => SQL> = {
  consultation: consultationFacts,
  case: caseFacts,
  ticket: ticketFacts,
  complaint: complaintFacts,
}
