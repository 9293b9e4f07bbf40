import fc from 'fast-check'
import { desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { auditActions } from '../../src/audit/actions.ts'
import { appendAudit, type AuditEntry } from '../../src/audit/append-audit.ts'
import { canonicalJson, hashEntry, momentAsHashed } from '../../src/audit/hash-entry.ts'
import { purgeAudit } from '../../src/audit/purge-audit.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import type { Database } from '../../src/db/database.ts'
import { auditChain, auditEntries, switches } from '../../src/db/schema/index.ts'
import { createAsker } from '../../src/identity/askers.ts'
import { deleteAskerKey, referenceToAsker } from '../../src/security/asker-keys.ts'
import { createFieldCipher } from '../../src/security/field-cipher.ts'
import { newId } from '../../src/shared/ids.ts'
import { describeWithSeveralConnections, test as base } from '../support/test-deps.ts'
import { appendDaysAgo, appendMany, entryOf, openOwnDatabase, tamper } from './support.ts'
import type { OwnDatabase } from './support.ts'

const test = base.extend<{ own: OwnDatabase }>({
  own: async ({}, use) => {
    const own = await openOwnDatabase()
    await use(own)
    await own.remove()
  },
})

const cipher = createFieldCipher(Uint8Array.from({ length: 32 }, (_, index) => index))

/** Runs what the database is expected to refuse, and says how. */
async function refusalOf(db: Database, statement: ReturnType<typeof sql>): Promise<string> {
  try {
    await db.transaction((tx) => tx.execute(statement))
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Error) return error.cause.message
    throw error
  }
  return ''
}

describe('an entry', () => {
  test('says who did what, when by the clock of the database, to what, from where', async ({
    deps,
  }) => {
    const [actor, caseId, ticketId, expertId] = [newId(), newId(), newId(), newId()]
    const addressHash = await cipher.keyedHash('203.0.113.7', 'address')
    const { id } = await appendAudit(deps.db, {
      actor: { kind: 'staff', id: actor },
      action: 'assign_case',
      objectId: caseId,
      result: 'ok',
      addressHash,
      details: { ticketId, expertId },
    })
    const [row] = await deps.db.select().from(auditEntries).orderBy(desc(auditEntries.id))
    expect(row).toMatchObject({
      id,
      actorKind: 'staff',
      actorId: actor,
      action: 'assign_case',
      objectKind: 'case',
      objectId: caseId,
      result: 'ok',
      addressHash,
      details: { ticketId, expertId },
    })
    const [clock] = await deps.db
      .select({ now: sql<string>`clock_timestamp()::text` })
      .from(auditChain)
    const age = new Date(clock?.now ?? '').getTime() - (row?.at.getTime() ?? 0)
    expect(age).toBeGreaterThanOrEqual(0)
    expect(age).toBeLessThan(60_000)
  })

  test('is gone when its transaction fails, and leaves no gap', async ({ deps }) => {
    const [first = 0] = await appendMany(deps.db, 1)
    const failing = deps.db.transaction(async (tx) => {
      await appendAudit(tx, entryOf())
      throw new Error('the case could not be assigned')
    })
    await expect(failing).rejects.toThrow('could not be assigned')
    expect(await appendMany(deps.db, 1)).toEqual([first + 1])
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true, guarded: true })
  })

  test('with details that are left out stays what it was hashed as', async ({ deps }) => {
    await appendAudit(deps.db, {
      ...entryOf(),
      action: 'sign_in',
      objectId: undefined,
      details: { refusal: undefined, nameHash: await cipher.keyedHash('zhang', 'account') },
    })
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
  })

  test('takes no words and no contact data, in any detail of any action', () => {
    const hostile = [
      '张三',
      'zhang san',
      '13800138000',
      '010-62345678',
      'a@b.cn',
      '我们的技术方案是',
      13_800_138_000,
      1.5,
      {},
      ['张三'],
      null,
    ]
    let asked = 0
    for (const [action, { details }] of Object.entries(auditActions)) {
      for (const name of [...Object.keys(details.shape), 'anything']) {
        for (const value of hostile) {
          const { error } = details.safeParse({ [name]: value })
          const paths = error?.issues.flatMap((issue) =>
            issue.code === 'unrecognized_keys' ? issue.keys : issue.path,
          )
          expect(paths, `${action}.${name} = ${JSON.stringify(value)}`).toContain(name)
          asked += 1
        }
      }
    }
    expect(asked).toBeGreaterThan(500)
  })

  test('with contact data anywhere fails with the transaction that causes it', async ({ deps }) => {
    const id = newId()
    const wrong = [
      { actor: { kind: 'staff', id: '13800138000' } },
      { actor: { kind: 'staff' } },
      { actor: { kind: 'asker', id } },
      { actor: { kind: 'asker', id: await cipher.keyedHash(id, 'audit') } },
      { actor: { kind: 'system', id: '张三' } },
      { objectId: '张三' },
      { addressHash: '203.0.113.7' },
      { details: { note: '张三' } },
    ]
    for (const changes of wrong) {
      const appending = appendAudit(deps.db, { ...entryOf(), ...changes } as AuditEntry)
      await expect(appending).rejects.toMatchObject({ name: 'ZodError' })
    }
  })
})

