import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { complaints, followUps, messages, ratings } from '../../src/db/schema/index.ts'
import { type App, enter, plantAccount, plantOrganisations, post } from '../accounts/staff.ts'
import { begin, post as askOnce } from '../support/front-door.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test as base,
  type TestDeps,
} from '../support/test-deps.ts'
import { as, askerIdOf, plantTurn } from './plant.ts'

const test = base.extend<{ own: TestDeps; service: App }>({
  own: async ({ localEmbedder }, use) => {
    const clone = await cloneTemplate(10)
    const deps = createTestDeps(clone, localEmbedder)
    await use(deps)
    await deps.settled()
    await clone.close()
  },
  service: async ({ own }, use) => use(createApp(() => own)),
})

const many = <Result>(number: number, act: (at: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: number }, (_, at) => act(at)))

describeWithSeveralConnections('several at once', () => {
  test('of eight who take a complaint at once one wins and seven are told', async ({
    own,
    service,
  }) => {
    const { city } = await plantOrganisations(own)
    const cookies: string[] = []
    for (let n = 0; n < 8; n += 1) {
      const person = await plantAccount(own, { role: 'staff', organisationId: city })
      cookies.push(await enter(own, service, person))
    }
    const asker = await begin(service)
    await as(service, asker)('POST', '/api/complaints', { kind: 'complaint', text: '太慢' })
    const [row] = await own.db.select().from(complaints)
    const statuses = await many(8, async (at) => {
      const cookie = cookies[at]
      return (await post(service, `/complaints/${row?.id}/take`, { version: 1 }, { cookie })).status
    })
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 409, 409, 409, 409, 409, 409, 409])
  })

  test('eight bad ratings of one answer at once are one rating with one follow-up', async ({
    own,
    service,
  }) => {
    const asker = await begin(service)
    const { id } = await plantTurn(own, asker.id)
    const statuses = await many(8, async () => {
      const path = `/api/messages/${id}/rating`
      return (await as(service, asker)('POST', path, { score: 1 })).status
    })
    expect(statuses).toEqual(Array.from({ length: 8 }, () => 200))
    expect(await own.db.$count(ratings)).toBe(1)
    expect(await own.db.$count(followUps, eq(followUps.messageId, id))).toBe(1)
  })

  test('what an asker says while being erased is refused or erased, and kept nowhere', async ({
    own,
    service,
  }) => {
    for (let round = 0; round < 5; round += 1) {
      const asker = await begin(service)
      const askerId = await askerIdOf(own, asker.id)
      const { id } = await plantTurn(own, asker.id)
      const say = as(service, asker)
      const said = [
        () => say('POST', `/api/messages/${id}/rating`, { score: 1, text: '留言' }),
        () => say('POST', '/api/complaints', { kind: 'report', text: '留言' }),
        () => askOnce(service, asker, { text: '专利预审怎么申请？' }),
        () => say('POST', '/api/complaints', { kind: 'report', text: '留言' }),
      ]
      const [erased] = await Promise.all([
        say('DELETE', '/api/me'),
        ...said.map(async (send) => {
          const response = await send()
          await response.text()
        }),
      ])
      expect(erased.status).toBe(200)
      await own.settled()
      expect(await own.db.$count(complaints, eq(complaints.askerId, askerId))).toBe(0)
    }
    const kept = await own.db.select().from(messages)
    expect(kept.filter(({ question, answer }) => question ?? answer)).toEqual([])
    const rated = await own.db.select().from(ratings)
    expect(rated.filter(({ text }) => text !== null)).toEqual([])
    const complained = await own.db.select().from(complaints)
    expect(complained.filter(({ text }) => text !== '')).toEqual([])
  })
})
