import { mkdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, plantAccount } from '../accounts/staff.ts'
import { askAndWait, handOverOnPage, openPage, startBrowser } from './support/browser.ts'
import {
  type ConsoleService,
  openConsole,
  openWorkbench,
  startConsoleService,
} from './support/console-service.ts'

/** A picture of each step is kept here. */
const PICTURES = fileURLToPath(new URL('../../dist/whole-story/', import.meta.url))

let service: ConsoleService
let browser: Browser
let expert: Person

beforeAll(async () => {
  service = await startConsoleService()
  const { deps, expertId } = service
  expert = await plantAccount(deps, { role: 'expert', expertId })
  browser = await startBrowser()
  await rm(PICTURES, { recursive: true, force: true })
  await mkdir(PICTURES, { recursive: true })
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

let pictures = 0

async function picture(page: Page, name: string): Promise<void> {
  pictures += 1
  await page.screenshot({ path: `${PICTURES}${String(pictures).padStart(2, '0')}-${name}.png` })
}

async function handOver(page: Page): Promise<string> {
  const { code } = await handOverOnPage(page)
  await picture(page, 'handed-over')
  await page.getByRole('dialog').getByRole('button', { name: '查看办理进展' }).click()
  return code
}

const REPLY = '可以先固定证据，再向所在区的知识产权管理部门请求行政处理。'

test('from the question to the dashboard: asked, handed over, assigned, answered, approved, read, rated, counted', async () => {
  const asker = await openPage(browser, service.url)
  await askAndWait(asker, '竞争对手仿冒我们的专利产品，我们该怎么维权？')
  await picture(asker, 'asked')
  const code = await handOver(asker)
  const card = asker.locator(`#case-${code}`)

  const staff = await openConsole(browser, service, service.staff)
  await staff.locator('tr, li, [role="row"]').filter({ hasText: code }).first().waitFor()
  await picture(staff, 'queue')
  await staff.keyboard.press('Enter')
  await staff.getByRole('heading', { level: 1, name: code }).waitFor()
  await staff.keyboard.press('a')
  await staff.getByRole('dialog').getByText('领域相符').waitFor()
  await picture(staff, 'proposed')
  await staff.keyboard.press('Enter')
  await staff.getByText('待接单').waitFor()

  const work = await openWorkbench(browser, service, expert)
  await work.locator('.ticket-row', { hasText: code }).click()
  await work.getByRole('heading', { name: `任务 ${code}` }).waitFor()
  await picture(work, 'offered')
  await work.locator('#no-conflict').check()
  await work.getByRole('button', { name: '接单', exact: true }).click()
  await work.locator('#reply-text').fill(REPLY)
  await picture(work, 'replying')
  await work.getByRole('button', { name: '提交答复', exact: true }).click()
  await work.getByText('答复已提交，由工作人员审核后发出').first().waitFor()

  await staff.getByText(REPLY).first().waitFor()
  await picture(staff, 'reviewing')
  await staff.keyboard.press('e')
  await staff.getByRole('dialog').getByText('发出后不能收回').waitFor()
  await staff.keyboard.press('Enter')

  await asker.locator('.statement', { hasText: REPLY }).waitFor({ timeout: 60_000 })
  await expect
    .poll(() => asker.locator('.statement', { hasText: REPLY }).innerText())
    .toContain('专家')
  await picture(asker, 'answered')
  await card.getByRole('button', { name: /^5 分/ }).click()
  await card.getByRole('button', { name: /^5 分/, pressed: true }).waitFor()
  await picture(asker, 'rated')

  const day = new Date(service.deps.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const board = await openConsole(browser, service, service.administrator, {
    at: `/dashboard?from=${day}&to=${day}`,
  })
  const figure = (name: string) => board.locator(`#figure-${name} .value`).innerText()
  await expect.poll(() => figure('consultations')).toBe('1')
  await expect.poll(() => figure('cases')).toBe('1')
  await expect.poll(() => figure('respondedInTime')).toBe('100.0%')
  await picture(board, 'counted')
  for (const page of [asker, staff, work, board]) await page.context().close()
})
