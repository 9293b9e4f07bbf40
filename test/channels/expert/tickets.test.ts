import { expect } from 'vitest'
import { z } from 'zod'
import { readFeedback, writeFeedback } from '../../../src/cases/replies/service-feedback.ts'
import {
  type App,
  enter,
  plantAccount,
  plantExpert,
  plantOrganisations,
  post,
  send,
} from '../../accounts/staff.ts'
import { plantCase, plantTicket } from '../../feedback/plant.ts'
import { begin } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

type Front = { deps: TestDeps; app: App & Parameters<typeof begin>[0] }

/** An expert with a ticket in this state, of a case of its own. */
async function openWork({ deps, app }: Front) {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const cookie = await enter(deps, app, await plantAccount(deps, { role: 'expert', expertId }))
  const other = await plantExpert(deps, city)
  const foreign = await enter(
    deps,
    app,
    await plantAccount(deps, { role: 'expert', expertId: other }),
  )
  const plant = async (
    ticket: Partial<Parameters<typeof plantTicket>[1]> & {
      state: 'accepted' | 'offered' | 'closed'
    },
  ) => {
    const { id: conversationId } = await begin(app)
    const row = { conversationId, organisationId: city, state: 'assigned' as const }
    const { id: caseId } = await plantCase(deps, row)
    return { caseId, ticketId: await plantTicket(deps, { caseId, expertId, ...ticket }) }
  }
  const call = (path: string, body?: unknown, as = cookie) =>
    app.request(`/api/expert${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie: as, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return { plant, call, foreign, city }
}

const Tickets = z.object({ tickets: z.array(z.object({ id: z.string(), state: z.string() })) })

test('what wants something of the expert stands before what is done', async ({ app, deps }) => {
  const { plant, call } = await openWork({ deps, app })
  const closed = await plant({ state: 'closed', closedAt: deps.now() })
  const offered = await plant({ state: 'offered' })
  const { tickets } = Tickets.parse(await (await call('/tickets')).json())
  expect(tickets.map(({ id }) => id)).toEqual([offered.ticketId, closed.ticketId])
})

test('the list tells what a confidential case is not about, and its field and district', async ({
  app,
  deps,
}) => {
  const { plant, call } = await openWork({ deps, app })
  await plant({ state: 'offered' })
  const body = await (await call('/tickets')).json()
  expect(body).toMatchObject({
    tickets: [{ case: { kind: 'consultation', confidential: false, field: expect.any(String) } }],
  })
})

test('words that would be held are named before the reply goes, and nothing is kept', async ({
  app,
  deps,
}) => {
  const { plant, call, foreign } = await openWork({ deps, app })
  const { ticketId } = await plant({ state: 'accepted' })
  const text = '详情请加我微信 lin_ruo88，优惠代理。'
  const response = await call(`/tickets/${ticketId}/check`, { text })
  expect(response.status).toBe(200)
  const { findings } = z
    .object({
      findings: z.array(
        z.object({ kind: z.string(), quote: z.string(), start: z.number(), end: z.number() }),
      ),
    })
    .parse(await response.json())
  expect(findings.map(({ kind }) => kind)).toContain('contact')
  for (const { quote, start, end } of findings) expect(text.slice(start, end)).toBe(quote)
  expect(await (await call(`/tickets/${ticketId}/check`, { text: '先固定证据。' })).json()).toEqual(
    {
      findings: [],
    },
  )
  expect(await (await call(`/tickets/${ticketId}`)).json()).toMatchObject({
    state: 'accepted',
    statements: [],
  })
  expect((await call(`/tickets/${ticketId}/check`, { text }, foreign)).status).toBe(404)
})

test('the feedback has its four parts, and refuses what is none of them', async ({ app, deps }) => {
  const { plant, call } = await openWork({ deps, app })
  const { ticketId } = await plant({ state: 'closed' })
  const at = `/tickets/${ticketId}/feedback`
  const good = { way: 'phone', minutes: 30, outcome: '已说明途径' }
  expect((await call(at, good)).status).toBe(200)
  expect(await (await call(`/tickets/${ticketId}`)).json()).toMatchObject({
    feedback: { ...good, advice: '' },
  })
  for (const wrong of [
    { ...good, way: 'pigeon' },
    { ...good, minutes: 0 },
    { ...good, minutes: 1.5 },
    { ...good, outcome: ' ' },
    { text: '旧的写法' },
  ]) {
    expect((await call(at, wrong)).status).toBe(400)
  }
})

test('feedback of an earlier version, which was plain text, is shown as the result', async ({
  app,
  deps,
}) => {
  const { plant, call } = await openWork({ deps, app })
  const plain = '企业材料齐全。'
  const { ticketId } = await plant({ state: 'closed', feedback: plain })
  expect(await (await call(`/tickets/${ticketId}`)).json()).toMatchObject({
    feedback: { way: null, minutes: null, outcome: plain, advice: '' },
  })
  expect(readFeedback('{"way":"phone"}')).toMatchObject({ way: null, outcome: '{"way":"phone"}' })
})

test('feedback on the ticket of somebody else is answered like on none', async ({ app, deps }) => {
  const { plant } = await openWork({ deps, app })
  const { ticketId } = await plant({ state: 'closed' })
  const feedback = { way: null, minutes: null, outcome: '结果', advice: '' }
  const expertId = '00000000-0000-4000-8000-000000000000'
  await expect(writeFeedback(deps, { ticketId, expertId, feedback })).rejects.toThrow(
    'ticket_unknown',
  )
})

test('templates are told in the language of the reader', async ({ app, deps }) => {
  const { call } = await openWork({ deps, app })
  const body = await (await call('/templates')).json()
  const { templates } = z
    .object({
      templates: z.array(z.object({ id: z.string(), title: z.string(), text: z.string() })),
    })
    .parse(body)
  expect(templates.length).toBeGreaterThan(0)
  expect(templates.every(({ title }) => /[\u4e00-\u9fff]/.test(title))).toBe(true)
})

test('a returned reply comes with the reason, and with it alone', async ({ app, deps }) => {
  const { plant, call, city } = await openWork({ deps, app })
  const staff = await enter(
    deps,
    app,
    await plantAccount(deps, { role: 'staff', organisationId: city }),
  )
  const { caseId, ticketId } = await plant({ state: 'accepted' })
  const ticket = async () =>
    z
      .looseObject({ version: z.number(), returns: z.array(z.object({ note: z.string() })) })
      .parse(await (await call(`/tickets/${ticketId}`)).json())
  const reply = async () => {
    const { version } = await ticket()
    await call(`/tickets/${ticketId}/reply`, { version, text: '先固定证据。' })
    const read = await (await send(app, `/cases/${caseId}`, { cookie: staff })).json()
    return z.object({ version: z.number() }).parse(read).version
  }
  expect((await ticket()).returns).toEqual([])
  for (const note of ['请写依据', '请写下一步']) {
    const body = { version: await reply(), note }
    const returned = await post(app, `/cases/${caseId}/return`, body, { cookie: staff })
    expect(returned.status).toBe(200)
  }
  expect((await ticket()).returns.map(({ note }) => note)).toEqual(['请写依据', '请写下一步'])
})
