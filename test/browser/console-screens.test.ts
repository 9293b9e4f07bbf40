import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { curatedAnswers, followUps } from '../../src/db/schema/index.ts'
import { findBarriers, overflowsSideways, settled, startBrowser } from './support/browser.ts'
import {
  type Asked,
  type ConsoleService,
  handOver,
  openConsole,
  send,
  startConsoleService,
} from './support/console-service.ts'

let service: ConsoleService
let browser: Browser
let asked: Asked

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  asked = await handOver(service, '竞争对手仿冒我们的专利产品，我们该怎么维权？', {
    district: '海淀区',
  })
  await handOver(service, '离职员工带走了客户名单，想请专家看看', { confidential: true })
  await send(
    `${service.url}/api/complaints`,
    { kind: 'complaint', text: '答复太慢，而且不完整。' },
    asked.token,
  )
  await plantRecords()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

/** One to call back, and one answer to publish. */
async function plantRecords() {
  const { deps, city, staff } = service
  const at = deps.now()
  const row = { id: newId(), organisationId: city, caseId: asked.id, reason: 'low_rating' }
  await deps.db.insert(followUps).values({ ...row, dueAt: at, createdAt: at })
  await deps.db.insert(curatedAnswers).values({
    id: newId(),
    ownerId: staff.id,
    question: '专利怎么维权？',
    answer: '可以请求行政处理。',
    citations: [],
    field: '专利',
    reviewOn: '2099-03-01',
    state: 'draft',
    version: 1,
    createdAt: at,
  })
}

type Look = { at: string; ready: (page: Page) => Promise<unknown> }

const opened = (name: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
  await settled(page)
}

/** Every screen of a working day with what opens above it. */
const looks: Record<string, Look> = {
  queue: { at: '/', ready: (page) => page.locator('tbody tr').nth(1).waitFor() },
  'shortcut sheet': { at: '/', ready: opened(/^快捷键|^Shortcuts/) },
  case: { at: '/cases/:id', ready: (page) => page.locator('.checks, .fine').first().waitFor() },
  approving: { at: '/cases/:id', ready: opened(/批准并发送|Approve and send/) },
  assigning: {
    at: '/cases/:id',
    ready: async (page) => {
      await opened(/派专家|Assign to/)(page)
      await page.locator('.proposals li').first().waitFor()
    },
  },
  forwarding: { at: '/cases/:id', ready: opened(/转给其他机构|Pass to another/) },
  merging: { at: '/cases/:id', ready: opened(/^合并|^Merge/) },
  inbox: { at: '/inbox', ready: (page) => page.locator('.records li').first().waitFor() },
  'follow-ups': {
    at: '/follow-ups',
    ready: (page) => page.locator('.records li').first().waitFor(),
  },
  complaints: { at: '/complaints', ready: (page) => page.locator('.records li').first().waitFor() },
  complaint: {
    at: '/complaints',
    ready: async (page) => {
      await opened(/^查看|^Show/)(page)
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /受理|Take/ })
        .waitFor()
    },
  },
  archive: { at: '/consultations', ready: (page) => page.locator('tbody tr').first().waitFor() },
  consultation: {
    at: '/consultations',
    ready: async (page) => {
      await opened(/^咨询 \d|^Consultation \d/)(page)
      await page.getByRole('link', { name: /证据包|evidence pack/ }).waitFor()
    },
  },
  curated: { at: '/curated', ready: (page) => page.locator('.records li').first().waitFor() },
  publishing: { at: '/curated', ready: opened(/^(?:发布|Publish)$/) },
}

type Problem = string

/** Everything that is wrong with every look, in one browser window of a kind. */
async function walk(
  options: Parameters<typeof openConsole>[3],
  judge: (page: Page) => Promise<Problem[]>,
) {
  const page = await openConsole(browser, service, service.staff, options)
  const wrong: Record<string, Problem[]> = {}
  const blocked: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) blocked.push(message.text())
  })
  page.on('pageerror', (error) => blocked.push(error.message))
  for (const [name, { at, ready }] of Object.entries(looks)) {
    await page.goto('about:blank')
    await page.goto(`${service.url}/console/#${at.replace(':id', asked.id)}`)
    await ready(page)
    const found = [...(await judge(page)), ...blocked.splice(0)]
    if (found.length > 0) wrong[name] = found
  }
  await page.context().close()
  return wrong
}

test('no screen, drawer or dialog has a barrier, or breaks the policy of the page', async () => {
  expect(await walk({}, findBarriers)).toEqual({})
})

test('nor in English and dark', async () => {
  const options = { language: 'en', colorScheme: 'dark' } as const
  expect(await walk(options, findBarriers)).toEqual({})
})

test('nothing scrolls sideways at 320 pixels', async () => {
  const options = { viewport: { width: 320, height: 640 } }
  const sideways = async (page: Page) => ((await overflowsSideways(page)) ? ['sideways'] : [])
  expect(await walk(options, sideways)).toEqual({})
})

test('the way in has no barrier either, at any width', async () => {
  for (const width of [320, 1280]) {
    const page = await openConsole(browser, service, service.staff, {
      viewport: { width, height: 640 },
    })
    await page.context().clearCookies()
    await page.goto('about:blank')
    await page.goto(`${service.url}/console/`)
    await page.getByLabel('用户名').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await expect.poll(() => overflowsSideways(page)).toBe(false)
    await page.context().close()
  }
})

test('the whole page can be worked by keyboard from the skip link on', async () => {
  const page = await openConsole(browser, service, service.staff)
  await page.locator('tbody tr').first().waitFor()
  await page.keyboard.press('Tab')
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('skip')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '转给其他机构' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '转给其他机构' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await expect.poll(focused).toBe('转给其他机构')
  await page.context().close()
})

test('another nonce comes with every page, and no other page has one', async () => {
  const policy = async (path: string) => {
    const response = await fetch(service.url + path)
    const [, nonce] = /style-src 'self' 'nonce-([\w-]{43})'/.exec(
      response.headers.get('content-security-policy') ?? '',
    ) ?? [undefined, undefined]
    return { nonce, text: await response.text() }
  }
  const [one, other] = [await policy('/console/'), await policy('/console/')]
  expect(one.nonce).toBeDefined()
  expect(one.nonce).not.toBe(other.nonce)
  expect(one.text).toContain(`nonce="${one.nonce}"`)
  expect(one.text).not.toContain('__STYLE_NONCE__')
  expect((await policy('/')).nonce).toBeUndefined()
})
