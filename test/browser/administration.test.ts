import type { Browser, Page } from 'playwright-core'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '../../src/db/schema/index.ts'
import { findBarriers, overflowsSideways, settled, startBrowser } from './support/browser.ts'
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

const open = (at: string, options: Parameters<typeof openConsole>[3] = {}) =>
  openConsole(browser, service, service.administrator, { at, ...options })

/** What the page's own policy has blocked, and what it has thrown. */
function watch(page: Page): string[] {
  const wrong: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !/40\d/.test(message.text())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => void wrong.push(error.message))
  return wrong
}

const step = (page: Page, name: string) =>
  page.locator('.steps > li').filter({ has: page.getByRole('heading', { name }) })

test('after the first start an administrator is led from step to step, by what is there', async () => {
  const { db } = service.deps
  await db
    .update(accounts)
    .set({ disabledAt: sql`now()` })
    .where(eq(accounts.role, 'staff'))
  const page = await open('/')
  await page.getByRole('heading', { name: '首次设置', level: 1 }).waitFor()
  const done = (name: string) => step(page, name).getByText('已完成', { exact: true }).waitFor()
  await done('换掉一次性密码')

  await page.getByRole('button', { name: /^修改/ }).first().click()
  await page.getByLabel('电话').fill('010-12345678')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await done('填写服务机构')

  const staff = step(page, '为第一位工作人员建账号')
  await staff.getByLabel('机构').click()
  await page.locator('.ant-select-item-option').first().click()
  await staff.getByLabel('用户名').fill('first.clerk')
  await staff.getByLabel('姓名').fill('陈小文')
  await staff.getByRole('button', { name: '新建账号' }).click()
  const password = await staff.locator('.secret').innerText()
  expect(password.length).toBeGreaterThan(12)
  await done('为第一位工作人员建账号')
  // What is shown once does not go away before it has been noted.
  await expect.poll(() => staff.locator('.secret').innerText()).toBe(password)
  await staff.getByRole('button', { name: '继续下一步' }).click()

  await step(page, '把咨询窗口嵌入网站').getByRole('button', { name: '复制代码' }).click()
  await done('把咨询窗口嵌入网站')
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe(`<script async src="${service.url}/widget.js"></script>`)

  const trial = step(page, '试问一个问题')
  await trial.getByLabel('问题').fill('专家接到通知后多久响应？')
  await trial.getByRole('button', { name: '试问' }).click()
  await page.locator('#trial-result').waitFor()
  await expect.poll(() => page.locator('#trial-result').innerText()).toContain('2日')
  await done('试问一个问题')
  await page.getByText('设置已完成').waitFor()

  // Remembered by the service: another browser is not led again.
  const another = await open('/')
  await another.getByRole('heading', { name: '待办队列', level: 1 }).waitFor()
  await expect.poll(() => another.getByText('首次设置还有').count()).toBe(0)
  await db.update(accounts).set({ disabledAt: null })
  await page.context().close()
  await another.context().close()
})

const screens = [
  '/guide',
  '/knowledge',
  '/knowledge?kind=service&id=patent-pre-examination',
  '/knowledge?kind=reply&id=refuse.injection',
  '/knowledge?kind=lexicon',
  '/knowledge?kind=utterances&id=thanks',
  '/experts',
  '/experts/:id',
  '/rotation',
  '/organisations',
  '/accounts',
  '/embed',
  '/terms',
  '/models',
  '/trial',
  '/privacy',
  '/audit',
  '/switches',
]

/** What is wrong with every screen in one window. */
async function walk(page: Page) {
  const wrong: Record<string, unknown> = {}
  for (const screen of screens) {
    await page.goto('about:blank')
    await page.goto(`${service.url}/console/#${screen.replace(':id', service.expertId)}`)
    await page.locator('#main h1').waitFor()
    await expect.poll(() => page.locator('.ant-spin').count()).toBe(0)
    const wide = (await overflowsSideways(page)) ? ['scrolls sideways'] : []
    const found = [...(await findBarriers(page)), ...wide]
    if (found.length > 0) wrong[screen] = found
  }
  return wrong
}

test(
  'no screen has barriers, breaks the policy of the page or scrolls sideways, in both languages',
  { timeout: 400_000 },
  async () => {
    const narrow = { viewport: { width: 320, height: 640 }, colorScheme: 'dark', language: 'en' }
    for (const options of [{}, narrow] as Parameters<typeof openConsole>[3][]) {
      const page = await open('/guide', options)
      const blocked = watch(page)
      expect(await walk(page)).toEqual({})
      expect(blocked).toEqual([])
      await page.context().close()
    }
  },
)

