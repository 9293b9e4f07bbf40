import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  findBarriers,
  keptAtOnce,
  openPage,
  overflowsSideways,
  phone,
  startBrowser,
} from './support/browser.ts'
import {
  act,
  codeOf,
  offerCase,
  OWN_PASSWORD,
  plantPeople,
  readCase,
  type World,
} from './support/real-people.ts'
import { readQrOn } from './support/read-qr.ts'
import { type RealService, runRealService } from './support/run-real-service.ts'

type Offered = Awaited<ReturnType<typeof offerCase>>

let service: RealService
let browser: Browser
let world: World
let first: Offered
let secret = ''
/** The cookie of an expert who has signed in. */
let signedIn: NonNullable<BrowserContextOptions['storageState']>

const question = '竞争对手仿冒我们的专利产品，我们该怎么维权？'

beforeAll(async () => {
  service = await runRealService()
  world = await plantPeople(service)
  first = await offerCase(service, world, { question, field: '专利', contactConsent: true })
  browser = await startBrowser()
  signedIn = await signInFirst()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const addressOf = (hash: string) => `${service.url}/expert/${hash}`
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const reply = (page: Page) => page.locator('#reply-text')

/** The way in of a new expert, from the link of a message; every step is looked at. */
async function signInFirst() {
  const page = await openPage(browser, addressOf(`#/tickets/${first.ticketId}`))
  await page.locator('#username').waitFor()
  expect(await page.locator('main').innerText()).not.toContain('仿冒')
  expect(await findBarriers(page)).toEqual([])
  await page.locator('#username').fill(world.expert.username)
  await page.locator('#password').fill(world.expert.password)
  await page.locator('#password').press('Enter')
  secret = (await page.locator('.totp-key').innerText()).replaceAll(/\s/g, '')
  const address = await readQrOn(page)
  expect(address).toMatch(/^otpauth:\/\/totp\//)
  expect(new URL(address).searchParams.get('secret')).toBe(secret)
  expect(await findBarriers(page)).toEqual([])
  await page.locator('#code').fill(await codeOf(secret))
  await page.locator('#code').press('Enter')
  await page.locator('#next').fill(OWN_PASSWORD)
  await page.locator('#again').fill(`${OWN_PASSWORD}!`)
  await button(page, '保存并进入').click()
  await page.getByText('两次输入的新密码不一样').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.locator('#again').fill(OWN_PASSWORD)
  await button(page, '保存并进入').click()
  await page.getByRole('heading', { name: `任务 ${first.code}` }).waitFor()
  expect(page.url()).toBe(addressOf(`#/tickets/${first.ticketId}`))
  const state = await page.context().storageState()
  await page.context().close()
  return state
}

const openWork = (hash: string, options: BrowserContextOptions = {}) =>
  openPage(browser, addressOf(hash), { storageState: signedIn, ...options })

const offer = (extra: Record<string, unknown> = {}) =>
  offerCase(service, world, { question, field: '专利', ...extra })

async function accept(page: Page): Promise<void> {
  await page.locator('#no-conflict').check()
  await button(page, '接单').click()
  await reply(page).waitFor()
}

async function openAccepted(offered: Offered, options: BrowserContextOptions = {}) {
  const page = await openWork(`#/tickets/${offered.ticketId}`, options)
  await accept(page)
  return page
}

/** The page is looked at again: it asks at once what is new. */
const lookAgain = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

test('a case is accepted, answered with its evidence, returned, revised, delivered and reported on', async () => {
  const page = await openWork(`#/tickets/${first.ticketId}`)
  await page.getByText('不宜推介有偿服务').waitFor()
  await button(page, '接单').click()
  await page.getByText('接单前请确认没有利害关系').waitFor()
  await accept(page)

  await button(page, '查看联系方式').click()
  await page.getByText('13911112222').waitFor()

  await page.locator('.clause-button').first().click()
  const sheet = page.getByRole('dialog')
  await sheet.locator('blockquote').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page.locator('#reply-template').selectOption({ index: 1 })
  await button(page, '插入').click()
  await expect.poll(() => reply(page).inputValue()).toContain('您好')
  await reply(page).fill('可以先固定证据，再请求行政处理')
  await page.locator('summary', { hasText: '简报里的依据' }).click()
  await button(page, /^引用/).first().click()
  await page.locator('summary', { hasText: '搜索依据' }).click()
  await page.getByRole('textbox', { name: '搜索依据' }).fill('工作站认定条件')
  await button(page, '搜索').click()
  await page
    .locator('.clause-search ~ .clause-rows')
    .getByRole('button', { name: /^引用/ })
    .first()
    .click()
  await expect.poll(() => reply(page).inputValue()).toBe('可以先固定证据，再请求行政处理[1][2]')
  await button(page, '提交答复').click()
  await page.getByText('答复已提交，由工作人员审核后发出').first().waitFor()
  await page.locator('#feedback-minutes').waitFor()

  await act(service, world, first.caseId, { path: '/return', note: '请写明受理部门' })
  await lookAgain(page)
  await page.getByText('请写明受理部门').waitFor()
  await expect.poll(() => reply(page).inputValue()).toBe('可以先固定证据，再请求行政处理[1][2]')
  await button(page, '移除 [1]').click()
  await expect.poll(() => reply(page).inputValue()).toBe('可以先固定证据，再请求行政处理[1]')
  await reply(page).fill('可以先固定证据，再向市知识产权局请求行政处理[1]。')
  await button(page, '提交答复').click()
  await page.locator('#feedback-minutes').waitFor()

  await act(service, world, first.caseId, { path: '/deliver' })
  await lookAgain(page)
  await page.getByText('任务已办结').waitFor()
  await button(page, '提交反馈').click()
  await page.getByText('请选择服务方式').waitFor()
  await page.getByLabel('书面答复').check()
  await page.locator('#feedback-minutes').fill('45')
  await page.locator('#feedback-outcome').fill('企业已了解维权途径')
  await page.locator('#feedback-advice').fill('建议增加证据清单')
  await button(page, '提交反馈').click()
  await page.getByText('反馈已提交，谢谢').first().waitFor()
  const { tickets } = await readCase(service, world, first.caseId)
  expect(tickets[0]).toMatchObject({
    state: 'closed',
    feedback: {
      way: 'written',
      minutes: 45,
      outcome: '企业已了解维权途径',
      advice: '建议增加证据清单',
    },
  })
  await page.goto(addressOf('#/done'))
  await page.locator('.ticket-row', { hasText: first.code }).waitFor()
  await page.context().close()
})

test('with the keyboard alone a ticket is found, read and declined with a reason', async () => {
  const offered = await offer({ parties: ['乙公司'] })
  const page = await openWork('')
  await page.locator('.ticket-row', { hasText: offered.code }).waitFor()
  const tabTo = async (text: string) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
      if (focused.includes(text)) return
    }
    throw new Error(`the keyboard does not reach ${text}`)
  }
  await tabTo(offered.code)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `任务 ${offered.code}` }).waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toContain(offered.code)
  await tabTo('谢绝')
  await tabTo('谢绝')
  await page.keyboard.press('Enter')
  await page.getByText('谢绝的原因').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await tabTo('确认谢绝')
  await page.keyboard.press('Enter')
  await page.getByText('您已谢绝这个任务').waitFor()
  const { tickets } = await readCase(service, world, offered.caseId)
  expect(tickets[0]).toMatchObject({ state: 'declined', declineReason: 'conflict' })
  await page.context().close()
})

