import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  askAndWait,
  composer,
  desktop,
  findBarriers,
  openPage,
  overflowsSideways,
  startBrowser,
} from './support/browser.ts'
import { cite } from './support/mock-data.ts'
import { startService } from './support/start-service.ts'
import type { Service } from './support/start-service.ts'

let service: Service
let browser: Browser

beforeAll(async () => {
  service = await startService()
  browser = await startBrowser()
})
afterEach(() => {
  service.control.people.cases.length = 0
  service.control.people.sent.length = 0
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const question = '竞争对手仿冒我们的专利产品，怎么维权？'
const code = 'ZW-AB23CD45'
const people = () => service.control.people
const sentTo = (end: string) => people().sent.filter(({ path }) => path.endsWith(end))
const sheet = (page: Page) => page.getByRole('dialog')
const card = (page: Page) => page.locator(`#case-${code}`)
const isFocused = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => element === document.activeElement)

async function openForm(page: Page): Promise<void> {
  await askAndWait(page, question)
  await page
    .getByRole('button', { name: /^(?:转人工|Ask a person)$/ })
    .first()
    .click()
  await sheet(page).locator('#hand-over-name').waitFor()
}

async function fillForm(page: Page): Promise<void> {
  await page.locator('#hand-over-name').fill('陈一')
  await page.locator('#hand-over-contact').fill('13911112222')
  await page.locator('#hand-over-consent').check()
}

const submit = (page: Page) =>
  sheet(page)
    .getByRole('button', { name: /^(?:提交|Submit)$/ })
    .click()

async function handOver(page: Page): Promise<void> {
  await openForm(page)
  await fillForm(page)
  await submit(page)
  await sheet(page).getByText(code).first().waitFor()
}

async function handOverAndFollow(page: Page): Promise<void> {
  await handOver(page)
  await sheet(page)
    .getByRole('button', { name: /^(?:查看办理进展|See progress)$/ })
    .click()
  await card(page).waitFor()
}

/** The page is looked at again: it asks at once what is new. */
const lookAgain = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

const conversationOf = () => people().cases[0]?.conversationId ?? ''

test('an answer that a person should look at offers one prominently, any other quietly', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await expect.poll(() => page.locator('.routing').count()).toBe(0)
  await expect.poll(() => page.getByRole('button', { name: '转人工' }).count()).toBe(1)
  service.control.answerNext({ sentences: [{ text: '需要专家判断。' }], level: 'expert' })
  await askAndWait(page, question)
  await page.locator('.routing').getByRole('button', { name: '转人工' }).waitFor()
  service.control.answerNext({ sentences: [{ text: '无法作答。' }], outcome: 'escalate' })
  await askAndWait(page, question)
  await expect
    .poll(() => page.locator('.routing').getByRole('button', { name: '转人工' }).count())
    .toBe(2)
  await page.context().close()
})

test('an empty form says at each field what is missing and leads to the first', async () => {
  const page = await openPage(browser, service.url)
  await openForm(page)
  await submit(page)
  await expect.poll(() => isFocused(page, '#hand-over-name')).toBe(true)
  for (const field of ['name', 'contact', 'consent']) {
    const input = page.locator(`#hand-over-${field}`)
    await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true')
    const described = (await input.getAttribute('aria-describedby')) ?? ''
    const error = page.locator(`#${described.split(' ').pop()}`)
    await expect.poll(() => error.innerText()).not.toBe('')
  }
  await page.locator('#hand-over-name').fill('陈一')
  await page.locator('#hand-over-contact').fill('13911112222')
  await submit(page)
  await expect.poll(() => isFocused(page, '#hand-over-consent')).toBe(true)
  expect(sentTo('/handoff')).toEqual([])
  await page.context().close()
})

test('everything filled in reaches the service as it takes it', async () => {
  const page = await openPage(browser, service.url)
  await openForm(page)
  await fillForm(page)
  await page.locator('#hand-over-organisation').fill('甲科技有限公司')
  await page.locator('#hand-over-district').selectOption('海淀区')
  await page.locator('#hand-over-field').selectOption('专利')
  await page.locator('#hand-over-parties').fill('乙公司、丙公司，丁')
  await page.locator('#hand-over-confidential').check()
  await page.locator('#hand-over-contactConsent').check()
  await submit(page)
  await sheet(page).getByText(code).first().waitFor()
  expect(sentTo('/handoff').map(({ body }) => body)).toEqual([
    {
      kind: 'consultation',
      name: '陈一',
      contact: '13911112222',
      organisation: '甲科技有限公司',
      district: '海淀区',
      field: '专利',
      parties: ['乙公司', '丙公司', '丁'],
      confidential: true,
      contactConsent: true,
      consent: true,
    },
  ])
  await page.context().close()
})