test('an object has one canonical form, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
      const turned = Object.fromEntries(Object.entries(members).toReversed())
      expect(canonicalJson(turned)).toBe(canonicalJson(members))
    }),
  )
  expect(canonicalJson({ b: [1, 'x'], a: { d: null, c: undefined } })).toBe(
    '{"a":{"d":null},"b":[1,"x"]}',
  )
})

test('500 transactions of many at once, and 50 that fail, leave one chain without a gap', async ({
  own,
}) => {
  const ids: number[] = []
  const failures: string[] = []
  const runOne = async (n: number) => {
    try {
      const id = await own.db.transaction(async (tx) => {
        if (n % 5 === 0) await touchSwitch(tx)
        const entry = await appendAudit(tx, entryOf())
        if (n % 11 === 0) throw new Error('failed after its entry')
        return entry.id
      })
      ids.push(id)
    } catch (error) {
      failures.push(String(error))
    }
  }
  // As many as wait for a connection no longer than it may take to get one.
  const runMany = async (first: number) => {
    for (let n = first; n < 550; n += 40) await runOne(n)
  }
  await Promise.all(Array.from({ length: 40 }, (_, first) => runMany(first)))
  expect(failures).toEqual(Array.from({ length: 50 }, () => 'Error: failed after its entry'))
  const counted = Array.from({ length: 500 }, (_, index) => index + 1)
  expect(ids.toSorted((left, right) => left - right)).toEqual(counted)
  expect(await verifyAudit(own.db, { batch: 64 })).toMatchObject({
    intact: true,
    guarded: true,
    entries: 500,
    head: { id: 500 },
  })
}, 120_000)

/** Some other change that several transactions want to make. */
async function touchSwitch(tx: Database) {
  const changes = { off: false, changedAt: new Date() }
  await tx
    .insert(switches)
    .values({ name: 'model', ...changes })
    .onConflictDoUpdate({ target: switches.name, set: changes })
}

describeWithSeveralConnections('several connections', () => {
  test('the chain is found whole while it grows', async ({ own }) => {
    await appendMany(own.db, 50)
    const growing = Promise.all(
      Array.from({ length: 200 }, () => own.db.transaction((tx) => appendAudit(tx, entryOf()))),
    )
    for (let n = 0; n < 20; n += 1) {
      expect(await verifyAudit(own.db, { batch: 7 })).toMatchObject({ intact: true })
    }
    await growing
  })

  test('a transaction that sees an old head fails instead of forking the chain', async ({
    own,
  }) => {
    await appendMany(own.db, 1)
    const late = own.db.transaction(
      async (tx) => {
        await tx.select().from(auditChain)
        await own.db.transaction((other) => appendAudit(other, entryOf()))
        await appendAudit(tx, entryOf())
      },
      { isolationLevel: 'repeatable read' },
    )
    await expect(late).rejects.toThrow(/audit_entries/)
    expect(await verifyAudit(own.db)).toMatchObject({ intact: true, entries: 2 })
  })
})

