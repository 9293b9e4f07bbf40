import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { documentVersions } from '../../src/db/schema/index.ts'
import { plantRecall, plantVersions } from '../documents/plant.ts'
import type { Person } from '../accounts/staff.ts'
import { ask, begin } from '../support/front-door.ts'
import { findBarriers, overflowsSideways, settled, startBrowser } from './support/browser.ts'
import { type ConsoleService, openConsole, startConsoleService } from './support/console-service.ts'

const FINAL = await readFile(new URL('../fixtures/documents/measures-final.md', import.meta.url))

let service: ConsoleService
let browser: Browser
let planted: Awaited<ReturnType<typeof plantVersions>>

beforeAll(async () => {
  service = await startConsoleService()
  // Building an index takes long and has tests of its own.
  service.deps.rebuild.running = true
  planted = await plantVersions(service.deps, service.auditor.id, service.administrator.id)
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

type Opening = Parameters<typeof openConsole>[3]
const open = (person: Person, at: string, options: Opening = {}) =>
  openConsole(browser, service, person, { at, ...options })

async function published(page: Page): Promise<void> {
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText('使用中').first().waitFor()
}

test('a file is uploaded, its days are checked, and a colleague publishes it; the administrator can roll back', async () => {
  const page = await open(service.staff, '/documents')
  await page.getByLabel('属于哪份文件').click()
  await page.locator('.ant-select-item-option').filter({ hasText: '管理办法' }).click()
  const file = { name: 'measures.md', mimeType: 'text/markdown', buffer: FINAL }
  await page.getByLabel(/^文件（DOCX/).setInputFiles(file)
  await page.getByRole('button', { name: '上传' }).click()
  await page.getByRole('heading', { name: /第 2 版/ }).waitFor()
  await page.locator('#menu a[aria-current="page"]', { hasText: '文件版本' }).waitFor()
  await page.getByText('对照第 1 版').waitFor()
  await expect.poll(() => page.locator('ins').allInnerTexts()).toContain('30')
  const first = page.getByLabel('施行日期（第一个有效日）')
  await expect.poll(() => first.inputValue()).toBe('2026-05-01')
  await first.fill('')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('标为有效，要填施行日期。').waitFor()
  await first.fill('2026-05-02')
  await page.getByRole('button', { name: '保存' }).click()
  await expect.poll(() => page.getByText('标为有效，要填施行日期。').count()).toBe(0)
  await page.getByRole('button', { name: '提交发布' }).click()
  await page.getByText('上传人和最后修改人不能发布。').waitFor()
  expect(await page.getByRole('button', { name: '发布', exact: true }).count()).toBe(0)

  const [row] = await service.deps.db
    .select()
    .from(documentVersions)
    .where(and(eq(documentVersions.document, 'measures-draft'), eq(documentVersions.number, 2)))
  const at = `/documents/${row?.id}`
  const colleague = await open(service.colleague, at)
  await published(colleague)
  expect(await colleague.getByRole('button', { name: '退回到上一版' }).count()).toBe(0)
  const administrator = await open(service.administrator, at)
  await administrator.getByRole('button', { name: '退回到上一版' }).click()
  await administrator.locator('.ant-popconfirm').getByRole('button', { name: '退回' }).click()
  await administrator.getByText('已撤回').first().waitFor()
  for (const each of [page, colleague, administrator]) await each.context().close()
})

/** A list with the answer to a question. */
async function plantList(from: string, to: string): Promise<string> {
  const app = createApp(() => service.deps)
  const { id: messageId } = await ask(app, await begin(app), '专家接到通知后多久响应？')
  return plantRecall(service.deps, { from, to, messageId })
}

test('answers on the list are chosen by keyboard, and the correction is approved', async () => {
  const id = await plantList(planted.formerVersion, planted.publishedVersion)
  const page = await open(service.staff, `/recalls/${id}`)
  const choice = page.getByRole('checkbox', { name: /咨询档案/ })
  await choice.focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '批准更正通知（1）' }).click()
  await expect.poll(() => page.getByText('已通知').count()).toBe(1)
  await page.context().close()
})

const phone = { width: 360, height: 740 }
/** Planted once, for every look. */
let listed: Promise<string> | undefined

const looks: [string, Opening][] = [
  ['wide', {}],
  ['English, dark', { language: 'en', colorScheme: 'dark' }],
  ['phone', { viewport: phone }],
  ['phone, dark', { viewport: phone, colorScheme: 'dark' }],
]

test.each(looks)('no barrier is found in the screens of documents: %s', async (look, options) => {
  listed ??= plantList(planted.submittedVersion, planted.publishedVersion)
  const recall = await listed
  for (const at of [
    '/documents',
    `/documents/${planted.draftVersion}`,
    `/documents/${planted.publishedVersion}`,
    '/recalls',
    `/recalls/${recall}`,
  ]) {
    const page = await open(service.administrator, at, options)
    await page.locator('main h1').waitFor()
    await page.waitForLoadState('networkidle')
    await settled(page)
    const folder = process.env['SHOTS']
    const name = `${at.replaceAll('/', '-').slice(1, 20)}-${look}`
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: false })
    expect([at, await findBarriers(page)]).toEqual([at, []])
    expect([at, await overflowsSideways(page)]).toEqual([at, false])
    await page.context().close()
  }
})
