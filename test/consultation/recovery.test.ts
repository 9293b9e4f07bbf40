import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { consultations, messageEvents, messages, records } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import {
  ask,
  askStreaming,
  begin,
  bearer,
  follow,
  get,
  post,
  type Asker,
} from '../support/front-door.ts'
import { createTestDeps, test, type TestDeps } from '../support/test-deps.ts'

const QUESTION = '知识产权公共服务工作站怎么设立？'

/** What a process leaves behind that was killed between the question and its answer. */
async function leaveBehind({ db, now }: TestDeps, asker: Asker, question: string | null) {
  const id = newId()
  await db.insert(messages).values({
    id,
    conversationId: asker.id,
    turn: 1,
    question,
    state: 'running',
    requestHash: 'x',
    askedAt: now(),
  })
  await db.insert(messageEvents).values({
    messageId: id,
    n: 1,
    event: 'meta',
    data: { messageId: id, conversationId: asker.id },
  })
  return id
}

test('a question that a killed process left is answered by the next run of the jobs, once', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  const id = await leaveBehind(deps, asker, QUESTION)
  deps.pass(31_000)
  await runDueJobs(deps)
  await runDueJobs(deps)
  const events = await follow(app, asker, id)
  expect(events.map(({ id: n }) => n)).toEqual(events.map((_, at) => at + 1))
  expect(events.at(-1)?.event).toBe('done')
  const rows = await deps.db.select().from(consultations).where(eq(consultations.messageId, id))
  expect(rows).toHaveLength(1)
  const asked = await ask(app, await begin(app), QUESTION)
  expect(events.at(-1)?.data).toMatchObject({ text: asked.text, id })
})

test('two processes that answer what was left give one answer', async ({
  app,
  deps,
  localEmbedder,
}) => {
  const asker = await begin(app)
  const id = await leaveBehind(deps, asker, QUESTION)
  const other = createTestDeps({ db: deps.db, cache: new Map() }, localEmbedder)
  for (const each of [deps, other]) each.setClock('2026-03-02T03:00:00Z')
  await Promise.all([runDueJobs(deps), runDueJobs(other)])
  const rows = await deps.db.select().from(consultations).where(eq(consultations.messageId, id))
  expect(rows).toHaveLength(1)
  const dones = await deps.db
    .select()
    .from(messageEvents)
    .where(sql`${messageEvents.messageId} = ${id} and ${messageEvents.event} = 'done'`)
  expect(dones).toHaveLength(1)
})

test('a question that is being answered is left alone', async ({ app, deps }) => {
  const asker = await begin(app)
  const id = await leaveBehind(deps, asker, QUESTION)
  deps.pass(29_000)
  await runDueJobs(deps)
  const [row] = await deps.db.select().from(messages).where(eq(messages.id, id))
  expect(row?.state).toBe('running')
})

test('a marked text whose answer was cut off is refused, not guessed at', async ({ app, deps }) => {
  const asker = await begin(app)
  const id = await leaveBehind(deps, asker, null)
  deps.pass(31_000)
  await runDueJobs(deps)
  const response = await get(app, `/api/messages/${id}`, bearer(asker))
  expect(await response.json()).toMatchObject({ outcome: 'refuse', reason: 'state_secret' })
})

test('a follow-up that was left is answered with what was said before it', async ({
  app,
  deps,
}) => {
  const asker = await begin(app)
  await ask(app, asker, '海淀区的特色产业有哪些？')
  const id = newId()
  await deps.db.insert(messages).values({
    id,
    conversationId: asker.id,
    turn: 2,
    question: '那它呢？',
    state: 'running',
    requestHash: 'x',
    askedAt: deps.now(),
  })
  deps.pass(31_000)
  await runDueJobs(deps)
  const answer = await (await get(app, `/api/messages/${id}`, bearer(asker))).json()
  expect(JSON.stringify(answer)).toContain('海淀区')
})

test('when the pipeline fails the asker is told by stream and whole, and the question stays', async ({
  app,
  deps,
}) => {
  await deps.db.update(records).set({ data: {} }).where(eq(records.kind, 'settings'))
  deps.cache = new Map()
  const asker = await begin(app)
  const events = await askStreaming(app, asker, QUESTION)
  expect(events).toMatchObject([
    { id: 1, event: 'meta' },
    { id: 2, event: 'error', data: { code: 'internal', status: 500 } },
  ])
  const whole = await post(app, asker, { text: QUESTION })
  expect(whole.status).toBe(500)
  const rows = await deps.db.select().from(messages).where(eq(messages.conversationId, asker.id))
  expect(rows.map(({ question, state }) => [question, state])).toEqual([
    [QUESTION, 'failed'],
    [QUESTION, 'failed'],
  ])
  expect(deps.logged.filter(({ event }) => event === 'answer_failed')).toHaveLength(2)
  expect(JSON.stringify(deps.logged)).not.toContain('工作站')
})

test('another process follows an answer while this one is still writing it', async ({
  app,
  deps,
  localEmbedder,
}) => {
  const other = createTestDeps({ db: deps.db, cache: new Map() }, localEmbedder)
  const elsewhere = createApp(() => other)
  const asker = await begin(app)
  const id = await leaveBehind(deps, asker, QUESTION)
  const following = follow(elsewhere, asker, id)
  deps.pass(31_000)
  await runDueJobs(deps)
  const events = await following
  expect(events.map(({ id: n }) => n)).toEqual(events.map((_, at) => at + 1))
  expect(events.at(-1)?.event).toBe('done')
  expect(await follow(app, asker, id)).toEqual(events)
  expect(await follow(elsewhere, asker, id, 2)).toEqual(events.slice(2))
})

test('a failing job is recorded and does not stop the timer', async ({ deps }) => {
  deps.now = () => {
    throw new RangeError('no time')
  }
  await runDueJobs(deps)
  const failed = (job: string) => {
    return { level: 'error', event: 'job_failed', fields: { job, error: 'RangeError' } }
  }
  expect(deps.logged).toMatchObject(
    ['queueDailyJobs', 'runQueuedJobs', 'recoverAnswers', 'runOutsideJobs'].map(failed),
  )
})