describe('a row that was tampered with is named', () => {
  const changes = {
    at: sql`at + interval '1 microsecond'`,
    actor_kind: sql`'administrator'`,
    actor_id: sql`null`,
    action: sql`'sign_out'`,
    object_kind: sql`'case'`,
    object_id: sql`'x'`,
    result: sql`'failed'`,
    address_hash: sql`'x'`,
    details: sql`'{"refusal": "totp"}'::jsonb`,
    previous_hash: sql`repeat('1', 64)`,
    hash: sql`repeat('1', 64)`,
  }

  test('whichever of its columns was changed', async ({ deps }) => {
    expect(Object.keys(changes).length + 1).toBe(Object.keys(getTableColumns(auditEntries)).length)
    const ids = await appendMany(deps.db, 5)
    for (const target of [ids[0], ids[2], ids[4]]) {
      for (const [column, value] of Object.entries(changes)) {
        const verdict = await whatIfTampered(
          deps.db,
          sql`update audit_entries set ${sql.identifier(column)} = ${value} where id = ${target}`,
        )
        expect(verdict, `${column} of ${target}`).toMatchObject({ problem: 'changed', id: target })
      }
    }
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
  })

  test('with its time in Beijing', async ({ deps }) => {
    const [id] = await appendMany(deps.db, 2)
    const verdict = await whatIfTampered(
      deps.db,
      sql`update audit_entries set result = 'failed', at = '2026-03-02T02:00:00.123456Z' where id = ${id}`,
    )
    expect(verdict).toMatchObject({
      problem: 'changed',
      id,
      at: '2026-03-02T10:00:00.123456+08:00',
    })
  })

  test('when it is deleted, at the beginning, in the middle, at the end, or all are', async ({
    deps,
  }) => {
    const ids = await appendMany(deps.db, 5)
    for (const [at, next] of [
      [0, 0],
      [2, 2],
      [4, 4],
    ] as const) {
      const verdict = await whatIfTampered(
        deps.db,
        sql`delete from audit_entries where id = ${ids[at]}`,
      )
      expect(verdict).toMatchObject({ problem: 'missing', id: ids[next] })
    }
    const cut = await whatIfTampered(deps.db, sql`delete from audit_entries where id > ${ids[1]}`)
    expect(cut).toMatchObject({ problem: 'missing', id: ids[2] })
    const all = await whatIfTampered(deps.db, sql`delete from audit_entries`)
    expect(all).toMatchObject({ problem: 'missing' })
  })

  test('when two change places', async ({ deps }) => {
    const ids = await appendMany(deps.db, 5)
    const verdict = await whatIfTampered(
      deps.db,
      sql`update audit_entries set id = -1 where id = ${ids[1]}`,
      sql`update audit_entries set id = ${ids[1]} where id = ${ids[3]}`,
      sql`update audit_entries set id = ${ids[3]} where id = -1`,
    )
    expect(verdict).toMatchObject({ problem: 'changed', id: ids[1] })
  })

  test('when one is inserted before, between or after', async ({ deps }) => {
    const ids = await appendMany(deps.db, 3)
    const [first = 0, second = 0, last = 0] = ids
    const copyTo = (id: number, from = last) => sql`
      insert into audit_entries select ${id}::bigint, at, actor_kind, actor_id, action, object_kind,
        object_id, result, address_hash, details, previous_hash, hash
      from audit_entries where id = ${from}`
    const before = await whatIfTampered(deps.db, copyTo(-7))
    expect(before).toMatchObject({ problem: 'inserted', id: -7 })
    const between = await whatIfTampered(
      deps.db,
      sql`update audit_entries set id = id + 1000 where id >= ${second}`,
      sql`update audit_entries set id = id - 999 where id > 1000`,
      copyTo(second, first),
    )
    expect(between).toMatchObject({ problem: 'changed', id: second })
    const after = await whatIfTampered(deps.db, copyTo(last + 1))
    expect(after).toMatchObject({ intact: false, id: last + 1 })
  })

  test('when it was written anew with a hash that fits', async ({ deps }) => {
    const ids = await appendMany(deps.db, 4)
    const verdict = await whatIfTampered(deps.db, await rewrite(deps.db, ids[1] ?? 0))
    expect(verdict).toMatchObject({ problem: 'changed', id: ids[1] })
    const newest = await whatIfTampered(deps.db, await rewrite(deps.db, ids[3] ?? 0))
    expect(newest).toMatchObject({ problem: 'changed', id: ids[3] })
  })

  test('even when the whole chain was written anew, by who noted an entry', async ({ deps }) => {
    const [id = 0] = await appendMany(deps.db, 1)
    const noted = await headOf(deps.db)
    await tamper(
      deps.db,
      await rewrite(deps.db, id),
      sql`update audit_chain set head_hash = (select hash from audit_entries where id = ${id})`,
    )
    await appendMany(deps.db, 2)
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
    expect(await verifyAudit(deps.db, { noted })).toMatchObject({ problem: 'changed', id })
    const ahead = { id: id + 9, hash: noted.hash }
    expect(await verifyAudit(deps.db, { noted: ahead })).toMatchObject({
      problem: 'missing',
      id: id + 3,
    })
  })

  test('and the row with the ends of the chain is missed', async ({ deps }) => {
    await appendMany(deps.db, 2)
    const verdict = await whatIfTampered(deps.db, sql`delete from audit_chain`)
    expect(verdict).toMatchObject({ intact: false, problem: 'no_ends' })
  })
})

