import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAndWait, desktop, findBarriers, openPage, startBrowser } from './support/browser.ts'
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
}, 120_000)

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
  expect(await answer.innerText()).toContain('50家')
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
  expect(await page.locator('.answer').last().innerText()).toContain('三年内不得再提交认定申请')
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
  expect(await page.locator('.addressed').innerText()).toContain('存证')
  await page.context().close()
})

test('the catalogue shows twenty services and says which fields the source lacks', async () => {
  const page = await openPage(browser, `${url}/catalogue/`, { viewport: desktop })
  await page.getByText('知识产权政策宣贯服务').first().waitFor()
  await page.getByText('其他新领域新业态服务').first().waitFor()
  expect(await page.getByText('资料未提供').count()).toBeGreaterThan(0)
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
  expect(await frame.locator('.answer').last().innerText()).toContain('石景山区')
  await page.context().close()
  await host.stop()
})
