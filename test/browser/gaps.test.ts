import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plantTurn } from '../feedback/plant.ts'
import { findBarriers, overflowsSideways, phone, startBrowser } from './support/browser.ts'
import {
  type ConsoleService,
  openConsole,
  send,
  startConsoleService,
} from './support/console-service.ts'

const QUESTIONS = ['专利年费一年交多少钱？', '专利的年费要交多少钱', '每年的专利年费是多少钱啊']

let service: ConsoleService
let browser: Browser

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  for (const question of QUESTIONS) {
    const { id } = (await send(`${service.url}/api/conversations`, {})) as { id: string }
    await plantTurn(service.deps, id, { question, outcome: 'escalate' })
  }
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('staff have the gaps sought, open one, draft an answer for it and see its state', async () => {
  const page = await openConsole(browser, service, service.administrator, { at: '/gaps' })
  await page.getByRole('button', { name: '现在分析' }).click()
  await page.getByRole('link', { name: /年费/ }).waitFor({ timeout: 60_000 })
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.getByRole('link', { name: /年费/ }).click()
  await page.getByRole('button', { name: '起草精选问答' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('答复', { exact: true }).fill('以缴费通知为准。')
  await sheet.getByRole('checkbox').first().check()
  await sheet.getByLabel('复核日期').fill('2099-01-01')
  await sheet.getByRole('button', { name: '起草精选问答' }).click()
  await page.getByText('处理中', { exact: true }).waitFor()
  await page.getByRole('link', { name: '草稿', exact: true }).waitFor()
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '已补充' }).click()
  // Offered for what is covered, not for what is in work.
  await page.getByRole('button', { name: '开始处理' }).waitFor()
  await page.context().close()
})

test('the list fits a telephone', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/gaps', viewport: phone })
  await page.getByRole('button', { name: '热点问题' }).waitFor()
  await expect.poll(() => overflowsSideways(page)).toBe(false)
  await page.context().close()
})
