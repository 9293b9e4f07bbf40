import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, askAndWait, bestOf, composer, openPage, startBrowser } from './support/browser.ts'
import { createGate } from './support/mock-api.ts'
import { cite } from './support/mock-data.ts'
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

const question = '怎样申请设立知识产权公共服务工作站？'
const label = '内容由 AI 生成，仅供参考，以正式文件为准'

test('a starter question is asked with one tap', async () => {
  const page = await openPage(browser, service.url)
  await page.getByRole('button', { name: '有哪些免费的专利检索平台？' }).click()
  await page.locator('.ai-label').waitFor()
  await expect
    .poll(() => page.locator('.question p').innerText())
    .toBe('有哪些免费的专利检索平台？')
  await page.context().close()
})

test('every mark opens the exact text with document, clause and status', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await page.getByRole('button', { name: '查看依据 1', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: '依据 1' })
  await sheet.getByText('【区中心、工作站设立程序】').waitFor()
  const words = await sheet.innerText()
  expect(words).toContain('北京市知识产权公共服务机构管理办法（征求意见稿）')
  expect(words).toContain('第5条')
  await expect.poll(() => sheet.locator('.tag').innerText()).toBe('征求意见稿')
  await expect
    .poll(() => sheet.getByRole('link', { name: /查看原文/ }).getAttribute('href'))
    .toBe('/documents/measures-draft#art5')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '查看依据 2', exact: true }).click()
  const quote =
    '公共服务机构应利用知识产权基础信息资源为服务对象提供免费或低成本的基础性知识产权信息检索服务。'
  const second = page.getByRole('dialog', { name: '依据 2' })
  await second.getByText('宜按照以下方式开展工作').waitFor()
  await expect.poll(() => second.locator('mark').innerText()).toBe(quote)
  await page.context().close()
})

test('the sheet keeps the focus, and Escape gives it back to the mark', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  const mark = page.getByRole('button', { name: '查看依据 1', exact: true })
  await mark.press('Enter')
  const sheet = page.getByRole('dialog')
  const holdsFocus = () => sheet.evaluate((element) => element.contains(document.activeElement))
  await expect.poll(holdsFocus).toBe(true)
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press('Tab')
    await expect.poll(() => holdsFocus()).toBe(true)
  }
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await expect.poll(() => mark.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.context().close()
})

test('what is copied carries the AI label and the numbered sources with their status', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await expect.poll(() => page.locator('.ai-label').innerText()).toBe(label)
  await page.getByRole('button', { name: '复制' }).click()
  await page.getByRole('button', { name: '已复制' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain(label)
  expect(copied).toMatch(
    /\[1\] 北京市知识产权公共服务机构管理办法（征求意见稿） › .*第5条（征求意见稿）/,
  )
  expect(copied).toContain(`${service.url}/documents/measures-draft#art5`)
  expect(copied).toMatch(/\[2\] 知识产权公共服务规范 › .*（状态待核）/)
  await page.context().close()
})

test('on paper stand the whole answer, the label and every source with its status', async () => {
  const page = await openPage(browser, service.url)
  service.control.answerNext({
    sentences: [
      {
        text: `${'很长的说明。'.repeat(150)}结尾[1]。`,
        citations: [cite(1, 'measures-draft#art5')],
      },
    ],
  })
  await askAndWait(page, question)
  await page.getByRole('button', { name: '展开全文' }).waitFor()
  await page.emulateMedia({ media: 'print' })
  const paper = await page.locator('main').innerText()
  expect(paper).toContain('结尾')
  expect(paper).toContain(label)
  await expect.poll(() => page.locator('.printed-sources .tag').innerText()).toBe('征求意见稿')
  expect(paper).toContain('由区知识产权管理部门考察后向市中心推荐')
  await expect.poll(() => composer(page).isVisible()).toBe(false)
  await page.context().close()
})

test('a long answer is folded until it is opened', async () => {
  const page = await openPage(browser, service.url)
  service.control.answerNext({ sentences: [{ text: `${'一句话。'.repeat(300)}最后。` }] })
  await askAndWait(page, question)
  const fold = page.getByRole('button', { name: '展开全文' })
  await fold.waitFor()
  await expect.poll(() => page.locator('.answer-words').innerText()).not.toContain('最后。')
  await expect.poll(() => fold.getAttribute('aria-expanded')).toBe('false')
  await fold.click()
  await expect.poll(() => page.locator('.answer-words').innerText()).toContain('最后。')
  await page.context().close()
})

test('a follow-up goes on in the same conversation', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, question)
  await page.getByRole('button', { name: '工作站需要哪些设施？' }).click()
  await page.locator('.ai-label').nth(1).waitFor()
  const asked = service.control.requests.filter(({ path }) => path.endsWith('/messages')).slice(-2)
  expect(asked[0]?.path).toBe(asked[1]?.path)
  expect(asked[0]?.headers['idempotency-key']).not.toBe(asked[1]?.headers['idempotency-key'])
  await page.context().close()
})

/**
 * Stops an answer that would go on for long.
 * @returns milliseconds from the click until the page says so, by its own clock
 */
async function stopAnswer(page: Page): Promise<number> {
  const sentences = Array.from({ length: 1000 }, (_, at) => ({ text: `第${at}句。` }))
  service.control.answerNext({ sentences, pauseMs: 100 })
  await ask(page, question)
  await page.getByText('第5句。').waitFor()
  const halted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clickedAt = 0
        document.addEventListener('click', () => (clickedAt = performance.now()), true)
        new MutationObserver(() => {
          if (document.querySelector('.answer-note')) resolve(performance.now() - clickedAt)
        }).observe(document.body, { childList: true, subtree: true })
      }),
  )
  await page.getByRole('button', { name: '停止' }).click()
  return halted
}

