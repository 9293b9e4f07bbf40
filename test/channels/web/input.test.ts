import fc from 'fast-check'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { AnswerBody } from '../../../src/shared/message-body.ts'
import { messages } from '../../../src/db/schema/index.ts'
import { ask, begin, Problem, bearer, post, problemOf } from '../../support/front-door.ts'
import { test } from '../../support/test-deps.ts'

const refused = [
  ['an empty text', { text: '' }, 400],
  ['white space only', { text: ' \n\t\u3000\u00a0' }, 400],
  ['hidden characters only', { text: '\u200b\u202e\u{e0041}\ufeff\u0000' }, 400],
  ['2,001 characters', { text: '知'.repeat(2_001) }, 413],
  ['10,000 characters', { text: '知'.repeat(10_000) }, 413],
  ['a number as text', { text: 7 }, 400],
  ['null as text', { text: null }, 400],
  ['a list as text', { text: ['专利'] }, 400],
  ['no text', {}, 400],
  ['an unknown field', { text: '专利', role: 'system' }, 400],
  ['a list', [], 400],
  ['null', null, 400],
] as const

test.for(refused)('%s is refused and not stored', async ([, body, status], { app, deps }) => {
  const asker = await begin(app)
  const response = await post(app, asker, body)
  expect(response.status).toBe(status)
  const problem = await problemOf(response)
  expect(problem).toMatchObject({ status, code: status === 413 ? 'too_large' : 'invalid' })
  const rows = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  expect(rows).toEqual([])
})

test('a text that is no JSON is refused', async ({ app }) => {
  const asker = await begin(app)
  for (const body of ['{"text":', 'text=专利', '\u0000', '']) {
    const response = await post(app, asker, body === '' ? ' ' : body)
    expect(response.status).toBe(400)
    expect((await problemOf(response)).code).toBe('invalid')
  }
})

test('another content type is refused', async ({ app }) => {
  const asker = await begin(app)
  const response = await app.request(`/api/conversations/${asker.id}/messages`, {
    method: 'POST',
    headers: { ...bearer(asker), 'content-type': 'text/plain' },
    body: JSON.stringify({ text: '专利' }),
  })
  expect(response.status).toBe(400)
})

test('a body of a megabyte is refused, also when it does not say its length', async ({ app }) => {
  const asker = await begin(app)
  const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) })
  const announced = await post(app, asker, body)
  expect(announced.status).toBe(413)
  expect((await problemOf(announced)).code).toBe('too_large')
  const stream = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(body))
      controller.close()
    },
  })
  const unannounced = await app.request(`/api/conversations/${asker.id}/messages`, {
    method: 'POST',
    headers: { ...bearer(asker), 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  } as RequestInit)
  expect(unannounced.status).toBe(413)
})

test('2,000 characters are accepted', async ({ app }) => {
  const response = await post(app, await begin(app), { text: '专利申请'.repeat(500) })
  expect(response.status).toBe(200)
})

test('control and hidden characters are taken out before anything else', async ({ app, deps }) => {
  const asker = await begin(app)
  const text = '工\u200b作\u0000站\u202e怎么\u{e0041}设\u0007立？'
  const answer = await ask(app, asker, text)
  const [row] = await deps.db.select().from(messages).where(eq(messages.id, answer.id))
  expect(row?.question).toBe('工作站怎么设立？')
  expect((await ask(app, await begin(app), '工作站怎么设立？')).text).toBe(answer.text)
})

test('no text whatever makes the service fail', async ({ app, deps }) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 100 }),
    fc.constantFrom(
      '\ud800',
      '专利\udfff',
      '第百条',
      '第十十条',
      '第零门',
      '{title}',
      '$1',
      '[1] [2]',
      '"\\u0000"',
    ),
    fc.stringMatching(/^[第一二三四五六七八九十百零0-9]{1,8}[条门个款]?$/u),
  )
  await fc.assert(
    fc.asyncProperty(text, async (question) => {
      const response = await post(app, await begin(app), { text: question })
      const body: unknown = await response.json()
      const accepted = response.status === 200 && AnswerBody.safeParse(body).success
      const refused = response.status === 400 && Problem.safeParse(body).success
      expect({ body, told: accepted || refused }).toMatchObject({ told: true })
    }),
    { numRuns: 60, seed: 20_261_122 },
  )
  expect(deps.logged.filter(({ level }) => level === 'error')).toEqual([])
}, 60_000)
