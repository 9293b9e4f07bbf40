import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shanghaiDay } from '../../src/shared/shanghai-day.ts'
import { PARTICIPANT, plantTraining } from '../training/plant.ts'
import {
  askAndWait,
  desktop,
  findBarriers,
  openPage,
  overflowsSideways,
  settled,
  startBrowser,
} from './support/browser.ts'
import {
  type ConsoleService,
  openConsole,
  send,
  startConsoleService,
} from './support/console-service.ts'

const DAY_MS = 86_400_000

let service: ConsoleService
let browser: Browser
let held: string

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  held = await plantHeld()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const later = (days: number) => new Date(service.deps.now().getTime() + days * DAY_MS)
const dayIn = (days: number) => shanghaiDay(later(days))

type Began = { id: string; token: string }
const begin = async () => (await send(`${service.url}/api/conversations`, {})) as Began

/** A session that has begun, with one who registered for it. */
async function plantHeld(): Promise<string> {
  const { deps, city, staff } = service
  const begun = deps.now()
  const id = await plantTraining(deps, {
    organisationId: city,
    createdBy: staff.id,
    title: '商标基础培训',
    courses: [3],
    startsAt: later(1),
    endsAt: later(1.1),
    closesAt: later(0.9),
  })
  const { token } = await begin()
  await send(`${service.url}/api/trainings/${id}/registrations`, PARTICIPANT, token)
  await deps.db.execute(
    `update trainings set starts_at = '${begun.toISOString()}', ends_at = now() where id = '${id}'`,
  )
  return id
}

const plantComing = (title: string, more: object = {}) =>
  plantTraining(service.deps, {
    organisationId: service.city,
    createdBy: service.staff.id,
    title,
    courses: [5],
    startsAt: later(10),
    endsAt: later(10.1),
    closesAt: later(9),
    ...more,
  })

const sheet = (page: Page) => page.getByRole('dialog')

async function choose(page: Page, label: string, option: string): Promise<void> {
  await sheet(page).getByLabel(label, { exact: true }).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
}

test('staff plan a session in the console, change it and open it for registration', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/trainings' })
  await page.getByRole('heading', { name: '培训', level: 1 }).waitFor()
  await page.getByRole('button', { name: '新建场次' }).click()
  await settled(page)
  const fill = (label: string, value: string) =>
    sheet(page).getByLabel(label, { exact: true }).fill(value)
  await fill('名称', '专利检索实务')
  await choose(page, '课程', '产品研发的知识产权问题')
  await page.keyboard.press('Escape')
  await fill('地点', '中关村 301 室')
  await fill('日期', dayIn(20))
  await fill('报名截止日期', dayIn(19))
  await fill('讲师姓名', '李老师')
  await sheet(page).getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '专利检索实务', level: 1 }).waitFor()
  await page.getByRole('button', { name: '修改' }).click()
  await settled(page)
  await fill('线上链接', 'ftp://example.com')
  await sheet(page).getByRole('button', { name: '保存' }).click()
  await sheet(page).getByText('链接须以 https:// 开头').waitFor()
  await fill('线上链接', 'https://meeting.example.com/j/1')
  await sheet(page).getByRole('button', { name: '保存' }).click()
  await sheet(page).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: '开放报名' }).click()
  await page.locator('.page-head').getByText('报名中').waitFor()
  const listed = await fetch(`${service.url}/api/trainings`)
  expect(JSON.stringify(await listed.json())).toContain('专利检索实务')
  await page.context().close()
})

test('who asks for training gets the open sessions below the answer, registers and withdraws', async () => {
  await plantComing('专利检索入门')
  const page = await openPage(browser, service.url)
  await askAndWait(page, '最近有什么培训')
  const card = page.locator('.training-card')
  await card.getByText('专利检索入门').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await card.getByRole('button', { name: '报名：专利检索入门' }).click()
  const form = sheet(page)
  await form.getByRole('button', { name: '提交报名' }).click()
  await form.getByText('请填写姓名。').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('training-name')
  await page.locator('#training-name').fill('陈一')
  await page.locator('#training-telephone').fill('139 1111 2222')
  await page.locator('#training-consent').check()
  expect(await findBarriers(page)).toEqual([])
  await form.getByRole('button', { name: '提交报名' }).click()
  await form.getByText('报名成功').waitFor()
  const own = form.locator('section', { hasText: '我的报名' }).locator('li')
  await own.getByText('已报名').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await own.getByRole('button', { name: '取消报名' }).click()
  await own.getByRole('button', { name: '确定取消' }).click()
  await own.getByText('已取消报名').waitFor()
  await page.context().close()
})

