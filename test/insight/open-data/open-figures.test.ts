import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import {
  cases,
  consultations,
  conversations,
  messages,
  ratings,
} from '../../../src/db/schema/index.ts'
import { parseCsv } from '../../../src/experts/csv/parse-csv.ts'
import { figureList } from '../../../src/insight/open-data/figure-list.ts'
import { closedMonths } from '../../../src/insight/open-data/publish-months.ts'
import { OpenMonth } from '../../../src/insight/open-data/read-months.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { newId } from '../../../src/shared/ids.ts'
import { randomFrom } from '../../../scripts/simulation/random.ts'
import { plantExpert, plantOrganisations } from '../../accounts/staff.ts'
import { askerIdOf, plantCase, plantTicket, plantTurn } from '../../feedback/plant.ts'
import { begin, get, problemOf } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

type App = Parameters<typeof begin>[0]

const DISTRICTS = ['海淀区', '海淀区', '朝阳区', '朝阳区', '东城区', '延庆区', null] as const
const TOPICS = ['知识产权维权援助服务', '=1+1'] as const
const CHANNELS = ['web', 'web', 'web', 'wechat', 'kf'] as const
const HOUR_MS = 3_600_000

const spread = <Value>(random: () => number, values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(random() * values.length)] ?? values[0]

async function beginSeveral(app: App, count: number) {
  const begun: { id: string }[] = []
  for (let at = 0; at < count; at += 1) begun.push(await begin(app))
  return begun
}

/** January and February of 2026, and a little of March; what is asked in three conversations is confidential. */
async function plantQuarter(deps: TestDeps, app: App) {
  const random = randomFrom(11)
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const begun = await beginSeveral(app, CHANNELS.length)
  for (const [at, { id }] of begun.entries()) {
    const channel = CHANNELS[at] ?? 'web'
    await deps.db.update(conversations).set({ channel }).where(eq(conversations.id, id))
  }
  const plant = async (conversationId: string, askedAt: Date, question?: string) => {
    const { id: messageId } = await plantTurn(deps, conversationId, {
      askedAt: askedAt.toISOString(),
      outcome: random() < 0.6 ? 'answer' : 'escalate',
      district: spread(random, DISTRICTS),
      topics: TOPICS.filter(() => random() < 0.5),
      ...(question !== undefined && { question }),
    })
    const at = begun.findIndex(({ id }) => id === conversationId)
    const channel = CHANNELS[at] ?? 'web'
    await deps.db
      .update(consultations)
      .set({ channel })
      .where(eq(consultations.messageId, messageId))
    if (random() < 0.6) await rate(messageId, conversationId)
    if (random() < 0.3) await hand(messageId, conversationId, askedAt)
    return messageId
  }
  const rate = async (messageId: string, conversationId: string) =>
    deps.db.insert(ratings).values({
      id: newId(),
      askerId: await askerIdOf(deps, conversationId),
      messageId,
      score: 1 + Math.floor(random() * 5),
      solved: spread(random, [true, false, null]),
      reasons: [],
      createdAt: deps.now(),
      updatedAt: deps.now(),
    })
  const hand = async (messageId: string, conversationId: string, createdAt: Date) => {
    const { id: caseId } = await plantCase(deps, {
      conversationId,
      messageId,
      organisationId: city,
      district: spread(random, DISTRICTS),
      topics: TOPICS.filter(() => random() < 0.5),
      createdAt,
    })
    const respondBy = new Date(createdAt.getTime() + 48 * HOUR_MS)
    const respondedAt = new Date(createdAt.getTime() + Math.floor(random() * 96) * HOUR_MS)
    await plantTicket(deps, {
      caseId,
      expertId,
      noticedAt: createdAt,
      respondBy,
      state: spread(random, ['accepted', 'recalled', 'lapsed']),
      respondedAt: random() < 0.7 ? respondedAt : null,
    })
  }
  const start = Date.parse('2025-12-31T16:00:00Z')
  for (let at = 0; at < 150; at += 1) {
    const { id } = begun[Math.floor(random() * begun.length)] ?? { id: '' }
    await plant(id, new Date(start + Math.floor(random() * 65 * 24) * HOUR_MS))
  }
  const january = new Date('2026-01-10T02:00:00Z')
  const secret = await beginSeveral(app, 3)
  const [asks, hands, erased] = secret.map(({ id }) => id)
  if (!asks || !hands || !erased) throw new Error('three were begun')
  for (let at = 0; at < 6; at += 1) for (const { id } of secret) await plant(id, january)
  await plant(asks, january, '此事请严格保密：专利怎么申请？')
  await plantCase(deps, { conversationId: hands, confidential: true, createdAt: january })
  const withheld = await plant(erased, january)
  await deps.db.update(messages).set({ question: null }).where(eq(messages.id, withheld))
  return { asks, hands, erased }
}