test('words that may solicit are shown before they go, and staff decide on what is sent all the same', async () => {
  const offered = await offer()
  const page = await openAccepted(offered)
  const words = '详情请加我微信 lin_ruo88，我所可以优惠代理。'
  await reply(page).fill(words)
  await button(page, '提交答复').click()
  await page.getByText('提交前请看一看').waitFor()
  await expect.poll(() => page.locator('.returned mark').first().innerText()).toContain('微信')
  expect(await findBarriers(page)).toEqual([])
  expect((await readCase(service, world, offered.caseId)).tickets[0]?.state).toBe('accepted')
  await button(page, '返回修改').click()
  await expect
    .poll(() => reply(page).evaluate((area) => area === document.activeElement))
    .toBe(true)
  await button(page, '提交答复').click()
  await button(page, '照样提交').click()
  await page.getByText('待工作人员核查').waitFor()
  await expect.poll(() => page.locator('.own-reply mark').first().innerText()).toContain('微信')
  await page.context().close()
})

test('what is being written outlives a reload, a lost connection and the end of the session', async () => {
  const offered = await offer()
  const written = '可以先固定证据，再请求行政处理'
  const page = await openAccepted(offered)
  expect(await keptAtOnce(reply(page), written)).toContain(written)
  await page.reload()
  await reply(page).waitFor()
  await expect.poll(() => reply(page).inputValue()).toBe(written)
  await page.getByText('已恢复上次没有提交的草稿').waitFor()

  await page.context().setOffline(true)
  await page.getByText('网络已断开').waitFor()
  await button(page, '提交答复').click()
  await page.getByText('没有送达').waitFor()
  await page.context().setOffline(false)

  await page.context().clearCookies()
  await button(page, '提交答复').click()
  await page.getByText('登录已失效').waitFor()
  await page.locator('#username').fill(world.expert.username)
  await page.locator('#password').fill(OWN_PASSWORD)
  await button(page, '下一步').click()
  await page.locator('#code').fill(await codeOf(secret, 1))
  expect(await findBarriers(page)).toEqual([])
  await button(page, '登录').click()
  await reply(page).waitFor()
  await expect.poll(() => reply(page).inputValue()).toBe(written)
  await button(page, '提交答复').click()
  await page.getByText('工作人员审核中').first().waitFor()
  const kept = () => page.evaluate(() => JSON.stringify(localStorage))
  await expect.poll(kept).not.toContain(written)
  await page.context().close()
})

