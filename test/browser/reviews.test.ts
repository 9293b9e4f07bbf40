import { eq } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { messages } from '../../src/db/schema/index.ts'
import { ensureCityCentre } from '../../src/organisations/ensure-city-centre.ts'
import { plantTurn } from '../feedback/plant.ts'
import { plantReview } from '../insight/reviews/plant.ts'
import { findBarriers, overflowsSideways, phone, startBrowser } from './support/browser.ts'
import {
  type ConsoleService,
  openConsole,
  send,
  startConsoleService,
} from './support/console-service.ts'

let service: ConsoleService
let browser: Browser

async function plantDrawn(): Promise<void> {
  const { deps, url } = service
  const { id: conversationId } = (await send(`${url}/api/conversations`, {})) as { id: string }
  const { id, number } = await plantTurn(deps, conversationId, { question: '专利年费怎么交？' })
  const answer = {
    id,
    conversationId,
    author: 'assistant' as const,
    writer: 'extract' as const,
    outcome: 'answer' as const,
    reason: 'planted',
    coverage: 'complete' as const,
    language: 'zh' as const,
    text: '以缴费通知为准。',
    sentences: [],
    citations: [],
    routing: {
      level: 'self' as const,
      field: '专利' as const,
      topics: [],
      district: null,
      urgency: 'normal' as const,
      reasons: [],
    },
    suggestions: [],
    label: '',
    stopped: false,
    at: deps.now().toISOString(),
  }
  await deps.db.update(messages).set({ answer }).where(eq(messages.id, id))
  const { id: organisationId } = await ensureCityCentre(deps.db, deps.now())
  await plantReview(deps, { organisationId, consultation: number })
}

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  await plantDrawn()
  await plantDrawn()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('a drawn answer is reviewed by keyboard, and the results count it', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/reviews' })
  await page.getByRole('link', { name: '智能答复' }).first().click()
  await page.getByText('以缴费通知为准。').waitFor()
  const save = page.getByRole('button', { name: '提交评价' })
  await expect.poll(() => save.isDisabled()).toBe(true)
  await expect.poll(() => findBarriers(page)).toEqual([])
  for (const group of ['依据准确', '答其所问', '清楚易懂', '公益规范']) {
    const first = page.getByRole('group', { name: group }).getByRole('radio').first()
    await first.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
  }
  await page.getByLabel('评语').fill('讲得清楚。')
  await expect.poll(() => save.isEnabled()).toBe(true)
  await save.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '已评' }).click()
  await page.getByRole('cell', { name: '100' }).waitFor()
  await page.getByRole('link', { name: '智能答复' }).first().click()
  await page.getByText('讲得清楚。').waitFor()
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.context().close()
})

test('the results fit a telephone and have no barriers', async () => {
  const options = { at: '/reviews', viewport: phone }
  const page = await openConsole(browser, service, service.administrator, options)
  await page.getByRole('button', { name: '结果' }).click()
  await page.getByLabel('开始月份').fill('2026-01')
  await page.getByLabel('结束月份').fill('2026-12')
  await page.getByRole('cell', { name: '合计' }).waitFor()
  await expect.poll(() => overflowsSideways(page)).toBe(false)
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.context().close()
})
