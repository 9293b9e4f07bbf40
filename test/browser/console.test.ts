import type { Browser, Page } from 'playwright-core'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpCode, totpStepAt } from '../../src/accounts/totp.ts'
import { accounts, cases, sessions, statements } from '../../src/db/schema/index.ts'
import { PASSWORD, plantAccount } from '../accounts/staff.ts'
import { desktop, findBarriers, keptAtOnce, openPage, startBrowser } from './support/browser.ts'
import {
  type ConsoleService,
  handOver,
  openConsole,
  startConsoleService,
} from './support/console-service.ts'
import { readQrOn } from './support/read-qr.ts'

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

const DISPUTE = '竞争对手仿冒我们的专利产品，我们该怎么维权？'

async function stateOf(id: string) {
  const [row] = await service.deps.db.select().from(cases).where(eq(cases.id, id))
  return row?.state
}

/** Types keys that are counted, as somebody at the keyboard would. */
function keyboard(page: Page) {
  let typed = 0
  return {
    press: async (key: string) => {
      typed += 1
      await page.keyboard.press(key)
    },
    typed: () => typed,
  }
}

test('a new colleague sets up the app and a password of their own, and lands where they wanted', async () => {
  const { deps, city, url } = service
  const { id, username } = await plantAccount(deps, { role: 'staff', organisationId: city })
  const fresh = { sealedTotpSecret: null, mustChangePassword: true }
  await deps.db.update(accounts).set(fresh).where(eq(accounts.id, id))
  const page = await openPage(browser, `${url}/console/#/inbox`, { viewport: desktop })
  await page.getByLabel('用户名').fill(username)
  await page.keyboard.press('Tab')
  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: '用户名或密码不正确' }).waitFor()
  await page.getByLabel('密码').fill(PASSWORD)
  await page.keyboard.press('Enter')
  const secret = (await page.locator('.secret').innerText()).replaceAll(/\s/g, '')
  await expect
    .poll(() => page.getByRole('link', { name: /验证器/ }).getAttribute('href'))
    .toContain(secret)
  const link = await page.getByRole('link', { name: /验证器/ }).getAttribute('href')
  expect(await readQrOn(page)).toBe(link)
  expect(await findBarriers(page)).toEqual([])
  await page.getByLabel(/动态验证码/).fill(await totpCode(secret, totpStepAt(deps.now())))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '设置您自己的密码' }).waitFor()
  await page.getByLabel('当前密码').fill(PASSWORD)
  await page.getByLabel('新密码', { exact: true }).fill('velvet harbour 29 plums')
  await page.getByLabel('再输入一次').fill('velvet harbour 29 plums')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '通知' }).waitFor()
  expect(page.url()).toContain('#/inbox')
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await page.context().close()
})

test('one prepared case is opened, approved and left for the next with three keys', async () => {
  const first = await handOver(service, DISPUTE, { district: '海淀区' })
  const second = await handOver(service, DISPUTE, { district: '朝阳区' })
  const page = await openConsole(browser, service, service.staff)
  await page.locator(`#case-${second.id}`).waitFor()
  const { press, typed } = keyboard(page)
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: first.code }).waitFor()
  await press('e')
  await page.getByRole('dialog').getByText('发出后不能收回').waitFor()
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: second.code }).waitFor()
  expect(typed()).toBeLessThanOrEqual(6)
  expect(typed()).toBe(3)
  await expect.poll(() => stateOf(first.id)).toBe('delivered')
  const [sent] = await service.deps.db
    .select()
    .from(statements)
    .where(eq(statements.caseId, first.id))
  expect(sent).toMatchObject({ state: 'delivered', author: 'staff' })
  expect(sent?.citations).not.toEqual([])
  expect(await stateOf(second.id)).toBe('open')
  await page.context().close()
})

test('words are edited, kept over a reload, compared, checked and sent with the evidence', async () => {
  const { id } = await handOver(service, DISPUTE)
  const page = await openConsole(browser, service, service.staff, { at: `/cases/${id}` })
  const editor = page.getByRole('textbox', { name: /AI 草稿/ })
  await editor.fill('请先固定证据，再加我微信 abc12345 详谈。[1]')
  await page.getByText('疑似招揽或联系方式').first().waitFor()
  await page.reload()
  await editor.waitFor()
  await expect.poll(() => editor.inputValue()).toContain('请先固定证据')
  await editor.fill('请先固定证据，再向所在区的工作站求助。[1]')
  await page.getByText('疑似招揽或联系方式').waitFor({ state: 'detached' })
  await page.locator('.difference ins').first().waitFor()
  const removers = page.getByRole('button', { name: /去掉依据/ })
  while ((await removers.count()) > 1) await removers.last().click()
  await editor.focus()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').getByRole('button', { name: '批准并下一件' }).click()
  await expect.poll(() => stateOf(id)).toBe('delivered')
  const [sent] = await service.deps.db.select().from(statements).where(eq(statements.caseId, id))
  expect(sent?.text).toBe('请先固定证据，再向所在区的工作站求助。[1]')
  expect(sent?.originalText).not.toBe(sent?.text)
  expect(sent?.citations).toHaveLength(1)
  const kept = () => page.evaluate(() => Object.keys(localStorage).join())
  await expect.poll(kept).not.toContain(id)
  await page.context().close()
})

