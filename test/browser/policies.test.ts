import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policyDeliveries, registrations } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantPolicyNotice } from '../policy-notices/plant.ts'
import { plantTraining } from '../training/plant.ts'
import {
  desktop,
  findBarriers,
  openPage,
  overflowsSideways,
  settled,
  startBrowser,
} from './support/browser.ts'
import { type ConsoleService, openConsole, startConsoleService } from './support/console-service.ts'

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

const sheet = (page: Page) => page.getByRole('dialog')

async function choose(page: Page, label: string, option: string): Promise<void> {
  await sheet(page).getByLabel(label, { exact: true }).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
  await page.keyboard.press('Escape')
}

test('staff write a notice and submit it; it is not theirs to approve', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/policies' })
  await page.getByRole('button', { name: '写通知' }).click()
  await settled(page)
  await sheet(page).getByLabel('标题', { exact: true }).fill('志愿服务专家办法征求意见')
  await sheet(page).getByLabel('摘要', { exact: true }).fill('正在公开征求意见，欢迎提出。')
  await choose(page, '依据的文件', '征求意见稿')
  await choose(page, '主题', '专利')
  expect(await findBarriers(page)).toEqual([])
  await sheet(page).getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '志愿服务专家办法征求意见', level: 1 }).waitFor()
  await page.getByRole('button', { name: '提交审核' }).click()
  await page.locator('.page-head').getByText('待审核').waitFor()
  await page.getByText('由没有写过、改过这条通知的人审核').waitFor()
  await expect
    .poll(() => page.getByRole('button', { name: '审核通过并发送' }).isDisabled())
    .toBe(true)
  await page.getByRole('button', { name: '撤回' }).click()
  await sheet(page).getByLabel('原因').fill('日期有误')
  await sheet(page).getByRole('button', { name: '撤回' }).click()
  await page.locator('.page-head').getByText('已撤回').waitFor()
  await page.context().close()
})

type Opening = BrowserContextOptions & { language?: 'zh' | 'en' }

const openMenu = async (page: Page) => {
  await page.getByRole('button', { name: /^(?:更多|More)$/ }).click()
  await sheet(page)
    .getByRole('button', { name: /^(?:政策订阅|Policy notices)$/ })
    .click()
}

test('an asker subscribes in the chat page after consenting, reads what came, and unsubscribes', async () => {
  const { deps, city, staff } = service
  const page = await openPage(browser, service.url)
  await openMenu(page)
  const form = sheet(page)
  await form.getByRole('button', { name: '订阅', exact: true }).click()
  await form.getByText('请至少选择一个主题').waitFor()
  await form.getByLabel('专利', { exact: true }).check()
  await form.getByRole('button', { name: '订阅', exact: true }).click()
  await form.getByText('需要您同意才能订阅').waitFor()
  await form.locator('#policy-consent').check()
  expect(await findBarriers(page)).toEqual([])
  await form.getByRole('button', { name: '订阅', exact: true }).click()
  await form.getByText('已订阅').waitFor()
  const common = { organisationId: city, createdBy: staff.id }
  const noticeId = await plantPolicyNotice(deps, { ...common, state: 'approved' })
  const [subscriber] = (await deps.db.execute('select asker_id as id from policy_subscriptions'))
    .rows as { id: string }[]
  const at = deps.now()
  await deps.db.insert(policyDeliveries).values({
    id: newId(),
    noticeId,
    askerId: subscriber?.id ?? '',
    state: 'released',
    dueAt: at,
    releasedAt: at,
    createdAt: at,
  })
  await page.goto('about:blank')
  await page.goto(service.url)
  await openMenu(page)
  await form.getByText('措施公开征求意见').waitFor()
  await form.getByText('征求意见稿', { exact: true }).waitFor()
  await form.getByRole('button', { name: '退订' }).click()
  await form.getByText('已退订').waitFor()
  await form.getByRole('button', { name: '订阅', exact: true }).waitFor()
  await page.context().close()
})

test('who was in a session answers its questionnaire with the rating', async () => {
  const { deps, city, staff, url } = service
  const day = 86_400_000
  const later = (days: number) => new Date(deps.now().getTime() + days * day)
  await plantTraining(deps, {
    organisationId: city,
    createdBy: staff.id,
    title: '商标基础培训',
    startsAt: later(1),
    endsAt: later(1.1),
    closesAt: later(0.9),
  })
  const page = await openPage(browser, `${url}/#trainings`)
  await sheet(page).getByRole('button', { name: '报名：商标基础培训' }).click()
  await page.locator('#training-name').fill('陈一')
  await page.locator('#training-telephone').fill('13911112222')
  await page.locator('#training-consent').check()
  await sheet(page).getByRole('button', { name: '提交报名' }).click()
  await sheet(page).getByText('报名成功').waitFor()
  await deps.db.update(registrations).set({ attendedAt: deps.now() })
  await page.goto('about:blank')
  await page.goto(`${url}/#trainings`)
  await sheet(page).getByRole('group', { name: '请为这场培训打分' }).waitFor()
  await sheet(page)
    .getByRole('group', { name: '请为这场培训打分' })
    .getByRole('button', { name: '4 分' })
    .click()
  await sheet(page).getByLabel('不是', { exact: true }).check()
  await sheet(page)
    .getByRole('group', { name: '讲得清楚吗？' })
    .getByRole('button', { name: '2 分' })
    .click()
  expect(await findBarriers(page)).toEqual([])
  await sheet(page).getByRole('button', { name: '提交评价' }).click()
  await expect
    .poll(async () => (await deps.db.select().from(registrations))[0]?.answers)
    .toEqual({ version: 1, closed: { expectation: 'not_at_all', clarity: 2 } })
  await page.context().close()
  const console = await openConsole(browser, service, service.staff, { at: '/follow-ups' })
  await console.getByText('培训评价低或不是想了解的').waitFor()
  await console.getByRole('link', { name: '商标基础培训' }).waitFor()
  await console.context().close()
})

async function look(options: Opening): Promise<string[]> {
  const wrong: string[] = []
  const note = async (page: Page, name: string) => {
    const found = await findBarriers(page)
    if (await overflowsSideways(page)) found.push('scrolls sideways')
    wrong.push(...found.map((each) => `${name}: ${String(each)}`))
  }
  const page = await openConsole(browser, service, service.staff, { at: '/policies', ...options })
  await page.locator('section.scroll table').waitFor()
  await note(page, 'list')
  await page.locator('section.scroll table a').first().click()
  await page.locator('dl.facts').first().waitFor()
  // Not over a link, whose colour would be that of being pointed at.
  await page.mouse.move(0, 0)
  await note(page, 'notice')
  await page.context().close()
  return wrong
}

test('no screen of policy notices has a barrier or scrolls sideways, on a desk or a phone, in light or dark', async () => {
  const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }
  expect(await look({ viewport: desktop })).toEqual([])
  expect(await look({ ...phone, language: 'en' })).toEqual([])
  const page = await openPage(browser, 'about:blank', { ...phone, locale: 'en-GB' })
  await page.addInitScript(() => {
    if (location.host !== '') localStorage.setItem('zhiwen.language', JSON.stringify('en'))
  })
  await page.goto(service.url)
  await openMenu(page)
  await sheet(page).getByRole('button', { name: 'Subscribe' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await overflowsSideways(page)).toBe(false)
  await page.context().close()
})