test('what opens above a screen has no barriers', async () => {
  const page = await open('/switches')
  for (const [at, button] of [
    ['/switches', /^关闭：|^关闭“大模型/],
    ['/organisations', /^添加机构/],
    ['/accounts', /“王小明”的操作/],
    ['/experts', '登记专家'],
    ['/experts', '从 CSV 导入'],
  ] as const) {
    await page.goto(`${service.url}/console/#${at}`)
    await page.getByRole('button', { name: button }).first().click()
    await page.getByRole('dialog').waitFor()
    await settled(page)
    expect([at, await findBarriers(page)]).toEqual([at, []])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await page.context().close()
})

test('a switch wants a reason, and the record says who and why', async () => {
  const page = await open('/switches')
  const ask = async () => page.getByRole('button', { name: /“网页咨询”/ }).click()
  await ask()
  const dialog = page.getByRole('dialog')
  const act = dialog.getByRole('button', { name: '关闭', exact: true }).last()
  await expect.poll(() => act.isDisabled()).toBe(true)
  await dialog.getByLabel('原因（记录在案）').fill('系统检修')
  await act.click()
  await page.getByRole('cell', { name: '系统检修' }).waitFor()
  const refused = await fetch(`${service.url}/api/conversations`, { method: 'POST' })
  expect(refused.status).toBe(201)
  await ask()
  await dialog.getByLabel('原因（记录在案）').fill('检修完成')
  await dialog.getByRole('button', { name: '开启', exact: true }).click()
  await page.getByRole('cell', { name: '检修完成' }).waitFor()
  await page.goto(`${service.url}/console/#/audit`)
  await page.getByRole('cell', { name: 'turn_on' }).first().waitFor()
  await page.context().close()
})

test('a file of experts is told what is wrong row by row, and goes in when it is right', async () => {
  const page = await open('/experts')
  await page.getByRole('button', { name: '从 CSV 导入' }).click()
  const header =
    '姓名,资格或职称,从业年限,推荐单位,备案号,领域,产业,区,语言,所在单位,委托人,竞争对手,同时办理上限,本人同意,电子邮箱,电话'
  const waiting = page.waitForEvent('download')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '下载模板' }).click()
  const path = await (await waiting).path()
  expect(path).not.toBe('')
  const { readFile } = await import('node:fs/promises')
  const [columns = header] = (await readFile(path, 'utf8')).replace('\u{FEFF}', '').split('\r\n')
  const names = columns.split(',')
  const row = (values: Record<number, string>) => names.map((_, at) => values[at] ?? '').join(',')
  const good = {
    0: '周敏',
    1: '专利代理师',
    2: '8',
    5: '专利',
    8: '中文',
    9: '某院',
    12: '3',
    13: '是',
  }
  const send = async (rows: string[]) => {
    await page.getByRole('button', { name: '从 CSV 导入' }).click()
    await page.getByLabel('选择文件').setInputFiles({
      name: 'experts.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([columns, ...rows].join('\r\n')),
    })
    await page.getByRole('button', { name: '导入', exact: true }).click()
  }
  await send([row(good), row({ ...good, 0: '吴平', 5: '不存在的领域' })])
  const problems = page.getByRole('dialog').locator('tbody tr')
  await problems.first().waitFor()
  await expect.poll(() => problems.first().innerText()).toMatch(/^3\t/)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await send([row(good)])
  await page.getByText('已导入 1 位').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: '周敏' }).waitFor()
  await page.context().close()
})

test(
  'a telephone is drafted, published, built into the index and shown to everybody as the institution’s own',
  { timeout: 400_000 },
  async () => {
    const page = await open('/knowledge?kind=service&id=policy-publicity')
    await page.getByLabel('咨询电话').fill('010-12345678')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText(/正在重建索引：/).waitFor()
    await page.getByText(/已包含全部已发布的修改/).waitFor({ timeout: 300_000 })
    const seen = await open('/guide')
    await seen.goto(`${service.url}/catalogue/`)
    const card = seen.locator('#policy-publicity')
    await card.getByRole('button', { name: /展开/ }).click()
    await expect.poll(() => card.innerText()).toContain('010-12345678')
    await expect.poll(() => card.innerText()).toContain('服务机构填写')
    await seen.context().close()
    await page.context().close()
  },
)

test('the rotation is planned for the weeks that are shown, and says how even it is', async () => {
  const page = await open('/rotation')
  await page.getByRole('button', { name: '编排轮值' }).click()
  await page.getByText('已编排').waitFor()
  const weeks = page.getByRole('region', { name: '轮值表' }).locator('tbody tr')
  await page
    .getByRole('cell', { name: /李专家|周敏/ })
    .first()
    .waitFor()
  await expect.poll(() => weeks.count()).toBe(13)
  await expect.poll(() => page.getByRole('heading', { name: '均衡程度' }).isVisible()).toBe(true)
  await page.context().close()
})