test('a ticket that staff take back meanwhile is explained, and the draft can be copied', async () => {
  const offered = await offer()
  const page = await openAccepted(offered)
  await reply(page).fill('还没有提交的内容')
  await act(service, world, offered.caseId, { path: '/recall', note: '另有安排' })
  await button(page, '提交答复').click()
  await page.getByText('任务刚被别人改动').first().waitFor()
  await page.getByText('没有提交的草稿').waitFor()
  await expect.poll(() => page.locator('.said', { hasText: '还没有提交的内容' }).count()).toBe(1)
  expect(await findBarriers(page)).toEqual([])
  await button(page, '删除草稿').click()
  await expect.poll(() => page.getByText('还没有提交的内容').count()).toBe(0)
  await page.context().close()
})

test('an address that is none of the workbench leads to the list, and nowhere else', async () => {
  for (const hash of [
    '#//evil.example/',
    '#/tickets/../../api',
    '#javascript:alert(1)',
    '#/tickets/1',
  ]) {
    const page = await openWork(hash)
    await page.getByRole('heading', { name: '我的工单' }).waitFor()
    await page.locator('.list-tabs [aria-current]', { hasText: '待接单' }).waitFor()
    expect(new URL(page.url()).origin).toBe(service.url)
    await page.context().close()
  }
})