const Body = z.object({
  licence: z.object({ name: z.string(), url: z.string() }),
  figures: z.array(z.object({ figure: z.string(), of: z.string().nullable() })),
  months: z.array(OpenMonth),
})
type Row = z.infer<typeof OpenMonth>['figures'][number]

async function published(app: App, query = '') {
  const response = await get(app, `/api/open/figures${query}`)
  expect(response.status).toBe(200)
  return Body.parse(await response.json())
}

/** What each figure counts, written a second time: of which rows, by which condition. */
const conditions: Record<string, string> = {
  consultations: 'true',
  selfServed: `c.outcome = 'answer' and not exists (select from cases k where k.message_id = c.message_id)`,
  rated: 'r.id is not null',
  satisfied: 'r.score in (4, 5)',
  toldSolved: 'r.solved is not null',
  solved: 'r.solved is true',
  cases: 'true',
  due: `t.responded_at is not null or (t.respond_by <= timestamptz '2026-03-17T02:00:00Z'
    and (t.state <> 'recalled' or t.closed_at >= t.respond_by))`,
  inTime: 't.responded_at < t.respond_by',
}
const ofConsultations = `select c.asked_at as at, coalesce(c.routing->>'district', '') as district,
    c.channel, array(select jsonb_array_elements_text(c.routing->'topics')) as topics,
    m.conversation_id as conversation, c.*, r.*
  from consultations c join messages m on m.id = c.message_id
    left join ratings r on r.message_id = c.message_id`
const ofCases = `from cases k join conversations v on v.id = k.conversation_id`
const TELLS = `coalesce(k.district, '') as district, v.channel, k.topics, k.conversation_id as conversation`

const sourceOf = (figure: string): string => {
  const condition = conditions[figure] ?? 'false'
  if (figure === 'cases') return `select k.created_at as at, ${TELLS} ${ofCases}`
  if (figure === 'due' || figure === 'inTime') {
    return `select t.noticed_at as at, ${TELLS} ${ofCases} join tickets t on t.case_id = k.id where ${condition}`
  }
  return `select at, district, channel, topics, conversation from (${ofConsultations.replace('c.*, r.*', `(${condition}) as bears`)}) s where bears`
}

async function countBySql(
  deps: TestDeps,
  { row, rows, month, secret }: { row: Row; rows: Row[]; month: string; secret: string[] },
): Promise<number> {
  const told = rows
    .filter(
      (each) => each.dimension === row.dimension && each.figure === row.figure && !each.merged,
    )
    .map(({ name }) => name)
  const quoted = (names: string[]) => names.map((name) => `'${name}'`).join(',')
  const merged = `${row.dimension} <> all (array[${quoted(told)}]::text[])`
  const named =
    row.dimension === 'topic' ? `'${row.name}' = any (topics)` : `${row.dimension} = '${row.name}'`
  const where = row.merged ? merged : named
  const { rows: found } = await deps.db.execute(
    sql.raw(`select count(*)::int as n from (${sourceOf(row.figure)}) x
      where to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') = '${month}'
        and conversation <> all (array[${quoted(secret)}]::uuid[])
        and ${row.dimension === 'total' ? 'true' : where}`),
  )
  return z.tuple([z.object({ n: z.number() })]).parse(found)[0].n
}

test('every published number is what SQL counts, of closed months, without what is confidential, and none is from 1 to 4', async ({
  app,
  deps,
}) => {
  const secret = Object.values(await plantQuarter(deps, app))
  deps.setClock('2026-03-17T02:00:00Z')
  await runDueJobs(deps)
  const { months } = await published(app)
  expect(months.map(({ month }) => month)).toEqual(['2026-02', '2026-01'])
  for (const { month, figures: rows } of months) {
    expect(new Set(rows.map(({ dimension }) => dimension)).size).toBe(4)
    expect(rows.some(({ merged }) => merged)).toBe(true)
    for (const row of rows) {
      const counted = await countBySql(deps, { row, rows, month, secret })
      expect([month, row, row.value]).toEqual([month, row, counted])
      const rest = row.of === null ? 0 : row.of - row.value
      for (const value of [row.value, rest]) expect(value === 0 || value >= 5).toBe(true)
    }
    for (const row of rows) {
      const { of: figure } = figureList[row.figure]
      if (figure === null) continue
      // Of the same groups: those that this figure is told for.
      const asParent = rows
        .filter((each) => each.figure === row.figure)
        .map((each) => ({ ...each, figure }))
      const counted = await countBySql(deps, {
        row: { ...row, figure },
        rows: asParent,
        month,
        secret,
      })
      expect([month, row, row.of]).toEqual([month, row, counted])
    }
  }
}, 120_000)

