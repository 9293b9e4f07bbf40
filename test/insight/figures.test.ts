import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { complaints } from '../../src/db/schema/index.ts'
import { parseCsv } from '../../src/experts/csv/parse-csv.ts'
import type { Breakdown, Figures } from '../../src/insight/figures.ts'
import { listSpans, periodBefore } from '../../src/insight/figures.ts'
import { type App, enter, plantAccount, send } from '../accounts/staff.ts'
import { plantTurn } from '../feedback/plant.ts'
import { begin } from '../support/front-door.ts'
import { readZip } from '../support/read-zip.ts'
import { test } from '../support/test-deps.ts'
import { type Counted, countByHand, type Eyes, readRows } from './count-by-hand.ts'
import { plantHalfYear, TOPICS } from './plant-half-year.ts'

const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6)

function told({
  selfServed,
  respondedInTime,
  answerRatings,
  caseRatings,
  ...rest
}: Figures): Counted {
  const rated = (each: Figures['answerRatings']): Counted['answers'] => [
    each.part,
    each.of,
    rounded(each.average),
    each.solved,
    each.unsolved,
  ]
  return {
    ...rest,
    selfServed: [selfServed.part, selfServed.of],
    inTime: [respondedInTime.part, respondedInTime.of],
    answers: rated(answerRatings),
    casesRated: rated(caseRatings),
  }
}

const nothing = (counted: Counted) =>
  counted.consultations +
    counted.cases +
    counted.inTime[1] +
    counted.complaints +
    counted.reports ===
  0

function allTold({ total, series, by }: Breakdown) {
  const groups = Object.entries({ series, ...by }).map(([dimension, rows]) => {
    const told_ = rows.map(({ name, figures }) => [name, told(figures)] as const)
    return [dimension, Object.fromEntries(told_.filter(([, each]) => !nothing(each)))]
  })
  return { total: told(total), by: Object.fromEntries(groups) }
}

const Both = z.object({ now: z.custom<Breakdown>(), before: z.custom<Breakdown>() })

async function figures(app: App, cookie: string, query: string) {
  const response = await send(app, `/insight?${query}`, { cookie })
  expect([query, response.status]).toEqual([query, 200])
  return Both.parse(await response.json())
}

const SPRING = 'from=2026-03-01&to=2026-05-31'

test('every figure is what counting the rows by hand gives, for the city and for a district', async ({
  app,
  deps,
}) => {
  const places = await plantHalfYear(deps, app)
  deps.setClock('2026-05-20T04:00:00Z')
  const rows = await readRows(deps.db)
  const city = await plantAccount(deps, { role: 'auditor' })
  const east = await plantAccount(deps, { role: 'staff', organisationId: places.east })
  const below = new Set([places.east, places.station])
  const eyes: [typeof city, Eyes][] = [
    [city, { id: city.id, sees: () => true, seesDistrict: () => true }],
    [
      east,
      {
        id: east.id,
        sees: (id) => below.has(id),
        seesDistrict: (district) => district === '海淀区',
      },
    ],
  ]
  for (const [person, own] of eyes) {
    const cookie = await enter(deps, app, person)
    const found = await figures(app, cookie, SPRING)
    const now = deps.now()
    const spring = { from: '2026-03-01', to: '2026-05-31', now }
    const winter = { from: '2025-11-29', to: '2026-02-28', now }
    const wanted = countByHand(rows, own, spring)
    expect(wanted.total.consultations).toBeGreaterThan(5)
    expect(wanted.total.complaints).toBeGreaterThan(0)
    expect(allTold(found.now)).toEqual(wanted)
    expect(allTold(found.before)).toEqual(countByHand(rows, own, winter))
    expect(found.before.period).toEqual({ from: '2025-11-29', to: '2026-02-28' })
  }
})

test('what a complaint is about does not see it counted', async ({ app, deps }) => {
  const places = await plantHalfYear(deps, app)
  const { id: own } = await plantAccount(deps, { role: 'auditor' })
  const person = await plantAccount(deps, { role: 'auditor' })
  await deps.db
    .update(complaints)
    .set({ about: [person.id] })
    .where(eq(complaints.organisationId, places.east))
  const rows = await readRows(deps.db)
  expect(rows.complaints.some(({ about }) => about.includes(person.id))).toBe(true)
  const cookie = await enter(deps, app, person)
  const found = await figures(app, cookie, 'from=2026-01-01&to=2026-06-30')
  const period = { from: '2026-01-01', to: '2026-06-30', now: deps.now() }
  const seen = { sees: () => true, seesDistrict: () => true }
  expect(told(found.now.total)).toEqual(countByHand(rows, { id: person.id, ...seen }, period).total)
  const others = countByHand(rows, { id: own, ...seen }, period).total
  expect(told(found.now.total).complaints).toBeLessThan(others.complaints)
})

