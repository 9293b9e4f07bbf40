import { z } from 'zod'
import { totpCode, totpStepAt } from '../../../src/accounts/totp.ts'
import { cookieOf, post, send, Started } from '../../accounts/staff.ts'
import { ask, begin, bearer } from '../../support/front-door.ts'
import type { RealService } from './run-real-service.ts'

export const OWN_PASSWORD = 'lantern grape orbit 71'

type Login = { username: string; password: string }

/** The code of a step beside the present one: each is good once, and three are taken at any time. */
export function codeOf(secret: string, beside = 0): Promise<string> {
  return totpCode(secret, totpStepAt(new Date()) + beside)
}

/** First sign-in over the API: app, then a password of one's own. */
export async function beginWork(service: RealService, { username, password }: Login) {
  const first = cookieOf(await post(service, '/sign-in', { username, password }))
  const begun = await post(service, '/totp', {}, { cookie: first })
  const { secret } = Started.parse(await begun.json())
  const code = await codeOf(secret)
  const second = cookieOf(await post(service, '/totp/confirm', { code }, { cookie: first }))
  const change = { current: password, next: OWN_PASSWORD }
  return { cookie: cookieOf(await post(service, '/password', change, { cookie: second })), secret }
}

const Id = z.object({ id: z.string() })
const Created = Id.extend({ oneTimePassword: z.string() })
const Organisations = z.object({ organisations: z.array(Id) })

async function bodyOf<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
  return schema.parse(await response.json())
}

export type World = {
  administrator: string
  staff: string
  expertId: string
  expert: Login
}

const EXPERT = {
  name: '林若',
  qualification: '专利代理师',
  years: 12,
  recommendedBy: '某协会',
  filingNumber: null,
  fields: ['专利', '综合'],
  industries: [],
  districts: ['海淀区'],
  languages: ['zh'],
  employer: '某研究所',
  clients: [],
  competitors: [],
  capacity: 20,
  email: null,
  phone: null,
  consented: true,
}

/** Somebody of the staff, and an expert whose account is new. */
export async function plantPeople(service: RealService): Promise<World> {
  const login = { username: 'administrator', password: service.oneTimePassword }
  const { cookie: administrator } = await beginWork(service, login)
  const by = { cookie: administrator }
  const found = await bodyOf(await send(service, '/organisations', by), Organisations)
  const organisationId = found.organisations[0]?.id ?? ''
  const clerk = { role: 'staff', organisationId, username: 'clerk', name: '王小明' }
  const made = await bodyOf(await post(service, '/accounts', clerk, by), Created)
  const staff = await beginWork(service, { username: 'clerk', password: made.oneTimePassword })
  const entered = { ...EXPERT, organisationId }
  const { id: expertId } = await bodyOf(await post(service, '/experts', entered, by), Id)
  const account = { role: 'expert', expertId, username: 'linruo', name: '林若' }
  const { oneTimePassword } = await bodyOf(await post(service, '/accounts', account, by), Created)
  return {
    administrator,
    staff: staff.cookie,
    expertId,
    expert: { username: 'linruo', password: oneTimePassword },
  }
}

const Found = z.object({ cases: z.array(Id.extend({ version: z.number() })) })
const Code = z.object({ code: z.string() })
const Read = z.object({
  version: z.number(),
  tickets: z.array(z.looseObject({ id: z.string(), state: z.string(), version: z.number() })),
})

/** What staff do to a case, with the version that it has now. */
export async function act(service: RealService, world: World, caseId: string, given: Act) {
  const { version } = await readCase(service, world, caseId)
  const { path, ...body } = given
  const at = `/cases/${caseId}${path}`
  const response = await post(service, at, { version, ...body }, { cookie: world.staff })
  if (!response.ok) throw new Error(`${at}: ${response.status} ${await response.text()}`)
}
type Act = { path: string } & Record<string, unknown>

export async function readCase(service: RealService, world: World, caseId: string) {
  return bodyOf(await send(service, `/cases/${caseId}`, { cookie: world.staff }), Read)
}

/** A question is asked, handed over, taken, and offered to the expert. */
export async function offerCase(
  service: RealService,
  world: World,
  { question, ...extra }: { question: string } & Record<string, unknown>,
) {
  const asker = await begin(service)
  await ask(service, asker, question)
  const input = {
    name: '陈一',
    contact: '13911112222',
    consent: true,
    district: '海淀区',
    ...extra,
  }
  const response = await service.request(`/api/conversations/${asker.id}/handoff`, {
    method: 'POST',
    headers: { ...bearer(asker), 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const { code } = await bodyOf(response, Code)
  const found = await bodyOf(
    await send(service, `/cases?q=${code}`, { cookie: world.staff }),
    Found,
  )
  const caseId = found.cases[0]?.id ?? ''
  await act(service, world, caseId, { path: '/take' })
  await act(service, world, caseId, { path: '/assign', expertId: world.expertId })
  const { tickets } = await readCase(service, world, caseId)
  return { asker, code, caseId, ticketId: tickets[0]?.id ?? '' }
}
