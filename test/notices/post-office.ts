import { asc, eq, ne } from 'drizzle-orm'
import { emailContext } from '../../src/accounts/save-account.ts'
import { accounts, notices } from '../../src/db/schema/index.ts'
import { createMailer } from '../../src/notices/channels/smtp.ts'
import { openSenders } from '../../src/notices/open-senders.ts'
import { type Notice, queueNotice } from '../../src/notices/queue-notice.ts'
import type { NoticeConfig } from '../../src/notices/settings.ts'
import { plantAccount, plantOrganisations } from '../accounts/staff.ts'
import { startHttpTarget, type TargetAnswer, type TargetRequest } from '../support/http-target.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { test as base, type TestDeps } from '../support/test-deps.ts'

export const WEBHOOK_SECRET = 'a secret of the webhook, long enough'

const ok: TargetAnswer = { body: '{"errcode":0,"errmsg":"ok"}' }

type Answering = (request: TargetRequest) => TargetAnswer | Promise<TargetAnswer>

/** A mail server, WeCom with its robot, and another system's webhook, each as it is told. */
export async function openPostOffice(deps: TestDeps, deadlineMs = 2_000) {
  const answers: { wecom: Answering; robot: Answering; webhook: Answering } = {
    wecom: () => ok,
    robot: () => ok,
    webhook: () => ({}),
  }
  let tokens = 0
  const token = (): TargetAnswer => {
    tokens += 1
    return {
      body: JSON.stringify({ errcode: 0, access_token: `token-${tokens}`, expires_in: 7200 }),
    }
  }
  const smtp = await startSmtpServer()
  const wecom = await startHttpTarget((request) => {
    if (request.path === '/cgi-bin/gettoken') return token()
    return answers[request.path === '/cgi-bin/webhook/send' ? 'robot' : 'wecom'](request)
  })
  const webhook = await startHttpTarget((request) => answers.webhook(request))
  const config: NoticeConfig = {
    publicUrl: 'https://zhiwen.example',
    smtp: { url: smtp.url, from: 'service@zhiwen.example' },
    wecomApp: {
      apiBase: wecom.url,
      corpId: 'corp',
      agentId: 1000002,
      agentSecret: 'agent secret',
      callback: undefined,
    },
    wecomRobotUrl: `${wecom.url}/cgi-bin/webhook/send?key=robot-key`,
    webhook: { url: `${webhook.url}/notices`, secret: WEBHOOK_SECRET },
  }
  const sendersOf = (given: NoticeConfig) =>
    openSenders(given, {
      ...deps,
      deadlineMs,
      email: given.smtp && createMailer(given.smtp, deadlineMs),
    })
  const sentTo = (path: string) => wecom.requests.filter((request) => request.path === path)
  return {
    smtp,
    webhook,
    answers,
    config,
    sendersOf,
    tokensAsked: () => sentTo('/cgi-bin/gettoken').length,
    messages: () => sentTo('/cgi-bin/message/send'),
    robot: () => sentTo('/cgi-bin/webhook/send'),
    close: () => Promise.all([smtp.close(), wecom.close(), webhook.close()]),
  }
}

export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>

/** `deps` sends to `office`. */
export const test = base.extend<{ office: PostOffice }>({
  office: async ({ deps }, use) => {
    const office = await openPostOffice(deps)
    deps.senders = office.sendersOf(office.config)
    await use(office)
    await office.close()
  },
})

/** Staff of a district centre, with an address for e-mails. */
export async function plantStaff(deps: TestDeps, email = 'li@district.example') {
  const { east: organisationId } = await plantOrganisations(deps)
  const person = await plantAccount(deps, { role: 'staff', organisationId })
  await giveEmail(deps, person.id, email)
  return { ...person, organisationId }
}

export async function giveEmail(deps: TestDeps, id: string, email: string) {
  const sealedEmail = await deps.cipher.seal(email, emailContext(id))
  await deps.db.update(accounts).set({ sealedEmail }).where(eq(accounts.id, id))
}

export const CODE = 'ZW-7K3MPQ4T'

type Told = { key?: string; recipient: Notice['recipient']; code?: string }

/** Queues that a case was opened. */
export async function tell(
  deps: TestDeps,
  { key = 'case_opened:1', recipient, code = CODE }: Told,
) {
  const data = { code, field: '专利', urgency: 'urgent' }
  await queueNotice(deps.db, { key, kind: 'case_opened', recipient, data, now: deps.now() })
}

export function outsideRows({ db }: TestDeps) {
  return db
    .select()
    .from(notices)
    .where(ne(notices.channel, 'inbox'))
    .orderBy(asc(notices.createdAt), asc(notices.channel))
}

export async function statesByChannel(deps: TestDeps) {
  const rows = await outsideRows(deps)
  return Object.fromEntries(rows.map(({ channel, state }) => [channel, state]))
}
