import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shanghaiDay } from '../../src/shared/shanghai-day.ts'
import { sealContact } from '../../src/ledger/contacts.ts'
import { enterpriseContacts } from '../../src/db/schema/index.ts'
import { plantCase } from '../feedback/plant.ts'
import { plantEnterprise, plantLedger } from '../ledger/plant.ts'
import { CODES } from '../ledger/staff.ts'
import {
  desktop,
  findBarriers,
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

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const dayIn = (days: number) => shanghaiDay(new Date(service.deps.now().getTime() + days * DAY_MS))

const dialog = (page: Page) => page.getByRole('dialog')
const card = (page: Page, title: string) =>
  page.locator('section.card').filter({ has: page.getByRole('heading', { name: title, level: 2 }) })

async function fill(page: Page, label: string, value: string): Promise<void> {
  await dialog(page).getByLabel(label, { exact: true }).fill(value)
}

/** Saves what was filled in, and waits until it is. */
async function save(page: Page, button = '保存'): Promise<void> {
  await dialog(page).getByRole('button', { name: button }).click()
  await dialog(page).waitFor({ state: 'hidden' })
}

async function openDialog(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await settled(page)
}

const thisYear = () => Number(dayIn(0).slice(0, 4))

/** One with everything in it, its contact too. */
async function plantWhole(): Promise<string> {
  const { deps, city, staff } = service
  const { id } = (await send(`${service.url}/api/conversations`, {})) as { id: string }
  const { id: caseId } = await plantCase(deps, { conversationId: id, organisationId: city })
  const planted = { organisationId: city, createdBy: staff.id, caseId }
  const { enterprise } = await plantLedger(deps, planted)
  const contact = await sealContact(deps.cipher, enterprise, {
    name: '陈一',
    contact: '13911112222',
  })
  await deps.db.insert(enterpriseContacts).values(contact)
  return enterprise
}

test('staff enter an enterprise, note a visit, and its next step stands among the follow-ups', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/enterprises' })
  await page.getByRole('heading', { name: '服务台账', level: 1 }).waitFor()
  await openDialog(page, '新增企业')
  await fill(page, '企业名称', '演示芯片有限公司')
  await fill(page, '统一社会信用代码', '91110108MA01ABCD0C')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await dialog(page).getByText('统一社会信用代码不正确').waitFor()
  await fill(page, '统一社会信用代码', CODES[0])
  await save(page)
  await page.getByRole('heading', { name: '演示芯片有限公司', level: 1 }).waitFor()
  await openDialog(page, '登记服务')
  await fill(page, '了解到的情况、需求', '想做海外布局，电话 13911112222')
  await fill(page, '下一步', '送去预审材料')
  await fill(page, '下一步日期', dayIn(7))
  await save(page)
  await card(page, '走访与服务').getByText('〔手机号1〕').waitFor()
  await card(page, '走访与服务')
    .getByText(`下一步：送去预审材料（${dayIn(7)}）`)
    .waitFor()
  await openDialog(page, '登记数量')
  await fill(page, '发明专利', '12')
  await save(page)
  await card(page, '知识产权拥有量').getByRole('cell', { name: '12', exact: true }).waitFor()
  await page.goto(`${service.url}/console/#/follow-ups`)
  await page.getByRole('heading', { name: '走访后续' }).waitFor()
  await expect.poll(() => page.locator('ul.records').innerText()).toContain('送去预审材料')
  await page.getByRole('link', { name: '演示芯片有限公司' }).click()
  await page.getByRole('heading', { name: '演示芯片有限公司', level: 1 }).waitFor()
  await page.context().close()
})

test('the contact is asked for on purpose, and can be written anew', async () => {
  const id = await plantWhole()
  const page = await openConsole(browser, service, service.staff, { at: `/enterprises/${id}` })
  const contact = card(page, '联系人')
  await contact.getByRole('button', { name: '显示联系人' }).click()
  await contact.getByText('13911112222').waitFor()
  await openDialog(page, '填写联系人')
  await expect.poll(() => dialog(page).getByLabel('姓名').inputValue()).toBe('陈一')
  await fill(page, '姓名', '')
  await fill(page, '联系方式', '')
  await save(page)
  await contact.getByText('还没有登记联系人').waitFor()
  await page.context().close()
})

test('a list of key enterprises is made from the page of an enterprise, and fixed', async () => {
  const { deps, city, staff } = service
  const name = '演示重点企业有限公司'
  const id = await plantEnterprise(deps, { organisationId: city, createdBy: staff.id, name })
  const page = await openConsole(browser, service, service.staff, { at: `/enterprises/${id}` })
  await openDialog(page, '列入清单')
  await dialog(page).getByLabel('年度', { exact: true }).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: String(thisYear() + 1) })
    .click()
  await fill(page, '列入理由', '首次在海外涉诉')
  await save(page)
  await card(page, '重点企业清单')
    .getByRole('link', { name: String(thisYear() + 1) })
    .click()
  const rows = page.locator('section[aria-label="重点企业清单"] tbody tr')
  await rows.filter({ hasText: name }).getByText('首次在海外涉诉').waitFor()
  await page.getByText('未定稿').waitFor()
  await openDialog(page, '定稿')
  await save(page, '定稿')
  await page.getByText('王小明 于').waitFor()
  await expect.poll(() => page.getByRole('button', { name: /移出/ }).count()).toBe(0)
  await page.context().close()
})

