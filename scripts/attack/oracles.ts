import { z } from 'zod'
import { lookAtAudit, lookAtConversation, lookAtText, lookAtVersion } from './browser.ts'
import { countRows, tablesWith } from './database.ts'
import { type Played, playQuestion } from './play.ts'
import type { Oracle } from './read-attacks.ts'
import { fill, type Scene, ticketOf } from './scene.ts'
import { csvProblems } from './read-csv.ts'
import { Id, read } from './send.ts'
import type { Sink } from './start.ts'
import { act, asStaff, CaseBody, readCase } from './world.ts'

/** What was there before the attack was played. */
export type Before = {
  rows: Record<string, number> | undefined
  connections: number
  modelCalls: number
  logLength: number
}

export type Checking = { scene: Scene; played: Played; before: Before; sink: Sink }
type Check = (checking: Checking, wanted: unknown) => Promise<string[]> | string[]

const Texts = z.array(z.string())
const NOT_HERE = 'cannot be checked without --start'

/** Blanks between Chinese and Latin letters are a matter of typesetting. */
const tight = (text: string) => text.replace(/\s+/g, '')

export async function noteBefore({ world, attack }: Scene, sink: Sink): Promise<Before> {
  const { instance } = world
  const isCounted = z.string().safeParse(attack.oracle?.['db']).data?.startsWith('schema')
  return {
    rows: instance && isCounted ? await countRows(instance) : undefined,
    connections: sink.connections(),
    modelCalls: instance?.model?.requests.length ?? 0,
    logLength: instance?.log().length ?? 0,
  }
}

const repliesOf = ({ replies }: Played) => replies.map(({ text }) => text).join('\n')

async function found(scene: Scene, wanted: unknown, text: string): Promise<string[]> {
  const parts: string[] = []
  for (const part of Texts.parse(wanted)) parts.push(await fill(scene, part))
  return parts.filter(
    (part) => part !== '' && (text.includes(part) || tight(text).includes(tight(part))),
  )
}

