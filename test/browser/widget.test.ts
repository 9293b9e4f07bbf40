import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAndWait, bestOf, composer, startBrowser } from './support/browser.ts'
import { startHostPage } from './support/host-page.ts'
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

type HostOptions = { head?: string; attributes?: string; csp?: string; service?: string }

async function visitHost(
  options: HostOptions,
  run: (page: Page) => Promise<void>,
  viewport = { width: 1280, height: 800 },
): Promise<void> {
  const host = await startHostPage(options.service ?? service.url, options)
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(host.url)
  await run(page)
  await context.close()
  await host.stop()
}

const launcher = (page: Page) => page.locator('[data-zhiwen-widget] button[aria-haspopup]')

/** Without running script in the host page, which may have broken everything Playwright would use there. */
async function frameOf(page: Page): Promise<Frame> {
  await page.locator('[data-zhiwen-widget] iframe').waitFor()
  const isOurs = (frame: Frame) => frame.url().includes('/embed/')
  await expect.poll(() => page.frames().some(isOurs)).toBe(true)
  const frame = page.frames().find(isOurs)
  if (frame === undefined) throw new Error('the widget has no frame')
  return frame
}

async function openWidget(page: Page): Promise<Frame> {
  await launcher(page).click()
  const frame = await frameOf(page)
  await composer(frame).waitFor()
  return frame
}

const focusIsInComposer = (frame: Frame) =>
  frame.waitForFunction(() => document.activeElement?.id === 'question')

test('a click on the launcher puts the focus in the composer within a second', async () => {
  const measure = async () => {
    let ms = Infinity
    await visitHost({}, async (page) => {
      await launcher(page).waitFor()
      const started = performance.now()
      const frame = await openWidget(page)
      await focusIsInComposer(frame)
      ms = performance.now() - started
      await page.keyboard.type('键盘输入')
      await expect.poll(() => composer(frame).inputValue()).toBe('键盘输入')
    })
    return ms
  }
  expect(await bestOf(5, 1000, measure)).toBeLessThanOrEqual(1000)
})

test('by keyboard alone one can open, ask, read a source and close', async () => {
  await visitHost({}, async (page) => {
    await launcher(page).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect
      .poll(() => launcher(page).evaluate((button) => button.matches(':focus')))
      .toBe(true)
    await expect
      .poll(() => launcher(page).evaluate((button) => button.style.outlineStyle))
      .toBe('solid')
    await page.keyboard.press('Enter')
    const frame = await frameOf(page)
    await focusIsInComposer(frame)
    await page.keyboard.type('怎样申请设立工作站？')
    await page.keyboard.press('Enter')
    await frame.locator('.ai-label').waitFor()
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Shift+Tab')
      if (await frame.evaluate(() => document.activeElement?.className === 'citation')) break
    }
    await page.keyboard.press('Enter')
    await frame.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await frame.getByRole('dialog').waitFor({ state: 'detached' })
    await expect
      .poll(() => frame.evaluate(() => document.activeElement?.className))
      .toBe('citation')
    await page.keyboard.press('Escape')
    await launcher(page).waitFor()
    await expect
      .poll(() => launcher(page).evaluate((button) => button.matches(':focus')))
      .toBe(true)
  })
})

test('the window keeps its conversation while it is closed, and takes the focus again', async () => {
  await visitHost({}, async (page) => {
    const frame = await openWidget(page)
    await askAndWait(frame, '怎样申请设立工作站？')
    await frame.getByRole('button', { name: '关闭咨询窗口' }).click()
    await launcher(page).waitFor()
    await launcher(page).click()
    await focusIsInComposer(frame)
    await expect.poll(() => frame.locator('.question').count()).toBe(1)
  })
})

test('label, colour, side and language come from the script tag', async () => {
  const attributes = 'data-lang="en" data-label="Ask about IP" data-color="#ffd500" data-pos="left"'
  await visitHost({ attributes }, async (page) => {
    const button = page.getByRole('button', { name: 'Ask about IP' })
    const style = await button.evaluate((element) => {
      const { left, backgroundColor, color } = getComputedStyle(element)
      return { left, backgroundColor, color }
    })
    expect(style).toEqual({
      left: '20px',
      backgroundColor: 'rgb(255, 213, 0)',
      color: 'rgb(0, 0, 0)',
    })
    const frame = await openWidget(page)
    await expect.poll(() => frame.evaluate(() => document.documentElement.lang)).toBe('en')
  })
})

test('on a small screen the window fills it', async () => {
  const phone = { width: 390, height: 844 }
  const check = async (page: Page) => {
    await openWidget(page)
    await expect
      .poll(() => page.locator('[data-zhiwen-widget] [role=dialog]').boundingBox())
      .toEqual({
        x: 0,
        y: 0,
        ...phone,
      })
  }
  await visitHost({}, check, phone)
})

