import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  askAndWait,
  desktop,
  findBarriers,
  handOverOnPage,
  openPage,
  startBrowser,
} from './support/browser.ts'
import { startHostPage } from './support/host-page.ts'

let url: string
let child: ChildProcess
let dataDir: string
let browser: Browser

/** The pages over the service itself: knowledge, index, database and all. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-browser-'))
  child = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_REQUESTS: 'false', DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  url = await new Promise<string>((resolve, reject) => {
    let log = ''
    child.once('exit', () => reject(new Error(`the service did not start: ${log}`)))
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      const address = /"event":"listening","url":"([^"]+)"/.exec(log)?.[1]
      if (address) resolve(address)
    })
  })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
  await rm(dataDir, { recursive: true, force: true })
})

test('a question is answered with marks that open the exact clause and its status', async () => {
  const page = await openPage(browser, url)
  await askAndWait(page, '孵化器想办工作站，服务的企业要有多少家？')
  const answer = page.locator('.answer').last()
  await expect.poll(() => answer.innerText()).toContain('50家')
  await answer
    .locator('button', { hasText: /^\[?\d+\]?$/ })
    .first()
    .click()
  const sheet = page.getByRole('dialog')
  await sheet.waitFor()
  const words = await sheet.innerText()
  expect(words).toContain('第7条')
  expect(words).toContain('征求意见稿')
  await expect.poll(() => findBarriers(page)).toEqual([])
  await page.context().close()
})

test('a second question of the conversation is answered for itself', async () => {
  const page = await openPage(browser, url)
  await askAndWait(page, '哪里可以免费查欧洲和美国的专利？')
  await askAndWait(page, '区中心被撤销后多久能再申请？')
  await expect
    .poll(() => page.locator('.answer').last().innerText())
    .toContain('三年内不得再提交认定申请')
  await page.context().close()
})

test('an English question gets an English lead, Chinese evidence and no sideways scroll', async () => {
  const page = await openPage(browser, `${url}/?lang=en`)
  await askAndWait(page, 'Which district focuses on drones?')
  const words = await page.locator('.answer').last().innerText()
  expect(words).toContain('延庆区')
  expect(words).toContain('status')
  await page.context().close()
})

test('a search over everything opens the clause in its document', async () => {
  const page = await openPage(browser, `${url}/search/?q=区块链存证`, { viewport: desktop })
  const first = page.locator('.result').first()
  await first.waitFor()
  await first.getByRole('link').first().click()
  await page.locator('.addressed').waitFor()
  await expect.poll(() => page.locator('.addressed').innerText()).toContain('存证')
  await page.context().close()
})

test('the catalogue shows twenty services and says which fields the source lacks', async () => {
  const page = await openPage(browser, `${url}/catalogue/`, { viewport: desktop })
  await page.getByText('知识产权政策宣贯服务').first().waitFor()
  await page.getByText('其他新领域新业态服务').first().waitFor()
  await expect.poll(() => page.getByText('资料未提供').count()).toBeGreaterThan(0)
  await page.context().close()
})

test('the widget answers on the page of another site', async () => {
  const host = await startHostPage(url, {})
  const page = await openPage(browser, host.url, { viewport: desktop })
  await page.getByRole('button', { name: '知识产权咨询' }).click()
  const frame = page.frameLocator('iframe')
  await frame.locator('#question').fill('科幻产业是哪个区的？')
  await frame.locator('#question').press('Enter')
  await frame.locator('.answer[aria-busy="false"] .ai-label').waitFor()
  await expect.poll(() => frame.locator('.answer').last().innerText()).toContain('石景山区')
  await page.context().close()
  await host.stop()
})

test('a question is handed over to people, followed by its number and taken back', async () => {
  const page = await openPage(browser, url)
  await askAndWait(page, '竞争对手仿冒我们的专利产品，我们该怎么维权？')
  const { words, code } = await handOverOnPage(page)
  const sheet = page.getByRole('dialog')
  expect(words).toContain(`编号 ${code}`)
  await sheet.getByRole('button', { name: '查看办理进展' }).click()
  const card = page.locator(`#case-${code}`)
  await card.getByLabel('允许把我的联系方式提供给办理的专家').click()
  await page
    .getByRole('status')
    .filter({ hasText: '已同意向办理的专家提供联系方式' })
    .waitFor({ state: 'attached' })
  await page.reload()
  await card.waitFor()
  await expect
    .poll(() => card.getByLabel('允许把我的联系方式提供给办理的专家').isChecked())
    .toBe(true)
  await expect.poll(() => card.locator('[aria-current="step"]').innerText()).toBe('已转交')
  await card.getByRole('button', { name: '收回转办件' }).click()
  await card.getByRole('button', { name: '确定收回' }).click()
  await card.getByText('您已收回').waitFor()
  await page.context().close()
})

test('an answer is rated, a complaint made, and everything erased', async () => {
  const page = await openPage(browser, url)
  await askAndWait(page, '科幻产业是哪个区的？')
  await page.getByRole('button', { name: '2 分，不满意' }).click()
  await page.getByLabel('不完整').check()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByRole('button', { name: '已保存' }).waitFor()
  await page.reload()
  const chosen = page.getByRole('button', { name: '2 分，不满意' })
  await chosen.waitFor()
  await expect.poll(() => chosen.getAttribute('aria-pressed')).toBe('true')

  await page.getByRole('button', { name: '更多' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '投诉举报' }).click()
  await page.locator('#complaint-text').fill('回答不完整')
  await sheet.getByRole('button', { name: '提交', exact: true }).click()
  await sheet.locator('.code-line').waitFor()
  await expect.poll(() => sheet.innerText()).toMatch(/TS-[2-9A-HJ-NP-Z]{8}/)
  await sheet.getByRole('button', { name: '返回' }).click()

  await sheet.getByRole('button', { name: '我的数据' }).click()
  const waiting = page.waitForEvent('download')
  await sheet.getByRole('button', { name: '下载我的数据' }).click()
  const exported = await readFile(await (await waiting).path(), 'utf8')
  expect(exported).toContain('科幻产业是哪个区的？')
  expect(exported).toContain('回答不完整')
  await page.locator('#erase-word').fill('删除')
  await sheet.getByRole('button', { name: '永久删除我的数据' }).click()
  await sheet.getByText('已删除：1 次咨询').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: '您好，请问想了解什么？' }).waitFor()
  await page.context().close()
})
