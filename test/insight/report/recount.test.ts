import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { registrations, trainings } from '../../../src/db/schema/index.ts'
import type { Amount, Content, Contents } from '../../../src/insight/report/content.ts'
import { readReport } from '../../../src/insight/report/list-reports.ts'
import { createReport } from '../../../src/insight/report/change-report.ts'
import { publishMonths } from '../../../src/insight/open-data/publish-months.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { plantAccount } from '../../accounts/staff.ts'
import type { begin } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'
import { plantRegistration, plantTraining } from '../../training/plant.ts'
import { type Counted, countByHand, type Eyes, readRows } from '../count-by-hand.ts'
import { plantHalfYear } from '../plant-half-year.ts'

type App = Parameters<typeof begin>[0]

const SPRING = { from: '2026-03-01', to: '2026-05-31' }
const WINTER = { from: '2025-11-29', to: '2026-02-28' }
const NOW = '2026-06-20T04:00:00Z'

/** Half a year of consultations, and sessions of training in both periods and beside them. */
async function plantEverything(deps: TestDeps, app: App) {
  const places = await plantHalfYear(deps, app)
  const createdBy = (await plantAccount(deps, {})).id
  const held: [string, string, 'counted' | 'held' | 'open', number, number][] = [
    [places.city, '2026-03-01T02:00:00Z', 'counted', 3, 4],
    [places.east, '2026-05-31T15:59:00Z', 'counted', 2, 0],
    [places.east, '2026-05-31T16:00:00Z', 'counted', 1, 50],
    [places.station, '2026-04-02T02:00:00Z', 'held', 1, 9],
    [places.west, '2026-04-03T02:00:00Z', 'open', 0, 7],
    [places.east, '2026-01-09T02:00:00Z', 'counted', 5, 1],
  ]
  for (const [organisationId, at, state, attended, walkIns] of held) {
    const startsAt = new Date(at)
    const planted = { organisationId, createdBy, state, walkIns, startsAt, endsAt: startsAt }
    const trainingId = await plantTraining(deps, planted)
    for (let n = 0; n < attended; n += 1) {
      await plantRegistration(deps, { trainingId, attendedAt: startsAt, attendedBy: 'staff' })
    }
    await plantRegistration(deps, { trainingId, state: 'withdrawn' })
  }
  deps.setClock(NOW)
  return places
}

async function compute(deps: TestDeps, organisationId: string, period = SPRING) {
  const person = await plantAccount(deps, { role: 'administrator' })
  const account = {
    ...person,
    name: '',
    role: 'administrator' as const,
    organisationId: null,
    organisationPath: null,
    expertId: null,
    mustChangePassword: false,
  }
  const id = await createReport(deps, account, { organisationId, period })
  await runDueJobs(deps)
  return { id, report: await readReport(deps.db, account, id) }
}

const round = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6)

/** What the report calls each number that was counted by hand. */
function byReport(counted: Counted): Record<string, unknown> {
  const { selfServed, inTime, answers, casesRated } = counted
  const share = ([part, of]: readonly number[]) => ({ value: null, part, of })
  const count = (value: number) => ({ value, part: null, of: null })
  return {
    'consultations.total': count(counted.consultations),
    'consultations.self_served': share(selfServed),
    'consultations.answer_rated': share([answers[0], answers[1]]),
    'consultations.answer_score': { value: answers[2], part: null, of: answers[0] },
    'consultations.answer_solved': share([answers[3], answers[3] + answers[4]]),
    'cases.total': count(counted.cases),
    'cases.in_time': share(inTime),
    'cases.rated': share([casesRated[0], casesRated[1]]),
    'cases.score': { value: casesRated[2], part: null, of: casesRated[0] },
    'cases.solved': share([casesRated[3], casesRated[3] + casesRated[4]]),
    'complaints.complaints': count(counted.complaints),
    'complaints.reports': count(counted.reports),
    'complaints.waiting': count(counted.waiting),
  }
}

const figuresIn = ({ sections }: Content) => sections.flatMap(({ figures }) => figures)
const tablesIn = ({ sections }: Content) => sections.flatMap(({ tables }) => tables)

const rounded = (amount: Amount) => ({ ...amount, value: round(amount.value) })

function contentOf(contents: Contents | null): Content {
  if (!contents) throw new Error('the report was not computed')
  return contents.inner
}

const dayOf = (at: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at)

/** Training of a period by rows alone. */
async function countTraining(
  { db }: TestDeps,
  sees: Eyes['sees'],
  { from, to }: { from: string; to: string },
) {
  const sessions = (await db.select().from(trainings)).filter(({ organisationId, startsAt }) => {
    const day = dayOf(startsAt)
    return sees(organisationId) && from <= day && day <= to
  })
  const counted = sessions.filter(({ state }) => state === 'counted')
  let people = 0
  for (const { id, walkIns } of counted) {
    const rows = await db.select().from(registrations).where(eq(registrations.trainingId, id))
    people += walkIns + rows.filter(({ attendedAt }) => attendedAt !== null).length
  }
  const count = (value: number) => ({ value, part: null, of: null })
  return {
    'training.sessions': count(counted.length),
    'training.people': count(people),
    'training.uncounted': count(sessions.filter(({ state }) => state === 'held').length),
  }
}

