import { z } from 'zod'
import { findRoute, type MappedRoute, type Match } from './routes.ts'
import { fill, implied, type Scene } from './scene.ts'
import type { Reply, Sent } from './send.ts'
import { nextAddress } from './world.ts'

const Fields = z.record(z.string(), z.unknown())

export const RequestInput = z.looseObject({
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional(),
  }),
  repeat: z.int().default(1),
  concurrency: z.int().optional(),
})
export type RequestInput = z.infer<typeof RequestInput>
type Given = RequestInput['request']

/** Plays a request as often and as much at once as it says, all from one address. @throws for an unmapped route */
export async function playRequests(scene: Scene, input: RequestInput): Promise<Reply[]> {
  const { request, repeat, concurrency = 1 } = input
  const match = matchOf(request)
  const address = nextAddress()
  const times = Math.max(repeat, concurrency)
  const replies: Reply[] = []
  for (let first = 0; first < times; first += concurrency) {
    const rounds = [...Array(Math.min(concurrency, times - first)).keys()].map((n) => first + n)
    const sent = await Promise.all(rounds.map((round) => mapRequest(scene, request, match, round)))
    const from = { 'x-forwarded-for': address }
    const each = sent.map((one) =>
      scene.world.send({ ...one, headers: { ...from, ...one.headers } }),
    )
    replies.push(...(await Promise.all(each)))
  }
  return replies
}

/** @throws for a route that the table has not: the attack has failed */
function matchOf({ method, path, headers }: Given): Match {
  const [plain = ''] = path.split('?')
  const isStaff = headers['cookie']?.startsWith('$STAFF') ?? false
  const match = findRoute(method, plain, isStaff)
  if (!match) throw new Error(`unmapped: ${method} ${plain}`)
  return match
}

async function mapRequest(
  scene: Scene,
  given: Given,
  { route, parts }: Match,
  round: number,
): Promise<Sent> {
  const [method = '', ours = ''] = route.ours.split(' ')
  const body = Fields.safeParse(given.body ?? {}).data
  const names = { ...stringsOf(body), ...parts }
  const path = await fillPlaces(scene, ours.replace(/:(\w+)/g, '{$1}'), names, round)
  const sent = {
    method,
    path: withQuery(path, given.path.split('?')[1], route.query),
    headers: await headersOf(scene, given, route, round),
  }
  if (given.body === undefined && !route.add) return sent
  if (body === undefined)
    return { ...sent, body: await fill(scene, z.string().parse(given.body), round) }
  const mapped = { ...renamed(body, route), ...(await addedOf(scene, route, names)) }
  return { ...sent, body: await fill(scene, JSON.stringify(mapped), round) }
}

const stringsOf = (body: Record<string, unknown> | undefined) => {
  const entries = Object.entries(body ?? {})
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

async function fillPlaces(
  scene: Scene,
  text: string,
  names: Record<string, string>,
  round: number,
): Promise<string> {
  let filled = text
  for (const [place, name = ''] of text.matchAll(/\{(\w+)\}/g)) {
    const named = names[name]
    const value =
      named === undefined
        ? await implied[name]?.(scene, names['ticket'] ?? '')
        : await fill(scene, named, round)
    if (value === undefined) throw new Error(`nothing is known of ${place}`)
    filled = filled.replace(place, value)
  }
  return filled
}

function withQuery(path: string, theirs: string | undefined, ours: string | undefined): string {
  const query = [theirs, ours].filter((each) => each !== undefined).join('&')
  return query === '' ? path : `${path}?${query}`
}

async function headersOf(scene: Scene, given: Given, route: MappedRoute, round: number) {
  const { as } = route
  const isNobody = as && !('cookie' in given.headers) && !('authorization' in given.headers)
  const said = isNobody ? { ...given.headers, [as.header]: as.value } : given.headers
  const filled: Record<string, string> = {}
  for (const [name, value] of Object.entries(said)) filled[name] = await fill(scene, value, round)
  return filled
}

function renamed(body: Record<string, unknown>, { rename = {}, values = {} }: MappedRoute) {
  const entries = Object.entries(body).flatMap(([name, value]) => {
    const ours = name in rename ? rename[name] : name
    const meant = typeof value === 'string' ? (values[value] ?? value) : value
    return ours === null || ours === undefined ? [] : [[ours, meant] as const]
  })
  return Object.fromEntries(entries)
}

async function addedOf(scene: Scene, { add = {} }: MappedRoute, names: Record<string, string>) {
  const added: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(add)) {
    const value = await fillPlaces(scene, text, names, 0)
    added[name] = name === 'version' ? Number(value) : value
  }
  return added
}
