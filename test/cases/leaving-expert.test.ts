import { and, asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { changeStanding } from '../../src/cases/tickets/change-standing.ts'
import { acceptTicket, declineTicket } from '../../src/cases/tickets/respond-ticket.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { caseEvents, cases, experts, notices, tickets } from '../../src/db/schema/index.ts'
import { AppError } from '../../src/shared/errors.ts'
import {
  type App,
  plantAccount,
  plantExpert,
  plantOrganisations,
  post,
  send,
} from '../accounts/staff.ts'
import { auditOf, plantCase, plantStatement, plantTicket } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { begin } from '../support/front-door.ts'
import {
  createTestDeps,
  describeWithSeveralConnections,
  openOwnDatabase,
  test,
  type TestDeps,
} from '../support/test-deps.ts'

async function plant(deps: TestDeps, app: App & Parameters<typeof begin>[0]) {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const otherId = await plantExpert(deps, city)
  await deps.db.update(experts).set({ consentedAt: deps.now(), capacity: 9 })
  const staff = await plantAccount(deps, { role: 'staff', organisationId: city })
  const expert = await plantAccount(deps, { role: 'expert', expertId, organisationId: city })
  const { cookie } = await plantSession(deps, staff.id)
  const own = await plantSession(deps, expert.id)
  const { id: conversationId } = await begin(app)
  const inHand = async (state: 'offered' | 'accepted' | 'replied') => {
    const caseState = state === 'replied' ? 'replied' : 'assigned'
    const row = { conversationId, organisationId: city, state: caseState } as const
    const { id: caseId } = await plantCase(deps, { ...row, dueAt: deps.now() })
    return { caseId, ticketId: await plantTicket(deps, { caseId, expertId, state }) }
  }
  return { city, conversationId, expertId, otherId, staff, expert, cookie, own, inHand }
}

const told = async ({ db }: TestDeps, recipientId: string) =>
  (
    await db
      .select({ kind: notices.kind })
      .from(notices)
      .where(and(eq(notices.recipientId, recipientId), eq(notices.channel, 'inbox')))
      .orderBy(asc(notices.createdAt))
  )
    .map(({ kind }) => kind)
    .toSorted()

const stateOf = async ({ db }: TestDeps, { caseId, ticketId }: Record<string, string>) => {
  const [subject] = await db
    .select()
    .from(cases)
    .where(eq(cases.id, caseId ?? ''))
  const [ticket] = await db
    .select()
    .from(tickets)
    .where(eq(tickets.id, ticketId ?? ''))
  return [subject?.state, subject?.dueAt, ticket?.state]
}

test.for(['suspend', 'remove', 'withdraw'] as const)(
  'who staff %s keeps nothing in hand: the cases are back in review, and everybody is told',
  async (action, { app, deps }) => {
    const { expertId, otherId, staff, expert, cookie, inHand } = await plant(deps, app)
    const [offered, accepted, replied] = [
      await inHand('offered'),
      await inHand('accepted'),
      await inHand('replied'),
    ]
    const body = { action, reason: '本人申请' }
    const response = await post(app, `/experts/${expertId}/standing`, body, { cookie })
    expect(await response.json()).toMatchObject({ openTickets: 0, recalledTickets: 2 })
    for (const each of [offered, accepted]) {
      expect(await stateOf(deps, each)).toEqual(['in_review', null, 'recalled'])
    }
    expect((await stateOf(deps, replied))[0]).toBe('replied')
    expect(await told(deps, staff.id)).toEqual(['expert_left', 'expert_left'])
    expect(await told(deps, expert.id)).toEqual(['ticket_recalled', 'ticket_recalled'])
    expect(await auditOf(deps, offered.ticketId)).toEqual([
      { action: 'recall_ticket', actorKind: 'staff', details: {} },
    ])
    const next = await (await send(app, `/cases/${offered.caseId}/proposals`, { cookie })).json()
    expect(next).toMatchObject({ proposals: [{ expertId: otherId }] })
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
  },
)

test('an expert who withdraws leaves nothing behind that nobody sees', async ({ app, deps }) => {
  const { staff, own, inHand, otherId } = await plant(deps, app)
  await deps.db.update(experts).set({ available: false }).where(eq(experts.id, otherId))
  const accepted = await inHand('accepted')
  const response = await app.request('/api/expert/me/withdraw', {
    method: 'POST',
    headers: { cookie: own.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: null }),
  })
  expect(await response.json()).toMatchObject({ status: 'withdrawn', recalledTickets: 1 })
  expect(await stateOf(deps, accepted)).toEqual(['in_review', null, 'recalled'])
  // Nobody else is free, which staff are told as well.
  expect(await told(deps, staff.id)).toEqual(['expert_left', 'no_expert_left'])
  expect(await auditOf(deps, accepted.ticketId)).toEqual([
    { action: 'recall_ticket', actorKind: 'expert', details: {} },
  ])
})

