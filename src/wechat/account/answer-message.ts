import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/log.ts'
import { isSwitchedOff } from '../../operation/switches.ts'
import { AppError } from '../../shared/errors.ts'
import { sha256 } from '../../shared/ids.ts'
import type { Answer } from '../../shared/message.ts'
import { ask, chosenQuestion } from '../ask.ts'
import { noteTemplateFailure } from '../deliveries/attempts.ts'
import { deliver } from '../deliveries/deliver.ts'
import { queueDelivery } from '../deliveries/queue.ts'
import {
  awaitInbound,
  claimInbound,
  type Inbound,
  keepReply,
  markReplied,
  settleInbound,
} from '../inbound.ts'
import { makeLink } from '../links.ts'
import type { Account } from '../open-wechat.ts'
import { link } from '../protocol/plain-text.ts'
import type { AccountMessage } from '../protocol/read-message.ts'
import { renderAnswer } from '../render-answer.ts'
import { apologyFor, runCommand } from '../run-command.ts'
import { texts } from '../texts.ts'
import {
  findOrCreateUser,
  forgetUser,
  noteScene,
  noteWriting,
  openPlatformId,
  type WechatUser,
} from '../users.ts'
import { type Intent, readIntent } from './read-intent.ts'
import { replyWithPending } from './reply-with-pending.ts'

/** By then what was given to the connection has gone through it. */
const LEFT_AFTER_MS = 200

/** What a callback is answered with; `later`: the platform should ask once more. */
export type CallbackReply = { text: string } | 'nothing' | 'later'

/**
 * Answers one delivery of a message or event within the deadline. Copies of it, at the same moment or later, in
 * this process or another, start nothing and are answered with nothing.
 */
export async function answerMessage(
  deps: Deps,
  account: Account,
  message: AccountMessage,
): Promise<CallbackReply> {
  const until = performance.now() + account.config.passiveDeadlineMs
  const who = { channel: 'wechat' as const, account: account.config.appId, id: message.from }
  const intent = readIntent(message)
  if (intent.what === 'unsubscribe') {
    await forgetUser(deps, who)
    return 'nothing'
  }
  if (intent.what === 'nothing') return 'nothing'
  const user = await findOrCreateUser(deps, who)
  const key = await sha256(`${account.config.appId}:${message.key}`)
  const inbound: Inbound = { key, userId: user.id, channel: 'wechat' }
  if (!(await claimInbound(deps, inbound))) {
    const outcome = await awaitInbound(deps, inbound, until - performance.now())
    if (outcome.what === 'reply') return leave(deps, key, outcome.text)
    if (outcome.what === 'silence') return 'nothing'
    if (outcome.what === 'unfinished') return 'later'
  }
  return work(deps, { account, user, intent, key, until, message })
}

type Work = {
  account: Account
  user: WechatUser
  intent: Intent
  key: string
  /** By `performance.now()`. */
  until: number
  message: AccountMessage
}

async function work(deps: Deps, given: Work): Promise<CallbackReply> {
  const { intent } = given
  // Only what a person has written opens the window for messages to them.
  const wrote = given.message.type !== 'event'
  const user = wrote ? await noteWriting(deps, given.user) : given.user
  const task = { ...given, user }
  switch (intent.what) {
    case 'question':
      return answerQuestion(deps, task, intent.text)
    case 'command':
      return answerCommand(deps, task, intent.command)
    case 'say':
      if (intent.scene !== undefined) await noteScene(deps.db, user.id, intent.scene)
      return settle(deps, task, intent.text)
    case 'scene':
      await noteScene(deps.db, user.id, intent.scene)
      return settle(deps, task, undefined)
    case 'template_ended':
      if (!intent.arrived) await noteTemplateFailure(deps.db, intent.id, deps.now())
      return settle(deps, task, undefined)
    case 'unsubscribe':
    case 'nothing':
      return 'nothing'
  }
}

type Commanded = Extract<Intent, { what: 'command' }>['command']

async function answerCommand(deps: Deps, task: Work, command: Commanded): Promise<CallbackReply> {
  if (command.what !== 'choose')
    return settle(deps, task, await runCommand(deps, task.user, command))
  const question = await chosenQuestion(deps, task.user, command.n)
  return answerQuestion(deps, task, question ?? String(command.n))
}

