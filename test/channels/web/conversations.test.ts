import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { ConversationBody, ConversationList } from '../../../src/channels/web/schemas.ts'
import { askers, messages } from '../../../src/db/schema/index.ts'
import { sha256 } from '../../../src/shared/ids.ts'
import { ask, bearer, begin, get, post, problemOf } from '../../support/front-door.ts'
import { test } from '../../support/test-deps.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const QUESTION = '知识产权公共服务工作站怎么设立？'

test('a conversation begins with a token of at least 128 random bits', async ({ app }) => {
  const tokens = await Promise.all(
    [begin(app), begin(app), begin(app)].map(async (each) => (await each).token),
  )
  expect(new Set(tokens).size).toBe(3)
  // Six bits a character.
  for (const token of tokens) expect(token).toMatch(/^[\w-]{22,}$/)
})

test('the token is stored as its hash only', async ({ app, deps }) => {
  const asker = await begin(app)
  const rows = await deps.db.select().from(askers)
  expect(JSON.stringify(rows)).not.toContain(asker.token)
  expect(rows.map(({ tokenHash }) => tokenHash)).toContain(await sha256(asker.token))
})

test('the same token begins another conversation of the same asker', async ({ app }) => {
  const first = await begin(app)
  const second = await begin(app, first.token)
  expect(second.token).toBe(first.token)
  expect(second.id).not.toBe(first.id)
  expect((await get(app, `/api/conversations/${first.id}`, bearer(second))).status).toBe(200)
})

test('an unknown token is refused and makes no new asker', async ({ app, deps }) => {
  const before = await deps.db.select().from(askers)
  for (const token of ['A'.repeat(43), 'short', `${'A'.repeat(42)} `]) {
    const response = await app.request('/api/conversations', {
      method: 'POST',
      headers: bearer({ token }),
    })
    expect(response.status).toBe(401)
    expect(await problemOf(response)).toMatchObject({ code: 'unauthorized', status: 401 })
  }
  expect(await deps.db.select().from(askers)).toHaveLength(before.length)
})

test('a token is good for thirty days and not longer', async ({ app, deps }) => {
  const asker = await begin(app)
  deps.pass(30 * DAY_MS - 1)
  expect((await get(app, '/api/conversations', bearer(asker))).status).toBe(200)
  deps.pass(1)
  expect((await get(app, '/api/conversations', bearer(asker))).status).toBe(401)
  expect((await post(app, asker, { text: QUESTION })).status).toBe(401)
})

test('whoever sends no token, or another scheme, is refused everywhere', async ({ app }) => {
  const asker = await begin(app)
  const { id } = await ask(app, asker, QUESTION)
  const paths = ['/api/conversations', `/api/conversations/${asker.id}`, `/api/messages/${id}`]
  for (const path of paths) {
    expect((await get(app, path)).status).toBe(401)
    expect((await get(app, path, { authorization: `Basic ${asker.token}` })).status).toBe(401)
    expect((await get(app, `${path}?token=${asker.token}`)).status).toBe(401)
  }
  const stop = await app.request(`/api/messages/${id}/stop`, { method: 'POST' })
  expect(stop.status).toBe(401)
})

test("another asker's conversation looks like one that does not exist", async ({ app }) => {
  const owner = await begin(app)
  const { id: messageId } = await ask(app, owner, QUESTION)
  const stranger = await begin(app)
  const absent = randomUUID()
  const compare = async (foreign: string, none: string, method = 'GET') => {
    const init = { method, headers: { ...bearer(stranger), accept: 'application/json' } }
    const [theirs, nobodys] = await Promise.all([
      app.request(foreign, init),
      app.request(none, init),
    ])
    expect(theirs.status).toBe(404)
    expect(await theirs.text()).toBe(await nobodys.text())
  }
  await compare(`/api/conversations/${owner.id}`, `/api/conversations/${absent}`)
  await compare(`/api/messages/${messageId}`, `/api/messages/${absent}`)
  await compare(`/api/messages/${messageId}/stop`, `/api/messages/${absent}/stop`, 'POST')
  const asked = await post(app, { id: owner.id, token: stranger.token }, { text: QUESTION })
  expect(asked.status).toBe(404)
  expect((await problemOf(asked)).code).toBe('not_found')
})

