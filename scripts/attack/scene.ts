import { z } from 'zod'
import { givePassword } from './people.ts'
import type { Attack } from './read-attacks.ts'
import { read } from './send.ts'
import {
  acceptTicket,
  act,
  ask,
  type Asker,
  bearer,
  begin,
  type Offered,
  openCase,
  QUESTION,
  readCase,
  ticketVersion,
  type World,
} from './world.ts'

/** One attack with what it needs of the world, each thing made when it is first named. */
export type Scene = {
  world: World
  attack: Attack
  made: Map<string, Promise<unknown>>
}

const AnswerId = z.looseObject({ id: z.string() })

function once<T>(scene: Scene, name: string, make: () => Promise<T>): Promise<T> {
  const known = scene.made.get(name)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one maker for each name
  if (known) return known as Promise<T>
  const made = make()
  scene.made.set(name, made)
  return made
}

/** Of this attack alone, so that erasing it can be seen. */
const canaryOf = ({ world, attack }: Scene) => `${world.canaries['CANARY_A']}号${attack.id}`

/** The asker that the attack is played by, with a question that bears their canary. */
export const askerOf = (scene: Scene): Promise<Asker & { answerId: string }> =>
  once(scene, 'asker', async () => {
    const asker = await begin(scene.world)
    const question = `${QUESTION}我们公司叫${canaryOf(scene)}`
    const asked = read(AnswerId, await ask(scene.world, asker, question))
    return { ...asker, answerId: asked.id }
  })

/** `$TICKET_1` is of the first expert and new with each attack, `$TICKET_2` of the second. */
export function ticketOf(scene: Scene, name: string): Promise<Offered> {
  const { world } = scene
  return once(scene, name, async () => {
    if (name === '$TICKET_2') {
      const question = `${QUESTION}事由${world.canaries['CANARY_T2']}`
      return acceptTicket(world, { question, expert: 1 })
    }
    if (name === '$TICKET_N')
      return { ...(await openCase(world, { question: QUESTION })), ticketId: '' }
    if (name === '$TICKET_CONF') return confidentialCase(world)
    return acceptTicket(world, { question: QUESTION })
  })
}

/** Answered and delivered, so that nothing but its confidentiality keeps it from being published. */
async function confidentialCase(world: World): Promise<Offered> {
  const opened = await openCase(world, { question: QUESTION, confidential: true })
  read(z.unknown(), await act(world, opened.caseId, 'take'))
  read(z.unknown(), await act(world, opened.caseId, 'reply', { text: '请先固定证据。' }))
  return { ...opened, ticketId: '' }
}

const variables: Record<string, (scene: Scene) => Promise<string> | string> = {
  $STAFF: ({ world }) => world.staff[0]?.cookie ?? '',
  $ADMIN: ({ world }) => world.administrator.cookie,
  $AUDITOR: ({ world }) => world.auditor.cookie,
  $EXPERT1: ({ world }) => world.experts[0]?.cookie ?? '',
  $EXPERT2: ({ world }) => world.experts[1]?.cookie ?? '',
  $TA: async (scene) => bearer(await askerOf(scene)).authorization,
  $CANARY_A: canaryOf,
  $CONV_A: async (scene) => (await askerOf(scene)).id,
  $ANSWER_A: async (scene) => (await askerOf(scene)).answerId,
  $CONV_B: ({ world }) => world.other.id,
  $ANSWER_B: ({ world }) => world.other.answerId,
  $STAFF_ID: ({ world }) => world.staff[0]?.id ?? '',
  $PW: ({ world }) => world.staff[0]?.password ?? '',
  $SPARE: ({ world }) => world.spare.username,
  $HALF: ({ world: { send, spare } }) => givePassword(send, spare.username, spare.password),
}

/** @throws for a variable that this table has not: an attack that names it has failed */
export async function valueOf(scene: Scene, name: string): Promise<string> {
  if (name.startsWith('$TICKET_')) return (await ticketOf(scene, name)).ticketId
  const variable = variables[name]
  const canary = scene.world.canaries[name.slice(1)]
  if (!variable && canary !== undefined) return canary
  if (!variable) throw new Error(`nothing is known of ${name}`)
  return once(scene, name, async () => variable(scene))
}

/** Text with every variable of the attacks in it filled in; `round` counts repetitions. */
export async function fill(scene: Scene, text: string, round = 0): Promise<string> {
  const counted = text
    .replaceAll('$STAFF_k', scene.world.staff[round % scene.world.staff.length]?.cookie ?? '')
    .replaceAll('$i6', String(round).padStart(6, '0'))
    .replaceAll('$i', String(round))
    .replaceAll('$u', `user${round}`)
  const names = new Set(counted.match(/\$[A-Z][A-Z0-9_]*/g))
  let filled = counted
  for (const name of names) filled = filled.replaceAll(name, await valueOf(scene, name))
  return filled
}

/** What routes of ours name that the attack only implies. */
export const implied: Record<string, (scene: Scene, ticket: string) => Promise<string>> = {
  ticket: async (scene, ticket) => (await ticketOf(scene, ticket)).ticketId,
  case: async (scene, ticket) => (await ticketOf(scene, ticket)).caseId,
  caseVersion: async (scene, ticket) => {
    const { caseId } = await ticketOf(scene, ticket)
    return String((await readCase(scene.world, caseId)).version)
  },
  ticketVersion: async (scene, ticket) =>
    String(await ticketVersion(scene.world, await ticketOf(scene, ticket))),
  statement: async (scene, ticket) => {
    const { caseId } = await ticketOf(scene, ticket)
    return (await readCase(scene.world, caseId)).statements.at(-1)?.id ?? ''
  },
  conversation: async (scene) => (await askerOf(scene)).id,
}