test('every figure of a report is what counting the rows by hand gives, for the city and for a district, with the period before', async ({
  app,
  deps,
}) => {
  const places = await plantEverything(deps, app)
  const below = [places.east, places.station]
  const eyes: Record<string, Eyes> = {
    [places.city]: { id: '', sees: () => true, seesDistrict: () => true },
    [places.east]: {
      id: '',
      sees: (id) => below.includes(id),
      seesDistrict: (district) => district === '海淀区',
    },
  }
  const rows = await readRows(deps.db)
  for (const [organisationId, own] of Object.entries(eyes)) {
    const { report } = await compute(deps, organisationId)
    const content = contentOf(report.contents)
    for (const [which, period] of [
      ['now', SPRING],
      ['before', WINTER],
    ] as const) {
      const counted = countByHand(rows, own, { ...period, now: deps.now() })
      const wanted = {
        ...byReport(counted.total),
        ...(await countTraining(deps, own.sees, period)),
      }
      const told = figuresIn(content).map((figure) => [figure.id, rounded(figure[which])])
      expect(Object.fromEntries(told)).toEqual(wanted)
      expect(counted.total.consultations).toBeGreaterThan(3)
    }
    const { by } = countByHand(rows, own, { ...SPRING, now: deps.now() })
    for (const name of ['channel', 'district', 'field', 'topic'] as const) {
      const table = tablesIn(content).find(({ id }) => id === `consultations.by_${name}`)
      const told = table?.rows.filter(({ now }) => now > 0).map((row) => [row.name, row.now])
      const wanted = Object.entries(by[name] ?? {}).map(([key, each]) => [key, each.consultations])
      expect(new Map(z.array(Pair).parse(told))).toEqual(
        new Map(z.array(Pair).parse(wanted.filter(([, count]) => count !== 0))),
      )
    }
    const months = tablesIn(content).find(({ id }) => id === 'consultations.by_month')
    expect(months?.rows.map(({ name, now }) => [name, now])).toEqual(
      ['2026-03-01', '2026-04-01', '2026-05-01'].map((month) => [
        month,
        by['series']?.[month]?.consultations ?? 0,
      ]),
    )
  }
})

const Pair = z.tuple([z.string(), z.number()])
const Cells = z.record(z.string(), z.number().nullable())
const NameAndValue = z.object({ name: z.string(), value: z.number() })

async function rerun({ db }: TestDeps, query: string) {
  const { rows } = await db.execute(sql.raw(query))
  return rows
}

const printedFigures = (content: Content) =>
  figuresIn(content)
    .flatMap(({ id, now, before, query, queryBefore }) => [
      { id, amount: now, query },
      { id, amount: before, query: queryBefore },
    ])
    .filter(({ amount }) => !amount.hidden)

const printedTables = (content: Content) =>
  tablesIn(content).flatMap(({ id, rows, query, queryBefore }) => {
    const known = (which: 'now' | 'before') =>
      new Map(rows.flatMap((row) => ((row[which] ?? 0) > 0 ? [[row.name, row[which]]] : [])))
    const now = { id, rows: known('now'), query }
    return queryBefore === null ? [now] : [now, { id, rows: known('before'), query: queryBefore }]
  })

test('the query printed with a figure, run as it stands, gives the figure; so does that of every table', async ({
  app,
  deps,
}) => {
  const places = await plantEverything(deps, app)
  await publishMonths(deps, deps.db)
  let figures = 0
  for (const organisationId of [places.city, places.east]) {
    const { report } = await compute(deps, organisationId)
    const { contents } = report
    const versions = [contentOf(contents), contents?.open].filter((each) => each != null)
    expect(versions).toHaveLength(organisationId === places.city ? 2 : 1)
    for (const content of versions) {
      for (const { id, amount, query } of printedFigures(content)) {
        const [cells] = z.array(Cells).parse(await rerun(deps, query))
        expect([id, { value: null, part: null, of: null, ...cells }]).toEqual([id, amount])
        figures += 1
      }
      for (const { id, rows, query } of printedTables(content)) {
        const found = z.array(NameAndValue).parse(await rerun(deps, query))
        const again = found.filter(({ value }) => value > 0)
        expect([id, new Map(again.map(({ name, value }) => [name, value]))]).toEqual([id, rows])
      }
    }
  }
  expect(figures).toBeGreaterThan(70)
})

