import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { problemOf } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { type Planted, plantWorld } from './route-matrix-world.ts'
import {
  type Actor,
  actors,
  namesOfRoutes,
  refusalOf,
  type Route,
  routeMatrix,
} from './route-matrix.ts'

const undo = new Error('undone')
const FROM = { incoming: { socket: { remoteAddress: '192.0.2.1' } } }

type Cell = Planted & {
  deps: TestDeps
  name: string
  route: Route
  actor: Actor
  extra?: Record<string, string>
}

/** The path and query of a route, with things of the world in the place of its parameters. */
function addressOf({ world, name, route, actor }: Cell): string {
  const [, path = ''] = name.split(' ')
  const values = (route.names ?? []).map((own) =>
    own === 'ownNotice' ? world.ownNotice[actor] : world[own],
  )
  const filled = path.replaceAll(/:[a-z]+/g, () => encodeURIComponent(values.shift() ?? ''))
  return route.query === undefined ? filled : `${filled}?${encodeURI(route.query)}`
}

/** One request of one actor, whose effects are undone, so that the next one finds the world as it was. */
async function request(cell: Cell): Promise<Response> {
  const { deps, name, route, actor, headers, world, extra } = cell
  const [method = ''] = name.split(' ')
  const sent = route.file ?? JSON.stringify(route.body?.(world, actor) ?? {})
  const body = method === 'GET' ? undefined : sent
  let response: Response | undefined
  await deps.db
    .transaction(async (db) => {
      const answer = await createApp(() => ({ ...deps, db })).request(
        addressOf(cell),
        {
          method,
          headers: {
            accept: 'application/json',
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers[actor],
            ...extra,
          },
          ...(body !== undefined && { body }),
        },
        FROM,
      )
      const text = await answer.text()
      await deps.settled()
      const { status } = answer
      response = new Response(text === '' ? null : text, { status, headers: answer.headers })
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  if (!response) throw new Error('no answer')
  return response
}

const entries = Object.entries(routeMatrix)
const takesCookie = (name: string) => /^(?!GET )\S+ \/api\/(staff|expert)\//.test(name)

test('every route of the service stands in the matrix, and nothing else does', () => {
  const app = createApp(() => Promise.reject(new Error('nothing is requested')))
  expect(namesOfRoutes(app.routes)).toEqual(Object.keys(routeMatrix).toSorted())
})

test('a parameter of a route has something to stand for it', () => {
  const wrong = entries.filter(([name, { names = [] }]) => {
    return name.split('/:').length - 1 !== names.length
  })
  expect(wrong).toEqual([])
})

test(
  'everybody may do what the matrix says, and nobody else',
  { timeout: 300_000 },
  async ({ app, deps }) => {
    const planted = await plantWorld(deps, app)
    const wrong: string[] = []
    const served = new Set<string>()
    for (const [name, route] of entries) {
      for (const actor of actors) {
        const response = await request({ ...planted, deps, name, route, actor })
        if (response.ok) served.add(name)
        const found = await judge({ response, route, actor })
        if (found !== undefined) wrong.push(`${name} as ${actor}: ${found}`)
      }
    }
    const unserved = entries.filter(([name, { endsEarly }]) => {
      return !served.has(name) && endsEarly === undefined
    })
    expect(wrong).toEqual([])
    // Each request was a good one: somebody came through to the end.
    expect(unserved.map(([name]) => name)).toEqual([])
  },
)

type Judged = { response: Response; route: Route; actor: Actor }

const codes: Record<number, string> = { 401: 'unauthorized', 403: 'forbidden' }

/** What is wrong with an answer, in words. */
async function judge({ response, route, actor }: Judged): Promise<string | undefined> {
  const wanted = refusalOf(route, actor)
  const { status } = response
  if (wanted !== undefined) {
    if (status !== wanted) return `${status}, not ${wanted}: ${await response.text()}`
    const problem = await problemOf(response)
    const isProblem = problem.type === 'application/problem+json' && problem.code === codes[wanted]
    return isProblem ? undefined : `not a problem document: ${JSON.stringify(problem)}`
  }
  if (status === 401 || status === 403 || status >= 500) {
    return `${status}: ${await response.text()}`
  }
  if (actor === 'foreign' && namesCityThing(route) && status !== 404) {
    return `${status} for something of another organisation`
  }
  return undefined
}

/** What belongs to the city is not there for staff of a district. */
const namesCityThing = ({ who, names = [] }: Route) =>
  typeof who === 'object' && names.length > 0 && !names.includes('ownNotice')

test(
  'what another site makes a browser send is refused on every route that takes a cookie and changes something',
  { timeout: 60_000 },
  async ({ app, deps }) => {
    const planted = await plantWorld(deps, app)
    const unsafe = entries.filter(([name]) => takesCookie(name))
    expect(unsafe.length).toBeGreaterThan(30)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'http://localhost.evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    const wrong: string[] = []
    for (const [name, route] of unsafe) {
      const actor = actors.find((each) => {
        return planted.headers[each]['cookie'] && refusalOf(route, each) === undefined
      })
      if (actor === undefined) throw new Error(`nobody may ${name}`)
      const cell = { ...planted, deps, name, route, actor }
      for (const extra of foreign) {
        const response = await request({ ...cell, extra })
        if (response.status !== 403) wrong.push(`${name} ${JSON.stringify(extra)}`)
      }
      const own = await request({ ...cell, extra: { origin: 'http://localhost' } })
      if (own.status === 403) wrong.push(`${name} refuses its own site`)
    }
    expect(wrong).toEqual([])
  },
)
