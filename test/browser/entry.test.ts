import { desc, eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterConsultation } from '../../src/archive/enter-consultation.ts'
import {
  consultations,
  enteredConsultations,
  messages,
  organisations,
} from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { findBarriers, overflowsSideways, settled, startBrowser } from './support/browser.ts'
import { type ConsoleService, openConsole, startConsoleService } from './support/console-service.ts'

const QUESTION = '专家接到通知后几天内要回应？'

/** Of somebody who types slowly: three characters a second, and a second for every other key. */
const CHARACTERS_A_SECOND = 3
const HALF_A_MINUTE = 30

let service: ConsoleService
let browser: Browser

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

/** Counts what is typed and what is pressed beside it. */
function keyboard(page: Page) {
  let [characters, keys] = [0, 0]
  return {
    type: async (text: string) => {
      characters += text.length
      await page.keyboard.type(text)
    },
    press: async (key: string) => {
      keys += 1
      await page.keyboard.press(key)
    },
    keys: () => keys,
    seconds: () => characters / CHARACTERS_A_SECOND + keys,
  }
}

const openEntry = (options: Parameters<typeof openConsole>[3] = {}) =>
  openConsole(browser, service, service.staff, { at: '/entry', ...options })

async function newest() {
  const [row] = await service.deps.db
    .select({
      number: consultations.number,
      channel: consultations.channel,
      question: messages.question,
      answer: messages.answer,
      minutes: enteredConsultations.minutes,
    })
    .from(consultations)
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .innerJoin(enteredConsultations, eq(enteredConsultations.consultation, consultations.number))
    .orderBy(desc(consultations.number))
    .limit(1)
  return row
}

async function enterBehindTheDoor(): Promise<number> {
  const { deps, staff, city } = service
  const [organisation] = await deps.db
    .select()
    .from(organisations)
    .where(eq(organisations.id, city))
  const account = {
    id: staff.id,
    username: staff.username,
    name: '王小明',
    role: 'staff' as const,
    organisationId: city,
    organisationPath: organisation?.path ?? null,
    expertId: null,
    mustChangePassword: false,
    addressHash: await deps.cipher.keyedHash('192.0.2.1', 'address'),
  }
  return enterConsultation(deps, account, {
    entryKey: newId(),
    channel: 'telephone',
    question: '软著怎么登记？',
    answer: '见服务清单。',
    evidence: [],
    field: '版权',
    district: undefined,
    minutes: 3,
    tookPlaceAt: undefined,
    solved: true,
    confidential: false,
    contact: undefined,
  })
}

const isFocused = (page: Page, label: RegExp) => page.getByLabel(label).and(page.locator(':focus'))

test('a call is entered with its evidence from the keyboard alone, in half a minute, and the next one can follow', async () => {
  const page = await openEntry()
  await isFocused(page, /^问题/).waitFor()
  const { type, press, keys, seconds } = keyboard(page)
  await type(QUESTION)
  await press('Enter')
  const first = page.getByRole('button', { name: /^1 放入答复/ })
  await first.and(page.locator(':focus')).waitFor()
  await press('Enter')
  await isFocused(page, /^答复$/).waitFor()
  const said = await page.getByLabel('答复', { exact: true }).inputValue()
  expect(said).toMatch(/^《.+》.*：“[\s\S]+”\[1\]$/)
  await type(' 请按此办理。')
  await press('Control+Enter')
  await page.getByText(/已登记，档案号 \d+/).waitFor()
  expect(keys()).toBeLessThanOrEqual(3)
  expect(seconds()).toBeLessThanOrEqual(HALF_A_MINUTE)
  const row = await newest()
  expect(row).toMatchObject({ channel: 'telephone', question: QUESTION, minutes: 5 })
  expect(row?.answer?.citations).toHaveLength(1)
  expect(row?.answer?.text).toContain('请按此办理。')
  await page.getByText(`档案号 ${row?.number ?? 0}。`).waitFor()
  // Empty, and ready for the next.
  await isFocused(page, /^问题/).waitFor()
  expect(await page.getByLabel(/^问题/).inputValue()).toBe('')
  await type('商标怎么注册？')
  await press('Tab')
  await type('见服务清单。')
  await press('Control+Enter')
  await page.getByText(`档案号 ${(row?.number ?? 0) + 1}。`).waitFor()
  await page.context().close()
})

test('a number puts a clause into the answer, and what is dropped is not sent', async () => {
  const page = await openEntry()
  await page.getByLabel(/^问题/).fill(QUESTION)
  await page.keyboard.press('Enter')
  await page
    .getByRole('button', { name: /^1 放入答复/ })
    .and(page.locator(':focus'))
    .waitFor()
  await page.keyboard.press('2')
  await isFocused(page, /^答复$/).waitFor()
  await page.getByRole('button', { name: '去掉依据 1' }).click()
  await page.getByLabel('现场').check()
  await page.getByLabel('答复', { exact: true }).fill('当面说明了。')
  await page.keyboard.press('Control+Enter')
  await page.getByText(/已登记，档案号/).waitFor()
  const row = await newest()
  expect(row).toMatchObject({ channel: 'counter', answer: { text: '当面说明了。', citations: [] } })
  await page.context().close()
})

