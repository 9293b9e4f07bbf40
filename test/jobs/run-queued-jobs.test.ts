import { asc, eq, lt } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { jobs, modelTokens, notices } from '../../src/db/schema/index.ts'
import { cancelJob, queueJob } from '../../src/jobs/queue-job.ts'
import { type JobHandlers, runQueuedJobs } from '../../src/jobs/run-queued-jobs.ts'
import { plantAccount } from '../accounts/staff.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test,
  type TestDeps,
} from '../support/test-deps.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

type Wanted = { key?: string; kind?: string; inMs?: number; day?: string }

const queue = (
  deps: TestDeps,
  { key = 'job:1', kind = 'count', inMs = 0, day = '1900-01-01' }: Wanted = {},
) =>
  queueJob(deps.db, { kind, key, payload: { day }, dueAt: new Date(deps.now().getTime() + inMs) })

const rowOf = async ({ db }: TestDeps, key = 'job:1') =>
  (await db.select().from(jobs).where(eq(jobs.key, key)))[0]

/** What was done, as an effect in the database: a row per `day` of the payload. */
const effects = async (db: Database) => {
  const rows = await db
    .select()
    .from(modelTokens)
    .where(lt(modelTokens.day, '2000-01-01'))
    .orderBy(asc(modelTokens.day))
  return rows.map(({ day }) => day)
}

async function leaveEffect(tx: Database, { day = '' }: Record<string, string>) {
  await tx.insert(modelTokens).values({ day, tokens: 1 })
}

const count: JobHandlers = { count: (_, tx, payload) => leaveEffect(tx, payload) }

const failing: JobHandlers = {
  count: async (_, tx, payload) => {
    await leaveEffect(tx, payload)
    throw new TypeError('王小明 13800138000')
  },
}

test('work is done when it is due, and only then', async ({ deps }) => {
  await queue(deps, { inMs: HOUR })
  deps.pass(HOUR - 1)
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual([])
  deps.pass(1)
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual(['1900-01-01'])
  expect((await rowOf(deps))?.doneAt).toEqual(deps.now())
})

test('work is done once, however often it is queued, even after it was done', async ({ deps }) => {
  await queue(deps)
  await queue(deps, { day: '1900-01-02' })
  await runQueuedJobs(deps, count)
  await queue(deps, { day: '1900-01-03' })
  deps.pass(24 * HOUR)
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual(['1900-01-01'])
})

test('work that was taken back is not done', async ({ deps }) => {
  await queue(deps, { inMs: HOUR })
  await queue(deps, { key: 'job:2', inMs: HOUR, day: '1900-01-02' })
  await cancelJob(deps.db, 'job:1')
  deps.pass(HOUR)
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual(['1900-01-02'])
})

test('work that is done can no longer be taken back, nor is it done again', async ({ deps }) => {
  await queue(deps)
  await runQueuedJobs(deps, count)
  await cancelJob(deps.db, 'job:1')
  await queue(deps, { day: '1900-01-02' })
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual(['1900-01-01'])
})

test('queued work goes with the transaction that caused it', async ({ deps }) => {
  const cause = deps.db.transaction(async (tx) => {
    await queueJob(tx, { kind: 'count', key: 'job:1', payload: {}, dueAt: deps.now() })
    throw new Error('the cause did not come about')
  })
  await expect(cause).rejects.toThrow('the cause')
  expect(await rowOf(deps)).toBeUndefined()
})

test('what was longest due is done first', async ({ deps }) => {
  const done: string[] = []
  await queue(deps, { key: 'c', inMs: 3_000 })
  await queue(deps, { key: 'a', inMs: 1_000, kind: 'other' })
  await queue(deps, { key: 'b', inMs: 2_000 })
  deps.pass(HOUR)
  await runQueuedJobs(deps, {
    count: async (_, tx) => void done.push(await oldestOpen(tx)),
    other: async (_, tx) => void done.push(await oldestOpen(tx)),
  })
  expect(done).toEqual(['a', 'b', 'c'])
})

async function oldestOpen(tx: Database): Promise<string> {
  const rows = await tx.select().from(jobs).orderBy(asc(jobs.dueAt))
  return rows.find(({ doneAt }) => doneAt === null)?.key ?? ''
}

test('of work that fails nothing remains but that it failed, without what the error says', async ({
  deps,
}) => {
  await queue(deps)
  await queue(deps, { key: 'job:2', day: '1900-01-02', kind: 'sound' })
  await runQueuedJobs(deps, { ...failing, sound: (_, tx, payload) => leaveEffect(tx, payload) })
  expect(await effects(deps.db)).toEqual(['1900-01-02'])
  const row = await rowOf(deps)
  expect([row?.attempts, row?.lastError, row?.doneAt]).toEqual([1, 'TypeError', null])
  expect(JSON.stringify([row, deps.logged])).not.toMatch(/王小明|13800138000/)
  expect(deps.logged.map(({ event }) => event)).toEqual(['job_failed'])
})

