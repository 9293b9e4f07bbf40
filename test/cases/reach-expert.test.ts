import { and, asc, eq, ne } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { accounts, caseEvents, experts, invitations, notices } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { contextOf } from '../../src/security/sealed-fields.ts'
import {
  type App,
  plantAccount,
  plantExpert,
  plantOrganisations,
  post,
  send,
} from '../accounts/staff.ts'
import { plantCase } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { test } from '../notices/post-office.ts'
import { begin } from '../support/front-door.ts'
import type { TestDeps } from '../support/test-deps.ts'

/** A case in review, and an expert of the roster without an account. */
async function plant(deps: TestDeps, app: App & Parameters<typeof begin>[0]) {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  await deps.db.update(experts).set({ consentedAt: deps.now() })
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const { cookie } = await plantSession(deps, staff.id)
  const asker = await begin(app)
  const row = { conversationId: asker.id, organisationId: city, state: 'in_review' as const }
  const { id: caseId, code } = await plantCase(deps, row)
  const assign = () => post(app, `/cases/${caseId}/assign`, { version: 1, expertId }, { cookie })
  return { city, expertId, staff, cookie, caseId, code, assign }
}

async function giveEmail({ db, cipher }: TestDeps, expertId: string, email = 'zhao@example.cn') {
  const sealedEmail = await cipher.seal(email, contextOf.expertEmail(expertId))
  await db.update(experts).set({ sealedEmail }).where(eq(experts.id, expertId))
}

const kindsTo = async ({ db }: TestDeps, recipientId: string) =>
  (
    await db
      .select({ kind: notices.kind })
      .from(notices)
      .where(
        and(
          eq(notices.recipientId, recipientId),
          eq(notices.channel, 'inbox'),
          // What the day brings besides.
          ne(notices.kind, 'special_list_due'),
        ),
      )
      .orderBy(asc(notices.createdAt))
  ).map(({ kind }) => kind)

const eventsOf = async ({ db }: TestDeps, caseId: string) =>
  (await db.select().from(caseEvents).where(eq(caseEvents.caseId, caseId))).map(
    ({ event }) => event,
  )

test('an expert without an account is invited by e-mail, makes an account with the code and finds the ticket', async ({
  app,
  deps,
  office,
}) => {
  const { expertId, staff, caseId, code, assign } = await plant(deps, app)
  await giveEmail(deps, expertId)
  expect((await assign()).status).toBe(200)
  await runDueJobs(deps)
  const [mail] = office.smtp.mails
  expect(mail?.to).toEqual(['zhao@example.cn'])
  const text = mail?.text ?? ''
  expect(text).toContain(code)
  const invitation = /邀请码：([\w-]{43})/.exec(text)?.[1] ?? ''
  // The code stands nowhere but in the e-mail: not in the notices, not in what the webhook hears.
  expect(JSON.stringify(await deps.db.select().from(notices))).not.toContain(invitation)
  expect(JSON.stringify(await deps.db.select().from(invitations))).not.toContain(invitation)
  expect(JSON.stringify(office.webhook.requests)).not.toContain(invitation)
  expect(await kindsTo(deps, staff.id)).toEqual([])
  expect(await eventsOf(deps, caseId)).toContain('expert_invited')

  const person = { username: 'zhao', name: '赵', code: invitation, password: 'lantern grape 71' }
  const accepted = await post(app, '/invitations/accept', person)
  expect(accepted.status).toBe(201)
  const { id } = z.object({ id: z.string() }).parse(await accepted.json())
  expect((await post(app, '/invitations/accept', { ...person, username: 'zhao2' })).status).toBe(
    404,
  )
  const [account] = await deps.db.select().from(accounts).where(eq(accounts.id, id))
  expect(account).toMatchObject({ role: 'expert', expertId })
  const { cookie } = await plantSession(deps, id)
  const own = await app.request('/api/expert/tickets', { headers: { cookie } })
  expect(await own.json()).toMatchObject({ tickets: [{ state: 'offered', case: { code } }] })
})

