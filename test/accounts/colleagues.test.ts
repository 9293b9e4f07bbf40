import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { accounts } from '../../src/db/schema/index.ts'
import { test } from '../support/test-deps.ts'
import { enter, plantAccount, plantOrganisations, send } from './staff.ts'

test('staff are told who works in their scope, by id and name alone', async ({ app, deps }) => {
  const { city, west } = await plantOrganisations(deps)
  const atCity = await plantAccount(deps, { role: 'staff', organisationId: city })
  const atWest = await plantAccount(deps, { role: 'staff', organisationId: west })
  const gone = await plantAccount(deps, { role: 'staff', organisationId: west })
  await deps.db.update(accounts).set({ disabledAt: deps.now() }).where(eq(accounts.id, gone.id))
  const listed = async (person: typeof atCity) => {
    const cookie = await enter(deps, app, person)
    const response = await send(app, '/colleagues', { cookie })
    return ((await response.json()) as { colleagues: Record<string, string>[] }).colleagues
  }
  const seen = await listed(atCity)
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([atCity.id, atWest.id]))
  expect(seen.map((each) => Object.keys(each))).toEqual(seen.map(() => ['id', 'name']))
  expect((await listed(atWest)).map(({ id }) => id)).toEqual([atWest.id])
})
