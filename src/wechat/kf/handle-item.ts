import { z } from 'zod'
import { wechatWords } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { AppError } from '../../shared/errors.ts'
import { isSwitchedOff } from '../../operation/switches.ts'
import { ask, chosenQuestion } from '../ask.ts'
import { type Command, readCommand } from '../commands.ts'
import { noteKfFailure } from '../deliveries/attempts.ts'
import { deliver, deliverAll } from '../deliveries/deliver.ts'
import { listDue, queueDelivery, wakePending } from '../deliveries/queue.ts'
import type { Kf } from '../open-wechat.ts'
import { apologyFor, runCommand } from '../run-command.ts'
import { ratingChoices, texts } from '../texts.ts'
import { noteScene, noteWriting, openPlatformId, type WechatUser } from '../users.ts'
import type { KfItem } from './read-item.ts'

type Task = { user: WechatUser; item: KfItem; key: string }

/** 2 in the queue, 3 with a member of staff (WeCom 94669). */
const PERSON_SERVES: readonly number[] = [2, 3]

export async function handleItem(deps: Deps, kf: Kf, task: Task): Promise<void> {
  const { item } = task
  switch (item.what) {
    case 'entered':
      return greet(deps, kf, { ...task, item })
    case 'ended':
      return askForRating(kf, { ...task, item })
    case 'send_failed':
      return noteKfFailure(deps.db, item.messageId, deps.now())
    case 'staff_said':
      return keepWords(deps, task, { author: 'staff', text: item.text, kind: 'text' })
    case 'withheld':
      return answerWithheld(deps, kf, { ...task, item })
    case 'other':
      return answerOther(deps, kf, { ...task, item })
    case 'said':
      return answerWords(deps, kf, { ...task, item })
  }
}

type Of<What extends KfItem['what']> = Task & { item: Extract<KfItem, { what: What }> }

async function greet(deps: Deps, kf: Kf, { user, item, key }: Of<'entered'>): Promise<void> {
  if (item.scene !== '') await noteScene(deps.db, user.id, item.scene)
  await sendByCode(kf, { code: item.code, key }, { text: { content: texts.welcome } })
}

/** Of a session that people have ended; what is tapped comes back as text with the id. */
async function askForRating(kf: Kf, { item, key }: Of<'ended'>): Promise<void> {
  const list = ratingChoices.map(({ score, word }) => {
    return { type: 'click', click: { id: `csat:${score}:session`, content: word } }
  })
  const msgmenu = { head_content: texts.kfRateMenu, list }
  await sendByCode(kf, { code: item.code, key }, { msgmenu })
}

type Coded = { code: string; key: string }
type CodedMessage = { text: { content: string } } | { msgmenu: object }

/** One message for one code; after 20 seconds the platform takes none, and says so. */
async function sendByCode(kf: Kf, { code, key }: Coded, message: CodedMessage): Promise<void> {
  if (code === '') return
  const msgtype = 'text' in message ? 'text' : 'msgmenu'
  const body = { code, msgid: key.slice(0, 32), msgtype, ...message }
  await kf.api.post('/cgi-bin/kf/send_msg_on_event', { body })
}

type Words = { author: 'asker' | 'staff'; text: string | null; kind: string }

/** What is said while people serve stands in the archive, though the machine is silent. */
async function keepWords(deps: Deps, { user, item, key }: Task, words: Words): Promise<void> {
  const at = item.at > 0 ? new Date(item.at * 1_000) : deps.now()
  const { conversationId } = user
  const row = { id: idOfKey(key), conversationId, at, ...words }
  await deps.db.insert(wechatWords).values(row).onConflictDoNothing()
}

async function answerWithheld(deps: Deps, kf: Kf, task: Of<'withheld'>): Promise<void> {
  if (task.item.by === 'staff' || (await isServed(deps, kf, task.user))) {
    const words = { author: task.item.by, text: null, kind: 'withheld' }
    return keepWords(deps, task, words)
  }
  const { replies } = await loadKnowledge(deps)
  const user = await noteWriting(deps, task.user)
  return say(deps, { ...task, user }, replies.notices.state_secret.zh)
}

