import { and, eq, lte } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { wechatDeliveries } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/log.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { CallOutcome } from '../../platform/call-api.ts'
import { withinHours } from '../../policy-notices/hours.ts'
import { makeLink } from '../links.ts'
import { countSent, getUser, type WechatUser } from '../users.ts'
import { beginAttempt, endAttempt, findUnended } from './attempts.ts'
import { type Content, type Delivery, loadContent, renderContent } from './content.ts'
import { sendNotices, sendPolicyNotice } from './send-notices.ts'
import { openForPolicies, openWindow, sendPart, type Sender, senderFor } from './send-part.ts'
import { endDelivery } from './queue.ts'
import { tellUnknown } from './tell-staff.ts'

/** Nobody else takes what somebody is at work on; longer than a message with its retry takes. */
const LEASE_MS = 30_000
/** Nobody waits for a 政策通知: it is not sent again where it may have arrived. */
const mostUnknown = ({ policyDeliveryId }: Delivery) => (policyDeliveryId === null ? 2 : 1)
/** Of five messages in a window, so that something is left for a person's words. */
const MOST_PARTS = { answer: 2, statement: 3 }
const STILL_RUNNING_MS = 2_000
const MINUTE_MS = 60_000
const RETRY_AFTER_MS = 1_000
const LANES = 4

type Task = { delivery: Delivery; user: WechatUser; content: Content; sender: Sender }

/** Brings each of these to its person; one does not wait for the others. */
export async function deliverAll(deps: Deps, ids: string[]): Promise<void> {
  const left = [...ids]
  const lane = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await deliver(deps, id)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** Tries to bring something to its person now; what fails is left to the next round. */
export async function deliver(deps: Deps, id: string): Promise<void> {
  try {
    const delivery = await take(deps, id)
    const user = delivery && (await getUser(deps.db, delivery.userId))
    if (!delivery || !user) return
    const content = await loadContent(deps.db, delivery)
    await dispatch(deps, { delivery, user, content })
  } catch (error) {
    deps.log('error', 'wechat_delivery_failed', { id, ...describeError(error) })
  }
}

/** What a process that ended has begun and left is one more try whose end is not known. */
async function take(deps: Deps, id: string): Promise<Delivery | undefined> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    const isDue = and(eq(wechatDeliveries.state, 'waiting'), lte(wechatDeliveries.dueAt, now))
    const [found] = await tx
      .select()
      .from(wechatDeliveries)
      .where(and(eq(wechatDeliveries.id, id), isDue))
      .for('update', { skipLocked: true })
    if (!found) return undefined
    const unended = await findUnended(tx, id)
    if (unended) await endAttempt(tx, unended.id, { result: 'unknown', now })
    const isDoubtful = unended !== undefined && unended.way === 'custom'
    const unknowns = found.unknowns + (isDoubtful ? 1 : 0)
    const set = { unknowns, dueAt: new Date(now.getTime() + LEASE_MS) }
    await tx.update(wechatDeliveries).set(set).where(eq(wechatDeliveries.id, id))
    if (isDoubtful) await tellUnknown(tx, found, now)
    if (unknowns < mostUnknown(found)) return { ...found, ...set }
    await endDelivery(tx, id, { state: 'unknown', now })
    return undefined
  })
}

async function dispatch(deps: Deps, task: Omit<Task, 'sender'>): Promise<void> {
  const { delivery, user, content } = task
  const now = deps.now()
  if (content.kind === 'running') return postpone(deps, delivery, STILL_RUNNING_MS)
  if (content.kind === 'gone') return endDelivery(deps.db, delivery.id, { state: 'dropped', now })
  if (content.kind === 'policy') {
    const { policyNotices: hours } = (await loadKnowledge(deps)).settings
    const open = withinHours(now, hours)
    if (open > now) return postpone(deps, delivery, open.getTime() - now.getTime())
  }
  const sender = await senderFor(deps, user)
  const isOpen = content.kind === 'policy' ? openForPolicies : openWindow
  if (sender && isOpen(user, now)) return sendParts(deps, { ...task, sender })
  return giveUpForNow(deps, task)
}

async function postpone({ db, now }: Deps, { id }: Delivery, ms: number): Promise<void> {
  const dueAt = new Date(now().getTime() + ms)
  await db.update(wechatDeliveries).set({ dueAt }).where(eq(wechatDeliveries.id, id))
}

