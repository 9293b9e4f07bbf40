import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  askAndWait,
  composer,
  desktop,
  findBarriers,
  focusedIsInView,
  openPage,
  overflowsSideways,
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

const question = '怎样申请设立知识产权公共服务工作站？'
const answered = (page: Page) => askAndWait(page, question)
const ready = (page: Page) => page.locator('h1').first().waitFor()

async function enlarge(page: Page, steps: number): Promise<void> {
  await page.getByRole('button', { name: '大字', exact: true }).click()
  if (steps === 2) await page.getByRole('button', { name: '特大字', exact: true }).click()
}

async function loaded(page: Page): Promise<void> {
  await ready(page)
  await page.locator('.card').nth(1).waitFor()
}

type State = {
  name: string
  path?: string
  options?: BrowserContextOptions
  reach?: (page: Page) => Promise<unknown>
}

const states: State[] = [
  { name: 'start' },
  { name: 'start on a large screen', options: { viewport: desktop } },
  {
    name: 'streaming',
    reach: async (page) => {
      const sentences = Array.from({ length: 50 }, (_, at) => ({ text: `第${at}句。` }))
      service.control.answerNext({ sentences, pauseMs: 200 })
      await ask(page, question)
      await page.getByText('第2句。').waitFor()
    },
  },
  { name: 'answered', reach: answered },
  {
    name: 'a person advised',
    reach: async (page) => {
      service.control.answerNext({ sentences: [{ text: '答。' }], level: 'staff' })
      await answered(page)
      await page.getByText('为什么').click()
    },
  },
  {
    name: 'citation open',
    reach: async (page) => {
      await answered(page)
      await page.locator('.citation').first().click()
      await page.locator('mark').waitFor()
    },
  },
  {
    name: 'history',
    reach: async (page) => {
      await answered(page)
      await page.getByRole('button', { name: '历史' }).click()
      await page.locator('.history-list').waitFor()
    },
  },
  { name: 'large type', reach: async (page) => (await enlarge(page, 1), answered(page)) },
  { name: 'largest type', reach: async (page) => (await enlarge(page, 2), answered(page)) },
  { name: 'English', path: '/?lang=en', reach: answered },
  { name: 'dark', options: { colorScheme: 'dark' }, reach: answered },
  {
    name: 'failed',
    reach: async (page) => {
      await page.context().setOffline(true)
      await ask(page, question)
      await page.getByRole('button', { name: '重试' }).waitFor()
    },
  },
  { name: 'embedded', path: '/embed/', reach: answered },
  { name: 'search', path: '/search/?q=工作站', reach: loaded },
  {
    name: 'search in the dark',
    path: '/search/?q=工作站',
    options: { colorScheme: 'dark' },
    reach: loaded,
  },
  {
    name: 'services',
    path: '/catalogue/',
    reach: async (page) => {
      await loaded(page)
      await page
        .getByRole('button', { name: /展开各项内容/ })
        .first()
        .click()
    },
  },
  { name: 'platforms', path: '/catalogue/?tab=platforms', reach: loaded },
  { name: 'courses', path: '/catalogue/?tab=courses&lang=en', reach: loaded },
  {
    name: 'districts',
    path: '/catalogue/?tab=districts',
    options: { colorScheme: 'dark' },
    reach: loaded,
  },
  { name: 'points', path: '/catalogue/?tab=points&lang=en', reach: loaded },
  { name: 'board', path: '/catalogue/?board=1', options: { viewport: desktop }, reach: ready },
  { name: 'documents', path: '/documents/', reach: loaded },
  {
    name: 'reader',
    path: '/documents/measures-draft#art6(2)',
    reach: (page) => page.locator('.addressed').waitFor(),
  },
]

describe('axe finds nothing', () => {
  test.each(states)('in: $name', async ({ path = '/', options, reach }) => {
    const page = await openPage(browser, service.url + path, options)
    await reach?.(page)
    expect(await findBarriers(page)).toEqual([])
    await page.context().close()
  })
})

describe('at 320 px nothing scrolls sideways', () => {
  const small = { viewport: { width: 320, height: 568 } }
  test.each(states)('in: $name', async ({ path = '/', options, reach }) => {
    const page = await openPage(browser, service.url + path, { ...options, ...small })
    await reach?.(page)
    await expect.poll(() => overflowsSideways(page)).toBe(false)
    await page.context().close()
  })
})

describe.each([
  { zoom: '200 %', viewport: { width: 640, height: 400 } },
  { zoom: '400 %', viewport: { width: 320, height: 256 } },
])('at $zoom zoom', ({ viewport }) => {
  test.each([
    { name: 'chat', path: '/', reach: answered },
    { name: 'search', path: '/search/?q=工作站', reach: loaded },
    { name: 'catalogue', path: '/catalogue/', reach: loaded },
    { name: 'reader', path: '/documents/measures-draft', reach: ready },
  ])('nothing focused is hidden: $name', async ({ path, reach }) => {
    const page = await openPage(browser, service.url + path, { viewport })
    await reach(page)
    const reached = new Set<string>()
    for (let step = 0; step < 24; step += 1) {
      await page.keyboard.press('Tab')
      await expect.poll(() => page.evaluate(focusedIsInView)).toBe(true)
      reached.add(await page.evaluate(() => document.activeElement?.textContent ?? ''))
    }
    expect(reached.size).toBeGreaterThan(5)
    await expect.poll(() => overflowsSideways(page)).toBe(false)
    await page.context().close()
  })

  test('a source can be opened and read to its end', async () => {
    const page = await openPage(browser, service.url, { viewport })
    await answered(page)
    await page.locator('.citation').first().click()
    await page.locator('mark').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await composer(page).fill('还能输入')
    await expect.poll(() => page.evaluate(focusedIsInView)).toBe(true)
    await page.context().close()
  })
})