async function answerOther(deps: Deps, kf: Kf, task: Of<'other'>): Promise<void> {
  const { by, kind } = task.item
  if (by === 'staff' || (await isServed(deps, kf, task.user))) {
    return keepWords(deps, task, { author: by, text: null, kind })
  }
  const user = await noteWriting(deps, task.user)
  return say(deps, { ...task, user }, texts.textOnly)
}

async function answerWords(deps: Deps, kf: Kf, task: Of<'said'>): Promise<void> {
  const { text, menuId } = task.item
  const command = readCommand(text, menuId)
  const isRating = command?.what === 'rate'
  if (!isRating && (await isServed(deps, kf, task.user))) {
    return keepWords(deps, task, { author: 'asker', text, kind: 'text' })
  }
  const user = await noteWriting(deps, task.user)
  await wakePending(deps.db, user.id, deps.now())
  if (command) await obey(deps, kf, { ...task, user }, command)
  else await answerQuestion(deps, { ...task, user }, text)
  await deliverAll(deps, await listDue(deps))
}

async function obey(deps: Deps, kf: Kf, task: Of<'said'>, command: Command): Promise<void> {
  const { user } = task
  if (command.what === 'hand_over') return handOver(deps, kf, task)
  if (command.what !== 'choose') return say(deps, task, await runCommand(deps, user, command))
  const question = await chosenQuestion(deps, user, command.n)
  return answerQuestion(deps, task, question ?? task.item.text)
}

const State = z.looseObject({ service_state: z.number() })

/** Whether people serve this customer, or they wait for it: then the machine does not even try to speak. */
async function isServed(deps: Deps, kf: Kf, user: WechatUser): Promise<boolean> {
  const state = await readState(deps, kf, user)
  return state !== undefined && PERSON_SERVES.includes(state)
}

async function readState(deps: Deps, kf: Kf, user: WechatUser): Promise<number | undefined> {
  const body = {
    open_kfid: kf.config.openKfid,
    external_userid: await openPlatformId(deps, user),
  }
  const outcome = await kf.api.post('/cgi-bin/kf/service_state/get', { body })
  const state = State.safeParse(outcome.body)
  if (outcome.action === 'retry_backoff') throw new Error('the state of the session is not known')
  return state.success ? state.data.service_state : undefined
}

const Moved = z.looseObject({ msg_code: z.string().optional() })
const QUEUED = 2
const SERVED = 3

/** To the member of the settings where they can be reached, else into the queue. */
async function handOver(deps: Deps, kf: Kf, task: Of<'said'>): Promise<void> {
  const { user, key } = task
  const { openKfid, servicer } = kf.config
  const customer = { open_kfid: openKfid, external_userid: await openPlatformId(deps, user) }
  const ways = [
    ...(servicer === undefined ? [] : [{ service_state: SERVED, servicer_userid: servicer }]),
    { service_state: QUEUED },
  ]
  await keepWords(deps, task, { author: 'asker', text: task.item.text, kind: 'text' })
  for (const way of ways) {
    const body = { ...customer, ...way }
    const outcome = await kf.api.post('/cgi-bin/kf/service_state/trans', { body })
    if (outcome.action !== 'ok') continue
    const { msg_code: code = '' } = Moved.parse(outcome.body)
    return sendByCode(kf, { code, key }, { text: { content: texts.kfHandedOver } })
  }
  return say(deps, task, texts.kfNoServicer)
}

async function answerQuestion(deps: Deps, task: Task, text: string): Promise<void> {
  const { user, key } = task
  if (await isSwitchedOff(deps.db, 'wechat')) return say(deps, task, texts.off)
  try {
    const { messageId, answer } = await ask(deps, user, { text, key })
    const id = idOfKey(key)
    await queueDelivery(deps.db, { id, userId: user.id, messageId, now: deps.now() })
    await answer.catch(() => {})
    await deliver(deps, id)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await say(deps, task, apologyFor(error))
  }
}

/** By its key the same thing is said once, though it be dealt with twice. */
async function say(deps: Deps, { user, key }: Task, text: string): Promise<void> {
  const id = idOfKey(key)
  await queueDelivery(deps.db, { id, userId: user.id, text, now: deps.now() })
  await deliver(deps, id)
}

/** A uuid out of a hash: what arises from one entry has one name. */
function idOfKey(key: string): string {
  const parts = [key.slice(0, 8), key.slice(8, 12), key.slice(12, 16), key.slice(16, 20)]
  return [...parts, key.slice(20, 32)].join('-')
}
