import { asc } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { accounts, organisations } from '../../src/db/schema/index.ts'
import { inScope, organisationScope, type Viewer } from '../../src/organisations/scope.ts'
import { newId } from '../../src/shared/ids.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const MOST = 12

/** A random tree: each one hangs below an earlier one, or is a top of its own. */
async function plantTree({ db, now }: TestDeps, parents: readonly number[]) {
  await db.delete(accounts)
  await db.delete(organisations)
  const rows: (typeof organisations.$inferInsert)[] = []
  for (const [at, parent] of parents.entries()) {
    const above = at === 0 ? undefined : rows[parent % (at + 1)]
    const id = newId()
    rows.push({
      id,
      name: id,
      level: 'station',
      parentId: above?.id ?? null,
      path: `${above?.path ?? ''}${id}/`,
      createdAt: now(),
    })
  }
  await db.insert(organisations).values(rows)
  return rows
}

const seen = ({ db }: TestDeps, viewer: Viewer) =>
  db
    .select({ id: organisations.id })
    .from(organisations)
    .where(organisationScope(viewer))
    .orderBy(asc(organisations.id))

/** The same by walking up from each, without paths. */
function below(rows: (typeof organisations.$inferInsert)[], top: string): string[] {
  const parentOf = new Map(rows.map(({ id, parentId }) => [id, parentId ?? null]))
  const reaches = (id: string | null): boolean =>
    id !== null && (id === top || reaches(parentOf.get(id) ?? null))
  return rows.map(({ id }) => id).filter(reaches)
}

const trees = fc.array(fc.nat(MOST), { minLength: 1, maxLength: MOST })

test('in every tree everyone sees exactly their own organisation and what hangs below it', async ({
  deps,
}) => {
  await fc.assert(
    fc.asyncProperty(trees, async (parents) => {
      const rows = await plantTree(deps, parents)
      for (const { id, path } of rows) {
        for (const role of ['staff', 'administrator', 'auditor'] as const) {
          const ids = (await seen(deps, { role, organisationPath: path })).map((row) => row.id)
          expect(ids).toEqual(below(rows, id).toSorted())
        }
      }
    }),
    { numRuns: 10, seed: 20_261_123 },
  )
}, 60_000)

test('without an organisation administrators and auditors see all, staff and experts none', async ({
  deps,
}) => {
  const rows = await plantTree(deps, [0, 0, 1])
  const count = async (viewer: Viewer) => (await seen(deps, viewer)).length
  expect(await count({ role: 'administrator', organisationPath: null })).toBe(3)
  expect(await count({ role: 'auditor', organisationPath: null })).toBe(3)
  expect(await count({ role: 'staff', organisationPath: null })).toBe(0)
  expect(await count({ role: 'expert', organisationPath: null })).toBe(0)
  expect(await count({ role: 'expert', organisationPath: rows[0]?.path ?? '' })).toBe(0)
})

test('a column of ids is held to the same', async ({ deps }) => {
  const rows = await plantTree(deps, [0, 0, 0, 1])
  for (const { path } of rows) {
    const viewer: Viewer = { role: 'staff', organisationPath: path }
    const found = await deps.db
      .select({ id: organisations.id })
      .from(organisations)
      .where(inScope(deps.db, viewer, organisations.id))
      .orderBy(asc(organisations.id))
    expect(found).toEqual(await seen(deps, viewer))
  }
})