test('who is reinstated has nothing recalled', async ({ app, deps }) => {
  const { expertId, cookie, inHand } = await plant(deps, app)
  await deps.db.update(experts).set({ status: 'suspended' }).where(eq(experts.id, expertId))
  const accepted = await inHand('accepted')
  const body = { action: 'reinstate', reason: '恢复' }
  const response = await post(app, `/experts/${expertId}/standing`, body, { cookie })
  expect(await response.json()).toMatchObject({ openTickets: 1, recalledTickets: 0 })
  expect((await stateOf(deps, accepted))[0]).toBe('assigned')
})

test('a reply of an expert who has left is not returned to them, but to review', async ({
  app,
  deps,
}) => {
  const { expertId, conversationId, cookie, inHand } = await plant(deps, app)
  const replied = await inHand('replied')
  const { caseId, ticketId } = replied
  const words = { caseId, conversationId, author: 'expert', authorId: expertId } as const
  await plantStatement(deps, { ...words, text: '可以先固定证据。' }, false)
  const { statements } = await import('../../src/db/schema/index.ts')
  await deps.db.update(statements).set({ state: 'submitted', ticketId })
  await post(app, `/experts/${expertId}/standing`, { action: 'remove', reason: '违规' }, { cookie })
  const returned = await post(
    app,
    `/cases/${caseId}/return`,
    { version: 1, note: '补充' },
    { cookie },
  )
  expect(returned.status).toBe(200)
  const [state, , ticket] = await stateOf(deps, replied)
  expect([state, ticket]).toEqual(['in_review', 'recalled'])
})

test('a decline has a notice and an entry of its own, a recall another', async ({ app, deps }) => {
  const { staff, own, inHand, cookie } = await plant(deps, app)
  const offered = await inHand('offered')
  const declined = await app.request(`/api/expert/tickets/${offered.ticketId}/decline`, {
    method: 'POST',
    headers: { cookie: own.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ version: 1, reason: 'busy', note: '出差' }),
  })
  expect(declined.status).toBe(200)
  expect(await told(deps, staff.id)).toEqual(['ticket_declined'])
  const entries = await deps.db
    .select()
    .from(caseEvents)
    .where(eq(caseEvents.caseId, offered.caseId))
    .orderBy(asc(caseEvents.n))
  expect(entries.map(({ event, note }) => [event, note])).toEqual([
    ['ticket_declined', '出差'],
    ['unassign', null],
  ])
  const accepted = await inHand('accepted')
  const recalled = await post(app, `/cases/${accepted.caseId}/recall`, { version: 1 }, { cookie })
  expect(recalled.status).toBe(200)
  expect(await told(deps, staff.id)).toEqual(['ticket_declined'])
})

describeWithSeveralConnections('at once', () => {
  test('an expert answers while they are suspended: each ticket ends once, and nobody waits for ever', async () => {
    const database = await openOwnDatabase(8)
    const deps = createTestDeps(database, undefined)
    const app = createApp(() => deps)
    for (let round = 0; round < 10; round += 1) {
      const { expertId, staff, expert, inHand, city } = await plant(deps, app)
      const [one, two] = [await inHand('offered'), await inHand('offered')]
      const audit = { kind: 'expert', id: expert.id } as const
      const actor = { kind: 'expert', id: expert.id, audit } as const
      const by = {
        id: staff.id,
        username: staff.username,
        name: '王',
        role: 'staff' as const,
        organisationId: city,
        organisationPath: `${city}/`,
        expertId: null,
        mustChangePassword: false,
        addressHash: await deps.cipher.keyedHash('192.0.2.1', 'network address'),
      }
      const given = { expertId, version: 1, actor }
      const all = await Promise.allSettled([
        acceptTicket(deps, { ...given, ticketId: one.ticketId }),
        declineTicket(deps, { ...given, ticketId: two.ticketId, reason: 'busy', note: undefined }),
        changeStanding(deps, { by, id: expertId }, { action: 'suspend', reason: '违规' }),
      ])
      const reasons = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
      expect(reasons.filter((reason) => !(reason instanceof AppError))).toEqual([])
      expect(all[2].status).toBe('fulfilled')
      expect((await stateOf(deps, one))[0]).toBe('in_review')
      expect((await stateOf(deps, two))[0]).toBe('in_review')
    }
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
    await database.close()
  })
})
