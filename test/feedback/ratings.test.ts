import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { ConversationBody } from '../../src/channels/web/schemas.ts'
import { followUps, organisations, ratings, secrecyIncidents } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { begin, get, bearer, problemOf } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { plantOrganisations } from '../accounts/staff.ts'
import { as, auditOf, plantCase, plantTurn } from './plant.ts'

const Rating = z.object({
  score: z.int(),
  solved: z.boolean().nullable(),
  reasons: z.array(z.string()),
  text: z.string().nullable(),
  editableUntil: z.string(),
})

const DAY_MS = 86_400_000

test('an asker rates an answer, and the conversation shows it', async ({ app, deps }) => {
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id)
  const body = { score: 5, solved: true, reasons: ['clear', 'clear'], text: ' 很有帮助 ' }
  const response = await as(app, asker)('POST', `/api/messages/${id}/rating`, body)
  expect(response.status).toBe(200)
  expect(Rating.parse(await response.json())).toEqual({
    score: 5,
    solved: true,
    reasons: ['clear'],
    text: '很有帮助',
    editableUntil: '2026-03-09T02:00:00.000Z',
  })
  const read = await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  const { turns } = ConversationBody.parse(await read.json())
  expect(turns.flatMap((turn) => (turn.role === 'assistant' ? [turn.rating] : []))).toEqual([
    expect.objectContaining({
      score: 5,
      solved: true,
      editableUntil: '2026-03-09T02:00:00.000Z',
    }),
  ])
  const [row] = await deps.db.select().from(ratings)
  expect(await auditOf(deps, row?.id ?? '')).toEqual([
    { action: 'record_rating', actorKind: 'asker', details: { stars: 5 } },
  ])
})

test('a rating can be changed for seven days, and then stays', async ({ app, deps }) => {
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id)
  const rate = (score: number) =>
    as(app, asker)('POST', `/api/messages/${id}/rating`, { score, text: `第 ${score} 次` })
  expect((await rate(3)).status).toBe(200)
  deps.pass(7 * DAY_MS - 1)
  const changed = Rating.parse(await (await rate(4)).json())
  expect([changed.score, changed.editableUntil]).toEqual([4, '2026-03-09T02:00:00.000Z'])
  deps.pass(1)
  const late = await rate(5)
  expect(late.status).toBe(409)
  expect((await problemOf(late)).detail).toContain('可修改的期限')
  const rows = await deps.db.select().from(ratings).where(eq(ratings.messageId, id))
  expect(rows.map(({ score, text }) => [score, text])).toEqual([[4, '第 4 次']])
})

test('a low score or an unsolved question opens one follow-up, due in five days', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const found = async (id: string) =>
    deps.db.select().from(followUps).where(eq(followUps.messageId, id))
  for (const [bodies, count] of [
    [[{ score: 3 }, { score: 5, solved: true }], 0],
    [[{ score: 2 }], 1],
    [[{ score: 5, solved: false }], 1],
    [[{ score: 1 }, { score: 2, solved: false }, { score: 5 }], 1],
  ] as const) {
    const { id } = await plantTurn(deps, asker.id)
    for (const body of bodies) await as(app, asker)('POST', `/api/messages/${id}/rating`, body)
    const rows = await found(id)
    expect([bodies, rows.length]).toEqual([bodies, count])
    // The end of 7 March in Beijing.
    for (const { dueAt } of rows) expect(dueAt.toISOString()).toBe('2026-03-07T16:00:00.000Z')
  }
})

test("a follow-up goes to the centre of the question's district, or that of the case", async ({
  app,
  deps,
}) => {
  const { east, west } = await plantOrganisations(deps)
  await deps.db.update(organisations).set({ district: '海淀区' }).where(eq(organisations.id, east))
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id, { district: '海淀区' })
  const { code } = await plantCase(deps, { conversationId: asker.id, organisationId: west })
  await as(app, asker)('POST', `/api/messages/${id}/rating`, { score: 1 })
  await as(app, asker)('POST', `/api/cases/${code}/rating`, { score: 1 })
  const rows = await deps.db.select().from(followUps)
  expect(new Set(rows.map(({ organisationId }) => organisationId))).toEqual(new Set([east, west]))
})

test('only what has been answered can be rated', async ({ app, deps }) => {
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id, { state: 'running' })
  const early = await as(app, asker)('POST', `/api/messages/${id}/rating`, { score: 5 })
  expect([early.status, (await problemOf(early)).code]).toEqual([409, 'conflict'])
  for (const [state, status] of [
    ['open', 409],
    ['in_review', 409],
    ['withdrawn', 409],
    ['delivered', 200],
    ['closed', 200],
  ] as const) {
    const { code } = await plantCase(deps, { conversationId: asker.id, state })
    const response = await as(app, asker)('POST', `/api/cases/${code}/rating`, { score: 4 })
    expect([state, response.status]).toEqual([state, status])
  }
})

test("another asker's answer or case is answered like one that is not there", async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const stranger = await begin(app)
  const { id } = await plantTurn(deps, asker.id)
  const { code } = await plantCase(deps, { conversationId: asker.id })
  const answers = async (path: string) => {
    const response = await as(app, stranger)('POST', path, { score: 1 })
    return [response.status, await response.text()]
  }
  const foreign = await answers(`/api/messages/${id}/rating`)
  expect(foreign).toEqual(await answers(`/api/messages/${newId()}/rating`))
  expect(foreign[0]).toBe(404)
  const foreignCase = await answers(`/api/cases/${code}/rating`)
  expect(foreignCase).toEqual(await answers('/api/cases/ZW-22222222/rating'))
  expect(foreignCase[0]).toBe(404)
  const unnamed = await app.request(`/api/messages/${id}/rating`, { method: 'POST' })
  expect(unnamed.status).toBe(401)
  expect(await deps.db.$count(ratings)).toBe(0)
})

test('a text with a state-secret mark is not stored anywhere', async ({ app, deps }) => {
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id)
  const body = { score: 1, text: '附件【机密★10年】' }
  const response = await as(app, asker)('POST', `/api/messages/${id}/rating`, body)
  expect(response.status).toBe(400)
  expect(await deps.db.$count(ratings)).toBe(0)
  expect(await deps.db.$count(secrecyIncidents)).toBe(1)
})

test('what is no rating is refused', async ({ app, deps }) => {
  const asker = await begin(app)
  const { id } = await plantTurn(deps, asker.id)
  for (const body of [
    {},
    { score: 0 },
    { score: 6 },
    { score: 3.5 },
    { score: '5' },
    { score: 5, reasons: ['free words'] },
    { score: 5, text: '长'.repeat(501) },
    { score: 5, askerId: newId() },
  ]) {
    const response = await as(app, asker)('POST', `/api/messages/${id}/rating`, body)
    expect([body, response.status]).toEqual([body, 400])
  }
  const malformed = await as(app, asker)('POST', '/api/messages/none/rating', { score: 5 })
  expect(malformed.status).toBe(400)
})
