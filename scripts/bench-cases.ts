import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { openSession } from '../src/accounts/sessions.ts'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Database } from '../src/db/database.ts'
import { cases } from '../src/db/schema/index.ts'
import type { Deps } from '../src/deps.ts'
import { openService } from '../src/open-service.ts'
import { quantile } from './evaluation/report.ts'

/**
 * The queue of cases with many cases in it: list, filters, search by words, further pages and counts, as staff of
 * the city centre and of a district ask for them. On an embedded database of its own, or on the empty one of
 * DATABASE_URL. Ends with 1 when the slowest of them is above the bar.
 */
const BAR_MS = 200
const PAGES = 5

/** Shares of a service that has run for years: most cases are closed. */
const shares: [string, number][] = [
  ['closed', 80],
  ['delivered', 8],
  ['withdrawn', 3],
  ['in_review', 2],
  ['open', 2],
  ['assigned', 2],
  ['replied', 1],
  ['waiting_for_asker', 1],
  ['merged', 1],
]
const states = shares.flatMap(([state, share]) => Array.from({ length: share }, () => state))
const fields = ['专利', '商标', '综合', '版权', '商业秘密', '数据知识产权', '地理标志']
const subjects = [
  '我公司的发明专利',
  '我们店的注册商标',
  '软件著作权登记',
  '离职员工带走的客户名单',
  '训练用的数据集',
  '本地特产的地理标志',
  '外观设计',
  '海外展会上的样品',
]
const matters = [
  '被同行仿冒销售',
  '被提出无效宣告请求',
  '年费缴纳期限已经过了',
  '许可合同的备案',
  '想办理质押融资',
  '被平台下架投诉',
  '共有人之间意见不一致',
  '收到境外律师函',
  '需要检索分析报告',
]
const wishes = ['请问该怎么处理', '想找专家当面咨询', '有哪些材料要准备', '希望尽快得到答复']

const PAGED = 'pages'
const PAGES_NAME = 'five pages, each'
const requests: Record<string, string> = {
  'whole list': '/cases',
  [PAGES_NAME]: PAGED,
  'to be done': '/cases?state=open,in_review,waiting_for_asker,assigned,replied,reopened',
  'rare state': '/cases?state=reopened',
  'in my hands': '/cases?mine=true',
  overdue: '/cases?overdue=true',
  field: '/cases?field=商标',
  'field and state': '/cases?field=地理标志&state=merged',
  district: '/cases?district=区3',
  urgent: '/cases?urgency=urgent',
  'search, common word': '/cases?q=商标',
  'search, two words': '/cases?q=年费缴纳期限',
  'search, one case': '/cases?q=第77777件',
  'search, nothing': '/cases?q=植物新品种',
  'search, letters': '/cases?q=iphone',
  'search, one character': '/cases?q=函',
  'search, code': '/cases?q=ZW-00050000',
  counts: '/cases/counts',
}

const Page = z.object({ cases: z.array(z.unknown()), next: z.string().nullable() })
const sizeOf = (body: unknown) => Page.safeParse(body).data?.cases.length ?? 0
const rounded = (value: number) => Math.round(value * 10) / 10

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
})
const [count, rounds] = [Number(values.cases), Number(values.rounds)]
if (![count, rounds].every((each) => Number.isInteger(each) && each > 0)) {
  console.error('usage: bench:cases [--cases 100000] [--rounds 40] [--json]')
  process.exit(2)
}

// The queue needs none of the knowledge, which takes longer to index than all the cases to write.
const folder = await mkdtemp(join(tmpdir(), 'zhiwen-cases-'))
const config = readConfig({ DATA_DIR: folder, DATABASE_URL: process.env['DATABASE_URL'] })
const { deps, close } = await openService(config, { log: () => {} })
const [any] = await deps.db.select({ id: cases.id }).from(cases).limit(1)
if (any) throw new Error('this database has cases already; measuring needs an empty one')
const started = performance.now()
const people = await fill(deps, count)
console.error(`${count} cases written in ${((performance.now() - started) / 1_000).toFixed(1)} s`)
const figures = await measure(deps, people)
await close()
await rm(folder, { recursive: true, force: true })

const slowest = Math.max(...figures.map(({ p95 }) => p95))
if (values.json) console.log(JSON.stringify({ cases: count, rounds, figures, slowest }, null, 2))
else console.table(Object.fromEntries(figures.map(({ name, ...rest }) => [name, rest])))
console.error(`slowest p95: ${slowest} ms (bar: ${BAR_MS} ms)`)
process.exitCode = slowest <= BAR_MS ? 0 : 1

type Person = { name: string; cookie: string }