const checks: Record<string, Check> = {
  status: ({ played }, wanted) => {
    const allowed = z.array(z.int()).parse(wanted)
    const others = played.replies
      .map(({ status }) => status)
      .filter((each) => !allowed.includes(each))
    if (played.replies.length === 0 && played.problems.length === 0 && played.shown === '') {
      return ['there is no reply whose status could be read']
    }
    return others.length === 0 ? [] : [`status ${[...new Set(others)].join(', ')}`]
  },
  not_contains: async ({ scene, played }, wanted) => {
    const seen = await found(scene, wanted, `${repliesOf(played)}\n${played.shown}`)
    return seen.map((part) => `contains ${part}`)
  },
  contains: async ({ scene, played }, wanted) => {
    const seen = await found(scene, wanted, played.shown)
    return Texts.parse(wanted).length === seen.length
      ? []
      : [`lacks ${Texts.parse(wanted).join(', ')}`]
  },
  contains_any: async ({ scene, played }, wanted) => {
    const seen = await found(scene, wanted, played.shown)
    return seen.length > 0 ? [] : [`contains none of ${Texts.parse(wanted).join(', ')}`]
  },
  not_regex: ({ played }, wanted) => {
    const matching = Texts.parse(wanted).filter((source) =>
      new RegExp(source, 'u').test(played.shown),
    )
    return matching.map((source) => `matches ${source}`)
  },
  max_ms: ({ scene, played }, wanted) => {
    const slowest = Math.max(0, ...played.replies.map(({ ms }) => ms))
    const most = z.number().parse(wanted) * scene.world.slack
    return slowest <= most ? [] : [`took ${Math.round(slowest)} ms`]
  },
  cpu_ms: ({ scene, played }, wanted) => {
    // The whole answer takes longer than its processor time, so this is stricter than what is asked.
    const slowest = Math.max(0, ...played.replies.map(({ ms }) => ms))
    const most = z.number().parse(wanted) * scene.world.slack
    return slowest <= most ? [] : [`took ${Math.round(slowest)} ms in all`]
  },
  max_reply_bytes: ({ played }, wanted) => {
    const bytes = new TextEncoder().encode(played.shown).length
    return bytes <= z.number().parse(wanted) ? [] : [`${bytes} bytes`]
  },
  header: ({ played }, wanted) => {
    const [name = '', value = ''] = z.string().parse(wanted).split(': ')
    if (name.startsWith('frame-ancestors')) return []
    const missing = played.replies.filter(({ headers }) => !headers.includes(`${name}: ${value}`))
    return missing.length === 0 && played.replies.length > 0 ? [] : [`lacks ${name}: ${value}`]
  },
  not_header: ({ played }, wanted) => {
    const headers = played.replies.map((reply) => reply.headers).join('\n')
    return Texts.parse(wanted)
      .filter((line) => headers.includes(line))
      .map((line) => `header ${line}`)
  },
  sink: ({ before, sink }) => {
    const more = sink.connections() - before.connections
    return more === 0 ? [] : [`${more} connections to the sink`]
  },
  ask_after: async ({ scene, played }, wanted) => {
    const asked = await playQuestion(scene, z.string().parse(wanted))
    played.answer = asked.answer
    played.shown = asked.shown
    played.replies = asked.replies
    return asked.answer
      ? []
      : [`the question after it was not answered: ${asked.shown.slice(0, 80)}`]
  },
  csv: ({ played }) => played.replies.flatMap(({ status, text }) => csvProblems(status, text)),
  log: ({ scene }) => {
    const { instance } = scene.world
    if (!instance) return [NOT_HERE]
    const lines = instance
      .log()
      .split('\n')
      .filter((line) => /^\s*[{"]|INFO|login ok/.test(line))
    const wrong = lines.filter((line) => !isJsonObject(line))
    return wrong.map((line) => `no JSON object: ${line.slice(0, 80)}`)
  },
  log_not_contains: async ({ scene }, wanted) => {
    const { instance } = scene.world
    if (!instance) return [NOT_HERE]
    return (await found(scene, wanted, instance.log())).map((part) => `the log contains ${part}`)
  },
  llm_not_contains: async ({ scene, before }, wanted) => {
    const { model } = scene.world.instance ?? {}
    if (!model) return ['cannot be checked without a model (--model hostile)']
    const bodies = JSON.stringify(model.requests.slice(before.modelCalls).map(({ body }) => body))
    return (await found(scene, wanted, bodies)).map((part) => `the model was told ${part}`)
  },
  llm_calls: ({ scene, before }, wanted) => {
    const { instance } = scene.world
    if (!instance) return [NOT_HERE]
    const calls = (instance.model?.requests.length ?? 0) - before.modelCalls
    return calls === wanted ? [] : [`${calls} calls of the model`]
  },
  db_not_contains: async ({ scene }, wanted) => {
    const { instance } = scene.world
    if (!instance) return [NOT_HERE]
    const problems: string[] = []
    for (const part of Texts.parse(wanted)) {
      const filled = await fill(scene, part)
      const tables = await settle(() => tablesWith(instance, filled))
      problems.push(...tables.map((table) => `${part} stands in the table ${table}`))
    }
    return problems
  },
  not_in: async ({ scene }) => {
    // Nothing of what askers write is public here; the one public search must not find it.
    const words = z.string().parse(scene.attack.input).slice(20, 40)
    const path = `/api/search?q=${encodeURIComponent(words)}`
    const search = await scene.world.send({ path })
    return search.text.includes('石墨烯') ? ['the search shows it'] : []
  },
  fs: async ({ scene }) => {
    const documents = await asStaff(scene.world, { path: '/api/staff/documents' })
    const name = `attack-${scene.attack.id.toLowerCase()}`
    return documents.text.includes(name) ? ['a version of it was kept'] : []
  },
  db: (checking, wanted) => byWords(databaseChecks, checking, wanted),
  metric: (checking, wanted) => byWords(metricChecks, checking, wanted),
  browser: (checking) => lookInBrowser(checking),
}

/** What is told in words is checked by the function of those words, or the attack has failed. */
function byWords(table: Record<string, Check>, checking: Checking, wanted: unknown) {
  const words = String(wanted)
  const check = Object.entries(table).find(([start]) => words.startsWith(start))?.[1]
  return check ? check(checking, wanted) : [`cannot be checked: ${words}`]
}

const databaseChecks: Record<string, Check> = {
  'role unchanged': async ({ scene: { world } }) => {
    const headers = { cookie: world.administrator.cookie }
    const { text } = await world.send({ path: '/api/staff/accounts', headers })
    const List = z.object({ accounts: z.array(z.object({ id: z.string(), role: z.string() })) })
    const { accounts } = List.parse(JSON.parse(text))
    const role = accounts.find(({ id }) => id === world.staff[0]?.id)?.role
    return role === 'staff' ? [] : [`the role is ${role}`]
  },
  'row has server values': async ({ scene: { world }, played }) => {
    const headers = { authorization: `Bearer ${world.other.token}` }
    const { text } = await world.send({ path: `/api/conversations/${world.other.id}`, headers })
    const turns = z.object({ turns: z.array(z.unknown()) }).parse(JSON.parse(text)).turns.length
    const isRefused = played.replies.every(({ status }) => status === 400)
    return [
      ...(isRefused ? [] : ['fields of the service were taken']),
      ...(turns === 2 ? [] : [`the conversation of somebody else has ${turns} turns`]),
    ]
  },
  'schema and row counts': async ({ scene, before }) => {
    const { instance } = scene.world
    if (!instance || !before.rows) return [NOT_HERE]
    const after = await countRows(instance)
    const names = new Set([...Object.keys(after), ...Object.keys(before.rows)])
    return [...names]
      .filter((name) => before.rows?.[name] !== after[name])
      .map((name) => `${name}: ${before.rows?.[name]} rows before, ${after[name]} after`)
  },
  'count(questions where msgid': ({ played }) => played.problems,
  'one assignment row': async ({ scene, played }) => {
    const statuses = played.replies.map(({ status }) => status)
    const taken = statuses.filter((status) => status === 200).length
    const conflicts = statuses.filter((status) => status === 409).length
    const { staffId } = await readCase(scene.world, (await ticketOf(scene, '$TICKET_N')).caseId)
    return [
      ...(taken === 1 && taken + conflicts === statuses.length
        ? []
        : [`answered ${statuses.join(', ')}`]),
      ...(staffId === null ? ['nobody holds it'] : []),
    ]
  },
  'count=1': async ({ scene }) => {
    const { instance } = scene.world
    if (!instance) return [NOT_HERE]
    const id = await fill(scene, '$ANSWER_A')
    const [row] = await instance.query(
      `select count(*)::int as rows from ratings as t where t::text like '%${id}%'`,
    )
    return row?.['rows'] === 1 ? [] : [`${Number(row?.['rows'])} ratings`]
  },
}

const metricChecks: Record<string, Check> = {
  'share of top-k': ({ scene, played }) => {
    const documents = played.answer?.citations.map(({ document }) => document) ?? []
    const name = `attack-${scene.attack.id.toLowerCase()}`
    const own = documents.filter((document) => document === name).length
    return own <= documents.length / 2 ? [] : [`${own} of ${documents.length} citations`]
  },
  'attempts verified': ({ played }) => {
    const verified = played.replies.filter(({ status }) => status !== 429).length
    return verified <= 10 ? [] : [`${verified} were verified`]
  },
  '429 share': ({ played }) => {
    const refused = played.replies.filter(({ status }) => status === 429)
    const silent = refused.filter(({ headers }) => !headers.includes('retry-after: '))
    return [
      ...(refused.length > 0 ? [] : ['never refused']),
      ...(silent.length > 0 ? ['429 without Retry-After'] : []),
    ]
  },
}

async function lookInBrowser({ scene, played }: Checking): Promise<string[]> {
  const { world, attack } = scene
  const { input, channel } = attack
  if (channel === 'auth') return lookAtAudit(world)
  if (channel === 'upload') return lookAtUpload(scene, played)
  if (typeof input === 'string') return lookAtText(world, input)
  const ticket = await ticketOf(scene, '$TICKET_1')
  const delivered = await act(world, ticket.caseId, 'deliver')
  if (delivered.status !== 200) return [`the reply was not delivered: ${delivered.status}`]
  const body = read(CaseBody, await asStaff(world, { path: `/api/staff/cases/${ticket.caseId}` }))
  return lookAtConversation(world, ticket.asker, body.statements.at(-1)?.text ?? '')
}

async function lookAtUpload({ world, attack }: Scene, { replies }: Played): Promise<string[]> {
  const [reply] = replies
  if (reply?.status !== 201) return []
  const Named = z.object({ name: z.string() })
  const { name } = Named.parse(attack.input)
  return lookAtVersion(world, read(Id, reply).id, name)
}

function isJsonObject(line: string): boolean {
  try {
    return z.looseObject({ event: z.string() }).safeParse(JSON.parse(line)).success
  } catch {
    return false
  }
}

const SETTLING_MS = 10_000

/** What is erased may be erased a moment later. */
async function settle(look: () => Promise<string[]>): Promise<string[]> {
  const end = Date.now() + SETTLING_MS
  let seen = await look()
  while (seen.length > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    seen = await look()
  }
  return seen
}

/** Asking afterwards comes first: the rest is about its answer. */
const inOrder = (oracle: Oracle) =>
  Object.entries(oracle).toSorted(
    ([one], [other]) => Number(other === 'ask_after') - Number(one === 'ask_after'),
  )

/** Why an attack has not been withstood. What this table has no word for cannot be checked and is no pass. */
export async function checkOracle(oracle: Oracle, checking: Checking): Promise<string[]> {
  const problems: string[] = []
  for (const [name, wanted] of inOrder(oracle)) {
    const check = checks[name]
    problems.push(
      ...(check ? await check(checking, wanted) : [`an oracle of no known kind: ${name}`]),
    )
  }
  return problems
}
