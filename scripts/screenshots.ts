import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium } from 'playwright-core'
import { z } from 'zod'

/** Takes the pictures of the README: the built service, asked on a desktop and a phone. */
const FOLDER = 'docs/images'
const PLATFORMS = '哪里可以免费查欧洲和美国的专利？'
const WITHDRAWN = '区中心、工作站被撤销以后，要过多久才能再次申请认定？'
const SCREENS = [
  {
    file: 'chat.png',
    viewport: { width: 1_000, height: 1_000 },
    questions: [PLATFORMS, WITHDRAWN],
  },
  { file: 'chat-phone.png', viewport: { width: 390, height: 760 }, questions: [WITHDRAWN] },
]
const START_MS = 60_000
const listening = z.object({ event: z.literal('listening'), url: z.string() })

const dataDir = await mkdtemp(join(tmpdir(), 'zhiwen-pictures-'))
const service = spawn(process.execPath, ['--import', 'tsx', 'src/node.ts'], {
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir, DATABASE_URL: '', LOG_REQUESTS: 'false' },
  stdio: ['ignore', 'ignore', 'pipe'],
})
try {
  const url = await addressOf(service)
  await mkdir(FOLDER, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  for (const screen of SCREENS) await takePicture(browser, url, screen)
  await browser.close()
} finally {
  if (service.exitCode === null && service.kill()) await once(service, 'exit')
  await rm(dataDir, { recursive: true, force: true })
}

async function takePicture(browser: Browser, url: string, screen: (typeof SCREENS)[number]) {
  const context = await browser.newContext({ viewport: screen.viewport, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(url)
  const answers = page.locator('.answer[aria-busy="false"] .ai-label')
  for (const [at, question] of screen.questions.entries()) {
    await page.locator('#question').fill(question)
    await page.locator('#question').press('Enter')
    await answers.nth(at).waitFor()
  }
  const path = join(FOLDER, screen.file)
  await page.screenshot({ path, animations: 'disabled' })
  await context.close()
  console.log(path)
}

/** @throws what the service said when it ended before it listened */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('the service has no log')
  const said: string[] = []
  const timer = setTimeout(() => child.kill(), START_MS)
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const parsed = listening.safeParse(line.startsWith('{') ? JSON.parse(line) : undefined)
    if (!parsed.success) continue
    clearTimeout(timer)
    child.stderr.resume()
    return parsed.data.url
  }
  throw new Error(`the service did not start:\n${said.join('\n')}`)
}