async function sendParts(deps: Deps, task: Task): Promise<void> {
  const { delivery, user, content } = task
  const page = await makeLink(deps, deps.db, user)
  const publicUrl = deps.wechat?.publicUrl ?? ''
  const most = content.kind === 'statement' ? MOST_PARTS.statement : MOST_PARTS.answer
  const parts = renderContent(content, { parts: most, publicUrl, page })
  let { unknowns } = delivery
  for (let part = delivery.part; part < parts.length; part += 1) {
    const sent = await sendWithRetry(deps, task, { part, text: parts[part] ?? '', unknowns })
    if (!sent.arrived) return
    unknowns = 0
  }
  await endDelivery(deps.db, delivery.id, { state: 'sent', now: deps.now() })
}

type Part = { part: number; text: string; unknowns: number }

/** Once more after silence, not twice: each one may have arrived. */
async function sendWithRetry(deps: Deps, task: Task, given: Part): Promise<{ arrived: boolean }> {
  for (let { unknowns } = given; unknowns < mostUnknown(task.delivery); unknowns += 1) {
    const outcome = await attempt(deps, task, given)
    const result = resultOf(outcome)
    if (result === 'sent') {
      await recordPart(deps.db, task, given.part + 1)
      return { arrived: true }
    }
    if (result === 'refused') {
      await refused(deps, task, outcome)
      return { arrived: false }
    }
    await recordUnknown(deps, task, unknowns + 1)
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
  }
  // 微信客服 takes a message once, by its id: it can be tried again without end.
  if (task.sender.way === 'kf') await postpone(deps, task.delivery, MINUTE_MS)
  else await endDelivery(deps.db, task.delivery.id, { state: 'unknown', now: deps.now() })
  return { arrived: false }
}

async function attempt(deps: Deps, task: Task, { part, text }: Part): Promise<CallOutcome> {
  const { delivery, sender } = task
  const { db } = deps
  const begun = { deliveryId: delivery.id, way: sender.way, part, now: deps.now() }
  const id = await beginAttempt(db, begun)
  const outcome = await sendPart(sender, { deliveryId: delivery.id, part, text })
  await endAttempt(db, id, { result: resultOf(outcome), outcome, now: deps.now() })
  return outcome
}

function resultOf({ action, left }: CallOutcome): 'sent' | 'refused' | 'unknown' {
  if (action === 'ok' || action === 'treat_as_sent') return 'sent'
  return action === 'retry_backoff' && left ? 'unknown' : 'refused'
}

async function recordPart(db: Database, { delivery, user }: Task, part: number): Promise<void> {
  const set = { part, unknowns: 0 }
  await db.update(wechatDeliveries).set(set).where(eq(wechatDeliveries.id, delivery.id))
  await countSent(db, user.id)
}

async function recordUnknown(deps: Deps, { delivery }: Task, unknowns: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.now()
    await tx
      .update(wechatDeliveries)
      .set({ unknowns, dueAt: new Date(now.getTime() + LEASE_MS) })
      .where(eq(wechatDeliveries.id, delivery.id))
    await tellUnknown(tx, delivery, now)
  })
}

/** Nothing has arrived, the platform says so, or nothing was sent. */
async function refused(deps: Deps, task: Task, { action }: CallOutcome): Promise<void> {
  const { delivery, content } = task
  if (action === 'retry_after_60s' || action === 'retry_backoff') {
    return postpone(deps, delivery, MINUTE_MS)
  }
  // A member of staff is speaking with them: an answer of the machine would only be in the way.
  if (action === 'stop_bot_human_is_serving' && content.kind === 'answer') {
    return endDelivery(deps.db, delivery.id, { state: 'dropped', now: deps.now() })
  }
  return giveUpForNow(deps, task)
}

/** It comes with the person's next word; where it is a person's answer, a notice says that there is one. */
async function giveUpForNow(deps: Deps, task: Omit<Task, 'sender'>): Promise<void> {
  const { delivery, user, content } = task
  const now = deps.now()
  const set = { state: 'pending', dueAt: now } as const
  await deps.db.update(wechatDeliveries).set(set).where(eq(wechatDeliveries.id, delivery.id))
  if (content.kind === 'statement') {
    await sendNotices(deps, { delivery, user, code: content.code, at: now })
  }
  if (content.kind === 'policy') {
    const state = await sendPolicyNotice(deps, { delivery, user, code: content.title, at: now })
    if (state !== 'refused') await endDelivery(deps.db, delivery.id, { state, now })
  }
}
