import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { countAffected } from '../../src/rights/count-affected.ts'
import { enter, plantAccount, plantOrganisations, send } from '../accounts/staff.ts'
import { openOwnDatabase } from '../audit/support.ts'
import { as } from '../feedback/plant.ts'
import { ask, begin } from '../support/front-door.ts'
import { createTestDeps, test, type TestDeps } from '../support/test-deps.ts'
import { CANARY, plantEverything } from './plant-everything.ts'

const DAY_MS = 86_400_000

/** The audit goes by the clock of the database, everything else in a test by that of the test. */
const allTime = (deps: TestDeps) => ({
  since: new Date(deps.now().getTime() - DAY_MS),
  until: new Date(Date.now() + DAY_MS),
})

const kindsOf = async (deps: TestDeps, period: { since: Date; until: Date }) => {
  const { kinds, ...rest } = await countAffected(deps.db, period)
  return { ...rest, ...Object.fromEntries(kinds.map(({ kind, ...each }) => [kind, each])) }
}

const none = { records: 0, people: 0 }
const one = { records: 1, people: 1 }

test('after an incident it is counted whose data of which kind was written and opened since a moment', async ({
  app,
  deps,
}) => {
  const { caseId } = await plantEverything(deps, app)
  const other = await begin(app)
  await ask(app, other, '工作站怎么设立？')
  const boss = await enter(deps, app, await plantAccount(deps))
  for (let n = 0; n < 2; n += 1) {
    const opened = await send(app, `/cases/${caseId}/contact`, { cookie: boss })
    expect(opened.status).toBe(200)
  }
  const affected = await kindsOf(deps, allTime(deps))
  expect(affected).toMatchObject({
    askers: 2,
    words: { kept: { records: 2, people: 2 }, written: { records: 2, people: 2 }, opened: none },
    case_contacts: { kept: one, written: one, opened: { records: 2, people: 1 } },
    registration_contacts: { written: { records: 2, people: 1 }, opened: none },
    complaints: { written: one, opened: none },
    wechat_identities: { written: one },
    entered_contacts: { kept: none },
    exports: [],
  })
  await as(app, other)('GET', '/api/me')
  const { exports } = await kindsOf(deps, allTime(deps))
  expect(exports).toEqual([{ action: 'export_asker', entries: 1, actors: 1 }])
  expect(JSON.stringify(affected)).not.toContain(CANARY)
})

test('what was before the moment or after the end is only told as kept', async ({ app, deps }) => {
  await plantEverything(deps, app)
  const { since, until } = allTime(deps)
  const later = { since: until, until: new Date(until.getTime() + DAY_MS) }
  const earlier = { since: new Date(since.getTime() - DAY_MS), until: since }
  for (const period of [later, earlier]) {
    expect(await kindsOf(deps, period)).toMatchObject({
      askers: 0,
      words: { kept: one, written: none, opened: none },
      case_contacts: { kept: one, written: none, opened: none },
    })
  }
})

test('of an asker who was erased nothing is kept, and what was opened leads to nobody', async ({
  app,
  deps,
}) => {
  const { asker, caseId } = await plantEverything(deps, app)
  const boss = await enter(deps, app, await plantAccount(deps))
  await send(app, `/cases/${caseId}/contact`, { cookie: boss })
  expect((await as(app, asker)('DELETE', '/api/me')).status).toBe(200)
  expect(await kindsOf(deps, allTime(deps))).toMatchObject({
    askers: 0,
    words: { kept: none },
    case_contacts: { kept: none, opened: none },
    registration_contacts: { kept: none },
    complaints: { kept: none },
    wechat_identities: { kept: none },
  })
})

const script = fileURLToPath(new URL('../../scripts/incident-affected.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

async function run(environment: Record<string, string>, ...given: string[]) {
  const { DATABASE_URL: _, DATA_DIR: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', tsx, script, ...given], {
    env: { ...inherited, ...environment },
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  return { code, output }
}

test('the command tells the counts and nothing of anybody', async ({ localEmbedder }) => {
  const own = await openOwnDatabase()
  try {
    const deps = createTestDeps({ ...own, cache: new Map() }, localEmbedder)
    const { city } = await plantOrganisations(deps)
    await plantAccount(deps, { role: 'staff', organisationId: city })
    await own.letGo()
    const since = ['--since', '2026-03-01T00:00:00+08:00']
    const { code, output } = await run(own.environment, ...since)
    expect(output).toMatch(/^accounts +1 +1 +1 +1 +0 +0$/m)
    expect(output).toContain('askers concerned by what was written or opened: 0')
    expect(output).not.toContain('王小明')
    expect(code).toBe(0)
    for (const wrong of [[], ['--since', 'yesterday'], ['--since', '2026-03-01']]) {
      expect(await run(own.environment, ...wrong)).toMatchObject({ code: 2 })
    }
  } finally {
    await own.remove()
  }
}, 180_000)