test('availability, leave and the inbox are in the expert’s own hands', async () => {
  const page = await openWork('#/me')
  await page.getByLabel('可以接新任务').click()
  await page.getByText('已保存').first().waitFor()
  await page.locator('#leave-from').fill('2099-01-05')
  await page.locator('#leave-to').fill('2099-01-04')
  await button(page, '登记请假').click()
  await page.getByText('请填写开始和结束日期').waitFor()
  await page.locator('#leave-to').fill('2099-01-09')
  await button(page, '登记请假').click()
  await page.getByText('2099-01-05 至 2099-01-09').waitFor()
  await page.reload()
  await page.getByText('2099-01-05 至 2099-01-09').waitFor()
  await expect.poll(() => page.getByLabel('可以接新任务').isChecked()).toBe(false)
  await page.getByLabel('可以接新任务').click()
  await button(page, /^取消请假/).click()
  await page.getByText('没有登记请假').waitFor()

  await page.getByRole('link', { name: /^通知/ }).click()
  await page.locator('.notice-unread').first().waitFor()
  await button(page, '全部标为已读').click()
  await page.locator('.badge').waitFor({ state: 'detached' })
  await page.locator('.notice-row').getByRole('link', { name: '打开任务' }).first().click()
  await page.getByRole('heading', { name: /^任务 ZW-/ }).waitFor()
  await page.context().close()
})

const looks: { name: string; options: BrowserContextOptions; query?: string; huge?: boolean }[] = [
  { name: 'in Chinese on a phone', options: {} },
  { name: 'in English in the dark', options: { colorScheme: 'dark' }, query: '?lang=en' },
  { name: 'at 320 pixels', options: { viewport: { width: 320, height: 640 } } },
  { name: 'in the largest type', options: { viewport: { width: 320, height: 640 } }, huge: true },
]

test.each(looks)(
  'every page has no barrier and no sideways scroll $name',
  async ({ options, query = '', huge }) => {
    const offered = await offer({ confidential: true })
    const hashes = ['#/offered', '#/done', `#/tickets/${offered.ticketId}`, '#/notices', '#/me']
    const page = await openPage(browser, `${service.url}/expert/${query}`, {
      storageState: signedIn,
      viewport: phone,
      ...options,
    })
    await page.locator('.list-tabs').waitFor()
    if (huge === true) {
      await button(page, '大字').click()
      await button(page, '特大字').click()
    }
    for (const hash of hashes) {
      await page.goto('about:blank')
      await page.goto(addressOf(hash))
      await page.locator('.ticket-row, .panel, .notice-row, .empty').first().waitFor()
      await page.locator('.loading').waitFor({ state: 'detached' })
      expect([hash, await findBarriers(page)]).toEqual([hash, []])
      expect([hash, await overflowsSideways(page)]).toEqual([hash, false])
    }
    await page.evaluate((next) => (location.hash = next), `#/tickets/${offered.ticketId}`)
    await page.locator('#no-conflict').check()
    await page.getByRole('button', { name: /^(?:接单|Accept)$/ }).click()
    await reply(page).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await expect.poll(() => overflowsSideways(page)).toBe(false)
    await page.context().close()
  },
)

test('in large type every button is at least 60 pixels high', async () => {
  const page = await openWork('#/me')
  await button(page, '大字').click()
  await page.locator('#me-available').waitFor()
  const heights = await page
    .locator('main button:visible')
    .evaluateAll((buttons) => buttons.map((each) => each.getBoundingClientRect().height))
  expect(heights.length).toBeGreaterThan(3)
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(60)
  await page.context().close()
})

test('the workbench loads at most 40 KB of script and style and asks no other host', async () => {
  const context = await browser.newContext({ storageState: signedIn })
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(addressOf('#/me'))
  await page.locator('#me-available').waitFor()
  await page.goto(addressOf(`#/tickets/${first.ticketId}`))
  await page.getByRole('heading', { name: `任务 ${first.code}` }).waitFor()
  expect(requests.filter((url) => !url.startsWith(`${service.url}/`))).toEqual([])
  const code = [...new Set(requests.filter((url) => /\.(?:js|css)$/.test(url)))]
  const sizes = await Promise.all(
    code.map(async (url) => {
      const body = await (await fetch(url)).arrayBuffer()
      return gzipSync(new Uint8Array(body), { level: 9 }).length
    }),
  )
  expect(code.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40 * 1024)
  await context.close()
})