test('an expert is chosen with two keys, and the case is taken back with a reason', async () => {
  const { id } = await handOver(service, DISPUTE)
  const page = await openConsole(browser, service, service.staff, { at: `/cases/${id}` })
  await page.getByRole('button', { name: '派专家' }).waitFor()
  await page.keyboard.press('a')
  await page.getByRole('dialog').getByText('领域相符').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => stateOf(id)).toBe('assigned')
  await page.getByText('待接单').waitFor()
  await page.getByRole('button', { name: '收回', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('改由我们答复')
  await dialog.getByRole('button', { name: '收回', exact: true }).click()
  await expect.poll(() => stateOf(id)).toBe('in_review')
  await page.locator('.timeline').getByText('改由我们答复').waitFor()
  await page.context().close()
})

test('a reply that the service refuses says why, and blames nobody else', async () => {
  const { id } = await handOver(service, DISPUTE)
  const page = await openConsole(browser, service, service.staff, { at: `/cases/${id}` })
  // Words are sent before the check of them has come back.
  await page.route(/\/check$/, () => {})
  const editor = page.getByRole('textbox', { name: /AI 草稿/ })
  const kept = await keptAtOnce(editor, '请加我微信 abc12345 详谈。')
  expect(kept).toContain('abc12345')
  await page.getByRole('button', { name: '批准并发送' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '批准并发送' }).click()
  await dialog.getByRole('alert').filter({ hasText: '联系方式' }).waitFor()
  await page.getByRole('button', { name: '受理', exact: true }).waitFor({ state: 'detached' })
  await expect.poll(() => stateOf(id)).toBe('in_review')
  expect(await page.getByText('刚被别人改动').count()).toBe(0)
  await page.keyboard.press('Escape')
  await expect.poll(() => editor.inputValue()).toContain('abc12345')
  await page.context().close()
})

test('two at one case see each other; who is slower is told, and keeps every word', async () => {
  const { id } = await handOver(service, DISPUTE)
  const mine = await openConsole(browser, service, service.staff, { at: `/cases/${id}` })
  const editor = mine.getByRole('textbox', { name: /AI 草稿/ })
  await editor.fill('这件事的答复写到一半')
  const theirs = await openConsole(browser, service, service.colleague, { at: `/cases/${id}` })
  await mine.getByText('王小明 也打开着这一件').waitFor()
  await theirs.getByText('王小明 也打开着这一件').waitFor()
  await mine.getByRole('button', { name: '批准并发送' }).click()
  // Between the last look and the sending, somebody else is faster.
  await service.deps.db
    .update(cases)
    .set({ state: 'in_review', version: 2, staffId: service.colleague.id })
    .where(eq(cases.id, id))
  await mine.getByRole('dialog').getByRole('button', { name: '批准并发送' }).click()
  await mine.getByRole('alert').filter({ hasText: '刚被别人改动' }).waitFor()
  await mine.keyboard.press('Escape')
  await expect.poll(() => editor.inputValue()).toBe('这件事的答复写到一半')
  await mine.getByText('现在的状态：审核中').waitFor()
  await theirs.context().close()
  await mine.getByText('也打开着这一件').waitFor({ state: 'detached' })
  await mine.context().close()
})

test('a session that ends asks for the password on the spot, and nothing typed is lost', async () => {
  const { deps, staff } = service
  const { id } = await handOver(service, DISPUTE)
  const page = await openConsole(browser, service, staff, { at: `/cases/${id}` })
  const editor = page.getByRole('textbox', { name: /AI 草稿/ })
  await editor.fill('还没写完')
  await deps.db.delete(sessions).where(eq(sessions.accountId, staff.id))
  // Whichever request is the first to be refused: the dialog may lie over the button already.
  await page.getByRole('button', { name: '受理' }).dispatchEvent('click')
  const dialog = page.getByRole('dialog', { name: /登录已失效/ })
  await dialog.getByLabel('用户名').fill(staff.username)
  await dialog.getByLabel('密码').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await dialog.getByLabel(/动态验证码/).fill(await totpCode(staff.secret, totpStepAt(deps.now())))
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(() => editor.inputValue()).toBe('还没写完')
  await page.getByRole('button', { name: '受理' }).click()
  await expect.poll(() => stateOf(id)).toBe('in_review')
  await page.context().close()
})

test('contact data opens with a click; an auditor reads, and is offered nothing to do', async () => {
  const { id } = await handOver(service, DISPUTE)
  const page = await openConsole(browser, service, service.staff, { at: `/cases/${id}` })
  await expect.poll(() => page.getByText('13911112222').count()).toBe(0)
  await page.getByRole('button', { name: '查看联系方式' }).click()
  await page.getByText('13911112222').waitFor()
  await page.context().close()
  const reading = await openConsole(browser, service, service.auditor, { at: `/cases/${id}` })
  await reading.getByRole('heading', { name: 'AI 简报' }).waitFor()
  for (const name of ['批准', '受理', '派专家', '查看联系方式', '添加备注']) {
    await expect
      .poll(() => reading.getByRole('button', { name }).count(), { message: name })
      .toBe(0)
  }
  await expect.poll(() => reading.getByRole('link', { name: '投诉举报' }).count()).toBe(0)
  await reading.context().close()
})
