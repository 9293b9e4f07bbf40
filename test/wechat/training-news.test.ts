import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { registrations, trainings, wechatUsers } from '../../src/db/schema/index.ts'
import { plantAccount, plantOrganisations } from '../accounts/staff.ts'
import { PARTICIPANT, plantRegistration, plantTraining } from '../training/plant.ts'
import { ACCOUNT } from './accounts.ts'
import { work } from './plant.ts'
import { test, type World } from './support.ts'

const DAY_MS = 86_400_000

type Began = { token: string }

async function call(url: string, method: string, { token, body }: Began & { body?: object }) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
}

/** A full session for which somebody of WeChat waits. */
async function plantWaiting({ deps, sim, url }: World, openid: string) {
  await sim.text(openid, '专家接到通知后多久响应？')
  await deps.settled()
  const [user] = await deps.db.select().from(wechatUsers)
  const { city } = await plantOrganisations(deps)
  const { id: createdBy } = await plantAccount(deps, { role: 'staff', organisationId: city })
  const later = (days: number) => new Date(Date.now() + days * DAY_MS)
  const trainingId = await plantTraining(deps, {
    organisationId: city,
    createdBy,
    title: '商标申请实务',
    seats: 1,
    startsAt: later(10),
    endsAt: later(10.1),
    closesAt: later(9),
  })
  const begun = await fetch(`${url}/api/conversations`, { method: 'POST' })
  const seated = (await begun.json()) as Began
  const path = `${url}/api/trainings/${trainingId}/registrations`
  await call(path, 'POST', { ...seated, body: PARTICIPANT })
  const askerId = user?.askerId ?? null
  await plantRegistration(deps, { trainingId, askerId, state: 'waiting' })
  return { trainingId, withdraw: () => call(path, 'DELETE', seated) }
}

const screenOf = ({ sim }: World, openid: string) =>
  sim
    .screen(openid)
    .map(({ text }) => text)
    .join('\n')

test('who moves up from the waiting list is told in WeChat, once', async ({ world }) => {
  world.use(ACCOUNT)
  const { withdraw } = await plantWaiting(world, 'o-training-1')
  await work(world)
  expect(screenOf(world, 'o-training-1')).not.toContain('已有名额')
  await withdraw()
  await work(world)
  await work(world)
  const said = screenOf(world, 'o-training-1')
  expect(said.split('您候补的培训《商标申请实务》已有名额').length - 1).toBe(1)
  expect(said).toContain('中关村大街 1 号 301 室')
})

test('news that no longer holds is not told', async ({ world }) => {
  world.use(ACCOUNT)
  const { trainingId, withdraw } = await plantWaiting(world, 'o-training-2')
  await withdraw()
  await world.deps.db
    .update(trainings)
    .set({ state: 'cancelled', cancelReason: '场地检修' })
    .where(eq(trainings.id, trainingId))
  await work(world)
  expect(screenOf(world, 'o-training-2')).not.toContain('已有名额')
  expect(await world.deps.db.$count(registrations, eq(registrations.state, 'registered'))).toBe(1)
})