test('neither confidentiality nor the separate consent is given by default', async () => {
  const page = await openPage(browser, service.url)
  await handOver(page)
  expect(sentTo('/handoff')[0]?.body).toMatchObject({ confidential: false, contactConsent: false })
  await page.context().close()
})

test('two clicks open one case', async () => {
  const page = await openPage(browser, service.url)
  await openForm(page)
  await fillForm(page)
  await sheet(page).getByRole('button', { name: '提交', exact: true }).dblclick()
  await sheet(page).getByText(code).first().waitFor()
  expect(sentTo('/handoff').length).toBe(1)
  await page.context().close()
})

test('what was filled in stays when the service refuses or the network fails', async () => {
  const page = await openPage(browser, service.url)
  await openForm(page)
  await fillForm(page)
  people().refuseNext({ status: 503, code: 'unavailable', detail: '数据库暂时无法使用。' })
  await submit(page)
  await sheet(page).getByText('数据库暂时无法使用。').waitFor()
  await page.context().setOffline(true)
  await submit(page)
  await sheet(page).getByText('网络连接失败').waitFor()
  await expect.poll(() => page.locator('#hand-over-name').inputValue()).toBe('陈一')
  await expect.poll(() => page.locator('#hand-over-consent').isChecked()).toBe(true)
  await page.context().setOffline(false)
  await submit(page)
  await sheet(page).getByText(code).first().waitFor()
  await page.context().close()
})

test('before the first question the form asks for it, and hands over question and case', async () => {
  const page = await openPage(browser, service.url)
  await page.getByRole('button', { name: '转人工' }).click()
  await fillForm(page)
  await submit(page)
  await expect.poll(() => isFocused(page, '#hand-over-question')).toBe(true)
  await page.locator('#hand-over-question').fill(question)
  await submit(page)
  await sheet(page).getByRole('button', { name: '查看办理进展' }).click()
  await card(page).waitFor()
  await expect.poll(() => page.locator('.question p').innerText()).toBe(question)
  await page.locator('.ai-label').waitFor()
  await page.context().close()
})

test('number, promise and progress stand in the sheet and then in the thread', async () => {
  const page = await openPage(browser, service.url)
  await handOver(page)
  const words = await sheet(page).innerText()
  expect(words).toContain(`已转给北京市知识产权公共服务中心的工作人员，编号 ${code}`)
  for (const step of ['已转交', '受理中', '专家办理', '已答复', '已结束']) {
    expect(words).toContain(step)
  }
  await sheet(page).getByRole('button', { name: '查看办理进展' }).click()
  await card(page).waitFor()
  await expect.poll(() => isFocused(page, `#case-${code}`)).toBe(true)
  await expect.poll(() => card(page).locator('[aria-current="step"]').innerText()).toBe('已转交')
  await page.reload()
  await card(page).waitFor()
  await expect.poll(() => page.getByRole('button', { name: '查看办理进展' }).count()).toBe(1)
  await page.context().close()
})

test('the card looks every 20 seconds and shows a due time of Beijing once there is one', async () => {
  const page = await openPage(browser, service.url, { timezoneId: 'America/New_York' })
  await page.clock.install()
  await handOverAndFollow(page)
  await expect.poll(() => card(page).innerText()).not.toContain('前回应')
  // From here on no time passes but what the test lets pass; the 20 seconds begin with a look.
  await page.clock.pauseAt(Date.now() + 600_000)
  people().advance(code, { state: 'in_review', step: 'in_review' })
  await lookAgain(page)
  await expect.poll(() => card(page).locator('[aria-current="step"]').innerText()).toBe('受理中')
  people().advance(code, {
    state: 'assigned',
    step: 'with_expert',
    dueAt: '2026-11-25T16:00:00.000Z',
  })
  const looks = () =>
    service.control.requests.filter(({ path }) => path === `/api/cases/${code}`).length
  const before = looks()
  await page.clock.runFor(19_000)
  expect(looks()).toBe(before)
  await page.clock.runFor(2_000)
  await card(page).getByText('最迟 2026年11月25日 24:00（北京时间）前回应').waitFor()
  await expect.poll(() => card(page).locator('[aria-current="step"]').innerText()).toBe('专家办理')
  await page.context().close()
})