/** Whichever comes first: the answer, which is given at once, or the deadline, after which it is brought. */
async function answerQuestion(deps: Deps, task: Work, text: string): Promise<CallbackReply> {
  if (await isSwitchedOff(deps.db, 'wechat')) return settle(deps, task, texts.off)
  const asked = await askOrExplain(deps, task, text)
  if ('explained' in asked) return settle(deps, task, asked.explained)
  const { messageId } = asked
  const answer = asked.answer.then(
    (whole) => ({ whole }),
    () => ({ whole: undefined }),
  )
  const first = await Promise.race([answer, endOf(task.until)])
  if (first === 'deadline') return answerLater(deps, task, { messageId, answer })
  if (!first.whole) return settle(deps, task, texts.failed)
  return settle(deps, task, await renderForReply(deps, task.user, first.whole))
}

async function askOrExplain(deps: Deps, { user, key }: Work, text: string) {
  try {
    return await ask(deps, user, { text, key })
  } catch (error) {
    if (error instanceof AppError) return { explained: apologyFor(error) }
    throw error
  }
}

async function endOf(until: number): Promise<'deadline'> {
  const left = Math.max(0, until - performance.now())
  await new Promise((resolve) => setTimeout(resolve, left))
  return 'deadline'
}

async function renderForReply(deps: Deps, user: WechatUser, answer: Answer): Promise<string> {
  const page = await makeLink(deps, deps.db, user)
  const room = { parts: 1, publicUrl: deps.wechat?.publicUrl ?? '', page }
  return renderAnswer(answer, room)[0] ?? texts.failed
}

/** With its words, and what the person is still owed before them. */
async function settle(
  deps: Deps,
  { user, key }: Work,
  reply: string | undefined,
): Promise<CallbackReply> {
  const decided = await deps.db.transaction(async (tx) => {
    if (!(await settleInbound(tx, key, reply))) return undefined
    if (reply === undefined) return undefined
    const whole = await replyWithPending(tx, deps, { user, reply })
    if (whole !== reply) await keepReply(tx, key, whole ?? reply)
    return whole
  })
  deps.bell.ring(key)
  return decided === undefined ? 'nothing' : leave(deps, key, decided)
}

type Late = { messageId: string; answer: Promise<{ whole: Answer | undefined }> }

/**
 * The answer is brought as a customer message once it is there; where none may be sent, the reply is a link to
 * the page that shows it, and it comes with the person's next word.
 */
async function answerLater(
  deps: Deps,
  task: Work,
  { messageId, answer }: Late,
): Promise<CallbackReply> {
  const { account, user, key } = task
  const pushes = account.api !== undefined
  const { id, reply } = await deps.db.transaction(async (tx) => {
    const placeholder = pushes ? undefined : await renderPlaceholder(deps, tx, user)
    if (!(await settleInbound(tx, key, placeholder))) return { id: undefined, reply: undefined }
    const queued = { userId: user.id, messageId, now: deps.now(), pending: !pushes }
    return { id: await queueDelivery(tx, queued), reply: placeholder }
  })
  deps.bell.ring(key)
  if (id !== undefined && pushes) {
    deps.background(bringWhenDone(deps, { task, id, answer }).catch(logBug(deps)))
  }
  return reply === undefined ? 'nothing' : leave(deps, key, reply)
}

type Bringing = { task: Work; id: string; answer: Late['answer'] }

async function bringWhenDone(deps: Deps, { task, id, answer }: Bringing): Promise<void> {
  const { account, user } = task
  const touser = await openPlatformId(deps, user)
  // The person sees that somebody is typing; whether they do is not worth a second try.
  const body = { touser, command: 'Typing' }
  const typing = account.api?.post('/cgi-bin/message/custom/typing', { body, retries: 0 })
  await answer
  await typing
  await deliver(deps, id)
}

const logBug = (deps: Deps) => (error: unknown) =>
  deps.log('error', 'wechat_answer_not_brought', describeError(error))

async function renderPlaceholder(deps: Deps, tx: Deps['db'], user: WechatUser): Promise<string> {
  const page = await makeLink(deps, tx, user)
  return `${texts.laterUnverified}${link(texts.open, page)}`
}

/** Keeps the reply until it has left: should the process end now, a copy of the callback is given it. */
function leave(deps: Deps, key: string, text: string): CallbackReply {
  const mark = async () => {
    await new Promise((resolve) => setTimeout(resolve, LEFT_AFTER_MS))
    await markReplied(deps, key)
  }
  deps.background(mark().catch(logBug(deps)))
  return { text }
}
