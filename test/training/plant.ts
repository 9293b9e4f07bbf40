import { registrations, trainings } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import type { TestDeps } from '../support/test-deps.ts'

type Planted = Partial<typeof trainings.$inferInsert> & {
  organisationId: string
  createdBy: string
}

/** An open session on Monday, 9 March 2026, 14:00 to 16:00 in Beijing, unless something else is said. */
export async function plantTraining({ db, now }: TestDeps, planted: Planted): Promise<string> {
  const id = planted.id ?? newId()
  await db.insert(trainings).values({
    title: '专利检索入门',
    courses: [5],
    district: null,
    place: '中关村大街 1 号 301 室',
    startsAt: new Date('2026-03-09T06:00:00Z'),
    endsAt: new Date('2026-03-09T08:00:00Z'),
    closesAt: new Date('2026-03-08T10:00:00Z'),
    trainerName: '李老师',
    seats: 30,
    state: 'open',
    version: 1,
    openedAt: now(),
    createdAt: now(),
    updatedAt: now(),
    ...planted,
    id,
  })
  return id
}

type PlantedRegistration = Partial<typeof registrations.$inferInsert> & { trainingId: string }

export async function plantRegistration(
  { db, now }: TestDeps,
  planted: PlantedRegistration,
): Promise<string> {
  const id = newId()
  await db.insert(registrations).values({
    state: 'registered',
    queuedAt: now(),
    consentedAt: now(),
    createdAt: now(),
    updatedAt: now(),
    ...planted,
    id,
  })
  return id
}

export const PARTICIPANT = {
  name: '陈一',
  organisation: '某科技公司',
  telephone: '139 1111 2222',
  consent: true,
}
