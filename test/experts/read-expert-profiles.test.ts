import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import {
  askers,
  cases,
  conversations,
  duties,
  expertLeaves,
  experts,
  organisations,
  tickets,
} from '../../src/db/schema/index.ts'
import { readExpertProfiles } from '../../src/experts/read-expert-profiles.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TicketState } from '../../src/shared/case-states.ts'
import { plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

async function plantTicket(deps: TestDeps, expertId: string, state: TicketState) {
  const { db } = deps
  const now = deps.now()
  const [askerId, conversationId, caseId] = [newId(), newId(), newId()]
  const [row] = await db.select().from(experts).where(eq(experts.id, expertId))
  await db
    .insert(askers)
    .values({ id: askerId, tokenHash: newId(), createdAt: now, expiresAt: now })
  await db
    .insert(conversations)
    .values({ id: conversationId, askerId, channel: 'web', createdAt: now })
  await db.insert(cases).values({
    id: caseId,
    code: newId(),
    kind: 'consultation',
    state: 'assigned',
    version: 1,
    askerId,
    conversationId,
    organisationId: row?.organisationId ?? '',
    field: '专利',
    topics: [],
    language: 'zh',
    urgency: 'normal',
    confidential: false,
    reasons: [],
    summary: '专利申请',
    parties: [],
    consentedAt: now,
    createdAt: now,
    updatedAt: now,
  })
  await db.insert(tickets).values({
    id: newId(),
    caseId,
    expertId,
    state,
    version: 1,
    noticedAt: now,
    respondBy: now,
    countedBy: 'natural',
    calendarMissing: false,
    createdAt: now,
  })
}

async function pathOf({ db }: TestDeps, id: string) {
  const [row] = await db.select().from(organisations).where(eq(organisations.id, id))
  return row?.path ?? ''
}

test('matching sees the experts of an organisation, of those above and of those below it', async ({
  deps,
}) => {
  const { city, east, west, station } = await plantOrganisations(deps)
  const atCity = await plantExpert(deps, city)
  const atEast = await plantExpert(deps, east)
  const atStation = await plantExpert(deps, station)
  const atWest = await plantExpert(deps, west)
  const seenFrom = async (id: string) => {
    const profiles = await readExpertProfiles(deps.db, await pathOf(deps, id), deps.now())
    return profiles.map((profile) => profile.id)
  }
  expect(await seenFrom(city)).toEqual([atCity, atEast, atStation, atWest].toSorted())
  expect(await seenFrom(east)).toEqual([atCity, atEast, atStation].toSorted())
  expect(await seenFrom(station)).toEqual([atCity, atEast, atStation].toSorted())
  expect(await seenFrom(west)).toEqual([atCity, atWest].toSorted())
  const all = await readExpertProfiles(deps.db, null, deps.now())
  expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining([atCity, atWest]))
})

test('open tickets are those that are offered or accepted', async ({ deps }) => {
  const { city } = await plantOrganisations(deps)
  const busy = await plantExpert(deps, city)
  const idle = await plantExpert(deps, city)
  for (const state of ['offered', 'accepted', 'replied', 'closed', 'declined', 'lapsed'] as const) {
    await plantTicket(deps, busy, state)
  }
  const profiles = await readExpertProfiles(deps.db, await pathOf(deps, city), deps.now())
  const open = Object.fromEntries(profiles.map(({ id, openTickets }) => [id, openTickets]))
  expect(open).toEqual({ [busy]: 2, [idle]: 0 })
})

test('on duty is who is so in the week of the day in Beijing', async ({ deps }) => {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  await deps.db.insert(duties).values({ organisationId: city, week: '2026-03-02', expertId })
  const path = await pathOf(deps, city)
  const onDutyAt = async (moment: string) => {
    const [profile] = await readExpertProfiles(deps.db, path, new Date(moment))
    return profile?.onDuty
  }
  expect(await onDutyAt('2026-03-01T15:59:59Z')).toBe(false)
  expect(await onDutyAt('2026-03-01T16:00:00Z')).toBe(true)
  expect(await onDutyAt('2026-03-08T15:59:59Z')).toBe(true)
  expect(await onDutyAt('2026-03-08T16:00:00Z')).toBe(false)
})

test('leave that is not over is told, and a pause counts as leave today', async ({ deps }) => {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  for (const [from, to] of [
    ['2026-02-01', '2026-03-01'],
    ['2026-02-01', '2026-03-02'],
    ['2026-05-01', '2026-05-05'],
  ] as const) {
    await deps.db.insert(expertLeaves).values({ id: newId(), expertId, from, to })
  }
  const path = await pathOf(deps, city)
  const coming = [
    { from: '2026-02-01', to: '2026-03-02' },
    { from: '2026-05-01', to: '2026-05-05' },
  ]
  const [profile] = await readExpertProfiles(deps.db, path, deps.now())
  expect(profile?.leave).toEqual(coming)
  await deps.db.update(experts).set({ available: false }).where(eq(experts.id, expertId))
  const [paused] = await readExpertProfiles(deps.db, path, deps.now())
  expect(paused?.leave).toEqual([{ from: '2026-03-02', to: '2026-03-02' }, ...coming])
})

test('who has withdrawn or was removed is no longer looked at; who is suspended is', async ({
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const path = await pathOf(deps, city)
  const seen: Record<string, number> = {}
  for (const status of ['active', 'suspended', 'withdrawn', 'removed'] as const) {
    await deps.db.update(experts).set({ status }).where(eq(experts.id, expertId))
    seen[status] = (await readExpertProfiles(deps.db, path, deps.now())).length
  }
  expect(seen).toEqual({ active: 1, suspended: 1, withdrawn: 0, removed: 0 })
})
