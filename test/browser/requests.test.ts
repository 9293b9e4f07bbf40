import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ContactInput } from '../../src/channels/web/me-schemas.ts'
import {
  ask,
  askAndWait,
  composer,
  findBarriers,
  openPage,
  overflowsSideways,
  startBrowser,
} from './support/browser.ts'
import { startService } from './support/start-service.ts'
import type { Service } from './support/start-service.ts'

let service: Service
let browser: Browser

beforeAll(async () => {
  service = await startService()
  browser = await startBrowser()
})
afterEach(() => {
  people().cases.length = 0
  people().sent.length = 0
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

const people = () => service.control.people
const sentTo = (end: string) => people().sent.filter(({ path }) => path.endsWith(end))
const sheet = (page: Page) => page.getByRole('dialog')
const open = (options: BrowserContextOptions = {}, path = '') =>
  openPage(browser, service.url + path, options)

const secret =
  '1. 一种自清洗滤芯，其特征在于，包括壳体、转轴和刷片，所述刷片与所述转轴固定连接，所述转轴由电机驱动。'
const warning = '这段文字像未公开的技术方案或商业秘密'

const paste = (page: Page, text: string) =>
  composer(page).evaluate((area, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', words)
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)

async function openMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: '更多' }).click()
  await sheet(page).getByRole('button', { name: entry }).click()
}

async function fillContact(page: Page): Promise<void> {
  await page.locator('#hand-over-name').fill('陈一')
  await page.locator('#hand-over-contact').fill('13911112222')
  await page.locator('#hand-over-consent').check()
}

const submit = (page: Page) =>
  sheet(page).getByRole('button', { name: '提交', exact: true }).click()

