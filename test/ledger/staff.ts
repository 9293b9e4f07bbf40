import { createApp } from '../../src/app.ts'
import { EnterpriseBody } from '../../src/channels/staff/enterprises-schemas.ts'
import type { Role } from '../../src/accounts/account.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantAccount, plantOrganisations, send } from '../accounts/staff.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import type { TestDeps } from '../support/test-deps.ts'

/** Codes that somebody made up; their check characters fit. */
export const CODES = ['91110108MA01ABCD0B', '91110105MA02WXY20T'] as const

export const INPUT = {
  name: '演示芯片有限公司',
  creditCode: null as string | null,
  district: '海淀区' as string | null,
  industry: '集成电路' as string | null,
  needs: '想做专利布局' as string | null,
}

export const visitOf = (change: object = {}) => ({
  entryKey: newId(),
  day: '2026-03-02',
  kind: 'visit',
  people: '王小明、李四',
  about: '了解专利布局需求',
  outcome: '介绍了快速预审',
  nextStep: null,
  nextOn: null,
  ...change,
})

export type Call = (method: string, path: string, body?: object) => Promise<Response>

/** Staff on three levels and an auditor, each with a way to send requests. */
export async function plantStaff(deps: TestDeps) {
  const app = createApp(() => deps)
  const places = await plantOrganisations(deps)
  const signIn = async (organisationId: string | null, role: Role = 'staff') => {
    const { id } = await plantAccount(deps, { role, organisationId })
    // A session of its own for each request: the clock moves by months here.
    const call: Call = async (method, path, body) => {
      const { cookie } = await plantSession(deps, id)
      return send(app, path, { method, cookie, ...(body && { body }) })
    }
    return { id, call }
  }
  return {
    app,
    places,
    city: await signIn(places.city),
    east: await signIn(places.east),
    west: await signIn(places.west),
    auditor: await signIn(null, 'auditor'),
  }
}

export async function enterEnterprise(call: Call, organisationId: string, change: object = {}) {
  const response = await call('POST', '/enterprises', { ...INPUT, organisationId, ...change })
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  return EnterpriseBody.parse(await response.json())
}

export async function readOne(call: Call, id: string) {
  return EnterpriseBody.parse(await (await call('GET', `/enterprises/${id}`)).json())
}
