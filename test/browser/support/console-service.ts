import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { z } from 'zod'
import { openSession } from '../../../src/accounts/sessions.ts'
import { createApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { experts } from '../../../src/db/schema/index.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { indexKnowledge } from '../../../src/knowledge/index-knowledge.ts'
import { openService } from '../../../src/open-service.ts'
import { ensureCityCentre } from '../../../src/organisations/ensure-city-centre.ts'
import { packagedSnapshot, readPackagedKnowledge, webAssets } from '../../../src/packaged.ts'
import { type Person, plantAccount, plantExpert } from '../../accounts/staff.ts'
import type { TestDeps } from '../../support/test-deps.ts'
import { desktop, openPage, phone } from './browser.ts'

const JOBS_EVERY_MS = 1_000

/** The service itself over HTTP, with its own database, knowledge and built pages. */
export type ConsoleService = {
  url: string
  deps: TestDeps
  city: string
  expertId: string
  staff: Person
  colleague: Person
  administrator: Person
  auditor: Person
  stop: () => Promise<void>
}

export async function startConsoleService(): Promise<ConsoleService> {
  const folder = await mkdtemp(join(tmpdir(), 'zhiwen-console-'))
  const config = readConfig({ DATA_DIR: folder, LOG_REQUESTS: 'false' })
  const service = await openService(config, {
    log: () => {},
    snapshot: packagedSnapshot,
    assets: webAssets('dist/web'),
  })
  const deps = service.deps as TestDeps
  await indexKnowledge(deps.db, await readPackagedKnowledge(), {
    embedder: deps.embedder,
    now: deps.now(),
  })
  const { id: city } = await ensureCityCentre(deps.db, deps.now())
  const { server, url } = await listen(deps)
  const jobs = setInterval(() => void runDueJobs(deps), JOBS_EVERY_MS)
  const people = await plantPeople(deps, city)
  return {
    url,
    deps,
    city,
    ...people,
    stop: async () => {
      clearInterval(jobs)
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await service.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function listen(deps: TestDeps) {
  const { fetch } = createApp(() => deps)
  return new Promise<{ server: ReturnType<typeof serve>; url: string }>((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
      resolve({ server, url: `http://127.0.0.1:${port}` }),
    )
  })
}

async function plantPeople(deps: TestDeps, city: string) {
  const expertId = await plantExpert(deps, city)
  await deps.db.update(experts).set({ consentedAt: deps.now(), capacity: 99, name: '李专家' })
  const staff = (role: 'staff' | 'administrator' | 'auditor') =>
    plantAccount(deps, { role, organisationId: role === 'staff' ? city : null })
  return {
    expertId,
    staff: await staff('staff'),
    colleague: await staff('staff'),
    administrator: await staff('administrator'),
    auditor: await staff('auditor'),
  }
}

type Opening = BrowserContextOptions & { at?: string; language?: 'zh' | 'en' }

/** A page of somebody who has signed in, at an address of the console such as `/cases/…`. */
export async function openConsole(
  browser: Browser,
  { deps, url }: ConsoleService,
  person: Person,
  { at = '/', language = 'zh', ...options }: Opening = {},
): Promise<Page> {
  const page = await openPage(browser, 'about:blank', { viewport: desktop, ...options })
  const { token } = await openSession(deps.db, {
    accountId: person.id,
    stage: 'full',
    now: deps.now(),
  })
  await page.context().addCookies([{ name: 'zhiwen-session', value: token, url }])
  await page.addInitScript((chosen) => {
    // An empty page has no storage.
    if (location.host !== '') localStorage.setItem('zhiwen.language', JSON.stringify(chosen))
  }, language)
  await page.goto(`${url}/console/#${at}`)
  return page
}

/** The workbench of an expert who has signed in, at an address such as `#/me`. */
export async function openWorkbench(
  browser: Browser,
  { deps, url }: ConsoleService,
  expert: Person,
  { at = '', ...options }: Opening = {},
): Promise<Page> {
  const page = await openPage(browser, 'about:blank', { viewport: phone, ...options })
  const opening = { accountId: expert.id, stage: 'full', now: deps.now() } as const
  const { token } = await openSession(deps.db, opening)
  await page.context().addCookies([{ name: 'zhiwen-session', value: token, url }])
  await page.goto(`${url}/expert/${at}`)
  return page
}

const Began = z.object({ id: z.string(), token: z.string() })
const HandedOver = z.object({ code: z.string() })

export type Asked = { id: string; code: string; conversation: string; token: string }

/** A question asked and handed over to people, as the chat page does it. */
export async function handOver(
  { url, deps }: ConsoleService,
  question: string,
  extra: Record<string, unknown> = {},
): Promise<Asked> {
  const { id, token } = Began.parse(await send(`${url}/api/conversations`, {}))
  await send(`${url}/api/conversations/${id}/messages`, { text: question }, token)
  const contact = { name: '陈一', contact: '13911112222', consent: true, ...extra }
  const { code } = HandedOver.parse(
    await send(`${url}/api/conversations/${id}/handoff`, contact, token),
  )
  const row = await deps.db.query.cases.findFirst({
    where: (cases, { eq }) => eq(cases.code, code),
  })
  return { id: row?.id ?? '', code, conversation: id, token }
}

export async function send(address: string, body: object, token?: string): Promise<unknown> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${response.status} to ${address}: ${await response.text()}`)
  return response.json()
}
