import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { jobs } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { auditOf } from '../feedback/plant.ts'
import { plantDeadJob, plantSession } from '../http/route-matrix-world.ts'
import { get } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const listed = async (app: App, cookie: string, query = '') =>
  (await send(app, `/jobs${query}`, { cookie })).json() as Promise<{
    jobs: { id: string; kind: string }[]
    next: string | null
  }>

test('administrators see work that was given up and have it tried again, which is recorded', async ({
  app,
  deps,
}) => {
  const { id } = await plantAccount(deps)
  const { cookie } = await plantSession(deps, id)
  const dead = await plantDeadJob(deps)
  expect(await listed(app, cookie)).toMatchObject({
    jobs: [{ id: dead, kind: 'follow_up_due', attempts: 8, lastError: 'TypeError' }],
    next: null,
  })
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ deadJobs: 1 })
  expect((await post(app, `/jobs/${dead}/retry`, {}, { cookie })).status).toBe(204)
  expect((await post(app, `/jobs/${dead}/retry`, {}, { cookie })).status).toBe(409)
  expect((await post(app, `/jobs/${newId()}/retry`, {}, { cookie })).status).toBe(404)
  expect(await listed(app, cookie)).toMatchObject({ jobs: [] })
  expect(await (await get(app, '/readyz')).json()).toMatchObject({ deadJobs: 0 })
  await runDueJobs(deps)
  const [row] = await deps.db.select().from(jobs).where(eq(jobs.id, dead))
  expect(row?.doneAt).toEqual(deps.now())
  expect(await auditOf(deps, dead)).toEqual([
    { action: 'retry_job', actorKind: 'administrator', details: {} },
  ])
})

test('the list goes on page by page, and is empty for an administrator of one organisation', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const { cookie } = await plantSession(deps, (await plantAccount(deps)).id)
  const ids = [await plantDeadJob(deps), await plantDeadJob(deps), await plantDeadJob(deps)]
  const first = await listed(app, cookie, '?limit=2')
  const rest = await listed(app, cookie, `?limit=2&before=${first.next}`)
  expect(new Set([...first.jobs, ...rest.jobs].map((each) => each.id))).toEqual(new Set(ids))
  expect([first.jobs.length, rest.next]).toEqual([2, null])
  const local = await plantAccount(deps, { role: 'administrator', organisationId: city })
  const own = await plantSession(deps, local.id)
  expect(await listed(app, own.cookie)).toEqual({ jobs: [], next: null })
  expect((await post(app, `/jobs/${ids[0]}/retry`, {}, own)).status).toBe(404)
})