test('a filter keeps what bears the name, also none', async ({ app, deps }) => {
  await plantHalfYear(deps, app)
  const cookie = await enter(deps, app, await plantAccount(deps, { role: 'auditor' }))
  const whole = await figures(app, cookie, SPRING)
  const named = (breakdown: Breakdown, name: string) =>
    breakdown.by.district.find((each) => each.name === name)?.figures
  for (const name of ['海淀区', '']) {
    const { now } = await figures(app, cookie, `${SPRING}&district=${encodeURIComponent(name)}`)
    expect(now.total).toEqual(named(whole.now, name))
    expect(now.by.district.map((each) => each.name)).toEqual([name])
  }
  const topic = encodeURIComponent(TOPICS[0])
  const { now } = await figures(app, cookie, `${SPRING}&topic=${topic}`)
  expect(now.total).toEqual(whole.now.by.topic.find(({ name }) => name === TOPICS[0])?.figures)
})

test('a day of Beijing begins at 16:00 of the day before in UTC', async ({ app, deps }) => {
  const { id } = await begin(app)
  for (const askedAt of ['2026-02-28T15:59:59Z', '2026-02-28T16:00:00Z', '2026-03-01T15:59:59Z']) {
    await plantTurn(deps, id, { askedAt })
  }
  const cookie = await enter(deps, app, await plantAccount(deps, {}))
  const { now, before } = await figures(app, cookie, 'from=2026-03-01&to=2026-03-01&by=day')
  expect(now.series.map(({ name, figures: each }) => [name, each.consultations])).toEqual([
    ['2026-03-01', 2],
  ])
  expect(before.total.consultations).toBe(1)
  const weeks = await figures(app, cookie, 'from=2026-02-25&to=2026-03-08&by=week')
  expect(weeks.now.series.map(({ name, figures: each }) => [name, each.consultations])).toEqual([
    ['2026-02-23', 3],
    ['2026-03-02', 0],
  ])
})

test('the period before is as long and ends the day before; every span of a period is there', () => {
  expect(periodBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({
    from: '2026-01-29',
    to: '2026-02-28',
  })
  expect(listSpans({ from: '2025-12-31', to: '2026-02-01' }, 'month')).toEqual([
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ])
  expect(listSpans({ from: '2026-03-01', to: '2026-03-02' }, 'week')).toEqual([
    '2026-02-23',
    '2026-03-02',
  ])
})

test('what is no period is refused', async ({ app, deps }) => {
  const cookie = await enter(deps, app, await plantAccount(deps, {}))
  for (const query of [
    '',
    'from=2026-03-02&to=2026-03-01',
    'from=2026-03-01&to=2026-03-02&compareFrom=2026-01-01',
    'from=2026-03-01&to=2026-03-02&by=hour',
    'from=2024-01-01&to=2026-03-02&by=day',
  ]) {
    expect([query, (await send(app, `/insight?${query}`, { cookie })).status]).toEqual([query, 400])
  }
})

test('a file for Excel holds every row of both periods, is UTF-8 to it and has no formula', async ({
  app,
  deps,
}) => {
  await plantHalfYear(deps, app)
  const cookie = await enter(deps, app, await plantAccount(deps, { role: 'auditor' }))
  const response = await send(app, `/insight/export?${SPRING}`, { cookie })
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(bytes.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
  const csv = parseCsv(new TextDecoder().decode(bytes))
  if (!('records' in csv)) throw new Error('unreadable')
  const { now, before } = await figures(app, cookie, SPRING)
  const rowsOf = ({ series, by }: Breakdown) =>
    1 + series.length + Object.values(by).reduce((sum, rows) => sum + rows.length, 0)
  expect(csv.records).toHaveLength(1 + rowsOf(now) + rowsOf(before))
  const cells = csv.records.flat()
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  expect(cells).toContain("'=1+1")
  const [head = [], total = []] = csv.records
  expect(total[head.indexOf('咨询量')]).toBe(String(now.total.consultations))
  const english = await send(app, `/insight/export?${SPRING}`, {
    cookie,
    headers: { 'accept-language': 'en' },
  })
  expect(await english.text()).toContain('Consultations')
})

test('the same as an XLSX file is a package of sheets with numbers and text, without formulas', async ({
  app,
  deps,
}) => {
  await plantHalfYear(deps, app)
  const cookie = await enter(deps, app, await plantAccount(deps, { role: 'auditor' }))
  const response = await send(app, `/insight/export?${SPRING}&format=xlsx`, { cookie })
  expect(response.headers.get('content-type')).toContain('spreadsheetml')
  const files = readZip(new Uint8Array(await response.arrayBuffer()))
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  expect(sheet).not.toContain('<f>')
  const { now } = await figures(app, cookie, SPRING)
  expect(sheet).toContain(`<v>${now.total.consultations}</v>`)
  expect([...files.values()].join()).toMatch(/>(?:'|&#39;|&apos;)=1\+1</)
})
