import { expect } from 'vitest'
import { openMeters } from '../../src/open-meters.ts'
import { setSwitch } from '../../src/operation/switches.ts'
import { ask, bearer, begin, get } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const TOKEN = 'scraper-of-the-city-centre'

test('without a token in the settings there is no page of figures', async ({ app }) => {
  expect((await get(app, '/metrics', bearer({ token: TOKEN }))).status).toBe(404)
})

test('with another token, or none, the page looks absent', async ({ app, deps }) => {
  deps.meters = openMeters(TOKEN)
  expect((await get(app, '/metrics')).status).toBe(404)
  expect((await get(app, '/metrics', bearer({ token: `${TOKEN}x` }))).status).toBe(404)
})

test('a scraper reads the work of the service and its requests by route, and nothing of the askers', async ({
  app,
  deps,
}) => {
  deps.meters = openMeters(TOKEN)
  const conversation = await begin(app)
  await ask(app, conversation, '知识产权公共服务工作站怎么设立？')
  await setSwitch(deps.db, 'model', { off: true, now: deps.now() })
  const page = await get(app, '/metrics', bearer({ token: TOKEN }))
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toContain('text/plain')
  const text = await page.text()
  expect(text).toContain('zhiwen_consultations_last_day{kind="answer"} 1')
  expect(text).toContain('zhiwen_switched_off{kind="model"} 1')
  expect(text).toMatch(/^zhiwen_index \d+$/mu)
  expect(text).toMatch(/^zhiwen_jobs_dead 0$/mu)
  expect(text).toContain('route="/api/conversations/:id/messages"')
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  expect(text).not.toContain(conversation.id)
  expect(text).not.toContain('工作站')
})

test('what has ended since the last look is told no more', async ({ app, deps }) => {
  deps.meters = openMeters(TOKEN)
  const now = deps.now()
  await setSwitch(deps.db, 'web', { off: true, now })
  expect(await (await get(app, '/metrics', bearer({ token: TOKEN }))).text()).toContain(
    '{kind="web"} 1',
  )
  await setSwitch(deps.db, 'web', { off: false, now })
  expect(await (await get(app, '/metrics', bearer({ token: TOKEN }))).text()).not.toContain(
    '{kind="web"}',
  )
})