/** Every number of the figures and tables as it can be written, and the two days and the five points. */
function numbersOf(content: Content): Set<string> {
  const ofAmount = (kind: string, { value, part, of }: Amount) => [
    ...(value === null ? [] : [kind === 'score' ? value.toFixed(2) : String(value)]),
    ...(part === null ? [] : [String(part)]),
    ...(of === null ? [] : [String(of)]),
    ...(part !== null && of ? [((part / of) * 100).toFixed(1)] : []),
  ]
  const ofFigures = figuresIn(content).flatMap(({ kind, now, before }) => [
    ...ofAmount(kind, now),
    ...ofAmount(kind, before),
    String(Math.abs((now.value ?? 0) - (before.value ?? 0))),
  ])
  const ofTables = tablesIn(content).flatMap(({ rows }) => rows.map(({ now }) => String(now)))
  return new Set(['2', '5', ...ofFigures, ...ofTables])
}

test('no sentence has a number that is not one of its figures, tables or days', async ({
  app,
  deps,
}) => {
  const places = await plantEverything(deps, app)
  const { report } = await compute(deps, places.city)
  const content = contentOf(report.contents)
  const known = numbersOf(content)
  const said = content.sections.flatMap(({ sentences }) => sentences)
  expect(said.length).toBeGreaterThan(8)
  const numbers = said.flatMap((text) => text.match(/\d+(?:\.\d+)?/g) ?? [])
  expect(numbers.filter((number) => !known.has(number))).toEqual([])
  expect(said.join('')).not.toMatch(/[{}]|undefined|NaN|null/)
})

test('a period in which nothing happened says so, and compares with nothing', async ({
  app,
  deps,
}) => {
  const places = await plantEverything(deps, app)
  const { report } = await compute(deps, places.west, { from: '2024-01-01', to: '2024-12-31' })
  const content = contentOf(report.contents)
  expect(content.before).toEqual({ from: '2023-01-01', to: '2023-12-31' })
  const said = content.sections.flatMap(({ sentences }) => sentences)
  expect(said).toEqual([
    '报告期内没有归档的咨询。',
    '没有收到对答复的评分，满意度不详。',
    '报告期内没有转办件。',
    '没有到期的专家任务。',
    '没有收到对办件的评分，满意度不详。',
    '报告期内没有投诉。',
    '报告期内没有举报。',
    '报告期内没有计入的培训。',
  ])
})

test('targets stand beside results with the period that they are for, and nothing is subtracted', async ({
  app,
  deps,
}) => {
  const places = await plantEverything(deps, app)
  const { report } = await compute(deps, places.city)
  const { targets } = contentOf(report.contents)
  const consultations = targets.find(({ target }) => target === '超 3000 次')
  expect(consultations).toMatchObject({
    clause: 'action-plan-2022#goal.3.s4',
    from: 2022,
    to: 2024,
    note: '期间不同，仅供参照',
  })
  expect(targets.find(({ target }) => target === '超 5000 人次')?.result).toBe(9)
  expect(targets.find(({ target }) => target === '超 100 场')?.result).toBe(2)
  const unknown = targets.filter(({ result }) => result === null)
  expect(unknown.map(({ note }) => note)).toEqual(Array(3).fill('本系统不记录，须另行统计'))
  const { report: own } = await compute(deps, places.east)
  expect(contentOf(own.contents).targets[0]?.note).toContain('全市的目标')
})

test('the version for everybody has sums of what is published, and no other number of the inner one', async ({
  app,
  deps,
}) => {
  const places = await plantEverything(deps, app)
  await publishMonths(deps, deps.db)
  const district = await compute(deps, places.east)
  expect(district.report.contents?.open).toBeNull()
  const { report } = await compute(deps, places.city)
  const open = report.contents?.open
  if (!open) throw new Error('there is no open version')
  const { rows } = await deps.db.execute(sql`select month, figures from open_figures
    where month between '2026-03' and '2026-05'`)
  const Told = z.object({
    month: z.string(),
    figures: z.array(
      z.object({
        dimension: z.string(),
        figure: z.string(),
        value: z.number(),
        of: z.number().nullable(),
      }),
    ),
  })
  const told = z.array(Told).parse(rows)
  const sum = (name: string, of: 'value' | 'of') =>
    told
      .flatMap(({ figures }) => figures)
      .filter(({ dimension, figure }) => dimension === 'total' && figure === name)
      .reduce((total, each) => total + (each[of] ?? 0), 0)
  const found = Object.fromEntries(figuresIn(open).map(({ id, now }) => [id, now]))
  expect(found['open.consultations']?.value).toBe(sum('consultations', 'value'))
  expect(found['open.consultations']?.value).toBeGreaterThan(0)
  expect([found['open.in_time']?.part, found['open.in_time']?.of]).toEqual([
    sum('inTime', 'value'),
    sum('inTime', 'of'),
  ])
  expect(Object.keys(found).filter((id) => !/^(?:open|training)\./.test(id))).toEqual([])
  expect(tablesIn(open).map(({ id }) => id)).toEqual(['open.by_month'])
})
