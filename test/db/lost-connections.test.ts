import { sql } from 'drizzle-orm'
import { afterEach, expect } from 'vitest'
import { openDatabase, type OpenDatabase } from '../../src/db/database.ts'
import { startRelay } from '../support/relay.ts'
import { describeWithSeveralConnections, test } from '../support/test-deps.ts'

const SILENT_AFTER_MS = 500
const cleanUps: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Before the server of the tests. */
async function relayed() {
  const relay = await startRelay(process.env['DATABASE_URL'] ?? '')
  cleanUps.push(relay.close)
  return relay
}

function opened(url: string): OpenDatabase['db'] {
  const { db, close } = openDatabase({
    address: { url },
    connections: 1,
    onError: () => {},
    silentAfterMs: SILENT_AFTER_MS,
  })
  cleanUps.push(close)
  return db
}

describeWithSeveralConnections('a connection that is lost', () => {
  test('in the middle of a transaction fails it, and nothing else', async () => {
    const db = opened((await relayed()).url)
    const work = db.transaction(async (tx) => {
      const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`)
      const other = opened(process.env['DATABASE_URL'] ?? '')
      await other.execute(sql`select pg_terminate_backend(${rows[0]?.['pid']}::int)`)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await tx.execute(sql`select 1`)
    })
    await expect(work).rejects.toThrow(/terminat|not queryable|rollback/)
    expect((await db.execute(sql`select 6 as n`)).rows).toEqual([{ n: 6 }])
  }, 60_000)
})

describeWithSeveralConnections('a connection that falls silent', () => {
  test('is given up with its statement, and the next statement has a new one', async () => {
    const { url, loseAll } = await relayed()
    const db = opened(url)
    await db.execute(sql`select 1`)
    loseAll()
    await expect(db.execute(sql`select 1`)).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('ETIMEDOUT') }),
    })
    expect((await db.execute(sql`select 2 as n`)).rows).toEqual([{ n: 2 }])
  }, 60_000)

  test('in a transaction is given up with it, and does not come back', async () => {
    const { url, loseAll } = await relayed()
    const db = opened(url)
    const work = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      loseAll()
      await tx.execute(sql`select 2`)
    })
    await expect(work).rejects.toThrow(/ETIMEDOUT|not queryable|rollback/)
    expect((await db.execute(sql`select 3 as n`)).rows).toEqual([{ n: 3 }])
  }, 60_000)

  test('while the server works on its statement is waited for', async () => {
    const db = opened((await relayed()).url)
    const { rows } = await db.execute(sql`select 4 as n from pg_sleep(3)`)
    expect(rows).toEqual([{ n: 4 }])
  }, 60_000)

  test('between the statements of a transaction is left alone', async () => {
    const db = opened((await relayed()).url)
    const rows = await db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      await new Promise((resolve) => setTimeout(resolve, 4 * SILENT_AFTER_MS))
      return (await tx.execute(sql`select 5 as n`)).rows
    })
    expect(rows).toEqual([{ n: 5 }])
  }, 60_000)
})
