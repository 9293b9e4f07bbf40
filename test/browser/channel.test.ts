import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openSenders } from '../../src/notices/open-senders.ts'
import { showSettings } from '../../src/shown-settings.ts'
import { openWechat } from '../../src/wechat/open-wechat.ts'
import { ACCOUNT, APP, KF } from '../wechat/accounts.ts'
import { type Sim, startSim } from '../wechat/sim.ts'
import { findBarriers, overflowsSideways, startBrowser } from './support/browser.ts'
import { type ConsoleService, openConsole, startConsoleService } from './support/console-service.ts'

let service: ConsoleService
let browser: Browser
let sim: Sim

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  sim = await startSim()
  const config = readConfig({
    ...ACCOUNT,
    ...KF,
    ...APP,
    PUBLIC_URL: service.url,
    WECHAT_API_BASE: sim.apiBase,
    WECOM_API_BASE: sim.apiBase,
  })
  const { deps } = service
  deps.wechat = openWechat(config, deps)
  deps.settings = showSettings(config)
  deps.senders = openSenders(config.notices, deps)
}, 120_000)

afterAll(async () => {
  await browser.close()
  await sim.stop()
  await service.stop()
})

const open = (options: Parameters<typeof openConsole>[3] = {}) =>
  openConsole(browser, service, service.administrator, { at: '/channel', ...options })

test('an administrator checks the settings, publishes the menu as tried, and writes to themselves', async () => {
  const page = await open()
  await page.getByText(`${service.url}/wechat/kf`).waitFor()
  await page.getByRole('button', { name: '开始检查' }).click()
  await page.getByText('2 处要改').waitFor()
  await page.getByText(`${service.url}/wechat/app 应答正确，可以填入平台`).waitFor()

  const publish = page.getByRole('button', { name: '发布菜单' })
  await expect.poll(() => publish.isDisabled()).toBe(true)
  await page.getByRole('button', { name: '试运行' }).click()
  await page.getByText('微信里还没有菜单').waitFor()
  expect(sim.calls('menu/create')).toEqual([])
  await publish.click()
  await page.getByText('菜单已设置').waitFor()
  expect(sim.calls('menu/create')).toHaveLength(1)
  await expect.poll(() => publish.isDisabled()).toBe(true)

  await page.getByRole('button', { name: '获取测试用语' }).click()
  await page.getByText(/^测试 [0-9a-f]{8}$/).waitFor()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await page.getByText(`没有 userid 为“${service.administrator.username}”的成员`).waitFor()
  sim.kf.servicers.set(service.administrator.username, 0)
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await page.getByText('测试消息已发出').waitFor()
  await page.context().close()
})

test.each([
  ['zh', 'light'],
  ['en', 'dark'],
] as const)(
  'the page of the channel has no barriers and fits a telephone, in %s, %s',
  async (language, colorScheme) => {
    const page = await open({ language, colorScheme, viewport: { width: 360, height: 740 } })
    await page.getByRole('button', { name: language === 'zh' ? '开始检查' : 'Check now' }).click()
    await page.getByText(language === 'zh' ? '2 处要改' : '2 to change').waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(await overflowsSideways(page)).toBe(false)
    await page.context().close()
  },
)
