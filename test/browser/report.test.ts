import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plantReport } from '../insight/report/plant.ts'
import { plantTraining } from '../training/plant.ts'
import { findBarriers, overflowsSideways, settled, startBrowser } from './support/browser.ts'
import {
  type ConsoleService,
  openConsole,
  send,
  startConsoleService,
} from './support/console-service.ts'

const DAY_MS = 86_400_000

let service: ConsoleService
let browser: Browser

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  const begun = (await send(`${service.url}/api/conversations`, {})) as {
    id: string
    token: string
  }
  const asking = `${service.url}/api/conversations/${begun.id}/messages`
  await send(asking, { text: '专家接到通知后多久响应？' }, begun.token)
  const startsAt = new Date(service.deps.now().getTime() - DAY_MS)
  await plantTraining(service.deps, {
    organisationId: service.city,
    createdBy: service.staff.id,
    state: 'counted',
    walkIns: 12,
    startsAt,
    endsAt: startsAt,
  })
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const beijingDay = (at: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at)

const title = (page: Page) => page.getByRole('heading', { level: 1 })

test('staff draw up a report, see how far it is, write beside the numbers and save a file; a colleague approves it', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/reports' })
  await title(page).waitFor()
  const today = beijingDay(service.deps.now())
  const monthAgo = beijingDay(new Date(service.deps.now().getTime() - 30 * DAY_MS))
  await page.getByLabel('开始', { exact: true }).fill(monthAgo)
  await page.getByLabel('结束', { exact: true }).fill(today)
  await page.getByRole('button', { name: '生成报告' }).click()
  await page.getByText('报告期内共提供知识产权信息公共咨询服务 1 次').waitFor()
  await page.getByText('培训 12 人次').waitFor()
  await page.getByLabel('咨询量：查询语句', { exact: true }).click()
  await page.locator('pre:visible', { hasText: 'select' }).first().waitFor()
  await page.getByLabel('改进举措：工作人员补充').fill('增加巡回讲座。')
  const kept = page.waitForResponse((each) => each.url().endsWith('/texts') && each.ok())
  await page.getByRole('button', { name: '保存文字' }).click()
  await kept
  await page.getByText('您参与了编写').waitFor()
  expect(await findBarriers(page)).toEqual([])
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '内部版 HTML' }).click()
  const file = await readFile(await (await downloading).path(), 'utf8')
  expect(file).toContain('增加巡回讲座。')
  expect(file).toContain('<svg')
  const address = page.url()
  await page.context().close()

  const other = await openConsole(browser, service, service.colleague, {
    at: new URL(address).hash.slice(1),
  })
  await other.getByRole('button', { name: '审核通过' }).click()
  await other.locator('.ant-popconfirm').getByRole('button', { name: '审核通过' }).click()
  await other.getByText('已审核').first().waitFor()
  await expect.poll(() => other.getByRole('button', { name: '重新计算' }).count()).toBe(0)
  await other.getByText('增加巡回讲座。').waitFor()
  await other.context().close()
})

test('a file of a report reads on a phone and on paper without scripts, and without a barrier', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/reports' })
  await title(page).waitFor()
  await page.getByRole('button', { name: '生成报告' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '内部版 HTML' }).click()
  const html = await readFile(await (await downloading).path(), 'utf8')
  await page.context().close()
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const reading = await context.newPage()
  await reading.setContent(html)
  await reading.getByRole('heading', { level: 1 }).waitFor()
  expect(await overflowsSideways(reading)).toBe(false)
  expect(await findBarriers(reading)).toEqual([])
  await context.close()
})

test.each([
  ['zh', { width: 360, height: 740 }, 'light'],
  ['en', { width: 1280, height: 800 }, 'dark'],
] as const)(
  'list and draft of reports read in %s, and nothing is in the way or wider than the screen',
  async (language, viewport, colorScheme) => {
    const id = await plantReport(service.deps, {
      organisationId: service.city,
      authors: [service.staff.id],
    })
    const options = { viewport, colorScheme }
    for (const at of ['/reports', `/reports/${id}`]) {
      const page = await openConsole(browser, service, service.auditor, {
        at,
        language,
        ...options,
      })
      await title(page).waitFor()
      await settled(page)
      await expect.poll(() => overflowsSideways(page)).toBe(false)
      expect(await findBarriers(page)).toEqual([])
      await page.context().close()
    }
  },
)