const buttonSizes = () =>
  [...document.querySelectorAll('button:not(.citation), select, textarea, summary')]
    .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0)
    .map(({ name, box }) => ({ name, least: Math.round(Math.min(box.width, box.height)) }))

describe.each([
  { size: 'normal', steps: 0, target: 44, type: 16 },
  { size: 'large', steps: 1, target: 60, type: 21 },
  { size: 'largest', steps: 2, target: 60, type: 30 },
] as const)('in $size type', ({ steps, target, type }) => {
  test.each([
    { name: 'chat', path: '/', reach: answered, words: '.answer-words' },
    { name: 'search', path: '/search/?q=工作站', reach: loaded, words: '.result' },
    { name: 'catalogue', path: '/catalogue/', reach: loaded, words: '.service-lead' },
  ])(`buttons and type are large enough: $name`, async ({ path, reach, words }) => {
    const page = await openPage(browser, service.url + path)
    if (steps > 0) await enlarge(page, steps)
    await reach(page)
    const tooSmall = async () =>
      (await page.evaluate(buttonSizes)).filter(({ least }) => least < target)
    await expect.poll(tooSmall).toEqual([])
    await expect
      .poll(() =>
        page
          .locator(words)
          .first()
          .evaluate((element) => getComputedStyle(element).fontSize),
      )
      .toBe(`${type}px`)
    for (const mark of await page.locator('.citation').all()) {
      const box = await mark.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24)
    }
    await page.context().close()
  })
})

test('the chosen type size and language are kept on every page', async () => {
  const page = await openPage(browser, service.url)
  await enlarge(page, 1)
  await page.getByRole('button', { name: 'English' }).click()
  await page.goto(`${service.url}/search/`)
  await page.getByRole('button', { name: 'Largest text' }).waitFor()
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en')
  await page.context().close()
})

const chineseInEnglishPage = () => {
  const own = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found: string[] = []
  for (let node = own.nextNode(); node !== null; node = own.nextNode()) {
    const parent = node.parentElement
    if (parent === null || parent.closest('[lang="zh-CN"], .question, noscript') !== null) continue
    if (/[\u4e00-\u9fff]/.test(node.nodeValue ?? '')) found.push(node.nodeValue ?? '')
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder]')) {
    const words = element.getAttribute('aria-label') ?? element.getAttribute('placeholder') ?? ''
    if (/[\u4e00-\u9fff]/.test(words)) found.push(words)
  }
  return found
}

describe('the language switch changes every text of the page', () => {
  test.each([
    { name: 'start', path: '/', reach: ready },
    { name: 'answered', path: '/', reach: answered },
    { name: 'documents', path: '/documents/', reach: loaded },
    { name: 'platforms', path: '/catalogue/?tab=platforms', reach: loaded },
    { name: 'courses', path: '/catalogue/?tab=courses', reach: loaded },
  ])('in: $name', async ({ name, path, reach }) => {
    const page = await openPage(browser, service.url + path)
    await reach(page)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Large text' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en')
    // The status of a document is said in words by the service, which the mock knows in Chinese only.
    const found = await page.evaluate(chineseInEnglishPage)
    expect(
      found.filter(
        (words) => !/^(?:\s?征求意见稿，|\s?未载明|实施期|京知局|Zhinanzhen)/.test(words),
      ),
    ).toEqual([])
    await expect.poll(() => page.locator('.question').count()).toBe(name === 'answered' ? 1 : 0)
    await page.context().close()
  })
})

test('a screen reader hears one polite line, and the answer is busy while it grows', async () => {
  const page = await openPage(browser, service.url)
  const rest = createGate()
  service.control.answerNext({
    sentences: [{ text: '一。' }, { text: '二。' }],
    hold: { at: 1, until: rest.until },
  })
  await ask(page, question)
  await expect.poll(() => page.getByRole('status').count()).toBe(1)
  await page.getByRole('status').filter({ hasText: '正在查找依据' }).waitFor({ state: 'attached' })
  await expect.poll(() => page.locator('.answer').getAttribute('aria-busy')).toBe('true')
  rest.open()
  await page.getByRole('status').filter({ hasText: '回答完成' }).waitFor({ state: 'attached' })
  await expect.poll(() => page.locator('.answer').getAttribute('aria-busy')).toBe('false')
  await page.context().close()
})

test('without script the page says where else to go', async () => {
  const page = await openPage(browser, service.url, { javaScriptEnabled: false })
  await expect.poll(() => page.locator('noscript').innerText()).toContain('知识产权公共服务机构')
  await page.context().close()
})