describe('no statement', () => {
  test('changes, deletes or empties what was recorded', async ({ deps }) => {
    const ids = await appendMany(deps.db, 3)
    const head = await headOf(deps.db)
    const refused = [
      sql`update audit_entries set result = 'ok'`,
      sql`update audit_entries set id = id where id = ${ids[0]}`,
      sql`delete from audit_entries where id = ${ids[2]}`,
      sql`truncate audit_entries`,
      sql`truncate audit_entries, audit_chain cascade`,
      sql`truncate audit_chain`,
      sql`delete from audit_chain`,
      sql`insert into audit_chain values (2, 0, '', 0, '')`,
      sql`update audit_chain set head_id = ${ids[0]}`,
      sql`update audit_chain set head_hash = repeat('1', 64)`,
      sql`update audit_chain set anchor_id = ${head.id}, anchor_hash = ${head.hash}`,
    ]
    for (const statement of refused) {
      expect(await refusalOf(deps.db, statement)).toMatch(/^audit_(?:entries|chain): /)
    }
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true, head })
  })

  test('puts an entry beside the chain, or into the past', async ({ deps }) => {
    const [id = 0] = await appendMany(deps.db, 1)
    const copy = (to: number, at: string) => sql`
      insert into audit_entries select ${to}::bigint, ${sql.raw(at)}, actor_kind, actor_id, action,
        object_kind, object_id, result, address_hash, details, hash, repeat('1', 64)
      from audit_entries where id = ${id}`
    expect(await refusalOf(deps.db, copy(id + 2, 'clock_timestamp()'))).toContain('does not follow')
    const past = copy(id + 1, `clock_timestamp() - interval '1 hour'`)
    expect(await refusalOf(deps.db, past)).toContain('is not of this moment')
  })

  test('of a superuser in a replication session gets around the triggers', async ({ deps }) => {
    await appendMany(deps.db, 1)
    await deps.db.execute(sql`set local session_replication_role = 'replica'`)
    expect(await refusalOf(deps.db, sql`delete from audit_entries`)).toContain('is refused')
  })

  test('switches the triggers off without being noticed', async ({ deps }) => {
    await appendMany(deps.db, 1)
    await deps.db.execute(sql`alter table audit_entries disable trigger audit_keep_entry`)
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true, guarded: false })
  })
})

