import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import { recallCase, writeNote } from '../../src/cases/staff/case-actions.ts'
import { declineTicket } from '../../src/cases/tickets/respond-ticket.ts'
import { caseEvents } from '../../src/db/schema/index.ts'
import { AppError } from '../../src/shared/errors.ts'
import { plantAccount, plantExpert, plantOrganisations, post, send } from '../accounts/staff.ts'
import { as, plantCase, plantTicket } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { ask, begin } from '../support/front-door.ts'
import {
  createTestDeps,
  describeWithSeveralConnections,
  openOwnDatabase,
  test,
  type TestDeps,
} from '../support/test-deps.ts'

async function plantStaff(deps: TestDeps) {
  const { city } = await plantOrganisations(deps)
  const person = await plantAccount(deps, { role: 'staff', organisationId: city })
  const account = {
    id: person.id,
    username: person.username,
    name: '王',
    role: 'staff' as const,
    organisationId: city,
    organisationPath: `${city}/`,
    expertId: null,
    mustChangePassword: false,
  }
  return { city, account, ...(await plantSession(deps, person.id)) }
}

test('a case is not merged into one that has ended, so that of two one stays in hand', async ({
  app,
  deps,
}) => {
  const { city, cookie } = await plantStaff(deps)
  const { id: conversationId } = await begin(app)
  const row = { conversationId, organisationId: city, state: 'in_review' as const }
  const [one, other] = [await plantCase(deps, row), await plantCase(deps, row)]
  const merge = (from: string, into: string) =>
    post(app, `/cases/${from}/merge`, { version: 1, into }, { cookie })
  expect((await merge(one.id, other.id)).status).toBe(200)
  expect((await merge(other.id, one.id)).status).toBe(409)
  const left = await (await send(app, `/cases/${other.id}`, { cookie })).json()
  expect(left).toMatchObject({ state: 'in_review', version: 1 })
})

test('who took a case back can hand the same conversation over again', async ({ app, deps }) => {
  await plantStaff(deps)
  const asker = await begin(app)
  await ask(app, asker, '竞争对手仿冒我们的专利产品，我们该怎么维权？')
  const handOver = () => {
    const body = { name: '陈一', contact: '13911112222', consent: true }
    return as(app, asker)('POST', `/api/conversations/${asker.id}/handoff`, body)
  }
  const codes: string[] = []
  while (codes.length < 3) {
    const response = await handOver()
    expect(response.status).toBe(201)
    const { code } = z.object({ code: z.string() }).parse(await response.json())
    codes.push(code)
    const withdrawn = await as(app, asker)('POST', `/api/cases/${code}/withdraw`, {})
    expect(withdrawn.status).toBe(200)
  }
  expect(new Set(codes).size).toBe(3)
})

test('a page of the queue that begins nowhere is an invalid request', async ({ app, deps }) => {
  const { cookie } = await plantStaff(deps)
  for (const after of ['normal_2026-03-02_x', 'normal__', 'normal_2026-03-02', 'x', 'urgent_x_y']) {
    const response = await send(app, `/cases?after=${after}`, { cookie })
    expect([after, response.status]).toEqual([after, 400])
  }
})

describeWithSeveralConnections('at once', () => {
  test('notes that several write on one case stand one after the other', async () => {
    const database = await openOwnDatabase(8)
    const deps = createTestDeps(database, undefined)
    const { city, account } = await plantStaff(deps)
    const { id: conversationId } = await begin(createApp(() => deps))
    const { id: caseId } = await plantCase(deps, { conversationId, organisationId: city })
    const texts = Array.from({ length: 20 }, (_, at) => `note ${at}`)
    await Promise.all(texts.map((text) => writeNote(deps, { account, caseId, text })))
    const rows = await deps.db.select().from(caseEvents).where(eq(caseEvents.caseId, caseId))
    expect(rows.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(texts.map((_, at) => at + 1))
    await database.close()
  })

  test('an expert answers while staff take the case back: one is told, and neither waits for ever', async () => {
    const database = await openOwnDatabase(8)
    const deps = createTestDeps(database, undefined)
    const { city, account } = await plantStaff(deps)
    const { id: conversationId } = await begin(createApp(() => deps))
    const expertId = await plantExpert(deps, city)
    const actor = { kind: 'expert', id: expertId, audit: { kind: 'expert', id: expertId } } as const
    const outcomes: string[] = []
    for (let round = 0; round < 20; round += 1) {
      const row = { conversationId, organisationId: city, state: 'assigned' as const }
      const { id: caseId } = await plantCase(deps, row)
      const ticketId = await plantTicket(deps, { caseId, expertId, state: 'offered' })
      const decline = { ticketId, expertId, version: 1, actor, note: undefined }
      const both = await Promise.allSettled([
        declineTicket(deps, { ...decline, reason: 'busy' }),
        recallCase(deps, { account, caseId, version: 1 }),
      ])
      outcomes.push(
        ...both.map((each) => (each.status === 'fulfilled' ? 'ok' : codeOf(each.reason))),
      )
    }
    expect(outcomes.toSorted()).toEqual([...Array(20).fill('conflict'), ...Array(20).fill('ok')])
    await database.close()
  })
})

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error))