test('without an address staff are told at once to call, and again with each reminder', async ({
  app,
  deps,
  office,
}) => {
  const { staff, caseId, cookie, assign } = await plant(deps, app)
  const proposals = await (await send(app, `/cases/${caseId}/proposals`, { cookie })).json()
  expect(JSON.stringify(proposals)).toContain('"rule":"no_account","points":0')
  expect((await assign()).status).toBe(200)
  expect(await kindsTo(deps, staff.id)).toEqual(['expert_unreached'])
  expect(await eventsOf(deps, caseId)).toContain('expert_not_reached')
  await runDueJobs(deps)
  expect(office.smtp.mails).toEqual([])
  // Half of the term is over.
  deps.setClock('2026-03-03T09:00:00Z')
  await runDueJobs(deps)
  expect(await kindsTo(deps, staff.id)).toEqual(['expert_unreached', 'expert_unreached'])
})

test('where e-mail is not set up, an address is of no use and staff are told to call', async ({
  app,
  deps,
  office,
}) => {
  const { smtp: _, ...config } = office.config
  deps.senders = office.sendersOf({ ...config, smtp: undefined })
  const { expertId, staff, assign } = await plant(deps, app)
  await giveEmail(deps, expertId)
  await assign()
  expect(await kindsTo(deps, staff.id)).toEqual(['expert_unreached'])
  expect(await deps.db.select().from(invitations)).toEqual([])
})

test('an invitation that cannot be delivered is told to staff once it was given up', async ({
  app,
  deps,
  office,
}) => {
  const { expertId, staff, assign } = await plant(deps, app)
  await giveEmail(deps, expertId)
  await assign()
  await office.smtp.close()
  for (let round = 0; round < 7; round += 1) {
    await runDueJobs(deps)
    deps.pass(8 * 3_600_000)
  }
  expect(await kindsTo(deps, staff.id)).toContain('expert_unreached')
})

test('of an expert whose account is disabled staff are told, and no second account is offered', async ({
  app,
  deps,
  office,
}) => {
  const { expertId, staff, assign } = await plant(deps, app)
  await giveEmail(deps, expertId)
  const account = await plantAccount(deps, { role: 'expert', expertId })
  await deps.db.update(accounts).set({ disabledAt: deps.now() }).where(eq(accounts.id, account.id))
  await assign()
  await runDueJobs(deps)
  expect(await kindsTo(deps, staff.id)).toEqual(['expert_unreached'])
  expect(office.smtp.mails).toEqual([])
})

test('the invitation of the service is void once its expert has left the roster', async ({
  app,
  deps,
  office,
}) => {
  const { expertId, cookie, assign } = await plant(deps, app)
  await giveEmail(deps, expertId)
  await assign()
  await runDueJobs(deps)
  const code = /邀请码：([\w-]{43})/.exec(office.smtp.mails[0]?.text ?? '')?.[1] ?? ''
  const leaving = { action: 'suspend', reason: '本人申请' }
  expect((await post(app, `/experts/${expertId}/standing`, leaving, { cookie })).status).toBe(200)
  const person = { username: 'zhao', name: '赵', code, password: 'lantern grape 71' }
  expect((await post(app, '/invitations/accept', person)).status).toBe(404)
})

test('an expert with an account gets the offer there, and no e-mail to the address of the roster', async ({
  app,
  deps,
  office,
}) => {
  const { expertId, staff, caseId, cookie, assign } = await plant(deps, app)
  await giveEmail(deps, expertId)
  const account = await plantAccount(deps, { role: 'expert', expertId })
  const proposals = await (await send(app, `/cases/${caseId}/proposals`, { cookie })).json()
  expect(JSON.stringify(proposals)).not.toContain('no_account')
  await assign()
  await runDueJobs(deps)
  expect(await kindsTo(deps, account.id)).toEqual(['ticket_offered'])
  expect(await kindsTo(deps, staff.id)).toEqual([])
  expect(office.smtp.mails).toEqual([])
})