test('words of a person stand in the thread under the name, with sources and without the AI label', async () => {
  const page = await openPage(browser, service.url)
  await handOverAndFollow(page)
  people().say(conversationOf(), {
    author: 'staff',
    authorName: '王小明',
    text: '专利号是多少？',
    citations: [],
  })
  people().advance(code, { state: 'waiting_for_asker', step: 'in_review' })
  await lookAgain(page)
  await page.getByRole('heading', { name: /工作人员 · 王小明/ }).waitFor()
  await card(page).getByText('请直接在下方输入框里回复').waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: '收到工作人员或专家的答复' })
    .waitFor({ state: 'attached' })

  await askAndWait(page, '专利号是 ZL202110123456.7')
  people().say(conversationOf(), {
    author: 'expert',
    authorName: '李专家',
    text: '可以先固定证据[1]。',
    citations: [cite(1, 'measures-draft#art5')],
  })
  people().advance(code, { state: 'delivered', step: 'replied', canWithdraw: false })
  await lookAgain(page)
  const reply = page.locator('.statement', { hasText: '志愿服务专家 · 李专家' })
  await reply.waitFor()
  await expect.poll(() => reply.innerText()).not.toContain('AI')
  await expect.poll(() => reply.locator('.tag').first().innerText()).toBe('征求意见稿')
  await reply.getByRole('button', { name: '查看依据 1', exact: true }).click()
  await sheet(page).getByText('【区中心、工作站设立程序】').waitFor()
  await page.keyboard.press('Escape')

  const order = await page
    .locator('.thread-inner > article')
    .evaluateAll((articles) => articles.map(({ className }) => className.split(' ')[0]))
  expect(order).toEqual(['exchange', 'case-card', 'statement', 'exchange', 'statement'])
  await page.reload()
  await reply.waitFor()
  await expect.poll(() => page.locator('.statement').count()).toBe(2)
  await page.context().close()
})

test('a case is taken back only after a confirmation', async () => {
  const page = await openPage(browser, service.url)
  await handOverAndFollow(page)
  await card(page).getByRole('button', { name: '收回转办件' }).click()
  await card(page).getByRole('button', { name: '不收回' }).click()
  expect(sentTo('/withdraw')).toEqual([])
  await card(page).getByRole('button', { name: '收回转办件' }).click()
  await card(page).getByRole('button', { name: '确定收回' }).click()
  await card(page).getByText('您已收回').waitFor()
  await expect.poll(() => card(page).locator('[aria-current="step"]').innerText()).toBe('已结束')
  await expect.poll(() => card(page).locator('.step-done').count()).toBe(0)
  await expect.poll(() => isFocused(page, `#case-${code}`)).toBe(true)
  await expect.poll(() => page.getByRole('button', { name: '转人工' }).count()).toBe(1)
  await page.context().close()
})

test('the consent for experts is changed in the card, and a refusal leaves it as it was', async () => {
  const page = await openPage(browser, service.url)
  await handOverAndFollow(page)
  const consent = card(page).getByLabel('允许把我的联系方式提供给办理的专家')
  await expect.poll(() => consent.isChecked()).toBe(false)
  await consent.click()
  await page.getByRole('status').filter({ hasText: '已同意' }).waitFor({ state: 'attached' })
  await expect.poll(() => sentTo('/contact-consent')[0]?.body).toEqual({ given: true })
  await expect.poll(() => consent.isChecked()).toBe(true)
  people().refuseNext({ status: 500, code: 'internal', detail: '服务出现故障。' })
  await consent.click()
  await card(page).getByText('服务出现故障。').waitFor()
  await expect.poll(() => consent.isChecked()).toBe(true)
  await page.context().close()
})

test('a score counts at once; reasons and words follow and are kept over a reload', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await page.getByRole('button', { name: '2 分，不满意' }).click()
  await page.getByText('没有解决').click()
  await expect
    .poll(() => sentTo('/rating').map(({ body }) => body))
    .toEqual([{ score: 2, reasons: [] }])
  await page.getByLabel('不完整').check()
  await page.getByLabel('补充说明').fill('没说找谁')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByRole('button', { name: '已保存' }).waitFor()
  await expect
    .poll(() => sentTo('/rating')[1]?.body)
    .toEqual({
      score: 2,
      solved: false,
      reasons: ['incomplete'],
      text: '没说找谁',
    })
  await page.reload()
  const chosen = page.getByRole('button', { name: '2 分，不满意' })
  await chosen.waitFor()
  await expect.poll(() => chosen.getAttribute('aria-pressed')).toBe('true')
  await page.getByRole('button', { name: '3 分，一般' }).click()
  await page.locator('.rated', { hasText: '评价已记录' }).waitFor()
  await expect
    .poll(() => sentTo('/rating')[2]?.body)
    .toEqual({
      score: 3,
      solved: false,
      reasons: ['incomplete'],
      text: '没说找谁',
    })
  await page.context().close()
})