describe('retention', () => {
  test('removes what is older than its days, and the rest still verifies', async ({ deps }) => {
    for (const days of [1200, 1100, 1000, 200]) await appendDaysAgo(deps.db, days)
    const before = await headOf(deps.db)
    expect(await purgeAudit(deps.db, 1095)).toBe(2)
    const verdict = await verifyAudit(deps.db)
    expect(verdict).toMatchObject({ intact: true, entries: 3, purgedUpTo: before.id - 2 })
    const [newest] = await deps.db.select().from(auditEntries).orderBy(desc(auditEntries.id))
    expect(newest).toMatchObject({ action: 'purge_audit', details: { rows: 2, days: 1095 } })
    expect(await purgeAudit(deps.db, 1095)).toBe(0)
    expect(await headOf(deps.db)).toMatchObject({ id: before.id + 1 })
  })

  test('under 180 days is refused by the database itself', async ({ deps }) => {
    await appendDaysAgo(deps.db, 181)
    await appendDaysAgo(deps.db, 179)
    for (const days of [179, 0, -1]) {
      const purging = deps.db.transaction((tx) => purgeAudit(tx, days))
      await expect(purging).rejects.toMatchObject({
        cause: { message: 'audit_purge: entries are kept for 180 days at least' },
      })
    }
    expect(await refusalOf(deps.db, sql`select audit_purge(null)`)).toContain('180 days')
    expect(await purgeAudit(deps.db, 180)).toBe(1)
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true, entries: 2 })
  })

  test('stops at the first entry that is young, whatever older ones follow it', async ({
    deps,
  }) => {
    for (const days of [400, 100, 400]) await appendDaysAgo(deps.db, days)
    expect(await purgeAudit(deps.db, 180)).toBe(1)
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true, entries: 3 })
  })

  test('can take every entry, and the chain goes on from there', async ({ deps }) => {
    await appendDaysAgo(deps.db, 400)
    const last = await appendDaysAgo(deps.db, 300)
    await deps.db.execute(sql`select audit_purge(now() - interval '200 days')`)
    expect(await verifyAudit(deps.db)).toMatchObject({
      intact: true,
      entries: 0,
      head: { id: last },
    })
    await appendMany(deps.db, 1)
    expect(await verifyAudit(deps.db)).toMatchObject({ intact: true, entries: 1 })
  })

  test('that leaves rows before its end is noticed', async ({ deps }) => {
    await appendDaysAgo(deps.db, 400)
    const last = await appendDaysAgo(deps.db, 300)
    await appendMany(deps.db, 1)
    const anchor = sql`update audit_chain set (anchor_id, anchor_hash) =
      (select id, hash from audit_entries where id = ${last})`
    await deps.db.execute(anchor)
    await deps.db.execute(sql`delete from audit_entries where id = ${last}`)
    expect(await verifyAudit(deps.db)).toMatchObject({ problem: 'inserted', id: last - 1 })
  })
})

test('after an asker was erased the chain verifies, and nobody can tell whose entries they were', async ({
  deps,
}) => {
  const { id } = await createAsker(deps.db, deps.now())
  const reference = await referenceToAsker(deps.db, cipher, id)
  await appendAudit(deps.db, {
    actor: { kind: 'asker', id: reference },
    action: 'give_consent',
    objectId: reference,
    result: 'ok',
    details: { consent: 'contact_to_expert', expertId: newId() },
  })
  const entries = await deps.db.select().from(auditEntries)
  expect(JSON.stringify(entries)).not.toContain(id)
  await deleteAskerKey(deps.db, id)
  await appendMany(deps.db, 1)
  expect(await verifyAudit(deps.db)).toMatchObject({ intact: true })
  const after = await referenceToAsker(deps.db, cipher, id)
  expect(entries.map((entry) => entry.actorId)).toContain(reference)
  expect(entries.map((entry) => entry.actorId)).not.toContain(after)
})

/** A statement that makes a row say something else, with the hash that fits what it says then. */
async function rewrite(db: Database, id: number) {
  const { at: _, hash: __, ...columns } = getTableColumns(auditEntries)
  const [row] = await db
    .select({ ...columns, at: momentAsHashed })
    .from(auditEntries)
    .where(eq(auditEntries.id, id))
  if (!row) throw new Error(`no entry ${id}`)
  const hash = await hashEntry({ ...row, result: 'refused' })
  return sql`update audit_entries set result = 'refused', hash = ${hash} where id = ${id}`
}

async function headOf(db: Database) {
  const [row] = await db.select().from(auditChain)
  return { id: row?.headId ?? 0, hash: row?.headHash ?? '' }
}

/** The verdict on a database that was tampered with, which is then as before. */
async function whatIfTampered(db: Database, ...statements: ReturnType<typeof sql>[]) {
  const undo = new Error('undo')
  let verdict: Awaited<ReturnType<typeof verifyAudit>> | undefined
  await db
    .transaction(async (tx) => {
      await tamper(tx, ...statements)
      verdict = await verifyAudit(tx, { batch: 2 })
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  expect(verdict).toMatchObject({ intact: false, guarded: true })
  return verdict
}