test('a hostile host page cannot hide the launcher or stop the answer', async () => {
  const head = `<style>*{display:none!important;opacity:0!important;transform:scale(0)!important;font-size:3px!important;position:static!important;pointer-events:none!important}
    html,body,main,h1{display:block!important;opacity:1!important;transform:none!important}</style>
    <script>
      Array.from = function () { throw new Error('patched') }
      Array.prototype.toJSON = function () { return 'patched' }
      Object.prototype.toJSON = function () { return 'patched' }
      Object.prototype.planted = 'planted'
      window.addEventListener('load', function () {
        EventTarget.prototype.addEventListener = function () { throw new Error('patched') }
        Node.prototype.appendChild = function () { throw new Error('patched') }
        CSSStyleDeclaration.prototype.setProperty = function () { throw new Error('patched') }
        HTMLElement.prototype.focus = function () { throw new Error('patched') }
        document.createElement = function () { throw new Error('patched') }
        window.setTimeout = function () { throw new Error('patched') }
      })
      throw new Error('the host is broken')
    </script>`
  await visitHost({ head }, async (page) => {
    await page.waitForLoadState('load')
    const box = await launcher(page).boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    const frame = await openWidget(page)
    await askAndWait(frame, '怎样申请设立工作站？')
    await expect.poll(() => frame.locator('.answer-words').innerText()).toContain('书面申请')
  })
})

test('under a strict policy the widget causes no violation and answers', async () => {
  const { url } = service
  const csp = `default-src 'none'; script-src ${url}; frame-src ${url}; img-src data:; report-to none`
  const head = ''
  await visitHost({ csp, head }, async (page) => {
    const violations: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) violations.push(message.text())
    })
    const frame = await openWidget(page)
    await askAndWait(frame, '怎样申请设立工作站？')
    expect(violations).toEqual([])
    await expect
      .poll(() => launcher(page).evaluate((button) => getComputedStyle(button).position))
      .toBe('fixed')
  })
})

test('where frames are forbidden it says so at once and offers a new window', async () => {
  const csp = `default-src 'none'; script-src ${service.url}; frame-src 'none'; img-src data:`
  await visitHost({ csp }, async (page) => {
    await launcher(page).click()
    const link = page.getByRole('link', { name: '在新窗口中咨询' })
    await link.waitFor({ timeout: 8000 })
    await expect.poll(() => link.getAttribute('href')).toBe(`${service.url}/?lang=zh`)
    await expect.poll(() => link.getAttribute('target')).toBe('_blank')
    await page.keyboard.press('Escape')
    await page.locator('#own').click({ timeout: 5000 })
    expect(page.url()).toContain('#own')
  })
})

test('when the service does not answer there is a message within 8 seconds', async () => {
  const dying = await startService()
  await visitHost({ service: dying.url }, async (page) => {
    await launcher(page).waitFor()
    await dying.stop()
    await launcher(page).click()
    await page.getByText('咨询窗口无法在本页打开。').waitFor({ timeout: 8000 })
    await page.locator('#own').click({ timeout: 5000 })
    await page.getByRole('button', { name: '关闭咨询窗口' }).click()
    await expect
      .poll(() => launcher(page).evaluate((button) => button.matches(':focus')))
      .toBe(true)
  })
})

test('messages of other windows and other words are ignored', async () => {
  await visitHost({}, async (page) => {
    await openWidget(page)
    await page.evaluate(() => {
      window.postMessage({ zhiwen: 'close' }, '*')
      window.dispatchEvent(new MessageEvent('message', { data: { zhiwen: 'close' } }))
    })
    await page.waitForTimeout(200)
    await expect.poll(() => page.locator('[data-zhiwen-widget] iframe').isVisible()).toBe(true)
  })
})

test('the chat tells only the origin it was given, and nobody when that is no origin', async () => {
  await visitHost({}, async (page) => {
    const heard = async (origin: string) =>
      page.evaluate(
        async ([address, named]) => {
          const messages: unknown[] = []
          window.addEventListener('message', ({ data }) => messages.push(data))
          const frame = document.createElement('iframe')
          frame.src = `${address}/embed/?origin=${encodeURIComponent(named ?? '')}`
          const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
          document.body.append(frame)
          await loaded
          // It speaks as soon as it has started.
          await new Promise((resolve) => setTimeout(resolve, 2000))
          frame.remove()
          return messages
        },
        [service.url, origin],
      )
    await expect.poll(() => heard(new URL(page.url()).origin)).toEqual([{ zhiwen: 'ready' }])
    expect(await heard('https://elsewhere.example')).toEqual([])
    expect(await heard('*')).toEqual([])
  })
})
