import { eq } from 'drizzle-orm'
import { auditEntries, expertEvents } from '../../src/db/schema/index.ts'
import {
  type App,
  enter,
  plantAccount,
  plantExpert,
  plantOrganisations,
  type Sent,
} from '../accounts/staff.ts'
import type { TestDeps } from '../support/test-deps.ts'

export const expertInput = {
  name: '李娜',
  qualification: '专利代理师',
  years: 8,
  recommendedBy: '首都知识产权服务业协会',
  filingNumber: '京专 2026-001',
  fields: ['专利', '商标'],
  industries: ['人工智能'],
  districts: ['海淀区'],
  languages: ['zh', 'en'],
  employer: '某某专利代理所',
  clients: ['甲公司'],
  competitors: ['乙公司'],
  capacity: 3,
  email: 'li.na@example.cn',
  phone: '13800138000',
  consented: true,
}

/** Staff of the city centre, of a district and of a station, signed in. */
export async function plantStaff(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  const cookieAt = async (organisationId: string) =>
    enter(deps, app, await plantAccount(deps, { role: 'staff', organisationId }))
  return { ...places, cookieAt, atCity: await cookieAt(places.city) }
}

/** An expert with an account, signed in. */
export async function plantSignedInExpert(deps: TestDeps, app: App, organisationId: string) {
  const id = await plantExpert(deps, organisationId)
  const person = await plantAccount(deps, { role: 'expert', organisationId, expertId: id })
  return { id, cookie: await enter(deps, app, person) }
}

export function sendAsExpert(app: App, path: string, { method = 'GET', body, cookie }: Sent) {
  return app.request(
    `/api/expert${path}`,
    {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== undefined && { cookie }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
  )
}

export async function actionsOn({ db }: TestDeps, objectId: string): Promise<string[]> {
  const rows = await db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.objectId, objectId))
    .orderBy(auditEntries.id)
  return rows.map(({ action }) => action)
}

export async function eventsOf({ db }: TestDeps, expertId: string) {
  const rows = await db.select().from(expertEvents).where(eq(expertEvents.expertId, expertId))
  return rows.map(({ event, reason }) => [event, reason])
}
