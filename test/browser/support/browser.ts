import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Frame, Locator, Page } from 'playwright-core'

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 800 }

/** A fresh visitor: nothing remembered. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone,
    locale: 'zh-CN',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  const page = await context.newPage()
  await page.goto(address)
  return page
}

export const composer = (page: Page | Frame) => page.locator('#question')

export async function ask(page: Page | Frame, question: string): Promise<void> {
  await composer(page).fill(question)
  await composer(page).press('Enter')
}

export async function askAndWait(page: Page | Frame, question: string): Promise<void> {
  const answers = page.locator('.answer[aria-busy="false"] .ai-label')
  const before = await answers.count()
  await ask(page, question)
  await answers.nth(before).waitFor()
}

/** Hands the last answer over to people on the sheet, which stays open. @returns the words and the code on it */
export async function handOverOnPage(page: Page): Promise<{ words: string; code: string }> {
  await page.locator('.routing').getByRole('button', { name: '转人工' }).click()
  await page.locator('#hand-over-name').fill('陈一')
  await page.locator('#hand-over-contact').fill('13911112222')
  await page.locator('#hand-over-district option[value="海淀区"]').waitFor({ state: 'attached' })
  await page.locator('#hand-over-district').selectOption('海淀区')
  await page.locator('#hand-over-consent').check()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '提交', exact: true }).click()
  await sheet.locator('.code-line').waitFor()
  const words = await sheet.innerText()
  return { words, code: /ZW-[2-9A-HJ-NP-Z]{8}/.exec(words)?.[0] ?? '' }
}

type Violation = { id: string; help: string; nodes: { html: string }[] }
type Axe = { run: (options: unknown) => Promise<{ violations: Violation[] }> }

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong, one readable line each. */
export async function findBarriers(page: Page): Promise<string[]> {
  let barriers = await lookForBarriers(page)
  // What fades in has too little contrast on its way: a barrier is what stays.
  for (let looks = 1; looks < 4 && barriers.length > 0; looks += 1) {
    await page.waitForTimeout(500)
    barriers = await lookForBarriers(page)
  }
  return barriers
}

async function lookForBarriers(page: Page): Promise<string[]> {
  // Evaluated by the debugger protocol: the page's own policy forbids foreign scripts.
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: Axe }
    const result = await axe.run({ runOnly: { type: 'tag', values: tags } })
    return result.violations
  }, axeTags)
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ html }) => html).join(' | ')}`,
  )
}

/** Nothing moves any more: whatever has opened has its place and its last colours. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      new Promise<boolean>((resolve) => {
        const look = () => {
          const isMoving = document.querySelector('[class*="-enter"], [class*="-appear"]') !== null
          const running = document
            .getAnimations()
            .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
          resolve(!isMoving && running.every(({ playState }) => playState !== 'running'))
        }
        // The first picture of something that opens comes before its movement.
        requestAnimationFrame(() => requestAnimationFrame(look))
      }),
  )
}

/** The best of some tries, as soon as one is good enough: what else the machine does is not measured. */
export async function bestOf(
  tries: number,
  bar: number,
  measure: () => Promise<number>,
): Promise<number> {
  let best = Infinity
  for (let at = 0; at < tries && best > bar; at += 1) best = Math.min(best, await measure())
  return best
}

/** In the page: whether what has the focus can be seen, at least in part, and is not covered. */
export function focusedIsInView(): boolean {
  const focused = document.activeElement
  if (focused === null || focused === document.body) return true
  const { left, top, width, height } = focused.getBoundingClientRect()
  const lowest = Math.min(top + height, innerHeight)
  const at = document.elementFromPoint(left + width / 2, (Math.max(top, 0) + lowest) / 2)
  return at !== null && (focused.contains(at) || at.contains(focused))
}

/** Types words into a field. @returns what lies in the browser's storage before anything else can happen */
export function keptAtOnce(field: Locator, words: string): Promise<string> {
  return field.evaluate((area, typed) => {
    // Past the setter by which React knows the value already.
    Reflect.set(HTMLTextAreaElement.prototype, 'value', typed, area)
    area.dispatchEvent(new Event('input', { bubbles: true }))
    return JSON.stringify(localStorage)
  }, words)
}

/** Whether the page stays wider than its window: what is still being drawn may be so for a moment. */
export async function overflowsSideways(page: Page): Promise<boolean> {
  const fits = await page
    .waitForFunction(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      null,
      { timeout: 3000 },
    )
    .catch(() => null)
  return fits === null
}
