import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import type { Database } from '../src/db/database.ts'
import { organisations } from '../src/db/schema/index.ts'
import { comparedWith } from '../src/insight/report/change-report.ts'
import { computeReport } from '../src/insight/report/compute-report.ts'
import type { Amount, Content, Contents } from '../src/insight/report/content.ts'
import { openService } from '../src/open-service.ts'
import { readPackagedKnowledge } from '../src/packaged.ts'
import { dayAt, formatDay } from '../src/shared/shanghai-day.ts'

/**
 * Computes the report of the last 365 days for every organisation of the database of the settings, and checks it in
 * two ways: by queries written here once more, and by the queries that it prints. Changes nothing. Ends with 1 where
 * a number differs.
 */
const DAYS = 365
const PEOPLE = `coalesce(sum(h.walk_ins + (select count(*) from registrations g
    where g.training_id = h.id and g.attended_at is not null)), 0)`
type Row = typeof organisations.$inferSelect
type Period = { from: string; to: string }

const service = await openService(readConfig(process.env), { log: () => {} })
const wrong: string[] = []
let checked = 0
try {
  await checkAll()
} finally {
  await service.close()
}
console.log(`${checked} numbers checked, ${wrong.length} differ`)
for (const line of wrong) console.log(line)
process.exitCode = wrong.length === 0 && checked > 0 ? 0 : 1

async function checkAll(): Promise<void> {
  const { db, now } = service.deps
  const { report: texts, settings } = await readPackagedKnowledge()
  const at = now()
  const last = dayAt(at)
  const period = { from: formatDay(last - DAYS + 1), to: formatDay(last) }
  const before = comparedWith(period)
  const sources = { db, texts, trainingTargets: settings.training.targets }
  for (const organisation of await db.select().from(organisations)) {
    const wanted = { organisation, period, before, at }
    const contents = await computeReport(sources, wanted, async () => {})
    const again = {
      now: await countAgain(db, organisation, { period, at }),
      before: await countAgain(db, organisation, { period: before, at }),
    }
    compareByHand(organisation.name, contents.inner, again)
    await compareByPrint(db, organisation.name, contents)
  }
}

function note(name: string, told: unknown, found: unknown): void {
  checked += 1
  const [one, other] = [JSON.stringify(told), JSON.stringify(found)]
  if (one !== other) wrong.push(`${name}: ${one} in the report, ${other} counted again`)
}

type Again = Record<string, number | null>

function compareByHand(name: string, content: Content, again: { now: Again; before: Again }): void {
  for (const { id, now, before } of content.sections.flatMap(({ figures }) => figures)) {
    note(`${name} ${id}`, plain(now), plainOf(id, again.now))
    note(`${name} ${id}, before`, plain(before), plainOf(id, again.before))
  }
}

function rounded(value: number | null): number | null {
  return value && Math.round(value * 1e6) / 1e6
}

function plain({ value, part, of }: Amount) {
  return [rounded(value), part, of]
}

function plainOf(id: string, again: Again) {
  return ['value', 'part', 'of'].map((column) => rounded(again[`${id} ${column}`] ?? null))
}

async function compareByPrint(db: Database, name: string, { inner, open }: Contents) {
  const Cells = z.array(z.record(z.string(), z.union([z.number(), z.string()]).nullable()))
  const run = async (query: string) => Cells.parse((await db.execute(sql.raw(query))).rows)
  const sections = [inner, ...(open ? [open] : [])].flatMap((content) => content.sections)
  for (const { id, now, before, query, queryBefore } of sections.flatMap((each) => each.figures)) {
    for (const [amount, text] of [
      [now, query],
      [before, queryBefore],
    ] as const) {
      const [cells] = await run(text)
      const { value, part, of } = { value: null, part: null, of: null, ...cells }
      if (!amount.hidden)
        note(`${name} ${id}, printed`, [amount.value, amount.part, amount.of], [value, part, of])
    }
  }
  for (const { id, rows, query } of sections.flatMap((each) => each.tables)) {
    const found = (await run(query)).filter(({ value }) => value !== 0)
    const told = rows.filter(({ now }) => now > 0)
    const sorted = (pairs: unknown[][]) => pairs.map((pair) => pair.join(' ')).toSorted()
    note(
      `${name} ${id}, printed`,
      sorted(told.map((row) => [row.name, row.now])),
      sorted(found.map((row) => [row['name'], row['value']])),
    )
  }
}

type Scope = { organisation: Row; period: Period; at: Date }