test('stopping halts the answer within half a second', async () => {
  const measure = async () => {
    const page = await openPage(browser, service.url)
    const ms = await stopAnswer(page)
    await page.context().close()
    return ms
  }
  expect(await bestOf(3, 500, measure)).toBeLessThanOrEqual(500)
})

test('a stopped answer keeps what was said, and the server hears of it', async () => {
  const page = await openPage(browser, service.url)
  const { aborted } = service.control
  const { length } = service.control.stopped
  await stopAnswer(page)
  await page.getByText('已停止生成，以上内容不完整。').waitFor()
  const kept = await page.locator('.answer-words').innerText()
  await page.waitForTimeout(500)
  expect(await page.locator('.answer-words').innerText()).toBe(kept)
  expect(kept).toContain('第5句。')
  await expect.poll(() => page.locator('.ai-label').innerText()).toBe(label)
  await expect.poll(() => service.control.stopped.length).toBe(length + 1)
  await expect.poll(() => service.control.aborted).toBe(aborted + 1)
  await page.getByRole('button', { name: '发送' }).waitFor()
  await page.context().close()
})

test('a double click on send does not stop the answer', async () => {
  const page = await openPage(browser, service.url)
  const rest = createGate()
  service.control.answerNext({
    sentences: [{ text: '完整的回答。' }],
    hold: { at: 0, until: rest.until },
  })
  const stoppedBefore = service.control.stopped.length
  await composer(page).fill(question)
  // By the clock of the page: a slow machine must not make two single clicks of it.
  await page.getByRole('button', { name: '发送' }).evaluate(async (button: HTMLElement) => {
    button.click()
    await new Promise((resolve) => setTimeout(resolve, 50))
    button.click()
  })
  rest.open()
  await page.getByText('完整的回答。').waitFor()
  expect(service.control.stopped).toHaveLength(stoppedBefore)
  await page.context().close()
})

test('Enter that ends a composition of an input method does not send', async () => {
  const page = await openPage(browser, service.url)
  await composer(page).fill('专利')
  await composer(page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229 })
  await composer(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  await composer(page).press('Shift+Enter')
  await page.waitForTimeout(200)
  await expect.poll(() => page.locator('.question').count()).toBe(0)
  await composer(page).press('Enter')
  await page.locator('.question').waitFor()
  await page.context().close()
})

test('when a person should look at it, the answer says so and why', async () => {
  const page = await openPage(browser, service.url)
  service.control.answerNext({ sentences: [{ text: '这涉及跨境纠纷。' }], level: 'expert' })
  await askAndWait(page, question)
  await page.getByText('建议由专家解答').waitFor()
  await page.getByText('为什么').click()
  await page.getByText('涉及跨境纠纷', { exact: true }).waitFor()
  await expect.poll(() => page.locator('.routing li').allInnerTexts()).toEqual(['涉及跨境纠纷'])
  await page.context().close()
})

test('a refusal shows its reason, and the question can be changed', async () => {
  const page = await openPage(browser, service.url)
  const detail = '问题超过 2000 字，没有发送。'
  service.control.answerNext({ sentences: [], refuse: { status: 400, code: 'invalid', detail } })
  await ask(page, question)
  await page.getByText(detail).waitFor()
  await page.getByRole('button', { name: '修改问题' }).click()
  await expect.poll(() => composer(page).inputValue()).toBe(question)
  await page.context().close()
})

test('an earlier conversation can be opened, and a new one begun', async () => {
  const page = await openPage(browser, service.url)
  await askAndWait(page, '第一次咨询的问题')
  await page.getByRole('button', { name: '新咨询' }).click()
  await page.getByText('您好，请问想了解什么？').waitFor()
  await askAndWait(page, '第二次咨询的问题')
  await page.getByRole('button', { name: '历史' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /第一次咨询的问题/ })
    .click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.question p').allInnerTexts()).toEqual(['第一次咨询的问题'])
  await page.context().close()
})

test('a token that the server no longer knows is replaced without losing the question', async () => {
  const page = await openPage(browser, service.url)
  await page.evaluate(() => {
    localStorage.setItem('zhiwen.token', '"stale"')
    localStorage.setItem('zhiwen.conversation', '"c1"')
  })
  await page.reload()
  await askAndWait(page, question)
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('zhiwen.token')))
    .toBe('"mock-token"')
  await page.context().close()
})

test('hostile output injects no element, runs no script and breaks no layout', async () => {
  const page = await openPage(browser, service.url)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const hostile = [
    '<img src=x onerror=alert(1)><script>alert(2)</script>',
    '[点我](javascript:alert(3)) [b](data:text/html,x) [c](https://example.cn/"onmouseover="alert(4))',
    '![](https://evil.example/pixel.png) <iframe src="https://evil.example"></iframe>',
    'A'.repeat(10_000),
    `| ${'很宽 | '.repeat(60)}\n|${'---|'.repeat(60)}\n| ${'值 | '.repeat(60)}`,
    '[99] 没有这条依据',
  ].join('\n\n')
  service.control.answerNext({ sentences: [{ text: hostile }] })
  await askAndWait(page, question)
  await page.getByRole('button', { name: '展开全文' }).click()
  const answer = page.locator('.answer-words')
  await expect
    .poll(() => answer.locator('script, img, iframe, [onerror], [onmouseover]').count())
    .toBe(0)
  const addresses = await answer
    .locator('a')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol))
  expect(addresses.every((protocol) => protocol === 'https:' || protocol === 'http:')).toBe(true)
  await expect.poll(() => answer.locator('.citation').count()).toBe(0)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  await expect
    .poll(() => answer.evaluate((element) => element.scrollWidth <= element.clientWidth))
    .toBe(true)
  expect(dialogs).toEqual([])
  await page.context().close()
})