test('a case is rated once it was answered', async () => {
  const page = await openPage(browser, service.url)
  await handOverAndFollow(page)
  await expect.poll(() => card(page).getByText('这次办理您满意吗？').count()).toBe(0)
  people().advance(code, { state: 'delivered', step: 'replied', canWithdraw: false })
  await lookAgain(page)
  await card(page).getByRole('button', { name: '5 分，很满意' }).click()
  await card(page).getByText('问题解决了吗？').waitFor()
  await expect
    .poll(() => sentTo(`/cases/${code}/rating`)[0]?.body)
    .toEqual({ score: 5, reasons: [] })
  await page.context().close()
})

test('a complaint can be made before anything was asked, and gives its number and term', async () => {
  const page = await openPage(browser, service.url)
  await page.getByRole('button', { name: '更多' }).click()
  await sheet(page).getByRole('button', { name: '投诉举报' }).click()
  await submit(page)
  await expect.poll(() => isFocused(page, '#complaint-text')).toBe(true)
  await page.locator('#complaint-text').fill('态度不好')
  await sheet(page).getByLabel('举报', { exact: true }).check()
  await submit(page)
  await sheet(page).getByText('TS-AB23CD45').waitFor()
  await expect
    .poll(() => sheet(page).innerText())
    .toContain('2026年12月8日 24:00（北京时间）前办结')
  expect(sentTo('/complaints')[0]?.body).toEqual({ kind: 'report', text: '态度不好' })
  await page.context().close()
})

async function openData(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(?:更多|More)$/ }).click()
  await sheet(page)
    .getByRole('button', { name: /^(?:我的数据|My data)$/ })
    .click()
}

test('own data is downloaded as one file', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await openData(page)
  const waiting = page.waitForEvent('download')
  await sheet(page).getByRole('button', { name: '下载我的数据' }).click()
  const download = await waiting
  expect(download.suggestedFilename()).toBe('zhiwen-me.json')
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toHaveProperty('exportedAt')
  await page.context().close()
})

test('everything is erased only after the word was typed, and the page begins anew', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await openData(page)
  const erase = sheet(page).getByRole('button', { name: '永久删除我的数据' })
  const before = people().erased
  await page.locator('#erase-word').fill('删')
  await erase.click()
  await expect.poll(() => isFocused(page, '#erase-word')).toBe(true)
  expect(people().erased).toBe(before)
  await page.locator('#erase-word').fill('删除')
  await erase.click()
  await sheet(page).getByText('已删除：1 次咨询').waitFor()
  expect(people().erased).toBe(before + 1)
  await expect.poll(() => page.evaluate(() => localStorage.getItem('zhiwen.token'))).toBe(null)
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: '您好，请问想了解什么？' }).waitFor()
  await page.context().close()
})

test('by keyboard alone: ask, hand over, follow, take back', async () => {
  const page = await openPage(browser, service.url)
  await composer(page).focus()
  await page.keyboard.type(question)
  await page.keyboard.press('Enter')
  await page.locator('.ai-label').waitFor()
  const tabTo = async (name: RegExp) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab')
      const words = await page.evaluate(() => {
        const focused = document.activeElement
        const labels = focused instanceof HTMLInputElement ? (focused.labels ?? []) : []
        return [focused?.textContent ?? '', ...[...labels].map((label) => label.textContent)].join()
      })
      if (name.test(words)) return
    }
    throw new Error(`Tab never reaches ${String(name)}`)
  }
  await tabTo(/^转人工/)
  await page.keyboard.press('Enter')
  await sheet(page).locator('#hand-over-name').waitFor()
  await tabTo(/您的称呼/)
  await page.keyboard.type('陈一')
  await tabTo(/联系方式/)
  await page.keyboard.type('13911112222')
  await tabTo(/我同意/)
  await page.keyboard.press('Space')
  await tabTo(/^提交/)
  await page.keyboard.press('Enter')
  await sheet(page).getByText(code).first().waitFor()
  await tabTo(/查看办理进展/)
  await page.keyboard.press('Enter')
  await expect.poll(() => isFocused(page, `#case-${code}`)).toBe(true)
  await tabTo(/收回转办件/)
  await page.keyboard.press('Enter')
  await tabTo(/确定收回/)
  await page.keyboard.press('Enter')
  await card(page).getByText('您已收回').waitFor()
  await page.context().close()
})

