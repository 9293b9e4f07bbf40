import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duties, notices } from '../../src/db/schema/index.ts'
import { thisMonday } from '../../src/experts/rota.ts'
import { addDays } from '../../src/experts/rotation/weeks.ts'
import { newId } from '../../src/shared/ids.ts'
import { type Person, plantAccount } from '../accounts/staff.ts'
import { focusedIsInView, startBrowser } from './support/browser.ts'
import {
  type Asked,
  type ConsoleService,
  handOver,
  openConsole,
  openWorkbench,
  startConsoleService,
} from './support/console-service.ts'

let service: ConsoleService
let browser: Browser
let expert: Person
let asked: Asked

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  expert = await plantAccount(service.deps, { role: 'expert', expertId: service.expertId })
  asked = await handOver(service, '竞争对手仿冒我们的专利产品，我们该怎么维权？')
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const codeOf = (number: number) => `ZW-${String(number).padStart(8, '0')}`

/** Notices in somebody's inbox, one a minute; the first is the oldest. */
async function plantNotices({ id: recipientId }: Person, count: number): Promise<void> {
  const { deps } = service
  const begin = deps.now().getTime() - count * 60_000
  const rows = Array.from({ length: count }, (_, at) => {
    const createdAt = new Date(begin + at * 60_000)
    const id = newId()
    return {
      id,
      key: id,
      channel: 'inbox' as const,
      recipientKind: 'account',
      recipientId,
      kind: 'case_opened',
      data: { code: codeOf(at + 1) },
      state: 'sent' as const,
      attempts: 0,
      nextAt: createdAt,
      createdAt,
    }
  })
  await deps.db.insert(notices).values(rows)
}

test('an expert reaches every notice, however many there are, and reads an old one', async () => {
  await plantNotices(expert, 125)
  const page = await openWorkbench(browser, service, expert, { at: '#/notices' })
  const rows = page.locator('.notice-row')
  for (const shown of [20, 40, 60, 80, 100, 120]) {
    await expect.poll(() => rows.count()).toBe(shown)
    await page.getByRole('button', { name: '更多' }).click()
  }
  await expect.poll(() => rows.count()).toBe(125)
  await expect.poll(() => page.getByRole('button', { name: '更多' }).count()).toBe(0)
  const oldest = rows.last()
  await expect.poll(() => oldest.innerText()).toContain(codeOf(1))
  await oldest.getByRole('button', { name: '标为已读' }).click()
  await expect.poll(() => page.locator('.notice-unread').count()).toBe(124)
  await expect.poll(() => rows.count()).toBe(125)
  await page.context().close()
})

test('staff reach every notice, page by page, and reading one does not lead back to the first', async () => {
  await plantNotices(service.colleague, 65)
  const page = await openConsole(browser, service, service.colleague, { at: '/inbox' })
  const rows = page.locator('.records > li')
  const older = page.getByRole('button', { name: '更早的' })
  for (const shown of [30, 60]) {
    await expect.poll(() => rows.count()).toBe(shown)
    await older.click()
  }
  await expect.poll(() => rows.filter({ hasText: codeOf(1) }).count()).toBe(1)
  await expect.poll(() => older.count()).toBe(0)
  const count = await rows.count()
  const oldest = rows.filter({ hasText: codeOf(1) })
  await oldest.getByRole('button', { name: /^标为已读/ }).click()
  await expect.poll(() => oldest.getByText('未读', { exact: true }).count()).toBe(0)
  await expect.poll(() => rows.count()).toBe(count)
  await page.context().close()
})

test('an expert asks for somebody else in a week on duty, and staff see it in the rota', async () => {
  const { deps, city, expertId } = service
  const monday = thisMonday(deps.now())
  const [first, second] = [addDays(monday, 7), addDays(monday, 14)]
  const duty = { organisationId: city, expertId }
  await deps.db.insert(duties).values([
    { ...duty, week: first },
    { ...duty, week: second },
  ])
  const page = await openWorkbench(browser, service, expert, { at: '#/me' })
  const week = (day: string) => page.locator('.plain-rows li').filter({ hasText: day })
  await week(first).getByRole('button', { name: '申请换班' }).click()
  await page.getByText('换班申请已送达').first().waitFor()
  await week(first).getByText('已申请换班').waitFor()
  await week(second).getByRole('button', { name: '申请换班' }).waitFor()
  await page.reload()
  await week(first).getByText('已申请换班').waitFor()
  const rota = await openConsole(browser, service, service.staff, { at: '/rotation' })
  await rota.locator('tr').filter({ hasText: first }).getByText('请求换班').waitFor()
  await expect
    .poll(() => rota.locator('tr').filter({ hasText: second }).getByText('请求换班').count())
    .toBe(0)
  await page.context().close()
  await rota.context().close()
})

test('what comes late never pushes away what an expert has begun', async () => {
  const viewport = { width: 640, height: 400 }
  const page = await openWorkbench(browser, service, expert, { at: '#/notices', viewport })
  await page.locator('h1').waitFor()
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await page.route('**/api/expert/me', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${service.url}/expert/#/me`)
  await page.locator('.loading').waitFor()
  await page.locator('summary').evaluate((summary) => (summary as HTMLElement).focus())
  letThrough()
  await page.getByText('名录信息').waitFor()
  expect(await page.evaluate(focusedIsInView)).toBe(true)
  await page.context().close()
})

/** Walks through a page with the Tab key; names what stays out of sight once the page has drawn all it loads. */
async function findHidden(page: Page, steps: number): Promise<string[]> {
  const hidden: string[] = []
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab')
    const seen = await page
      .waitForFunction(focusedIsInView, null, { timeout: 5000 })
      .catch(() => null)
    if (seen !== null) continue
    hidden.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? ''))
  }
  return hidden
}

test.each([
  { zoom: '200 %', viewport: { width: 640, height: 400 } },
  { zoom: '400 %', viewport: { width: 320, height: 256 } },
])('at $zoom zoom nothing that has the focus is hidden, at either desk', async ({ viewport }) => {
  const found: Record<string, string[]> = {}
  const desk = await openConsole(browser, service, service.administrator, { viewport })
  for (const at of ['/', `/cases/${asked.id}`, '/dashboard', '/switches', '/accounts']) {
    await desk.goto('about:blank')
    await desk.goto(`${service.url}/console/#${at}`)
    await desk.locator('#main h1').waitFor()
    await expect.poll(() => desk.locator('.ant-spin').count()).toBe(0)
    const hidden = await findHidden(desk, 40)
    if (hidden.length > 0) found[at] = hidden
  }
  const bench = await openWorkbench(browser, service, expert, { viewport })
  for (const at of ['#/offered', '#/notices', '#/me']) {
    await bench.goto('about:blank')
    await bench.goto(`${service.url}/expert/${at}`)
    await bench.locator('h1').waitFor()
    await expect.poll(() => bench.locator('.loading').count()).toBe(0)
    const hidden = await findHidden(bench, 30)
    if (hidden.length > 0) found[at] = hidden
  }
  expect(found).toEqual({})
  await desk.context().close()
  await bench.context().close()
})