test('what looks like an unpublished invention is not sent before the asker has decided', async () => {
  const page = await open()
  await ask(page, secret)
  await sheet(page).getByText(warning).waitFor()
  await expect.poll(() => page.locator('.question').count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  await sheet(page).getByRole('button', { name: '返回，删去细节再问' }).click()
  await expect.poll(() => composer(page).inputValue()).toBe(secret)
  await expect
    .poll(() => composer(page).evaluate((area) => area === document.activeElement))
    .toBe(true)

  await composer(page).press('Enter')
  await sheet(page).getByRole('button', { name: '仍然发送' }).click()
  await page.locator('.answer[aria-busy="false"] .ai-label').waitFor()
  await expect.poll(() => page.locator('.question').innerText()).toContain('自清洗滤芯')
  await expect.poll(() => composer(page).inputValue()).toBe('')
  await page.context().close()
})

test('pasting it is warned of at once, and nothing is sent', async () => {
  const page = await open()
  await paste(page, secret)
  await sheet(page).getByText('刚粘贴的文字还没有发送').waitFor()
  await expect.poll(() => sheet(page).getByRole('button', { name: '仍然发送' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await paste(
    page,
    '怎样申请设立知识产权公共服务工作站？需要什么条件，提交哪些材料，多长时间有结果？',
  )
  await page.waitForTimeout(300)
  await expect.poll(() => sheet(page).count()).toBe(0)
  await page.context().close()
})

test('in confidence it is handed over marked, with a confidential case', async () => {
  const page = await open()
  await ask(page, secret)
  await sheet(page).getByRole('button', { name: '按保密转人工' }).click()
  await page.locator('#hand-over-name').waitFor()
  await expect.poll(() => page.locator('#hand-over-question').inputValue()).toBe(secret)
  await expect.poll(() => page.locator('#hand-over-confidential').isChecked()).toBe(true)
  await sheet(page).getByText('问题不交给外部模型').waitFor()
  await fillContact(page)
  await submit(page)
  await sheet(page).locator('.code-line').waitFor()
  expect(sentTo('/handoff')[0]?.body).toMatchObject({ kind: 'consultation', confidential: true })
  await page.keyboard.press('Escape')
  await page.locator('.question', { hasText: `请保密。${secret}` }).waitFor()
  await expect.poll(() => composer(page).inputValue()).toBe('')
  await page.context().close()
})

test('the confidential switch says what it does, on and off', async () => {
  const page = await open()
  await openMenu(page, '转人工')
  const hint = page.locator('#hand-over-confidential-hint')
  const off = await hint.innerText()
  await page.locator('#hand-over-confidential').check()
  const on = await hint.innerText()
  expect(on).not.toBe(off)
  expect(on).toContain('此前已发送的问答不能收回')
  await page.context().close()
})

test('one of the services is requested with time and place', async () => {
  const page = await open()
  await openMenu(page, '申请公共服务')
  await page.locator('#hand-over-name').waitFor()
  await fillContact(page)
  await submit(page)
  await sheet(page).getByText('请选择要申请的服务事项').waitFor()
  const service = page.locator('#hand-over-service')
  await expect.poll(() => service.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await findBarriers(page)).toEqual([])
  await service.selectOption({ index: 1 })
  const name = await service.inputValue()
  await page.locator('#hand-over-when').fill('12 月上旬')
  await page.locator('#hand-over-where').fill('海淀区中关村')
  await page.locator('#hand-over-question').fill('想请老师给员工讲一次课')
  await submit(page)
  await sheet(page).locator('.code-line').waitFor()
  expect(sentTo('/handoff')[0]?.body).toMatchObject({
    kind: 'service_request',
    service: name,
    when: '12 月上旬',
    where: '海淀区中关村',
  })
  await sheet(page).getByRole('button', { name: '查看办理进展' }).click()
  await page.locator('.case-card .tag', { hasText: '申请公共服务' }).waitFor()
  await page.context().close()
})

test('a referral names a kind of partner; what came of it stands on its card', async () => {
  const page = await open({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })
  await askAndWait(page, '怎样申请设立工作站？')
  await openMenu(page, '转介合作机构')
  await fillContact(page)
  await submit(page)
  await sheet(page).getByText('请选择机构类别').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await expect.poll(() => overflowsSideways(page)).toBe(false)
  await page.locator('#hand-over-partner').selectOption('mediation')
  await submit(page)
  await sheet(page).locator('.code-line').waitFor()
  expect(sentTo('/handoff')[0]?.body).toMatchObject({ kind: 'referral', partner: 'mediation' })
  const code = people().cases[0]?.code ?? ''
  await sheet(page).getByRole('button', { name: '查看办理进展' }).click()
  people().advance(code, {
    result: {
      done: '已转人民调解委员会',
      doer: 'partner',
      by: '某调解委员会',
      on: '2026-11-20',
      outcome: 'passed_on',
      followUpOn: null,
      recordedAt: '2026-11-20T02:00:00.000Z',
    },
  })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.locator('.case-card').getByText('已转人民调解委员会').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.context().close()
})

test('contact data is shown when asked for and corrected in what was changed', async () => {
  const page = await open()
  await askAndWait(page, '怎样申请设立工作站？')
  await openMenu(page, '我的数据')
  await sheet(page).getByRole('button', { name: '查看并更正' }).click()
  await sheet(page).getByText('没有未办结的转办件').waitFor()
  await page.keyboard.press('Escape')

  await openMenu(page, '转人工')
  await fillContact(page)
  await submit(page)
  await sheet(page).locator('.code-line').waitFor()
  await page.keyboard.press('Escape')
  await openMenu(page, '我的数据')
  await sheet(page).getByRole('button', { name: '查看并更正' }).click()
  const contact = page.locator('#correct-contact')
  await contact.waitFor()
  await expect.poll(() => contact.inputValue()).toBe('13911112222')
  await contact.fill('1')
  await sheet(page).getByRole('button', { name: '保存更正' }).click()
  await expect.poll(() => contact.getAttribute('aria-invalid')).toBe('true')
  expect(await findBarriers(page)).toEqual([])
  await contact.fill('13700001111')
  await page.locator('#correct-organisation').fill('')
  await sheet(page).getByRole('button', { name: '保存更正' }).click()
  await sheet(page).getByText('已更正 1 个转办件里的联系方式').waitFor()
  const [sent] = sentTo('/contact')
  expect(sent?.body).toEqual({ contact: '13700001111', organisation: null })
  expect(ContactInput.safeParse(sent?.body).success).toBe(true)
  await page.context().close()
})

test('the rating of a case is there when the page is loaded again', async () => {
  const page = await open()
  await askAndWait(page, '怎样申请设立工作站？')
  await openMenu(page, '转人工')
  await fillContact(page)
  await submit(page)
  await sheet(page).getByRole('button', { name: '查看办理进展' }).click()
  const code = people().cases[0]?.code ?? ''
  people().advance(code, { state: 'delivered', step: 'replied', canWithdraw: false })
  await page.reload()
  const card = page.locator(`#case-${code}`)
  await card.getByRole('button', { name: '4 分，满意' }).click()
  await card.getByText('评价已记录').waitFor()
  await page.reload()
  const chosen = card.getByRole('button', { name: '4 分，满意' })
  await chosen.waitFor()
  await expect.poll(() => chosen.getAttribute('aria-pressed')).toBe('true')
  await page.context().close()
})
