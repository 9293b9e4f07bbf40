import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Played } from './play.ts'
import type { Scene } from './scene.ts'
import { EMBED_ORIGIN } from './start.ts'
import { type Asker, begin, openCase, QUESTION, type World } from './world.ts'

const opened: { browser?: Promise<Browser> } = {}

/** One browser for all attacks. */
function startBrowser(): Promise<Browser> {
  opened.browser ??= chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  })
  return opened.browser
}

export async function closeBrowser(): Promise<void> {
  if (opened.browser) await (await opened.browser).close()
}

const QUIET_MS = 1_500

type Visit = { path: string; cookie?: string; asker?: Asker; waitFor: string }

/** Opens a page as somebody and says what an attack has managed to do there. */
async function visit(world: World, { path, cookie, asker, waitFor }: Visit): Promise<string[]> {
  const context = await (await startBrowser()).newContext({ locale: 'zh-CN' })
  const problems: string[] = []
  const origin = new URL(world.base).origin
  context.on('request', (request) => {
    const url = new URL(request.url())
    const isOwn = url.origin === origin || ['data:', 'blob:'].includes(url.protocol)
    if (!isOwn) problems.push(`${path}: a request to ${url.origin}`)
  })
  context.on('dialog', (dialog) => {
    problems.push(`${path}: a dialogue was opened`)
    void dialog.dismiss()
  })
  try {
    await enter(world, context, { cookie, asker })
    const page = await context.newPage()
    await page.goto(`${world.base}${path}`)
    await page.getByText(waitFor).first().waitFor({ timeout: 20_000 })
    await page.waitForTimeout(QUIET_MS)
    return [...problems, ...(await findHarm(page, path))]
  } finally {
    await context.close()
  }
}

type Who = { cookie: string | undefined; asker: Asker | undefined }

async function enter(world: World, context: BrowserContext, { cookie, asker }: Who) {
  const [name, value] = cookie?.split('=') ?? []
  if (name !== undefined && value !== undefined) {
    await context.addCookies([{ name, value, url: world.base }])
  }
  if (!asker) return
  const kept = { 'zhiwen.token': asker.token, 'zhiwen.conversation': asker.id }
  await context.addInitScript((items) => {
    for (const [key, text] of Object.entries(items)) localStorage.setItem(key, JSON.stringify(text))
  }, kept)
}

async function findHarm(page: Page, path: string): Promise<string[]> {
  const title = await page.title()
  const links = await page
    .locator('a')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
  const harmful = links.filter((href) => /^\s*javascript:|evil\.example/i.test(href))
  const frames = await page.locator('iframe').count()
  return [
    ...(title.includes('XSS-FIRED') ? [`${path}: the title was changed`] : []),
    ...harmful.map((href) => `${path}: a link to ${href}`),
    ...(frames > 0 ? [`${path}: a frame was drawn`] : []),
  ]
}

/** The words of an attack as the asker, staff, an expert and the auditor see them. */
export async function lookAtText(world: World, text: string): Promise<string[]> {
  const { caseId, asker } = await openCase(world, { question: text })
  const words = plainWords(text)
  return [
    ...(await visit(world, { path: '/', asker, waitFor: words })),
    ...(await visit(world, {
      path: `/console/#/cases/${caseId}`,
      cookie: world.staff[0]?.cookie ?? '',
      waitFor: words,
    })),
  ]
}

export function lookAtConversation(world: World, asker: Asker, text: string): Promise<string[]> {
  return visit(world, { path: '/', asker, waitFor: plainWords(text) })
}

export function lookAtAudit(world: World): Promise<string[]> {
  const { cookie } = world.auditor
  return visit(world, { path: '/console/#/audit', cookie, waitFor: '登录' })
}

export function lookAtVersion(world: World, id: string, fileName: string): Promise<string[]> {
  const cookie = world.administrator.cookie
  return visit(world, { path: `/console/#/documents/${id}`, cookie, waitFor: plainWords(fileName) })
}

/** A part of it that stands in one line and in no other language. */
const plainWords = (text: string) => text.trim().split('\n')[0]?.slice(0, 12).trim() ?? ''

/** The page that may stand in frames names those who may show it; every other page, nobody. */
export async function readHeaderOfWidget({ world }: Scene): Promise<Played> {
  const framed = await world.send({ path: '/embed/', headers: { accept: 'text/html' } })
  const page = await world.send({ path: '/', headers: { accept: 'text/html' } })
  const ancestors = (headers: string) => /frame-ancestors ([^;\n]*)/.exec(headers)?.[1] ?? 'missing'
  const allowed = process.env['ATTACK_EMBED_ORIGINS'] ?? EMBED_ORIGIN
  const problems = [
    ...(ancestors(framed.headers) === allowed ? [] : [`/embed/: ${ancestors(framed.headers)}`]),
    ...(["'none'", "'self'"].includes(ancestors(page.headers))
      ? []
      : [`/: ${ancestors(page.headers)}`]),
  ]
  return { replies: [framed, page], shown: '', problems }
}

/** Messages of another window to the page of the widget change nothing about who asks. */
export async function playInPage({ world }: Scene): Promise<Played> {
  const asker = await begin(world)
  const context = await (await startBrowser()).newContext({ locale: 'zh-CN' })
  const sent: string[] = []
  context.on('request', (request) => {
    const { authorization } = request.headers()
    if (authorization !== undefined) sent.push(authorization)
  })
  try {
    await enter(world, context, { cookie: undefined, asker })
    const page = await context.newPage()
    await page.goto(`${world.base}/embed/`)
    await page.waitForTimeout(QUIET_MS)
    await page.evaluate(() => {
      for (const data of [{ type: 'set-token', token: 'attacker' }, 'attacker', null]) {
        window.postMessage(data, '*')
      }
    })
    await page.locator('#question').fill(QUESTION)
    await page.locator('#question').press('Enter')
    await page.locator('.ai-label').first().waitFor({ timeout: 30_000 })
    const token = await page.evaluate(() => localStorage.getItem('zhiwen.token'))
    const isKept = token === JSON.stringify(asker.token)
    const isForeign = sent.some((each) => each.includes('attacker'))
    const problems = [
      ...(isKept ? [] : ['the token was replaced']),
      ...(isForeign ? ['the token of the attacker was sent'] : []),
    ]
    return { replies: [], shown: '', problems }
  } finally {
    await context.close()
  }
}
