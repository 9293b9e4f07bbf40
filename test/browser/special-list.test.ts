import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { organisations } from '../../src/db/schema/index.ts'
import { ensureCityCentre } from '../../src/organisations/ensure-city-centre.ts'
import { newId } from '../../src/shared/ids.ts'
import { findBarriers, overflowsSideways, phone, startBrowser } from './support/browser.ts'
import { type ConsoleService, openConsole, startConsoleService } from './support/console-service.ts'

let service: ConsoleService
let browser: Browser

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  const { db, now } = service.deps
  const { id: parentId } = await ensureCityCentre(db, now())
  const id = newId()
  const place = { district: '海淀区', address: '演示路 1 号', listed: true }
  const path = `${parentId}/${id}/`
  const row = {
    id,
    name: '演示工作站',
    level: 'station' as const,
    parentId,
    path,
    createdAt: now(),
  }
  await db.insert(organisations).values({ ...row, ...place })
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('a list is written and published, and the catalogue shows it to everybody', async () => {
  const page = await openConsole(browser, service, service.administrator, { at: '/special-lists' })
  await page.getByRole('link', { name: '演示工作站' }).click()
  await page.getByText('人工智能', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: '加入一项' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('服务内容').fill('人工智能企业专利预审辅导')
  await sheet.getByLabel('服务对象').fill('区内人工智能企业')
  await sheet.getByLabel('频次').fill('每月一次')
  await sheet.getByLabel('预期成果').fill('全年辅导 30 家')
  await sheet.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByRole('cell', { name: '每月一次' }).waitFor()
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: /公\s*示/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /公\s*示/ })
    .click()
  await page
    .getByText(/ 公示$/)
    .first()
    .waitFor()
  await page.goto(`${service.url}/catalogue`)
  await page.getByRole('tab', { name: '服务网点' }).click()
  await page.getByText('本年度特色服务清单').click()
  await page.getByText('全年辅导 30 家').waitFor()
  await page.context().close()
})

test('the list of the stations fits a telephone', async () => {
  const options = { at: '/special-lists', viewport: phone }
  const page = await openConsole(browser, service, service.staff, options)
  await page.getByRole('link', { name: '演示工作站' }).waitFor()
  await expect.poll(() => overflowsSideways(page)).toBe(false)
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.context().close()
})