/** A city centre, 17 districts with a station each, staff, and cases of five years. */
async function fill({ db }: Deps, cases: number): Promise<Person[]> {
  await db.execute(sql`
    with city as (
      insert into organisations (id, name, level, path, created_at)
      select id, '市中心', 'city', id || '/', now() from (select gen_random_uuid() as id) as made
      returning id, path
    ), districts as (
      insert into organisations (id, name, level, parent_id, path, district, created_at)
      select made.id, '区中心' || n, 'district', city.id, city.path || made.id || '/', '区' || n, now()
      from city, (select gen_random_uuid() as id, n from generate_series(1, 17) as n) as made
      returning id, path, district
    )
    insert into organisations (id, name, level, parent_id, path, district, created_at)
    select made.id, '工作站' || districts.id, 'station', districts.id,
      districts.path || made.id || '/', districts.district, now()
    from districts, lateral (select gen_random_uuid() as id, districts.id as of) as made`)
  await db.execute(sql`
    insert into accounts (id, username, name, role, organisation_id, password_hash,
      password_changed_at, must_change_password, created_at, updated_at)
    select gen_random_uuid(), 'bench-' || n, '王', 'staff', id, '', now(), false, now(), now()
    from (select id, row_number() over (order by length(path), name) as n from organisations
      where level in ('city', 'district')) as numbered`)
  await fillCases(db, cases)
  await db.execute(sql`analyze`)
  return Promise.all([signIn(db, '市中心', 'bench-1'), signIn(db, '区中心', 'bench-2')])
}

async function fillCases(db: Database, cases: number): Promise<void> {
  await db.execute(sql`
    insert into askers (id, token_hash, created_at, expires_at)
    select gen_random_uuid(), 'bench-' || n, now(), now() from generate_series(1, ${cases / 5}::int) as n`)
  await db.execute(sql`
    insert into conversations (id, asker_id, channel, created_at)
    select gen_random_uuid(), id, 'web', now() from askers`)
  await db.execute(sql`
    with asked as (select id, asker_id, row_number() over () as n from conversations),
      placed as (select id, district, row_number() over (order by path) as n from organisations),
      numbers as (
        select n, hashint4(n)::bigint & 1048575 as a, hashint4(n + 1000000)::bigint & 1048575 as b,
          hashint4(n + 2000000)::bigint & 1048575 as c
        from generate_series(1, ${cases}::int) as n)
    insert into cases (id, code, kind, state, version, asker_id, conversation_id, organisation_id,
      staff_id, field, topics, district, language, urgency, confidential, reasons, summary, parties,
      consented_at, due_at, created_at, updated_at)
    select gen_random_uuid(), 'ZW-' || lpad(numbers.n::text, 8, '0'), 'consultation', ${oneOf(states, 'a')},
      1, asked.asker_id, asked.id, placed.id,
      (select id from accounts where organisation_id = placed.id), ${oneOf(fields, 'b')}, '{}',
      placed.district, 'zh', case when c % 25 = 0 then 'urgent' else 'normal' end, a % 20 = 1,
      '{asked_for_person}', ${oneOf(subjects, 'b')} || ${oneOf(matters, 'c')} || '（第' || numbers.n || '件），'
        || ${oneOf(wishes, 'a')}, '{}',
      now(), case when a % 50 < 4 then now() + (c % 200 - 100) * interval '1 hour' end,
      now() - c * interval '150 seconds', now()
    from numbers join asked on asked.n = 1 + numbers.n / 5 % (select count(*) from asked)
      join placed on placed.n = 1 + numbers.a % (select count(*) from placed)`)
}

function oneOf(list: string[], number: 'a' | 'b' | 'c') {
  const words = sql.join(
    list.map((word) => sql`${word}::text`),
    sql`, `,
  )
  return sql`(array[${words}])[1 + ${sql.raw(number)} % ${list.length}::int]`
}

async function signIn(db: Database, name: string, username: string): Promise<Person> {
  const found = await db.execute(sql`select id from accounts where username = ${username}`)
  const { id: accountId } = z.object({ id: z.string() }).parse(found.rows[0])
  const { token } = await openSession(db, { accountId, stage: 'full', now: new Date() })
  return { name, cookie: `zhiwen-session=${token}` }
}

type Figure = { name: string; p50: number; p95: number; found: number }

async function measure(deps: Deps, people: Person[]): Promise<Figure[]> {
  const app = createApp(() => deps)
  const get = async ({ cookie }: Person, path: string): Promise<unknown> => {
    const connection = { incoming: { socket: { remoteAddress: '192.0.2.1' } } }
    const response = await app.request(`/api/staff${path}`, { headers: { cookie } }, connection)
    if (response.status !== 200) throw new Error(`${response.status} to ${path}`)
    return response.json()
  }
  const asked = people.flatMap((person) =>
    Object.entries(requests).map(([name, path]) => ({
      name: `${person.name}: ${name}`,
      taken: [] as number[],
      found: 0,
      run: () => (path === PAGED ? readPages(get, person) : get(person, path)),
    })),
  )
  for (let round = 0; round <= rounds; round += 1) {
    for (const each of asked) {
      const before = performance.now()
      each.found = sizeOf(await each.run())
      // The first round warms up; a list of pages counts by the page.
      const pages = each.name.endsWith(PAGES_NAME) ? PAGES : 1
      if (round > 0) each.taken.push((performance.now() - before) / pages)
    }
  }
  return asked.map(({ name, taken, found }) => ({
    name,
    p50: rounded(quantile(taken, 0.5)),
    p95: rounded(quantile(taken, 0.95)),
    found,
  }))
}

async function readPages(
  get: (person: Person, path: string) => Promise<unknown>,
  person: Person,
): Promise<unknown> {
  let page = Page.parse(await get(person, '/cases'))
  for (let at = 1; at < PAGES && page.next !== null; at += 1) {
    page = Page.parse(await get(person, `/cases?after=${encodeURIComponent(page.next)}`))
  }
  return page
}