async function countAgain(
  db: Database,
  organisation: Row,
  { period, at }: { period: Period; at: Date },
): Promise<Again> {
  const numbers = numbersOf(tablesOf({ organisation, period, at }))
  const columns = Object.entries(numbers).map(
    ([name, query]) => sql`(${query})::float8 as ${sql.identifier(name)}`,
  )
  const { rows } = await db.execute(sql`select ${sql.join(columns, sql`, `)}`)
  return z.record(z.string(), z.number().nullable()).parse(rows[0])
}

/** Plain SQL of another make than the dashboard's: row by row conditions instead of facts. */
function tablesOf({ organisation: { path, level }, period, at }: Scope) {
  const [from, to] = [`${period.from}T00:00:00+08:00`, `${period.to}T00:00:00+08:00`]
  const during = (column: string) =>
    sql`${sql.raw(column)} >= ${from}::timestamptz and ${sql.raw(column)} < ${to}::timestamptz + interval '1 day'`
  const own = sql`(select id from organisations where starts_with(path, ${path}))`
  const seen = sql`(${level} = 'city'
    or c.routing->>'district' = any (select district from organisations where starts_with(path, ${path}))
    or exists (select 1 from entered_consultations e where e.consultation = c.number and e.organisation_id in ${own}))`
  const answered = sql`k.state in ('delivered', 'closed')`
  const ofCases = (what: string, condition: ReturnType<typeof sql>) =>
    sql`(select ${sql.raw(what)} from cases k left join ratings r on r.case_id = k.id
      where k.organisation_id in ${own} and ${during('k.created_at')} and ${condition})`
  const ofConsultations = (what: string, condition: ReturnType<typeof sql>) =>
    sql`(select ${sql.raw(what)} from consultations c left join ratings r on r.message_id = c.message_id
      where ${seen} and ${during('c.asked_at')} and ${condition})`
  const due = sql`(t.responded_at is not null or (t.respond_by <= ${at.toISOString()}::timestamptz
    and not (t.state = 'recalled' and (t.closed_at is null or t.closed_at < t.respond_by))))`
  const ofTickets = (condition: ReturnType<typeof sql>) =>
    sql`(select count(*) from tickets t where t.case_id in (select id from cases where organisation_id in ${own})
      and ${during('t.noticed_at')} and ${condition})`
  const ofComplaints = (condition: ReturnType<typeof sql>) =>
    sql`(select count(*) from complaints x where x.organisation_id in ${own} and ${during('x.created_at')} and ${condition})`
  const ofTrainings = (what: string, state: string) =>
    sql`(select ${sql.raw(what)} from trainings h where h.organisation_id in ${own}
      and ${during('h.starts_at')} and h.state = ${state})`
  return { answered, due, ofCases, ofConsultations, ofTickets, ofComplaints, ofTrainings }
}

function numbersOf({ answered, due, ...tables }: ReturnType<typeof tablesOf>) {
  const { ofCases, ofConsultations, ofTickets, ofComplaints, ofTrainings } = tables
  const all = sql`true`
  return {
    'consultations.total value': ofConsultations('count(*)', all),
    'consultations.self_served part': ofConsultations(
      'count(*)',
      sql`c.outcome = 'answer' and c.channel not in ('telephone', 'counter')
        and c.message_id not in (select message_id from cases where message_id is not null)`,
    ),
    'consultations.self_served of': ofConsultations('count(*)', all),
    'consultations.answer_rated part': ofConsultations('count(*)', sql`r.score is not null`),
    'consultations.answer_rated of': ofConsultations('count(*)', all),
    'consultations.answer_score value': ofConsultations('avg(r.score)', all),
    'consultations.answer_score of': ofConsultations('count(r.score)', all),
    'consultations.answer_solved part': ofConsultations('count(*)', sql`r.solved is true`),
    'consultations.answer_solved of': ofConsultations('count(r.solved)', all),
    'cases.total value': ofCases('count(*)', all),
    'cases.in_time part': ofTickets(sql`${due} and t.responded_at < t.respond_by`),
    'cases.in_time of': ofTickets(due),
    'cases.rated part': ofCases('count(r.score)', answered),
    'cases.rated of': ofCases('count(*)', answered),
    'cases.score value': ofCases('avg(r.score)', answered),
    'cases.score of': ofCases('count(r.score)', answered),
    'cases.solved part': ofCases('count(*)', sql`${answered} and r.solved is true`),
    'cases.solved of': ofCases('count(r.solved)', answered),
    'complaints.complaints value': ofComplaints(sql`x.kind = 'complaint'`),
    'complaints.reports value': ofComplaints(sql`x.kind = 'report'`),
    'complaints.waiting value': ofComplaints(sql`x.state not in ('answered', 'closed')`),
    'training.sessions value': ofTrainings('count(*)', 'counted'),
    'training.people value': ofTrainings(PEOPLE, 'counted'),
    'training.uncounted value': ofTrainings('count(*)', 'held'),
  }
}
