import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AuditAction } from '../audit/actions.ts'
import type { Database } from '../db/database.ts'
import { NOBODY_ID } from '../db/schema/index.ts'

type Period = { since: Date; until: Date }

/** Records and the people they are about: an entered call counts as one person, for it names none. */
type Extent = { records: number; people: number }

/** Of one kind of data: what is kept now, what of it was written in the period, and what somebody opened in it. */
export type AffectedKind = { kind: Kind; kept: Extent; written: Extent; opened: Extent }

/** What left in files, by the action of the audit. */
type Export = { action: string; entries: number; actors: number }

export type Affected = {
  kinds: AffectedKind[]
  /** Different askers whose data of any kind was written or opened in the period. */
  askers: number
  exports: Export[]
}

/** `rows` gives (person, at); `opening` (person) of an audit entry `e`, whose action is one of `actions`. */
type Source = { rows: SQL; actions: readonly AuditAction[]; opening: SQL }

const NO_ONE = sql.raw(`'${NOBODY_ID}'`)

const sources = {
  words: {
    rows: sql`select c.asker_id as person, m.asked_at as at from messages m
      join conversations c on c.id = m.conversation_id
      where m.question is not null and c.asker_id <> ${NO_ONE}`,
    actions: ['view_conversation', 'view_consultation', 'view_case', 'view_confidential_case'],
    opening: sql`select coalesce(c.asker_id, k.asker_id, v.asker_id) as person from e
      left join conversations c on e.object_kind = 'conversation' and c.id::text = e.object_id
      left join cases k on e.object_kind = 'case' and k.id::text = e.object_id
      left join consultations n on e.object_kind = 'consultation' and n.number::text = e.object_id
      left join messages m on m.id = n.message_id
      left join conversations v on v.id = m.conversation_id`,
  },
  case_contacts: {
    rows: sql`select k.asker_id as person, k.created_at as at from cases k
      where k.id in (select case_id from case_contacts) and k.asker_id <> ${NO_ONE}`,
    actions: ['view_contact'],
    opening: sql`select k.asker_id as person from e join cases k on k.id::text = e.object_id`,
  },
  registration_contacts: {
    rows: sql`select r.asker_id as person, r.consented_at as at from registrations r
      where r.id in (select registration_id from registration_contacts) and r.asker_id is not null`,
    actions: ['view_registrations'],
    opening: sql`select r.asker_id as person from e
      join registrations r on r.training_id::text = e.object_id and r.consented_at <= e.at`,
  },
  complaints: {
    rows: sql`select p.asker_id as person, p.created_at as at from complaints p
      where p.asker_id <> ${NO_ONE}`,
    actions: ['view_complaint'],
    opening: sql`select p.asker_id as person from e join complaints p on p.id::text = e.object_id`,
  },
  wechat_identities: {
    rows: sql`select w.asker_id as person, w.created_at as at from wechat_users w`,
    actions: [],
    opening: sql`select null::uuid as person from e`,
  },
  entered_contacts: {
    rows: sql`select n.consultation as person, n.entered_at as at from entered_consultations n
      where n.sealed_contact is not null`,
    actions: ['view_entry_contact'],
    opening: sql`select e.object_id as person from e`,
  },
  accounts: {
    rows: sql`select a.id as person, a.created_at as at from accounts a`,
    actions: [],
    opening: sql`select null::uuid as person from e`,
  },
  experts: {
    rows: sql`select x.id as person, x.created_at as at from experts x`,
    actions: [],
    opening: sql`select null::uuid as person from e`,
  },
} as const satisfies Record<string, Source>

type Kind = keyof typeof sources

const OF_ASKERS: readonly Kind[] = [
  'words',
  'case_contacts',
  'registration_contacts',
  'complaints',
  'wechat_identities',
]

const EXPORTS: readonly AuditAction[] = [
  'export_asker',
  'export_audit',
  'export_cases',
  'export_consultations',
  'export_experts',
]

const Count = z.object({ records: z.coerce.number(), people: z.coerce.number() })
const ExportRow = z.object({
  action: z.string(),
  entries: z.coerce.number(),
  actors: z.coerce.number(),
})

/**
 * How many people, and which kinds of their data, an incident may concern (个人信息保护法 57): counts from the tables
 * and from the audit, never a word or a name. Whoever has copied the database may have all that is kept.
 * @param period both ends included
 */
export async function countAffected(db: Database, period: Period): Promise<Affected> {
  const kinds: AffectedKind[] = []
  for (const kind of namesOf(sources)) {
    const { rows } = sources[kind]
    kinds.push({
      kind,
      kept: await extentOf(db, rows),
      written: await extentOf(db, writtenIn(rows, period)),
      opened: await extentOf(db, openedIn(sources[kind], period)),
    })
  }
  const touched = OF_ASKERS.flatMap((kind) => [
    writtenIn(sources[kind].rows, period),
    openedIn(sources[kind], period),
  ])
  const all = sql.join(
    touched.map((each) => sql`select person from (${each}) t`),
    sql` union all `,
  )
  const { people: askers } = await extentOf(db, all)
  return { kinds, askers, exports: await exportsIn(db, period) }
}

const namesOf = (all: Record<Kind, Source>) => Object.keys(all).filter(isKind)
const isKind = (name: string): name is Kind => Object.hasOwn(sources, name)

const within = (at: SQL, { since, until }: Period) =>
  sql`${at} between ${since.toISOString()}::timestamptz and ${until.toISOString()}::timestamptz`

const writtenIn = (rows: SQL, period: Period) =>
  sql`select person from (${rows}) w where ${within(sql`w.at`, period)}`

/** Entries that went well, and what of theirs still leads to somebody. */
function openedIn({ actions, opening }: Source, period: Period): SQL {
  return sql`select person from (
    with e as (
      select object_kind, object_id, at from audit_entries
      where ${oneOf(actions)} and result = 'ok' and ${within(sql`at`, period)}
    )
    ${opening}
  ) o where person is not null and person::text <> ${NO_ONE}`
}

function oneOf(actions: readonly AuditAction[]): SQL {
  if (actions.length === 0) return sql`false`
  const list = sql.join(
    actions.map((action) => sql`${action}`),
    sql`, `,
  )
  return sql`action in (${list})`
}

async function extentOf(db: Database, rows: SQL): Promise<Extent> {
  const { rows: found } = await db.execute(
    sql`select count(*) as records, count(distinct person) as people from (${rows}) r`,
  )
  return Count.parse(found[0])
}

async function exportsIn(db: Database, period: Period): Promise<Export[]> {
  const { rows } = await db.execute(sql`
    select action, count(*) as entries, count(distinct actor_id) as actors from audit_entries
    where ${oneOf(EXPORTS)} and result = 'ok' and ${within(sql`at`, period)}
    group by action order by action`)
  return z.array(ExportRow).parse(rows)
}