const states: { name: string; reach: (page: Page) => Promise<unknown> }[] = [
  { name: 'form', reach: openForm },
  {
    name: 'form with errors',
    reach: async (page) => {
      await openForm(page)
      await submit(page)
      await sheet(page).locator('summary').click()
    },
  },
  { name: 'handed over', reach: handOver },
  {
    name: 'card, taking back',
    reach: async (page) => {
      await handOverAndFollow(page)
      await card(page)
        .getByRole('button', { name: /^(?:收回转办件|Take the case back)$/ })
        .click()
    },
  },
  {
    name: 'replied',
    reach: async (page) => {
      await handOverAndFollow(page)
      const text = '可以先固定证据[1]，再请求行政处理。'
      const citations = [cite(1, 'measures-draft#art5')]
      people().say(conversationOf(), { author: 'expert', authorName: '李专家', text, citations })
      people().advance(code, { state: 'delivered', step: 'replied', canWithdraw: false })
      await lookAgain(page)
      await page.locator('.statement').waitFor()
      await card(page).locator('.scores button').nth(1).click()
      await card(page).locator('.rating-details').waitFor()
    },
  },
  {
    name: 'rating',
    reach: async (page) => {
      await askAndWait(page, question)
      await page.locator('.scores button').nth(4).click()
      await page.locator('.rating-details').waitFor()
    },
  },
  {
    name: 'menu',
    reach: async (page) => {
      await page.getByRole('button', { name: /^(?:更多|More)$/ }).click()
      await sheet(page).locator('.starters').waitFor()
    },
  },
  {
    name: 'complaint',
    reach: async (page) => {
      await page.getByRole('button', { name: /^(?:更多|More)$/ }).click()
      await sheet(page)
        .getByRole('button', { name: /^(?:投诉举报|Complain or report)$/ })
        .click()
      await submit(page)
    },
  },
  {
    name: 'my data',
    reach: async (page) => {
      await askAndWait(page, question)
      await openData(page)
      await sheet(page).locator('.button-danger').click()
    },
  },
  {
    name: 'privacy notice',
    reach: async (page) => {
      await page.getByRole('button', { name: /^(?:更多|More)$/ }).click()
      await sheet(page)
        .getByRole('button', { name: /^(?:个人信息处理说明|Privacy notice)$/ })
        .click()
    },
  },
]

const small = { width: 320, height: 568 }
const looks: { look: string; path: string; options: BrowserContextOptions }[] = [
  { look: 'Chinese on a phone', path: '/', options: {} },
  {
    look: 'English, dark, 320 px',
    path: '/?lang=en',
    options: { viewport: small, colorScheme: 'dark' },
  },
  { look: 'English on a large screen', path: '/?lang=en', options: { viewport: desktop } },
]

const smallTargets = () =>
  [...document.querySelectorAll('button:not(.citation), select, textarea, summary, .check')]
    .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && Math.round(Math.min(box.width, box.height)) < 44)
    .map(({ name }) => name)

describe.each(looks)('axe finds nothing and nothing scrolls sideways: $look', (seen) => {
  test.each(states)('$name', async ({ name, reach }) => {
    const page = await openPage(browser, service.url + seen.path, seen.options)
    await reach(page)
    const shots = process.env['SHOTS']
    if (shots) await page.screenshot({ path: `${shots}/${seen.look} ${name}.png` })
    expect(await findBarriers(page)).toEqual([])
    await expect.poll(() => overflowsSideways(page)).toBe(false)
    await expect.poll(() => page.evaluate(smallTargets)).toEqual([])
    await page.context().close()
  })
})

test('asking loads none of this', async () => {
  const page = await openPage(browser, service.url)
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await ask(page, question)
  await page.locator('.answer[aria-busy="false"] .ai-label').waitFor()
  expect(loaded.filter((url) => url.includes('/people-'))).toEqual([])
  await page.getByRole('button', { name: '转人工' }).click()
  // The sheet itself is there before what it loads.
  await sheet(page).locator('#hand-over-name').waitFor()
  expect(loaded.filter((url) => /\/people-.*\.js$/.test(url)).length).toBe(1)
  await page.context().close()
})

test('where the parts about people do not load, the page says so and tries again', async () => {
  const page = await openPage(browser, service.url)
  await page.route(/\/people-.*\.js$/, (route) => route.abort())
  const opener = page.getByRole('button', { name: '转人工' })
  await opener.click()
  await sheet(page).getByText('网络连接失败').waitFor()
  await page.unroute(/\/people-.*\.js$/)
  await sheet(page).getByRole('button', { name: '重试' }).click()
  await sheet(page).locator('#hand-over-name').waitFor()
  await page.keyboard.press('Escape')
  await expect
    .poll(() => opener.evaluate((element) => element === document.activeElement))
    .toBe(true)
  await page.context().close()
})