test('a published month never changes, whatever becomes of its consultations', async ({
  app,
  deps,
}) => {
  await plantQuarter(deps, app)
  deps.setClock('2026-03-17T02:00:00Z')
  await runDueJobs(deps)
  const first = await published(app)
  const { id } = await begin(app)
  await plantTurn(deps, id, { askedAt: '2026-01-15T02:00:00Z' })
  await deps.db.delete(ratings)
  deps.setClock('2026-03-18T02:00:00Z')
  await runDueJobs(deps)
  expect(await published(app)).toEqual(first)
  deps.setClock('2026-04-17T02:00:00Z')
  await runDueJobs(deps)
  const later = await published(app)
  expect(later.months.map(({ month }) => month)).toEqual(['2026-03', '2026-02', '2026-01'])
  expect(later.months.slice(1)).toEqual(first.months)
}, 120_000)

test('a month is closed when fifteen days have passed since its last one', () => {
  const at = (moment: string) => closedMonths('2025-12-20', new Date(moment))
  // 0 o'clock in Beijing of 16 January.
  expect(at('2026-01-15T15:59:59Z')).toEqual([])
  expect(at('2026-01-15T16:00:00Z')).toEqual(['2025-12'])
  expect(at('2026-03-15T16:00:00Z')).toEqual(['2025-12', '2026-01', '2026-02'])
  expect(closedMonths(undefined, new Date('2026-03-15T16:00:00Z'))).toEqual([])
})

test('the file opens safely, says its licence and what each figure means, and holds the same numbers', async ({
  app,
  deps,
}) => {
  await plantQuarter(deps, app)
  deps.setClock('2026-03-17T02:00:00Z')
  await runDueJobs(deps)
  const response = await get(app, '/api/open/figures?format=csv')
  expect(response.headers.get('content-type')).toContain('text/csv')
  expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(bytes.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
  const csv = parseCsv(new TextDecoder().decode(bytes))
  if (!('records' in csv)) throw new Error('not readable')
  const notes = csv.records.filter(([first]) => first?.startsWith('#'))
  expect(notes[0]?.[0]).toContain('CC BY 4.0')
  expect(notes.map((note) => note.join(',')).join('\n')).toContain('satisfied')
  const [head, ...rows] = csv.records.slice(notes.length)
  expect(head?.slice(0, 4)).toEqual(['month', 'dimension', 'name', 'figure'])
  const { months } = await published(app)
  const numbers = months.flatMap(({ month, figures }) =>
    figures.map((row) => [month, row.figure, String(row.value)]),
  )
  expect(rows.map((row) => [row[0], row[3], row[5]])).toEqual(numbers)
  expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([])
  expect(rows.some((row) => row[2] === "'=1+1")).toBe(true)
}, 120_000)

test('months are asked for one by one or as a span, and nothing else', async ({ app, deps }) => {
  await plantQuarter(deps, app)
  deps.setClock('2026-03-17T02:00:00Z')
  await runDueJobs(deps)
  const monthsOf = async (query: string) =>
    (await published(app, query)).months.map(({ month }) => month)
  expect(await monthsOf('?from=2026-02')).toEqual(['2026-02'])
  expect(await monthsOf('?to=2026-01')).toEqual(['2026-01'])
  expect(await monthsOf('?limit=1')).toEqual(['2026-02'])
  for (const query of [
    'from=2026-13',
    'limit=37',
    'limit=0',
    'format=xml',
    'district=x',
    "to=2026-01'--",
  ]) {
    const refused = await get(app, `/api/open/figures?${query}`)
    expect([query, refused.status, (await problemOf(refused)).code]).toEqual([
      query,
      400,
      'invalid',
    ])
  }
}, 120_000)

test('without any consultation nothing is published', async ({ app, deps }) => {
  deps.setClock('2026-03-17T02:00:00Z')
  await deps.db.delete(cases)
  await runDueJobs(deps)
  expect((await published(app)).months).toEqual([])
})
