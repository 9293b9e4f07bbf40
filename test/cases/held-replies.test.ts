import { expect } from 'vitest'
import { z } from 'zod'
import { enter, plantAccount, plantExpert, plantOrganisations, post } from '../accounts/staff.ts'
import type { App } from '../accounts/staff.ts'
import { plantCase, plantTicket } from '../feedback/plant.ts'
import { begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

type Front = { deps: TestDeps; app: App & Parameters<typeof begin>[0] }

const Replied = z.object({
  statement: z.object({
    state: z.string(),
    findings: z.array(z.object({ kind: z.string(), quote: z.string() })),
  }),
})

/** A case of its own whose expert replies in these words. */
async function replyWith({ deps, app }: Front, text: string) {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const cookie = await enter(deps, app, await plantAccount(deps, { role: 'expert', expertId }))
  const { id: conversationId } = await begin(app)
  const row = { conversationId, organisationId: city, state: 'assigned' as const }
  const { id: caseId } = await plantCase(deps, row)
  const ticketId = await plantTicket(deps, { caseId, expertId, state: 'accepted' })
  const response = await app.request(`/api/expert/tickets/${ticketId}/reply`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ version: 1, text }),
  })
  expect(response.status).toBe(200)
  const { statement } = Replied.parse(await response.json())
  const staff = await enter(deps, app, await plantAccount(deps, { organisationId: city }))
  const deliver = () => post(app, `/cases/${caseId}/deliver`, { version: 2 }, { cookie: staff })
  return { statement, deliver }
}

const OFFER = '这活儿交给外人您也不踏实，撂给我，价钱随您赏。'

test('an expert’s reply that offers in words of no list is held, with the sentence', async ({
  app,
  deps,
}) => {
  const { statement } = await replyWith({ deps, app }, `复审期限是三个月。${OFFER}`)
  expect(statement.state).toBe('held')
  expect(statement.findings).not.toEqual([])
  for (const { quote } of statement.findings) expect(OFFER).toContain(quote)
})

test('an expert’s reply that only speaks of agencies and fees goes to review', async ({
  app,
  deps,
}) => {
  const text =
    '发明专利申请费九百元，可以减缴百分之八十五。您的代理机构另收多少，要看合同，请先核对是否包含答复审查意见。'
  const { statement } = await replyWith({ deps, app }, text)
  expect(statement).toEqual({ state: 'submitted', findings: [] })
})

test('staff who have read it may send what only reads like an offer, but no handle', async ({
  app,
  deps,
}) => {
  const likely = await replyWith({ deps, app }, '备案代跑腿，一趟三百。')
  expect(likely.statement.state).toBe('held')
  const kinds = new Set(likely.statement.findings.map(({ kind }) => kind))
  const response = await likely.deliver()
  expect([...kinds, response.status]).toEqual(['offer', 200])
  const handle = await replyWith({ deps, app }, '细节请加微信 lin_ruo88 再谈。')
  expect((await handle.deliver()).status).toBe(409)
})
