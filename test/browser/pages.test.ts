import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desktop, openPage, startBrowser } from './support/browser.ts'
import { startService } from './support/start-service.ts'
import type { Service } from './support/start-service.ts'

let service: Service
let browser: Browser

beforeAll(async () => {
  service = await startService()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
})

test('a search stands in the address, and its results open the clause', async () => {
  const page = await openPage(browser, `${service.url}/search/`)
  await page.getByRole('searchbox').fill('书面申请')
  await page.getByRole('button', { name: '搜索' }).click()
  const first = page.locator('.result').first()
  await first.waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('书面申请')
  await expect.poll(() => first.locator('mark').first().innerText()).toBe('书面申请')
  await expect.poll(() => first.locator('.tag').innerText()).toBe('征求意见稿')
  await first.getByRole('link').click()
  await page.locator('.addressed').waitFor()
  await expect.poll(() => page.locator('.addressed').innerText()).toContain('书面申请')
  await page.goBack()
  await page.locator('.result').first().waitFor()
  await page.context().close()
})

test('filters are sent along and shared by the address', async () => {
  const page = await openPage(browser, `${service.url}/search/?q=工作站`)
  await page
    .getByRole('combobox', { name: '区域' })
    .getByRole('option', { name: '海淀区' })
    .waitFor({ state: 'attached' })
  const asked = page.waitForRequest(/\/api\/search.*kind=platform/)
  await page.getByRole('combobox', { name: '类别' }).selectOption('platform')
  await page.getByRole('combobox', { name: '区域' }).selectOption('海淀区')
  await asked
  await page.reload()
  await page
    .getByRole('combobox', { name: '区域' })
    .getByRole('option', { name: '海淀区' })
    .waitFor({ state: 'attached' })
  await expect.poll(() => page.getByRole('combobox', { name: '区域' }).inputValue()).toBe('海淀区')
  await expect
    .poll(() => page.getByRole('combobox', { name: '类别' }).inputValue())
    .toBe('platform')
  await page.context().close()
})

test('a service shows its seven fields, and those its source lacks as missing', async () => {
  const page = await openPage(browser, `${service.url}/catalogue/`)
  const card = page.locator('#policy-publicity')
  await card.waitFor()
  await expect.poll(() => card.locator('h3 .tag').innerText()).toBe('应')
  await card.getByRole('button', { name: /展开/ }).click()
  await expect
    .poll(() => card.locator('dt').allInnerTexts())
    .toEqual(['服务对象', '服务内容', '服务流程', '服务时限', '咨询电话', '监督电话'])
  await expect.poll(() => card.getByText('资料未提供').count()).toBe(5)
  await expect
    .poll(() => card.getByRole('link', { name: '查看依据条款' }).getAttribute('href'))
    .toBe('/documents/service-spec#basic.1')
  await page.context().close()
})

test('all 20 services, 17 platforms, 13 courses, 17 districts and the service points are listed', async () => {
  const page = await openPage(browser, `${service.url}/catalogue/`)
  for (const [tab, count] of [
    ['服务事项', 20],
    ['检索平台', 17],
    ['培训课程', 13],
    ['各区产业', 17],
    ['服务网点', 2],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByText(`共 ${count} 项`).waitFor()
    await expect.poll(() => page.locator('article.card').count()).toBe(count)
  }
  await page.keyboard.press('ArrowRight')
  await expect
    .poll(() => page.getByRole('tab', { name: '服务事项' }).getAttribute('aria-selected'))
    .toBe('true')
  expect(new URL(page.url()).searchParams.get('tab')).toBe('services')
  await page.context().close()
})

test('the filter narrows the list and stands in the address', async () => {
  const page = await openPage(browser, `${service.url}/catalogue/?tab=districts&q=低空经济`)
  await page.getByText('共 17 项，显示 1 项').waitFor()
  await expect.poll(() => page.locator('article.card h3').innerText()).toContain('丰台区')
  await page.getByRole('searchbox').fill('没有这样的区')
  await page.getByText('没有相符的项目。').waitFor()
  await page.context().close()
})

test('a service point says whose words it is in, and is called with a tap', async () => {
  const page = await openPage(browser, `${service.url}/catalogue/?tab=points&q=海淀区某路`)
  await page.getByText('由各服务机构自行登记').waitFor()
  await expect
    .poll(() => page.getByRole('link', { name: '010-11112222' }).getAttribute('href'))
    .toBe('tel:010-11112222')
  await expect.poll(() => page.locator('article.card').count()).toBe(1)
  await page.context().close()
})

test('on paper every service is open', async () => {
  const page = await openPage(browser, `${service.url}/catalogue/`)
  await page.locator('#policy-publicity').waitFor()
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => page.locator('#policy-publicity dl').isVisible()).toBe(true)
  await expect.poll(() => page.getByRole('searchbox').isVisible()).toBe(false)
  await page.context().close()
})

test('the board turns its pages by itself, can be paused, and every page fits the screen', async () => {
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${service.url}/catalogue/?board=1`)
  await page.getByText('第 1 页').waitFor()
  await page.clock.fastForward(15_500)
  await page.getByText('第 2 页').waitFor()
  await page.getByRole('button', { name: '暂停轮播' }).click()
  await page.getByRole('button', { name: '继续轮播' }).waitFor()
  await page.clock.fastForward(60_000)
  await page.getByText('第 2 页').waitFor()
  const pages = Number(/共 (\d+) 页/.exec(await page.locator('footer').innerText())?.[1])
  expect(pages).toBeGreaterThan(20)
  for (let turned = 0; turned < pages; turned += 1) {
    const fits = () =>
      page.locator('.board-main').evaluate((main) => main.scrollHeight <= main.clientHeight)
    await expect.poll(fits).toBe(true)
    await page.getByRole('button', { name: '下一页' }).click()
  }
  await page.getByRole('button', { name: '退出大屏' }).click()
  await page.getByRole('tab', { name: '服务事项' }).waitFor()
  await context.close()
})

test('the reader shows status and headings, and goes to the clause in the address', async () => {
  const page = await openPage(
    browser,
    `${service.url}/documents/measures-draft#${encodeURIComponent('art6(2)')}`,
    {
      viewport: desktop,
    },
  )
  const unit = page.locator('.addressed')
  await unit.waitFor()
  await expect.poll(() => unit.getAttribute('id')).toBe('art6')
  await expect.poll(() => unit.locator('mark').innerText()).toContain('（一）')
  await page.waitForFunction(() => {
    const top = document.querySelector('.addressed')?.getBoundingClientRect().top ?? -1
    return top >= 0 && top < innerHeight
  })
  await expect.poll(() => page.locator('.banner').innerText()).toContain('征求意见稿尚未生效')
  await expect
    .poll(() => page.locator('h2').allInnerTexts())
    .toContain('第2章 机构设立、变更、撤销')
  await page.getByRole('navigation', { name: '目录' }).getByText('第6章').click()
  await page.waitForFunction(() => location.hash !== '' && !document.querySelector('.addressed'))
  await expect.poll(() => page.locator('.banner').count()).toBe(1)
  await page.context().close()
})

test('an unknown document says so', async () => {
  const page = await openPage(browser, `${service.url}/documents/nothing`)
  await page.getByText('没有找到这份文件。').waitFor()
  await expect.poll(() => page.getByRole('button', { name: '重试' }).count()).toBe(1)
  await page.context().close()
})
