import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSession } from '../../src/accounts/sessions.ts'
import { parseCsv } from '../../src/experts/csv/parse-csv.ts'
import type { Breakdown } from '../../src/insight/figures.ts'
import { plantHalfYear } from '../insight/plant-half-year.ts'
import { findBarriers, overflowsSideways, startBrowser } from './support/browser.ts'
import { type ConsoleService, openConsole, startConsoleService } from './support/console-service.ts'

let service: ConsoleService
let browser: Browser
let cookie: string

const PERIOD = 'from=2026-01-01&to=2026-06-30'

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  const { deps, url, auditor } = service
  const request = (path: string, init?: RequestInit) => fetch(new URL(path, url), init)
  // Only `request` of an app is used.
  await plantHalfYear(deps, { request } as Parameters<typeof plantHalfYear>[1])
  const opening = { accountId: auditor.id, stage: 'full', now: deps.now() } as const
  cookie = `zhiwen-session=${(await openSession(deps.db, opening)).token}`
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

type Both = { now: Breakdown; before: Breakdown }

async function figures(query = PERIOD): Promise<Both> {
  const response = await fetch(`${service.url}/api/staff/insight?${query}`, { headers: { cookie } })
  expect(response.status).toBe(200)
  return (await response.json()) as Both
}

const open = (options: Parameters<typeof openConsole>[3] = {}) =>
  openConsole(browser, service, service.auditor, { at: `/dashboard?${PERIOD}`, ...options })

const card = (page: Page, title: string) =>
  page.locator('.chart-card').filter({ has: page.getByRole('heading', { name: title }) })

/** The rows of a chart's table, as they are read. */
async function tableOf(page: Page, title: string): Promise<string[][]> {
  const place = card(page, title)
  await place.getByRole('button', { name: '表格视图' }).click()
  await place.locator('tbody tr').first().waitFor()
  const rows = await place.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()))
}

test('a chart is drawn where it is asked for, and its table says what the API says', async () => {
  const page = await open()
  await card(page, '趋势').locator('svg').waitFor()
  await expect.poll(() => page.locator('.chart svg').count()).toBeGreaterThan(4)
  const { now, before } = await figures()
  await expect
    .poll(() => page.locator('#figure-consultations .value').innerText())
    .toBe(String(now.total.consultations))
  await expect
    .poll(() => tableOf(page, '趋势'))
    .toEqual(
      now.series.map(({ name, figures: each }, at) => [
        name,
        String(each.consultations),
        String(before.series[at]?.figures.consultations ?? '无数据'),
      ]),
    )
  const topics = await tableOf(page, '各主题')
  expect(topics.map(([name, value]) => [name, value])).toEqual(
    now.by.topic.map(({ name, figures: each }) => [name || '未注明', String(each.consultations)]),
  )
  await page.context().close()
})

test('a share is shown with what it is a share of, and another period can be compared', async () => {
  const compared = `${PERIOD}&compareFrom=2026-01-01&compareTo=2026-03-31`
  const page = await open({ at: `/dashboard?${compared}&measure=respondedInTime` })
  const { now, before } = await figures(compared)
  const percent = (share: number | null) =>
    share === null ? '无数据' : `${(share * 100).toFixed(1)}%`
  await page.locator('#figure-respondedInTime summary').click()
  const told = await page.locator('#figure-respondedInTime').innerText()
  expect(told).toContain(percent(now.total.respondedInTime.share))
  expect(told).toContain(percent(before.total.respondedInTime.share))
  expect(told).toContain(`${now.total.respondedInTime.part}/${now.total.respondedInTime.of}`)
  expect(told).toContain('期限届满前')
  const rows = await tableOf(page, '各区')
  const wanted = now.by.district.map(({ name, figures: { respondedInTime: each } }) => [
    name || '未注明',
    percent(each.share),
    `${each.part}/${each.of}`,
  ])
  expect(rows.map((row) => [row[0], row[1], row[3]])).toEqual(wanted)
  await page.context().close()
})

test('a filter of one district leaves its figures', async () => {
  const page = await open({ at: `/dashboard?${PERIOD}&district=${encodeURIComponent('海淀区')}` })
  const { now } = await figures(`${PERIOD}&district=${encodeURIComponent('海淀区')}`)
  const value = page.locator('#figure-consultations .value')
  await expect.poll(() => value.innerText()).toBe(String(now.total.consultations))
  await page.getByRole('button', { name: '清除筛选' }).click()
  const all = (await figures()).now.total.consultations
  await expect.poll(() => value.innerText()).toBe(String(all))
  await page.context().close()
})

test('the figures are saved as files that Excel reads and that calculate nothing', async () => {
  const page = await open()
  await page.locator('#figure-cases').waitFor()
  const save = async (name: string) => {
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name }).click()
    return readFile(await (await waiting).path())
  }
  const csv = await save('导出 CSV')
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const read = parseCsv(csv.toString('utf8').slice(1))
  const cells = 'records' in read ? read.records.flat() : []
  expect(cells).toContain("'=1+1")
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  const xlsx = await save('导出 Excel')
  expect(xlsx.subarray(0, 2).toString()).toBe('PK')
  await page.context().close()
})

test('nothing that draws charts is fetched before the dashboard', async () => {
  const fetched: string[] = []
  const page = await open({ at: '/inbox' })
  page.on('request', (request) => void fetched.push(new URL(request.url()).pathname))
  await page.reload()
  await page.getByRole('heading', { name: '通知', level: 1 }).waitFor()
  expect(fetched.filter((path) => /chart|dashboard/.test(path))).toEqual([])
  await page.getByRole('link', { name: '数据看板' }).click()
  await page.locator('.chart svg').first().waitFor()
  expect(fetched.some((path) => /\/chart-/.test(path))).toBe(true)
  await page.context().close()
})

test('the dashboard has no barriers, in the dark and in English too, and fits 320 pixels', async () => {
  const narrow = { viewport: { width: 320, height: 640 } }
  for (const options of [
    {},
    { colorScheme: 'dark', language: 'en' },
    narrow,
    { ...narrow, language: 'en' },
  ] as const) {
    const page = await open(options)
    await page.locator('.chart svg').nth(3).waitFor()
    await page.locator('summary').first().click()
    expect([options, await findBarriers(page)]).toEqual([options, []])
    expect([options, await overflowsSideways(page)]).toEqual([options, false])
    await page.context().close()
  }
})

test('on paper there are the figures and charts, and nothing to press', async () => {
  const page = await open()
  await page.locator('.chart svg').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => page.locator('#figure-cases').isVisible()).toBe(true)
  await expect.poll(() => page.locator('.chart svg').first().isVisible()).toBe(true)
  await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false)
  await expect.poll(() => page.getByRole('button', { name: '导出 CSV' }).isVisible()).toBe(false)
  await page.context().close()
})
