import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { expect, inject } from 'vitest'
import type { Account } from '../../src/accounts/account.ts'
import { openSession } from '../../src/accounts/sessions.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { openCase } from '../../src/cases/open-case.ts'
import { staffActor, takeCase } from '../../src/cases/staff/case-actions.ts'
import { offerTicket } from '../../src/cases/tickets/offer-ticket.ts'
import { acceptTicket } from '../../src/cases/tickets/respond-ticket.ts'
import { openConversation } from '../../src/consultation/conversations.ts'
import { openDatabase } from '../../src/db/database.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import {
  caseEvents,
  cases,
  experts,
  jobs,
  notices,
  statements,
  tickets,
} from '../../src/db/schema/index.ts'
import { createAsker } from '../../src/identity/askers.ts'
import { plantAccount, plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { diesByItself, type Fault, faultyService } from '../support/faults.ts'
import { type HttpTarget, startHttpTarget } from '../support/http-target.ts'
import type { RunningService } from '../support/run-service.ts'
import { copyDataDir } from '../support/template-database.ts'
import { cloneTemplate, createTestDeps, test as base, type TestDeps } from '../support/test-deps.ts'

/** `.ci/long` asks for more. */
const CYCLES = Number(process.env['FAULT_CYCLES'] ?? 1)
const DAY = 86_400_000
const REPLY = '可以先固定证据，再请求行政处理或者起诉。'
const WHEN = ['before', 'after'] as const

type Store = {
  environment: Record<string, string>
  /** Only while no service runs on it. */
  withDeps: <Result>(use: (deps: TestDeps) => Promise<Result>) => Promise<Result>
}

const test = base.extend<{ folder: string; store: Store; webhook: HttpTarget }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-faults-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  store: async ({ folder }, use) => {
    if (inject('template').kind === 'embedded') return use(await embeddedStore(folder))
    const { db, cache, url, close } = await cloneTemplate(2)
    await use({
      environment: { DATABASE_URL: url, DATA_DIR: folder },
      withDeps: (work) => work(createTestDeps({ db, cache }, undefined)),
    })
    await close()
  },
  webhook: async ({}, use) => {
    const webhook = await startHttpTarget(() => ({}))
    await use(webhook)
    await webhook.close()
  },
})

async function embeddedStore(folder: string): Promise<Store> {
  const dataDir = join(folder, 'data')
  await copyDataDir(inject('template'), dataDir)
  return {
    environment: { DATA_DIR: dataDir },
    withDeps: async (work) => {
      const { socketDir, close } = await startEmbedded({ dataDir, onEvent: () => {} })
      const opened = openDatabase({ address: { socketDir }, connections: 1, onError: () => {} })
      try {
        return await work(createTestDeps({ db: opened.db, cache: new Map() }, undefined))
      } finally {
        await opened.close()
        await close()
      }
    },
  }
}

type Prepared = { caseId: string; version: number }
type Issued = Prepared & { ticketId: string }
type Planted = {
  staff: string
  expert: string
  administrator: string
  expertId: string
  assign: Prepared[]
  reply: Issued[]
  lapse: Issued[]
  /** Of the webhook, in the order in which they are sent. */
  notices: string[]
}

/** For every fault its own case: none has been touched by another one. */
async function plant(deps: TestDeps): Promise<Planted> {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  await deps.db.update(experts).set({ consentedAt: deps.now(), capacity: 50 })
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const expert = await plantAccount(deps, { role: 'expert', expertId })
  const administrator = await plantAccount(deps)
  const account: Account = {
    id: staff.id,
    username: staff.username,
    name: '王',
    role: 'staff',
    organisationId: city,
    organisationPath: `${city}/`,
    expertId: null,
    mustChangePassword: false,
  }
  const actor = staffActor(account)
  const today = new Date()
  deps.setClock(new Date(today.getTime() - 6 * DAY).toISOString())
  const lapse = await twiceEach(async (): Promise<Issued> => {
    const { caseId, version } = await prepare(deps, account)
    const { case: subject, ticket } = await offerTicket(deps, { caseId, version, expertId, actor })
    return { caseId, version: subject.version, ticketId: ticket.id }
  })
  deps.setClock(today.toISOString())
  const own = { kind: 'expert', id: expert.id, audit: { kind: 'expert', id: expert.id } } as const
  const reply = await twiceEach(async (): Promise<Issued> => {
    const { caseId, version } = await prepare(deps, account)
    const offered = await offerTicket(deps, { caseId, version, expertId, actor })
    const response = { ticketId: offered.ticket.id, expertId, version: 1, actor: own }
    const accepted = await acceptTicket(deps, response)
    return { caseId, version: accepted.version, ticketId: accepted.id }
  })
  const assign = await twiceEach(() => prepare(deps, account))
  const sent = await deps.db
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.channel, 'webhook'), eq(notices.kind, 'ticket_offered')))
    .orderBy(asc(notices.nextAt), asc(notices.createdAt), asc(notices.id))
  return {
    staff: await cookieFor(deps, staff.id),
    expert: await cookieFor(deps, expert.id),
    administrator: await cookieFor(deps, administrator.id),
    expertId,
    assign,
    reply,
    lapse,
    notices: sent.slice(0, 2 * CYCLES).map(({ id }) => id),
  }
}

