import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core'

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

export function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
}
