import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ask,
  askAndWait,
  bestOf,
  composer,
  keptAtOnce,
  openPage,
  startBrowser,
} from './support/browser.ts'
import { createGate } from './support/mock-api.ts'
import { startService } from './support/start-service.ts'
import type { Service } from './support/start-service.ts'

let service: Service
let browser: Browser

beforeAll(async () => {
  service = await startService()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const question = '志愿服务专家多久会响应咨询？'
const tenSentences = Array.from({ length: 10 }, (_, at) => ({ text: `第${at + 1}句。` }))
const wholeAnswer = tenSentences.map(({ text }) => text).join('')

test('going offline shows within a second, and what was typed survives a reload', async () => {
  const page = await openPage(browser, service.url)
  expect(await keptAtOnce(composer(page), '还没发出的问题')).toContain('还没发出的问题')
  const told = page.getByText(/网络已断开/)
  const goOffline = async () => {
    await page.context().setOffline(false)
    await told.waitFor({ state: 'detached' })
    const started = performance.now()
    await page.context().setOffline(true)
    await told.waitFor()
    return performance.now() - started
  }
  expect(await bestOf(5, 1000, goOffline)).toBeLessThanOrEqual(1000)
  await page.context().setOffline(false)
  await told.waitFor({ state: 'detached' })
  await page.reload()
  await expect.poll(() => composer(page).inputValue()).toBe('还没发出的问题')
  await page.context().close()
})

test('a question asked offline is kept and sent by retry', async () => {
  const page = await openPage(browser, service.url)
  await page.context().setOffline(true)
  await ask(page, question)
  await page.getByText('网络连接失败，请检查网络后重试。').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await page.locator('.ai-label').waitFor()
  await expect.poll(() => page.locator('.question').count()).toBe(1)
  await page.context().close()
})

test('a question that never arrived is still there after a reload, and keeps its key', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, '先问一个')
  await page.context().setOffline(true)
  await ask(page, question)
  await page.getByRole('button', { name: '重试' }).waitFor()
  const key = await page.evaluate(
    () => (JSON.parse(localStorage.getItem('zhiwen.unsent') ?? '{}') as { key: string }).key,
  )
  await page.context().setOffline(false)
  await page.reload()
  await page.getByRole('button', { name: '重试' }).click()
  await page.locator('.ai-label').nth(1).waitFor()
  const last = service.control.requests.filter(({ path }) => path.endsWith('/messages')).pop()
  expect(last?.headers['idempotency-key']).toBe(key)
  await expect
    .poll(() => page.locator('.question p').allInnerTexts())
    .toEqual(['先问一个', question])
  await page.context().close()
})

test('a cut stream says so, then goes on after the last event without gap or repetition', async () => {
  const page = await openPage(browser, service.url)
  const rest = createGate()
  const hold = { at: 3, until: rest.until }
  service.control.answerNext({ sentences: tenSentences, cutAfter: 4, hold })
  await ask(page, question)
  await page.getByText(/连接中断，已收到的内容已保留/).waitFor()
  await expect.poll(() => page.locator('.answer-words').innerText()).toBe('第1句。第2句。第3句。')
  await page.getByRole('button', { name: '继续接收' }).waitFor()
  rest.open()
  await page.locator('.answer-actions').waitFor()
  await expect.poll(() => page.locator('.answer-words').innerText()).toBe(wholeAnswer)
  const resumed = service.control.requests.filter(({ path }) => path.startsWith('/api/messages/'))
  expect(resumed.pop()?.headers['last-event-id']).toBe('4')
  await page.context().close()
})

test('an answer still on its way is taken up again after a reload', async () => {
  const page = await openPage(browser, service.url)
  const rest = createGate()
  service.control.answerNext({ sentences: tenSentences, hold: { at: 2, until: rest.until } })
  await ask(page, question)
  await page.getByText('第2句。').waitFor()
  await page.reload()
  await page.getByRole('button', { name: '停止' }).waitFor()
  rest.open()
  await page.locator('.answer-actions').waitFor()
  await expect.poll(() => page.locator('.answer-words').innerText()).toBe(wholeAnswer)
  await expect.poll(() => page.locator('.question p').allInnerTexts()).toEqual([question])
  await page.context().close()
})

test('where nothing can be stored the page still answers', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new Error('denied')
      },
    })
  })
  await page.goto(service.url)
  await askAndWait(page, question)
  await askAndWait(page, '再问一个')
  await expect.poll(() => page.locator('.question').count()).toBe(2)
  await context.close()
})