test("another asker's idempotency key opens nothing", async ({ app }) => {
  const owner = await begin(app)
  await ask(app, owner, QUESTION, { key: 'mine' })
  const stranger = await begin(app)
  const response = await post(
    app,
    { id: owner.id, token: stranger.token },
    { text: QUESTION },
    { key: 'mine' },
  )
  expect(response.status).toBe(404)
})

test('an id of the wrong form is refused before anything is looked up', async ({ app }) => {
  const asker = await begin(app)
  const ids = ['1', 'not-an-id', `${asker.id}0`, "'; drop table messages; --", '%00']
  for (const id of ids.map(encodeURIComponent)) {
    for (const path of [`/api/conversations/${id}`, `/api/messages/${id}`]) {
      const response = await get(app, path, bearer(asker))
      expect([path, response.status]).toEqual([path, 400])
      expect((await problemOf(response)).code).toBe('invalid')
    }
  }
})

test('a conversation is told in the order in which it was held', async ({ app, deps }) => {
  const asker = await begin(app)
  const questions = [QUESTION, '有哪些培训课程？', '志愿服务专家怎么报名？', '商业秘密怎么保护？']
  for (const text of questions) {
    await ask(app, asker, text)
    deps.pass(1)
  }
  const response = await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  const { turns } = ConversationBody.parse(await response.json())
  expect(turns.map(({ role }) => role)).toEqual(questions.flatMap(() => ['asker', 'assistant']))
  expect(turns.flatMap((turn) => (turn.role === 'asker' ? [turn.text] : []))).toEqual(questions)
  const answers = turns.flatMap((turn) => (turn.role === 'assistant' ? [turn] : []))
  expect(answers.map(({ state }) => state)).toEqual(questions.map(() => 'done'))
  for (const { id, answer } of answers) expect(answer?.id).toBe(id)
})

test('turns asked in the same millisecond keep their order', async ({ app, deps }) => {
  const asker = await begin(app)
  for (const text of ['一、专利', '二、商标', '三、版权']) await ask(app, asker, text)
  const rows = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  expect(rows.map(({ turn }) => turn).sort((one, other) => one - other)).toEqual([1, 2, 3])
  const response = await get(app, `/api/conversations/${asker.id}`, bearer(asker))
  const { turns } = ConversationBody.parse(await response.json())
  expect(turns.flatMap((turn) => (turn.role === 'asker' ? [turn.text] : []))).toEqual([
    '一、专利',
    '二、商标',
    '三、版权',
  ])
})

test("an asker's list names the own conversations in which something was asked, newest first", async ({
  app,
  deps,
}) => {
  const first = await begin(app)
  await ask(app, first, QUESTION)
  deps.pass(1000)
  const second = await begin(app, first.token)
  await ask(app, second, '有哪些培训课程？')
  await begin(app, first.token)
  const stranger = await begin(app)
  await ask(app, stranger, '别人的问题')
  const response = await get(app, '/api/conversations', bearer(first))
  const { conversations } = ConversationList.parse(await response.json())
  expect(conversations.map(({ id, title }) => [id, title])).toEqual([
    [second.id, '有哪些培训课程？'],
    [first.id, QUESTION],
  ])
})

test('a follow-up is understood from the turns before it', async ({ app }) => {
  const asker = await begin(app)
  await ask(app, asker, '海淀区的特色产业有哪些？')
  const alone = await ask(app, await begin(app), '那它呢？')
  const followed = await ask(app, asker, '那它呢？')
  const evidence = ({ citations }: typeof alone) => citations.map(({ quote }) => quote).join()
  expect(evidence(followed)).toContain('海淀区')
  expect(evidence(alone)).not.toContain('海淀区')
})