test('a statement that fails spoils neither the record of it nor other work', async ({ deps }) => {
  await queue(deps)
  await queue(deps, { key: 'job:2', day: 'no day' })
  await queue(deps, { key: 'job:3', day: '1900-01-03' })
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual(['1900-01-01', '1900-01-03'])
  expect((await rowOf(deps, 'job:2'))?.attempts).toBe(1)
})

test('failed work is tried again after 1, 5 and 30 minutes, 2 hours and every 12, then given up', async ({
  deps,
}) => {
  const administrator = await plantAccount(deps)
  await queue(deps)
  await runQueuedJobs(deps, failing)
  const pauses = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR]
  for (const [at, pause] of pauses.entries()) {
    deps.pass(pause - 1)
    await runQueuedJobs(deps, failing)
    expect((await rowOf(deps))?.attempts).toBe(at + 1)
    deps.pass(1)
    await runQueuedJobs(deps, failing)
    expect((await rowOf(deps))?.attempts).toBe(at + 2)
  }
  expect((await rowOf(deps))?.deadAt).toEqual(deps.now())
  const told = await deps.db.select().from(notices).where(eq(notices.recipientId, administrator.id))
  expect(told.map(({ kind, channel, data }) => [kind, channel, data])).toEqual([
    ['dead_letter', 'inbox', { channel: 'job', kind: 'count' }],
  ])
  deps.pass(24 * HOUR)
  await runQueuedJobs(deps, count)
  expect(await effects(deps.db)).toEqual([])
})

test('work of a kind that nobody does is not lost in silence', async ({ deps }) => {
  await queue(deps, { kind: 'unheard_of' })
  await runQueuedJobs(deps, count)
  expect((await rowOf(deps))?.attempts).toBe(1)
  expect(deps.logged).toMatchObject([{ level: 'error', event: 'job_failed' }])
})

test('work may queue more work, which is done in its time', async ({ deps }) => {
  await queue(deps, { kind: 'first' })
  const dueAt = new Date(deps.now().getTime() + HOUR)
  const first: JobHandlers = {
    ...count,
    first: (_, tx) =>
      queueJob(tx, { kind: 'count', key: 'job:next', payload: { day: '1900-01-05' }, dueAt }),
  }
  await runQueuedJobs(deps, first)
  expect(await effects(deps.db)).toEqual([])
  deps.pass(HOUR)
  await runQueuedJobs(deps, first)
  expect(await effects(deps.db)).toEqual(['1900-01-05'])
})

test('work does not wait for itself where the database has one connection', async ({
  database,
}) => {
  // Not in the transaction of a test: the pool itself, which has but one connection on PGlite.
  const deps = createTestDeps(database, undefined)
  try {
    await queue(deps, { key: 'alone' })
    await runQueuedJobs(deps, { count: ({ db }, _, payload) => leaveEffect(db, payload) })
    expect(await effects(deps.db)).toEqual(['1900-01-01'])
    expect((await rowOf(deps, 'alone'))?.doneAt).not.toBeNull()
  } finally {
    await deps.db.delete(jobs)
    await deps.db.delete(modelTokens)
  }
})

test('where the process ends before all is written, work is done when another one comes', async ({
  database,
}) => {
  const deps = createTestDeps(database, undefined)
  try {
    await queue(deps, { key: 'killed' })
    const killed: Database = new Proxy(deps.db, {
      get: (target, name) =>
        name === 'transaction'
          ? (work: (tx: Database) => Promise<void>) =>
              target.transaction(async (tx) => {
                await work(tx)
                throw new Error('killed before the commit')
              })
          : Reflect.get(target, name, target),
    })
    await expect(runQueuedJobs({ ...deps, db: killed }, count)).rejects.toThrow('killed')
    expect(await effects(deps.db)).toEqual([])
    await runQueuedJobs(deps, count)
    await runQueuedJobs(deps, count)
    expect(await effects(deps.db)).toEqual(['1900-01-01'])
  } finally {
    await deps.db.delete(jobs)
    await deps.db.delete(modelTokens)
  }
})

describeWithSeveralConnections('several processes', () => {
  test('do each piece of work once', async () => {
    const database = await cloneTemplate(8)
    try {
      const deps = createTestDeps(database, undefined)
      const days = Array.from({ length: 100 }, (_, at) =>
        new Date(Date.UTC(1900, 0, 1 + at)).toISOString().slice(0, 10),
      )
      for (const day of days) await queue(deps, { key: day, day })
      let runs = 0
      const counting: JobHandlers = {
        count: async (_, tx, payload) => {
          runs += 1
          await leaveEffect(tx, payload)
        },
      }
      await Promise.all(Array.from({ length: 8 }, () => runQueuedJobs(deps, counting)))
      expect(await effects(deps.db)).toEqual(days)
      expect(runs).toBe(100)
    } finally {
      await database.close()
    }
  })

  test('taking work back does not wait for what is just being done', async () => {
    const database = await cloneTemplate(4)
    try {
      const deps = createTestDeps(database, undefined)
      await queue(deps)
      await runQueuedJobs(deps, {
        count: async () => cancelJob(database.db, 'job:1'),
      })
      expect((await rowOf(deps))?.doneAt).toEqual(deps.now())
    } finally {
      await database.close()
    }
  })
})
