import { expect } from 'vitest'
import { as, plantCase } from '../../feedback/plant.ts'
import { begin } from '../../support/front-door.ts'
import { test } from '../../support/test-deps.ts'

test('a case tells its asker how they have rated it, wherever it is read', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const call = as(app, asker)
  const rated = await plantCase(deps, { conversationId: asker.id })
  const open = await plantCase(deps, { conversationId: asker.id, state: 'closed' })
  const given = { score: 4, solved: true, reasons: ['clear'], text: '很好' }
  const response = await call('POST', `/api/cases/${rated.code}/rating`, given)
  const rating: unknown = await response.json()
  expect(rating).toMatchObject(given)

  expect(await (await call('GET', `/api/cases/${rated.code}`)).json()).toMatchObject({ rating })
  expect(await (await call('GET', `/api/cases/${open.code}`)).json()).toMatchObject({
    rating: null,
  })
  const conversation = await (await call('GET', `/api/conversations/${asker.id}`)).json()
  expect(conversation).toMatchObject({
    cases: expect.arrayContaining([
      expect.objectContaining({ code: rated.code, rating }),
      expect.objectContaining({ code: open.code, rating: null }),
    ]),
  })
})