test('a draft outlives a reload, but a confidential one leaves nothing in the browser', async () => {
  const page = await openEntry()
  await page.getByLabel(/^问题/).fill('还没有写完的问题')
  await page.reload()
  await expect.poll(() => page.getByLabel(/^问题/).inputValue()).toBe('还没有写完的问题')
  await page.getByLabel(/^保密/).check()
  await page.getByLabel(/^问题/).fill('霞光工程')
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }))
  expect(stored).not.toContain('霞光工程')
  expect(stored).not.toContain('还没有写完的问题')
  await page.context().close()
})

test('what is refused is told and stays in the form', async () => {
  const page = await openEntry()
  await page.getByLabel(/^问题/).fill('绝密★十年 霞光工程')
  await page.getByLabel('答复', { exact: true }).fill('不能答复')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').filter({ hasText: '国家秘密' }).waitFor()
  expect(await page.getByLabel('答复', { exact: true }).inputValue()).toBe('不能答复')
  await page.context().close()
})

test('what was entered is corrected from the archive, within a week, by who entered it', async () => {
  const number = await enterBehindTheDoor()
  const page = await openEntry({ at: '/consultations' })
  await page.getByRole('button', { name: `咨询 ${number}` }).click()
  await page.getByRole('link', { name: '更正登记' }).click()
  await page.getByRole('heading', { name: '更正登记' }).waitFor()
  expect(await page.getByLabel(/^问题/).inputValue()).toBe('软著怎么登记？')
  await page.getByLabel('答复', { exact: true }).fill('见服务清单，窗口也能办。')
  await page.getByLabel('用时（分钟）').fill('9')
  await page.keyboard.press('Control+Enter')
  await page.getByText(`档案号 ${number} 已更正。`).waitFor()
  expect(await newest()).toMatchObject({
    number,
    minutes: 9,
    question: '软著怎么登记？',
    answer: { text: '见服务清单，窗口也能办。' },
  })
  await page.getByRole('link', { name: '回到咨询档案' }).click()
  await page.getByRole('button', { name: `咨询 ${number}` }).click()
  await page.getByText(/更正于/).waitFor()
  await page.context().close()
})

test('who may not correct an entry is told so, and the screen fits a phone without barriers', async () => {
  const number = await enterBehindTheDoor()
  const { deps, administrator } = service
  const at = `/consultations/${number}/entry`
  const phone = await openEntry({ at, viewport: { width: 320, height: 700 } })
  await phone.getByLabel(/^问题/).waitFor()
  await settled(phone)
  expect(await findBarriers(phone)).toEqual([])
  expect(await overflowsSideways(phone)).toBe(false)
  await phone.context().close()
  await deps.db
    .update(enteredConsultations)
    .set({ enteredAt: new Date(deps.now().getTime() - 8 * 86_400_000) })
    .where(eq(enteredConsultations.consultation, number))
  const late = await openConsole(browser, service, administrator, { at })
  await late.getByText(/^这件登记不能更正/).waitFor()
  await late.context().close()
})

test('the archive tells who entered it, and an administrator sets a legal hold there and lifts it in the list', async () => {
  const number = await enterBehindTheDoor()
  const at = '/consultations'
  const page = await openConsole(browser, service, service.administrator, { at })
  await page.getByRole('button', { name: `咨询 ${number}` }).click()
  await page.getByText(/^登记：王小明/).waitFor()
  await page.getByRole('button', { name: '设置法定保留' }).click()
  const dialog = page.getByRole('dialog', { name: '设置法定保留' })
  await dialog.getByLabel('理由').fill('法院要求保全')
  await dialog.getByRole('button', { name: '设置法定保留' }).click()
  await page.getByRole('button', { name: `解除：咨询 ${number}` }).waitFor()
  await page.goto(`${service.url}/console/#/holds`)
  await page.getByRole('cell', { name: '法院要求保全' }).waitFor()
  await page.getByRole('button', { name: `解除：咨询 ${number}` }).click()
  const lifting = page.getByRole('dialog')
  await lifting.getByLabel('理由').fill('案件已审结')
  await lifting.getByRole('button', { name: /^解\s?除$/ }).click()
  await page.getByText('没有法定保留。').waitFor()
  expect(await page.getByRole('button', { name: /^解除：/ }).count()).toBe(0)
  await page.context().close()
})

const looks = [
  ['zh, wide and light', { viewport: { width: 1280, height: 800 } }],
  [
    'en, narrow and dark',
    { language: 'en', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
  ],
] as const

test.each(looks)('no barrier is found in the new screens: %s', async (_, options) => {
  for (const at of ['/entry', '/holds']) {
    const page = await openConsole(browser, service, service.administrator, { ...options, at })
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (at === '/entry') {
      await page.locator('textarea').first().fill(QUESTION)
      await page.keyboard.press('Enter')
      await page.locator('ol.clauses button').first().waitFor()
      await page.locator('ol.clauses button').first().click()
    }
    await settled(page)
    expect([at, await findBarriers(page)]).toEqual([at, []])
    expect([at, await overflowsSideways(page)]).toEqual([at, false])
    await page.context().close()
  }
})