/** Before and after, in every cycle. */
async function twiceEach<Result>(make: () => Promise<Result>): Promise<Result[]> {
  const made: Result[] = []
  while (made.length < 2 * CYCLES) made.push(await make())
  return made
}

async function prepare(deps: TestDeps, account: Account): Promise<Prepared> {
  const asker = await createAsker(deps.db, deps.now())
  const conversation = await openConversation(deps.db, asker.id, deps.now())
  const opened = await openCase(deps, {
    askerId: asker.id,
    conversationId: conversation.id,
    kind: 'consultation',
    contact: { name: '甲', contact: '13911112222' },
    confidential: false,
    parties: [],
    contactConsent: false,
  })
  const taken = await takeCase(deps, { account, caseId: opened.case.id, version: 1 })
  return { caseId: taken.id, version: taken.version }
}

async function cookieFor({ db }: TestDeps, accountId: string): Promise<string> {
  const { token } = await openSession(db, { accountId, stage: 'full', now: new Date() })
  return `zhiwen-session=${token}`
}

const post = (service: RunningService, cookie: string, path: string, body: object) =>
  service.request(path, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** Of which case the process was killed, and how: its words are told from every other transaction's. */
type Killed = { point: string; caseId: string }

/** Work of the clock and of the outbox: the fault waits for the process that does it. */
async function killOnItsOwn(faulty: ReturnType<typeof faultyService>, fault: Fault) {
  await faulty.arm(fault)
  await diesByItself(await faulty.start())
}

type Request = { path: string; cookie: string; body: object }

type Running = { faulty: ReturnType<typeof faultyService>; service: RunningService }

/**
 * The process ends while it does what it is asked for. Asked again as a client would ask, with the version
 * that it knows, it is done now, or was done: never both.
 * @returns the process that was started in its place
 */
async function killAtRequest(
  { faulty, service }: Running,
  { path, cookie, body }: Request,
  fault: Fault,
): Promise<RunningService> {
  await faulty.arm(fault)
  await expect(post(service, cookie, path, body)).rejects.toThrow('fetch failed')
  await diesByItself(service)
  const next = await faulty.start()
  const again = await post(next, cookie, path, body)
  expect(again.status).toBe(fault.when === 'before' ? 200 : 409)
  return next
}

/** What of a case is not as it is where nothing was ever killed. */
async function problemsOf(deps: TestDeps, caseId: string, wanted: Wanted): Promise<string[]> {
  const [subject] = await deps.db.select().from(cases).where(eq(cases.id, caseId))
  const own = await deps.db.select().from(tickets).where(eq(tickets.caseId, caseId))
  const words = await deps.db.select().from(statements).where(eq(statements.caseId, caseId))
  const timeline = await deps.db
    .select()
    .from(caseEvents)
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(asc(caseEvents.n))
  const told = await deps.db
    .select()
    .from(notices)
    .where(and(eq(notices.caseId, caseId), eq(notices.channel, 'webhook')))
  const found = {
    case: subject?.state,
    tickets: own.map(({ state }) => state),
    statements: words.map(({ state }) => state),
    timeline: timeline.map(({ event }) => event),
    unnumbered: timeline.filter(({ n }, at) => n !== at + 1).length,
    unsent: told.filter(({ state }) => state !== 'sent').length,
    notices: told
      .map(({ kind }) => kind)
      .filter((kind) => !kind.endsWith('_reminder'))
      .toSorted(),
  }
  const expected = { ...wanted, unnumbered: 0, unsent: 0, notices: wanted.notices.toSorted() }
  return JSON.stringify(found) === JSON.stringify({ ...found, ...expected })
    ? []
    : [`${caseId}: ${JSON.stringify(found)}`]
}

type Wanted = {
  case: string
  tickets: string[]
  statements: string[]
  timeline: string[]
  notices: string[]
}

const offered: Wanted = {
  case: 'assigned',
  tickets: ['offered'],
  statements: [],
  timeline: ['opened', 'take', 'assign'],
  notices: ['case_opened', 'ticket_offered'],
}
const replied: Wanted = {
  case: 'replied',
  tickets: ['replied'],
  statements: ['submitted'],
  timeline: ['opened', 'take', 'assign', 'ticket_accepted', 'expert_reply'],
  notices: ['case_opened', 'reply_submitted', 'ticket_offered'],
}
const lapsed: Wanted = {
  case: 'in_review',
  tickets: ['lapsed'],
  statements: [],
  timeline: ['opened', 'take', 'assign', 'unassign'],
  // There is no other expert.
  notices: ['case_opened', 'no_expert_left', 'ticket_lapsed', 'ticket_offered'],
}

/** 1, 2, … in turn before and after. */
const whenOf = (at: number) => WHEN[at % 2] ?? 'before'

test(
  'killed before or after any commit or notice, the service goes on with everything once and nothing lost',
  { timeout: 120_000 + CYCLES * 300_000 },
  async ({ folder, store, webhook }) => {
    const planted = await store.withDeps(plant)
    const faulty = faultyService(folder, {
      ...store.environment,
      MASTER_KEY: Buffer.from(new Uint8Array(32).fill(7)).toString('base64'),
      WEBHOOK_URL: webhook.url,
      WEBHOOK_SECRET: 'a secret of the webhook, long enough',
    })
    const killed: Killed[] = []
    const note = (point: string, caseId: string) => killed.push({ point, caseId })

    for (const [at, { caseId, ticketId }] of planted.lapse.entries()) {
      const words = ['update "tickets"', '"lapsed"', ticketId]
      await killOnItsOwn(faulty, { when: whenOf(at), what: 'commit', words })
      note(`${whenOf(at)}:lapse.commit`, caseId)
    }
    const sent = () => webhook.requests.map(({ headers }) => String(headers['webhook-id']))
    for (const [at, id] of planted.notices.entries()) {
      await killOnItsOwn(faulty, { when: whenOf(at), what: 'request', words: [id] })
      expect(sent().filter((each) => each === id)).toHaveLength(at % 2)
      note(`${whenOf(at)}:notice.send`, id)
    }
    let service = await faulty.start()
    for (const [at, { caseId, version }] of planted.assign.entries()) {
      const body = { version, expertId: planted.expertId }
      const path = `/api/staff/cases/${caseId}/assign`
      const words = ['insert into "tickets"', caseId]
      const fault = { when: whenOf(at), what: 'commit', words } as const
      const asked = { path, cookie: planted.staff, body }
      service = await killAtRequest({ faulty, service }, asked, fault)
      note(`${whenOf(at)}:assign.commit`, caseId)
    }
    for (const [at, { caseId, ticketId, version }] of planted.reply.entries()) {
      const body = { version, text: REPLY }
      const path = `/api/expert/tickets/${ticketId}/reply`
      const words = ['insert into "statements"', ticketId]
      const fault = { when: whenOf(at), what: 'commit', words } as const
      const asked = { path, cookie: planted.expert, body }
      service = await killAtRequest({ faulty, service }, asked, fault)
      note(`${whenOf(at)}:reply.commit`, caseId)
    }

    // A notice whose process was killed is tried again after a minute (`nextTry`).
    await expect
      .poll(async () => waitingNotices(service, planted.administrator), {
        timeout: 120_000,
        interval: 1_000,
      })
      .toBe(0)
    expect(await service.stop()).toBe(0)

    await store.withDeps(async (deps) => {
      const problems = new Map<string, string[]>()
      const look = async (list: Prepared[], wanted: Wanted) => {
        for (const { caseId } of list) problems.set(caseId, await problemsOf(deps, caseId, wanted))
      }
      await look(planted.assign, offered)
      await look(planted.reply, replied)
      await look(planted.lapse, lapsed)
      for (const [at, id] of planted.notices.entries()) {
        const times = sent().filter((each) => each === id).length
        problems.set(id, times === 1 + (at % 2) ? [] : [`notice ${id}: sent ${times} times`])
      }
      report(killed, problems)
      expect([...problems.values()].flat()).toEqual([])
      const left = await deps.db
        .select()
        .from(jobs)
        .where(inArray(jobs.kind, ['ticket_lapse']))
      const undone = left.filter(({ doneAt }) => doneAt === null)
      expect(undone).toHaveLength(planted.assign.length + planted.reply.length)
      expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
    })
  },
)

async function waitingNotices(service: RunningService, cookie: string): Promise<number> {
  const response = await service.request('/api/staff/notices?state=waiting', {
    headers: { cookie },
  })
  const body = (await response.json()) as { notices: unknown[] }
  return body.notices.length
}

function report(killed: Killed[], problems: Map<string, string[]>) {
  const points = new Map<string, { ok: number; of: number }>()
  for (const { point, caseId } of killed) {
    const { ok, of } = points.get(point) ?? { ok: 0, of: 0 }
    points.set(point, { ok: ok + (problems.get(caseId)?.length === 0 ? 1 : 0), of: of + 1 })
  }
  for (const [point, { ok, of }] of points) process.stderr.write(`${point}, ${ok}/${of}\n`)
}
