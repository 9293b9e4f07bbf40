import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../../src/app.ts'
import { consultations, messages } from '../../../src/db/schema/index.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { AnswerBody } from '../../../src/shared/message-body.ts'
import { ask, askStreaming, begin, bearer, follow, get, post } from '../../support/front-door.ts'
import { runService } from '../../support/run-service.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test as base,
  type TestDeps,
} from '../../support/test-deps.ts'

const QUESTION = '知识产权公共服务工作站怎么设立？'

/** Two services on one database, each with connections of its own. */
const test = base.extend<{ here: TestDeps; there: TestDeps; url: string }>({
  here: async ({ localEmbedder }, use) => {
    const clone = await cloneTemplate(10)
    const deps = createTestDeps(clone, localEmbedder)
    await use(Object.assign(deps, { url: clone.url }))
    await deps.settled()
    await clone.close()
  },
  there: async ({ here, localEmbedder }, use) => {
    const deps = createTestDeps({ db: here.db, cache: new Map() }, localEmbedder)
    await use(deps)
    await deps.settled()
  },
  url: async ({ here }, use) => use((here as TestDeps & { url: string }).url),
})

describeWithSeveralConnections('several processes on one database', () => {
  test('a question sent twenty times at once with one key is one question with one answer', async ({
    here,
    there,
  }) => {
    const [app, other] = [createApp(() => here), createApp(() => there)]
    const asker = await begin(app)
    const responses = await Promise.all(
      Array.from({ length: 20 }, async (_, at) =>
        post(at % 2 === 0 ? app : other, asker, { text: QUESTION }, { key: 'key-1' }),
      ),
    )
    const answers = await Promise.all(
      responses.map(async (response) => AnswerBody.parse(await response.json())),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const rows = await here.db.select().from(messages).where(eq(messages.conversationId, asker.id))
    expect(rows).toHaveLength(1)
    expect(await here.db.select().from(consultations)).toHaveLength(1)
  })

  test('two texts with one key at once: one is answered, the other refused', async ({
    here,
    there,
  }) => {
    const [app, other] = [createApp(() => here), createApp(() => there)]
    const asker = await begin(app)
    const [first, second] = await Promise.all([
      (async () => post(app, asker, { text: '有哪些培训课程？' }, { key: 'key-1' }))(),
      (async () => post(other, asker, { text: QUESTION }, { key: 'key-1' }))(),
    ])
    expect([first.status, second.status].sort((one, other) => one - other)).toEqual([200, 409])
  })

  test('after many questions of one asker at once the next one is refused', async ({ here }) => {
    const app = createApp(() => here)
    const asker = await begin(app)
    const askers = await Promise.all(Array.from({ length: 25 }, () => begin(app, asker.token)))
    const responses = await Promise.all(
      askers.map(async (each, at) => post(app, each, { text: `你好 ${at}` })),
    )
    expect(responses.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20)
    expect((await post(app, asker, { text: '你好' })).status).toBe(429)
  })

  test('an answer begun here is followed and stopped there', async ({ here, there }) => {
    const [app, other] = [createApp(() => here), createApp(() => there)]
    const asker = await begin(app)
    const events = await askStreaming(app, asker, QUESTION)
    const { messageId } = z.object({ messageId: z.string() }).parse(events[0]?.data)
    expect(await follow(other, asker, messageId, 1)).toEqual(events.slice(1))
    const stop = await other.request(`/api/messages/${messageId}/stop`, {
      method: 'POST',
      headers: bearer(asker),
    })
    expect(stop.status).toBe(202)
  })

  test('two processes run the jobs at once, and answer what was left once', async ({
    here,
    there,
  }) => {
    const app = createApp(() => here)
    const asker = await begin(app)
    const { id } = await ask(app, asker, QUESTION)
    await here.db.delete(consultations)
    await here.db.execute(`delete from message_events where n > 1`)
    await here.db.update(messages).set({ state: 'running', answer: null, finishedAt: null })
    for (const each of [here, there]) each.pass(60_000)
    await Promise.all([runDueJobs(here), runDueJobs(there), runDueJobs(here)])
    expect(await here.db.select().from(consultations)).toHaveLength(1)
    const events = await follow(app, asker, id)
    expect(events.map((event) => event.id)).toEqual(events.map((_, at) => at + 1))
  })

  test('two services started together serve one conversation', async ({ url }) => {
    const services = await Promise.all([
      runService({ DATABASE_URL: url }),
      runService({ DATABASE_URL: url }),
    ])
    const [first, second] = services
    const asker = await begin(first)
    const answer = await ask(first, asker, QUESTION, { key: 'key-1' })
    expect(await ask(second, asker, QUESTION, { key: 'key-1' })).toEqual(answer)
    const whole = await get(second, `/api/messages/${answer.id}`, bearer(asker))
    expect(await whole.json()).toEqual(answer)
    expect(await Promise.all(services.map(({ stop }) => stop()))).toEqual([0, 0])
  }, 60_000)
})