test('where there is no open session the chat says so and offers nothing', async () => {
  await service.deps.db.execute(`update trainings set state = 'closed' where state = 'open'`)
  const page = await openPage(browser, service.url)
  await askAndWait(page, '最近有什么培训')
  await page.getByText('目前没有与此相关的、正在报名的培训场次').waitFor()
  await expect.poll(() => page.locator('.training-card').count()).toBe(0)
  await askAndWait(page, '专家接到通知后多久响应？')
  await expect.poll(() => page.getByText('正在报名的培训场次').count()).toBe(1)
  await page.context().close()
})

test('the link of a message leads to the sessions, and news of a registration stands in the chat', async () => {
  const id = await plantComing('商业秘密保护')
  const page = await openPage(browser, `${service.url}/#trainings`)
  await sheet(page).getByText('您还没有报名').waitFor()
  await sheet(page).getByRole('button', { name: '报名：商业秘密保护' }).click()
  await page.locator('#training-name').fill('陈一')
  await page.locator('#training-telephone').fill('13911112222')
  await page.locator('#training-consent').check()
  await sheet(page).getByRole('button', { name: '提交报名' }).click()
  await sheet(page).getByText('报名成功').waitFor()
  await service.deps.db.execute(
    `update trainings set state = 'cancelled', cancel_reason = '场地检修' where id = '${id}'`,
  )
  await page.goto('about:blank')
  await page.goto(service.url)
  await page.getByText('您报名的培训有新消息').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '查看' }).click()
  await sheet(page).getByText('场地检修').waitFor()
  await page.context().close()
})

test('staff see who registered, tick who came and count the session into the totals', async () => {
  const page = await openConsole(browser, service, service.staff, { at: `/trainings/${held}` })
  await page.getByRole('button', { name: '查看报名名单' }).click()
  await page.getByText('139 1111 2222').waitFor()
  await page.getByRole('checkbox', { name: '陈一已到场' }).click()
  await page.getByText('已到', { exact: true }).waitFor()
  await page.getByLabel('未报名到场人数').fill('4')
  await page.getByRole('button', { name: '保存人数' }).click()
  await page.getByText('已保存').first().waitFor()
  await page.getByRole('button', { name: '登记已举办' }).click()
  await page.getByRole('button', { name: '核对无误，计入统计' }).click()
  await page.locator('.page-head').getByText('已计入').waitFor()
  await page.goto(`${service.url}/console/#/trainings`)
  const totals = page.locator('section.card', { hasText: '年度合计' })
  const row = totals.locator('tbody tr').last()
  await expect
    .poll(() => row.locator('td').allInnerTexts())
    .toEqual(['合计', '1', '1', '4', '5', '0'])
  await totals.getByText('三年累计').waitFor()
  await row.getByRole('link').click()
  const rows = page.locator('section[aria-label="培训场次"] tbody tr')
  await expect.poll(() => rows.allInnerTexts()).toHaveLength(1)
  await expect.poll(() => rows.innerText()).toContain('商标基础培训')
  await page.context().close()
})

type Opening = BrowserContextOptions & { language?: 'zh' | 'en' }

async function lookAtConsole(options: Opening): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {}
  const page = await openConsole(browser, service, service.staff, { at: '/trainings', ...options })
  const look = async (name: string) => {
    await expect.poll(() => page.locator('.ant-spin').count()).toBe(0)
    const wide = (await overflowsSideways(page)) ? ['scrolls sideways'] : []
    const found = [...(await findBarriers(page)), ...wide]
    if (found.length > 0) wrong[name] = found
  }
  await page.locator('section.card table').waitFor()
  await look('list')
  await page.getByRole('button', { name: /^(?:新建场次|New session)$/ }).click()
  await settled(page)
  await look('form')
  await page.goto('about:blank')
  await page.goto(`${service.url}/console/#/trainings/${held}`)
  await page.getByRole('button', { name: /^(?:查看报名名单|Show who registered)$/ }).click()
  await page.getByText('139 1111 2222').waitFor()
  await look('session')
  await page.context().close()
  return wrong
}

test('no screen of training has a barrier or scrolls sideways, on a desk or a phone, in light or dark', async () => {
  expect(await lookAtConsole({ viewport: desktop })).toEqual({})
  expect(
    await lookAtConsole({
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      language: 'en',
    }),
  ).toEqual({})
})

test('nor has the sheet of the chat, in English and dark at 360 pixels', async () => {
  await plantComing('集成电路布图设计登记', { link: 'https://meeting.example.com/j/2' })
  const page = await openPage(browser, 'about:blank', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    locale: 'en-GB',
  })
  await page.addInitScript(() => {
    if (location.host !== '') localStorage.setItem('zhiwen.language', JSON.stringify('en'))
  })
  await page.goto(`${service.url}/#trainings`)
  await sheet(page).getByText('You have not registered yet').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await overflowsSideways(page)).toBe(false)
  await sheet(page)
    .getByRole('button', { name: /^Register:/ })
    .first()
    .click()
  await page.locator('#training-name').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await overflowsSideways(page)).toBe(false)
  await page.context().close()
})
