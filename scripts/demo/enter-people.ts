import { eq } from 'drizzle-orm'
import { type Account, type ActingAccount, findCredentials } from '../../src/accounts/account.ts'
import { hashAddress } from '../../src/accounts/attempts.ts'
import { createFirstAdministrator } from '../../src/accounts/first-administrator.ts'
import { createAccount } from '../../src/accounts/manage-accounts.ts'
import type { Placement } from '../../src/accounts/placement.ts'
import { accounts } from '../../src/db/schema/index.ts'
import type { Deps } from '../../src/deps.ts'
import { enterExpert, type NewExpert } from '../../src/experts/enter-expert.ts'
import { planDuties } from '../../src/experts/rota.ts'
import { createOrganisation, type NewOrganisation } from '../../src/organisations/organisations.ts'
import { shanghaiDay } from '../../src/shared/shanghai-day.ts'
import type { DemoPeople } from './read-demo-data.ts'

export type Login = { username: string; name: string; role: string; oneTimePassword: string }

export type People = {
  administrator: ActingAccount
  /** Staff by the id of their organisation. */
  staff: Map<string, Account>
  /** Accounts of experts by the id in the roster. */
  experts: Map<string, Account>
  organisations: string[]
  logins: Login[]
}

const HALF_A_YEAR_WEEKS = 26
const ADDRESS = '192.0.2.1'

type Clocks = { past: Deps; today: Deps }
type Entering = Clocks & { people: People }

/**
 * Organisations, roster and 轮值 at the moment when the play begins; accounts as of today, so that their one-time
 * passwords are good.
 */
export async function enterPeople(
  clocks: Clocks,
  { data, districts }: { data: DemoPeople; districts: string[] },
): Promise<People> {
  const first = await createFirstAdministrator(clocks.today)
  if (!first) throw new Error('there is an account already')
  const administrator = await findAccount(clocks.today, first.username)
  const people: People = {
    administrator: { ...administrator, addressHash: await hashAddress(clocks.today, ADDRESS) },
    staff: new Map(),
    experts: new Map(),
    organisations: [],
    logins: [{ ...first, name: administrator.name, role: administrator.role }],
  }
  const entering = { ...clocks, people }
  const city = await enterOrganisations(entering, data, districts)
  const auditor = { role: 'auditor', organisationId: null } as const
  await enterAccount(entering, 'demo-auditor', '演示审计员', auditor)
  await enterExperts(entering, { data, districts, city })
  for (const weeks of [0, HALF_A_YEAR_WEEKS]) {
    const moment = new Date(clocks.past.now().getTime() + weeks * 7 * 86_400_000)
    await plan(clocks.past, { by: people.administrator, city, moment })
  }
  await plan(clocks.today, { by: people.administrator, city, moment: clocks.today.now() })
  return people
}

async function findAccount(deps: Deps, username: string): Promise<Account> {
  const found = await findCredentials(deps.db, eq(accounts.username, username))
  if (!found) throw new Error(`no account ${username}`)
  return found.account
}

async function enterAccount(
  { today, people }: Entering,
  username: string,
  name: string,
  placement: Placement,
): Promise<Account> {
  const created = await createAccount(today, people.administrator, {
    person: { username, name },
    placement,
  })
  const { oneTimePassword } = created
  people.logins.push({ username, name, role: placement.role, oneTimePassword })
  return findAccount(today, username)
}

/** City, one centre for every district of the service's catalogue, stations. @returns the city's id */
async function enterOrganisations(
  entering: Entering,
  data: DemoPeople,
  districts: string[],
): Promise<string> {
  const { past, people } = entering
  const open = async (name: string, username: string, place: Place, clerk: string) => {
    const made = await createOrganisation(past, people.administrator, { name, ...place })
    people.organisations.push(made.id)
    const placement = { role: 'staff', organisationId: made.id } as const
    people.staff.set(made.id, await enterAccount(entering, username, clerk, placement))
    return made.id
  }
  const city = await open(
    data.city,
    'demo-city',
    { level: 'city', parentId: null },
    '演示市中心经办人',
  )
  const centres = new Map<string, string>()
  for (const [at, district] of districts.entries()) {
    const place = {
      level: 'district',
      parentId: city,
      district,
      address: `演示·${district}某路1号`,
      hours: '工作日 9:00—17:00（演示）',
      listed: true,
    } as const
    const name = `演示·${district}知识产权公共服务中心`
    centres.set(
      district,
      await open(name, `demo-district-${at + 1}`, place, `演示${district}经办人`),
    )
  }
  for (const [at, { name, district }] of data.stations.entries()) {
    const place = { level: 'station', parentId: centres.get(district) ?? city, district } as const
    await open(name, `demo-station-${at + 1}`, place, `${name}经办人`)
  }
  return city
}

type Place = Omit<NewOrganisation, 'name'>

type Roster = { data: DemoPeople; districts: string[]; city: string }

async function enterExperts(entering: Entering, { data, districts, city }: Roster) {
  const { past, people } = entering
  for (let at = 0; at < data.experts; at += 1) {
    const expert = expertAt(at, data, districts)
    const entered = await enterExpert(past, people.administrator, { organisationId: city, expert })
    const placement = { role: 'expert', expertId: entered.id } as const
    const account = await enterAccount(entering, `demo-expert-${at + 1}`, expert.name, placement)
    people.experts.set(entered.id, account)
  }
}

function expertAt(at: number, data: DemoPeople, districts: string[]): NewExpert {
  const number = String(at + 1).padStart(2, '0')
  const pair = [data.fields[at % data.fields.length], data.fields[(at + 3) % data.fields.length]]
  const district = districts[at % districts.length]
  return {
    name: `演示专家${number}`,
    qualification: data.qualifications[at % data.qualifications.length] ?? '',
    years: 3 + (at % 20),
    recommendedBy: `演示单位${number}`,
    filingNumber: `演示备案${number}`,
    fields: [...new Set(pair.flatMap((field) => field ?? []))],
    industries: data.industries.filter((_, which) => which % 3 === at % 3),
    districts: district === undefined ? [] : [district],
    languages: at % 5 === 0 ? ['zh', 'en'] : ['zh'],
    employer: `演示单位${number}`,
    clients: [`演示委托人${number}`],
    competitors: [],
    capacity: 3 + (at % 3),
    email: null,
    phone: null,
    consented: true,
  }
}

type Planning = { by: ActingAccount; city: string; moment: Date }

async function plan(deps: Deps, { by, city, moment }: Planning): Promise<void> {
  await planDuties(deps, by, {
    organisationId: city,
    from: shanghaiDay(moment),
    weeks: HALF_A_YEAR_WEEKS,
    perWeek: 3,
    fields: undefined,
    replace: true,
  })
}
