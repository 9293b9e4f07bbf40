import { expect } from 'vitest'
import { newCaseCode } from '../../src/cases/case-code.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, plantAccount, plantExpert } from '../accounts/staff.ts'
import { plantCase } from '../feedback/plant.ts'
import { bearer, begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { plantSession, plantWorld } from './route-matrix-world.ts'
import {
  type Actor,
  type Named,
  refusalOf,
  type Route,
  routeMatrix,
  type World,
} from './route-matrix.ts'

const GUESSES = 10_000
const FROM = { incoming: { socket: { remoteAddress: '192.0.2.1' } } }

/** Somebody to whom nothing in the world of the tests belongs. */
type Stranger = { kind: string; actor: Actor; headers: Record<string, string> }

async function plantStrangers(
  deps: TestDeps,
  app: Parameters<typeof begin>[0],
  west: string,
): Promise<{ strangers: Stranger[]; ownCase: string }> {
  const asker = await begin(app)
  const expertId = await plantExpert(deps, west)
  const session = async (wanted: Parameters<typeof plantAccount>[1]) => {
    const { id } = await plantAccount(deps, { organisationId: west, ...wanted })
    return plantSession(deps, id)
  }
  const ownCase = await plantCase(deps, {
    conversationId: asker.id,
    organisationId: west,
    state: 'in_review',
  })
  const administrator = await session({ role: 'administrator' })
  const expert = await session({ role: 'expert', expertId })
  const strangers: Stranger[] = [
    { kind: 'nobody', actor: 'nobody', headers: {} },
    { kind: 'another asker', actor: 'asker', headers: bearer(asker) },
    { kind: 'a district administrator', actor: 'administrator', headers: administrator },
    { kind: 'district staff', actor: 'foreign', headers: await session({ role: 'staff' }) },
    { kind: 'a district auditor', actor: 'auditor', headers: await session({ role: 'auditor' }) },
    { kind: 'another expert', actor: 'expert', headers: expert },
  ]
  return { strangers, ownCase: ownCase.id }
}

type Asked = {
  app: App
  headers: Record<string, string>
  name: string
  id: string
  /** What is named after it. */
  rest?: string[]
  query?: string | undefined
  body?: object
}

/** All that an answer tells but the number of the request. */
async function answerTo({ app, headers, name, id, rest = [], query, body }: Asked) {
  const [method = '', path = ''] = name.split(' ')
  const ids = [id, ...rest]
  const response = await app.request(
    path.replaceAll(/:[a-z]+/g, () => encodeURIComponent(ids.shift() ?? '')) +
      (query === undefined ? '' : `?${query}`),
    {
      method,
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    },
    FROM,
  )
  const told = [...response.headers].filter(([header]) => header !== 'x-request-id')
  const bytes = JSON.stringify([response.status, told, await response.text()])
  return { status: response.status, bytes }
}

type Door = { name: string; route: Route; stranger: Stranger; own: Named }

/** Every route that names a thing of somebody, with everybody whom nothing but ownership keeps from it. */
function doorsOf(strangers: Stranger[]): Door[] {
  return Object.entries(routeMatrix).flatMap(([name, route]) => {
    const [own] = route.names ?? []
    if (route.who === 'public' || route.isForAll || own === undefined) return []
    return strangers
      .filter(({ actor }) => actor === 'nobody' || refusalOf(route, actor) === undefined)
      .map((stranger) => ({ name, route, stranger, own }))
  })
}

const valueOf = (world: World, own: Named) =>
  own === 'ownNotice' ? world.ownNotice.administrator : world[own]

/** Every thing of the world that could stand in that place, but what lies in the strangers' own district. */
function thingsLike(world: World, real: string): string[] {
  const values = Object.values(world).flatMap((value) =>
    typeof value === 'string' ? [value] : Object.values(value),
  )
  const others = values.filter((value) => value !== world.ownNotice.foreign)
  return others.filter((value) => formOf(value) === formOf(real))
}

function formOf(value: string): string {
  if (/^\d{1,9}$/.test(value)) return 'number'
  if (/^(ZW|TS)-\w{8}$/.test(value)) return value.slice(0, 2)
  return /^[\da-f]{8}-/.test(value) ? 'id' : 'other'
}

const absent: Record<string, string> = {
  number: '2000000000',
  ZW: 'ZW-22222222',
  TS: 'TS-22222222',
  id: '00000000-0000-4000-8000-000000000000',
}

/** Anything of the same form, or a neighbour of the real one. */
function guessLike(real: string, round: number): string {
  switch (formOf(real)) {
    case 'number':
      return String(Number(real) + round)
    case 'ZW':
      return newCaseCode('ZW')
    case 'TS':
      return newCaseCode('TS')
    default:
      return round % 2 === 0 ? newId() : neighbourOf(real, round)
  }
}

/** One digit further, in one of the last twelve places. */
function neighbourOf(id: string, round: number): string {
  const at = id.length - 1 - (round % 12)
  const digit = (Number.parseInt(id.charAt(at), 16) + 1 + (round % 15)) % 16
  return id.slice(0, at) + digit.toString(16) + id.slice(at + 1)
}

test(
  'of ten thousand guessed ids and codes none opens anything, and what exists is answered like what does not',
  { timeout: 280_000 },
  async ({ app, deps }) => {
    const { world, west } = await plantWorld(deps, app)
    const { strangers } = await plantStrangers(deps, app, west)
    const doors = doorsOf(strangers)
    expect(new Set(doors.map(({ stranger }) => stranger.kind)).size).toBe(strangers.length)
    // One more each: a neighbour may be what another round has tried.
    const rounds = Math.ceil(GUESSES / doors.length) + 1
    const hits: string[] = []
    let guesses = 0
    for (const { name, route, stranger, own } of doors) {
      const { kind, actor, headers } = stranger
      const body = route.body?.(world, actor)
      const rest = route.names?.slice(1).map((each) => valueOf(world, each)) ?? []
      const asked = { app, headers, name, rest, query: route.query, ...(body && { body }) }
      const real = valueOf(world, own)
      const none = await answerTo({ ...asked, id: absent[formOf(real)] ?? '' })
      const things = thingsLike(world, real)
      const guessed = Array.from({ length: Math.max(rounds - things.length, 1) }, (_, at) =>
        guessLike(real, at + 1),
      )
      const ids = new Set([real, ...things, ...guessed])
      for (const id of ids) {
        const answer = await answerTo({ ...asked, id })
        if (answer.bytes !== none.bytes) hits.push(`${name} of ${id} as ${kind}: ${answer.bytes}`)
      }
      guesses += ids.size
      const wanted = actor === 'nobody' ? 401 : 404
      if (none.status !== wanted) hits.push(`${name} as ${kind}: ${none.bytes}`)
    }
    expect(hits).toEqual([])
    expect(guesses).toBeGreaterThanOrEqual(GUESSES)
  },
)

type Guess = { name: string; actor: Actor; real: Named; body: (id: string) => object }

const LISI = { username: 'lisi-3', name: '李四' }

/** Ids that a body names. To pass a case to any organisation is allowed, so that one is not here. */
const inBodies: Guess[] = [
  {
    name: 'POST /api/complaints',
    actor: 'asker',
    real: 'openCode',
    body: (caseCode) => ({ kind: 'complaint', text: '答复太慢。', caseCode }),
  },
  {
    name: 'POST /api/complaints',
    actor: 'asker',
    real: 'message',
    body: (messageId) => ({ kind: 'complaint', text: '答复太慢。', messageId }),
  },
  {
    name: 'POST /api/staff/cases/:id/merge',
    actor: 'foreign',
    real: 'openCase',
    body: (into) => ({ version: 1, into }),
  },
  {
    name: 'POST /api/staff/accounts',
    actor: 'administrator',
    real: 'city',
    body: (organisationId) => ({ ...LISI, role: 'staff', organisationId }),
  },
  {
    name: 'POST /api/staff/accounts',
    actor: 'administrator',
    real: 'otherExpertId',
    body: (expertId) => ({ ...LISI, role: 'expert', expertId }),
  },
  {
    name: 'POST /api/staff/invitations',
    actor: 'administrator',
    real: 'district',
    body: (organisationId) => ({ role: 'staff', organisationId }),
  },
  {
    name: 'POST /api/staff/curated',
    actor: 'foreign',
    real: 'deliveredStatement',
    body: (statementId) => ({ statementId, reviewOn: '2027-03-01' }),
  },
  {
    name: 'POST /api/staff/rotation',
    actor: 'foreign',
    real: 'city',
    body: (organisationId) => ({ organisationId, from: '2026-04-06', weeks: 2, perWeek: 1 }),
  },
  {
    name: 'POST /api/staff/organisations',
    actor: 'administrator',
    real: 'city',
    body: (parentId) => ({ name: '北区中心', level: 'district', parentId }),
  },
]

test('an id in a body opens no more than one in a path', async ({ app, deps }) => {
  const { world, west } = await plantWorld(deps, app)
  const { strangers, ownCase } = await plantStrangers(deps, app, west)
  for (const { name, actor, real, body } of inBodies) {
    const headers = strangers.find((each) => each.actor === actor)?.headers ?? {}
    const thing = valueOf(world, real)
    const asked = { app, headers, name, id: ownCase }
    const foreign = await answerTo({ ...asked, body: body(thing) })
    const none = await answerTo({ ...asked, body: body(absent[formOf(thing)] ?? '') })
    expect([name, foreign.bytes]).toEqual([name, none.bytes])
    expect([name, none.status]).toEqual([name, 404])
  }
})
