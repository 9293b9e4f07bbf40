import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import { readConfig } from '../src/config.ts'
import type { Database } from '../src/db/database.ts'
import { consultations, organisations, reports } from '../src/db/schema/index.ts'
import { computeReport } from '../src/insight/report/compute-report.ts'
import { renderDocx } from '../src/insight/report/render-docx.ts'
import { renderHtml } from '../src/insight/report/render-html.ts'
import { openService } from '../src/open-service.ts'
import { readPackagedKnowledge } from '../src/packaged.ts'

/**
 * The report of a year with many consultations: how long it takes, and by how much this process and that of the
 * embedded database grow. On an embedded database of its own, or on the empty one of DATABASE_URL. Ends with 1 when
 * it is above the bars.
 */
const BAR_S = 30
const BAR_MB = 200
const LOOK_MS = 100
const MB = 1_048_576
const PAGE_BYTES = 4_096

const { values } = parseArgs({
  options: {
    consultations: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
})
const count = Number(values.consultations)
if (!Number.isInteger(count) || count < 1) {
  console.error('usage: bench-report [--consultations 100000] [--json]')
  process.exit(2)
}

const folder = await mkdtemp(join(tmpdir(), 'zhiwen-report-'))
const config = readConfig({ DATA_DIR: folder, DATABASE_URL: process.env['DATABASE_URL'] })
const open = () => openService(config, { log: () => {} })
try {
  // Writing makes the embedded database large already: measured is one that has just begun.
  await withService(fill)
  await withService(measure)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function withService(work: (db: Database) => Promise<void>): Promise<void> {
  const { deps, close } = await open()
  try {
    await work(deps.db)
  } finally {
    await close()
  }
}

/** In the year: questions of all districts and channels, every sixth handed over, every third rated. */
async function fill(db: Database): Promise<void> {
  const [any] = await db.select({ number: consultations.number }).from(consultations).limit(1)
  if (any) throw new Error('this database has consultations already; measuring needs an empty one')
  const started = performance.now()
  await db.execute(sql`
    with city as (
      insert into organisations (id, name, level, path, created_at)
      select id, '市中心', 'city', id || '/', now() from (select gen_random_uuid() as id) as made
      returning id, path
    )
    insert into organisations (id, name, level, parent_id, path, district, created_at)
    select made.id, '区中心' || n, 'district', city.id, city.path || made.id || '/', '区' || n, now()
    from city, (select gen_random_uuid() as id, n from generate_series(1, 17) as n) as made`)
  await db.execute(sql`
    insert into askers (id, token_hash, created_at, expires_at)
    select gen_random_uuid(), 'bench-' || n, now(), now() from generate_series(1, 100) as n`)
  await db.execute(sql`
    insert into conversations (id, asker_id, channel, created_at)
    select gen_random_uuid(), asker.id, (array['web', 'wechat', 'kf'])[1 + n % 3], now()
    from generate_series(1, ${count / 4}::int + 1) as n
    join (select id, row_number() over (order by token_hash) as at from askers) as asker
      on asker.at = 1 + n % 100`)
  await db.execute(sql`
    insert into messages (id, conversation_id, turn, question, state, request_hash, asked_at)
    select gen_random_uuid(), talk.id, 1 + n / ${count / 4}::int, '专利怎么申请？', 'done', 'bench',
      timestamptz '2025-01-01T00:00:00Z' + (n % 364) * interval '1 day'
    from generate_series(0, ${count - 1}) as n
    join (select id, row_number() over (order by id) - 1 as at from conversations) as talk
      on talk.at = n % ${count / 4}::int`)
  await db.execute(sql`
    insert into consultations (message_id, channel, outcome, reason, coverage, routing, trace, asked_at, answered_at)
    select m.id, t.channel, (array['answer', 'answer', 'escalate', 'refuse'])[1 + n % 4], 'bench', 'complete',
      jsonb_build_object('level', 'self', 'field', (array['专利', '商标', '版权'])[1 + n % 3],
        'topics', jsonb_build_array('主题' || n % 20), 'district', '区' || 1 + n % 17,
        'urgency', 'normal', 'reasons', '[]'::jsonb), '{}', m.asked_at, m.asked_at
    from (select *, row_number() over (order by id) as n from messages) as m
    join conversations t on t.id = m.conversation_id`)
  await db.execute(sql`
    insert into ratings (id, asker_id, message_id, score, solved, reasons, created_at, updated_at)
    select gen_random_uuid(), t.asker_id, m.id, 1 + n % 5, n % 2 = 0, '{}', m.asked_at, m.asked_at
    from (select *, row_number() over (order by id) as n from messages) as m
    join conversations t on t.id = m.conversation_id where n % 3 = 0`)
  await db.execute(sql`
    insert into cases (id, code, conversation_id, message_id, asker_id, organisation_id, kind, state, version, field,
      topics, district, language, urgency, confidential, reasons, summary, parties, consented_at, created_at, updated_at)
    select gen_random_uuid(), 'ZW-' || n, m.conversation_id, m.id, t.asker_id, o.id, 'consultation', 'closed', 1, '专利',
      array['主题' || n % 20], o.district, 'zh', 'normal', false, '{}', '', '{}', m.asked_at, m.asked_at, m.asked_at
    from (select *, row_number() over (order by id) as n from messages) as m
    join conversations t on t.id = m.conversation_id
    join (select id, district, row_number() over (order by name) as at from organisations) as o
      on o.at = 1 + n % 18
    where n % 6 = 0`)
  await db.execute(sql`analyze`)
  console.error(`${count} consultations written in ${secondsSince(started)} s`)
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1_000).toFixed(1)
}

async function measure(db: Database): Promise<void> {
  const { report: texts, settings } = await readPackagedKnowledge()
  const [organisation] = await db
    .select()
    .from(organisations)
    .where(eq(organisations.level, 'city'))
  if (!organisation) throw new Error('there is no city centre')
  const wanted = {
    organisation,
    period: { from: '2025-01-01', to: '2025-12-31' },
    before: { from: '2024-01-01', to: '2024-12-31' },
    at: new Date(),
  }
  const memory = await watchMemory()
  const started = performance.now()
  const sources = { db, texts, trainingTargets: settings.training.targets }
  const progress: number[] = []
  const contents = await computeReport(sources, wanted, async (percent) => {
    progress.push(percent)
    await db
      .update(reports)
      .set({ progress: percent })
      .where(sql`false`)
  })
  const shown = { content: contents.inner, texts: {}, approved: null, isInner: true }
  const html = renderHtml(shown, 'bench')
  const docx = renderDocx(shown, 'bench')
  const seconds = Number(secondsSince(started))
  const grown = await memory()
  const figures = {
    consultations: count,
    seconds,
    ...grown,
    progress: progress.join(' '),
    htmlKB: Math.round(html.length / 1_024),
    docxKB: Math.round(docx.length / 1_024),
  }
  if (values.json) console.log(JSON.stringify(figures, null, 2))
  else console.table([figures])
  const isWithin = seconds <= BAR_S && Math.max(grown.serviceMB, grown.databaseMB) <= BAR_MB
  process.exitCode = isWithin ? 0 : 1
}

/** Resident memory above what it was, at its highest: of this process, and of its child where there is one. */
async function watchMemory() {
  const lock = await readFile(join(folder, 'lock'), 'utf8').catch(() => '')
  const [, child] = lock.trim().split(' ')
  const own = async () => ({
    service: process.memoryUsage().rss,
    database: await residentOf(child),
  })
  const before = await own()
  const most = { ...before }
  const look = async () => {
    const now = await own()
    most.service = Math.max(most.service, now.service)
    most.database = Math.max(most.database, now.database)
  }
  const timer = setInterval(() => void look(), LOOK_MS)
  return async () => {
    clearInterval(timer)
    await look()
    return {
      serviceMB: Math.round((most.service - before.service) / MB),
      databaseMB: Math.round((most.database - before.database) / MB),
    }
  }
}

/** On Linux; elsewhere 0. */
async function residentOf(pid: string | undefined): Promise<number> {
  if (pid === undefined) return 0
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES
}