test('a case is linked by its code and unlinked, and what is not there is told', async () => {
  const { deps, city, staff } = service
  const id = await plantEnterprise(deps, { organisationId: city, createdBy: staff.id })
  const asked = (await send(`${service.url}/api/conversations`, {})) as { id: string }
  const { code } = await plantCase(deps, { conversationId: asked.id, organisationId: city })
  const page = await openConsole(browser, service, service.staff, { at: `/enterprises/${id}` })
  const links = card(page, '关联的咨询和转办件')
  const field = links.getByLabel('转办件编号（ZW-…）或咨询档案号')
  await field.fill('ZW-22222222')
  await field.press('Enter')
  await links.getByText('没有找到这个转办件').waitFor()
  await field.fill(code)
  await field.press('Enter')
  await links.getByRole('link', { name: `转办件 ${code}` }).waitFor()
  await links.getByRole('button', { name: `取消关联 转办件 ${code}` }).click()
  await expect.poll(() => links.innerText()).toContain('还没有关联')
  await page.context().close()
})

test('a file of enterprises is told row by row what is wrong, and the right rows can go in', async () => {
  const page = await openConsole(browser, service, service.staff, { at: '/enterprises' })
  await openDialog(page, '从 CSV 导入')
  const text = '企业名称,所在区,发明专利\n导入的公司,海淀区,\n另一家公司,火星区,3\n'
  const file = { name: '企业.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await dialog(page).getByLabel('选择文件').setInputFiles(file)
  await dialog(page).getByRole('button', { name: '导入', exact: true }).click()
  await dialog(page).getByText('没有导入任何一行').waitFor()
  await dialog(page).getByText('填了件数，就请填统计日期').waitFor()
  await dialog(page).getByText('只导入正确的行', { exact: true }).click()
  // Its name begins with that of the sign of work until that has faded.
  await dialog(page).getByRole('button', { name: /导入$/ }).click()
  await dialog(page).getByText('已导入 1 家').waitFor()
  await dialog(page).getByRole('button', { name: '关闭' }).last().click()
  await page.getByRole('link', { name: '导入的公司' }).waitFor()
  await page.getByLabel('搜索名称、信用代码、产业、需求').fill('导入的')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.locator('section[aria-label="服务台账"] tbody tr').allInnerTexts())
    .toHaveLength(1)
  await page.context().close()
})

test('an auditor reads the ledger and is offered nothing to change', async () => {
  const id = await plantWhole()
  const page = await openConsole(browser, service, service.auditor, { at: `/enterprises/${id}` })
  await card(page, '走访与服务').getByText('了解需求').waitFor()
  await card(page, '关联的咨询和转办件').getByRole('link').waitFor()
  await expect.poll(() => page.locator('main').getByRole('button').allInnerTexts()).toEqual([])
  await page.context().close()
})

type Opening = BrowserContextOptions & { language?: 'zh' | 'en' }

async function lookAtLedger(id: string, options: Opening): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {}
  const page = await openConsole(browser, service, service.staff, {
    at: '/enterprises',
    ...options,
  })
  const look = async (name: string) => {
    await expect.poll(() => page.locator('.ant-spin').count()).toBe(0)
    const wide = (await overflowsSideways(page)) ? ['scrolls sideways'] : []
    const found = [...(await findBarriers(page)), ...wide]
    if (found.length > 0) wrong[name] = found
  }
  const goTo = async (path: string) => {
    await page.goto('about:blank')
    await page.goto(`${service.url}/console/#${path}`)
  }
  await page.locator('table.plain').waitFor()
  await look('list')
  await page.getByRole('button', { name: /^(?:新增企业|New enterprise)$/ }).click()
  await settled(page)
  await look('form')
  await goTo(`/enterprises/${id}`)
  await page.getByRole('button', { name: /^(?:显示联系人|Show the contact)$/ }).click()
  await page.getByText('13911112222').waitFor()
  await page.locator('section.card ul.records li').waitFor()
  await look('enterprise')
  await page.getByRole('button', { name: /^(?:登记服务|Enter a service)$/ }).click()
  await settled(page)
  await look('visit')
  await goTo(`/key-enterprises?year=2026&organisationId=${service.city}`)
  await page.locator('table.plain').waitFor()
  await look('key list')
  await page.context().close()
  return wrong
}

test('no screen of the ledger has a barrier or scrolls sideways, on a desk or a phone, in light or dark', async () => {
  const id = await plantWhole()
  expect(await lookAtLedger(id, { viewport: desktop })).toEqual({})
  expect(
    await lookAtLedger(id, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      language: 'en',
    }),
  ).toEqual({})
})
