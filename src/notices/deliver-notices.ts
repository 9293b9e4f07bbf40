import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { cases, notices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { nextTry } from '../shared/next-try.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { addressNotice, type NoticeRow } from './address-notice.ts'
import { inTurn, type Turn } from './in-turn.ts'
import { queueNotice } from './queue-notice.ts'
import {
  type Delivery,
  type OutsideChannel,
  outsideChannels,
  SendError,
  type SendNotice,
  UnreachableError,
} from './senders.ts'

const MOST_ATTEMPTS = 6

/** How many are sent at a time, and in one round. A robot may send 20 messages a minute (WeCom document 99110). */
const pace = {
  email: { lanes: 4, most: 100 },
  wecom_app: { lanes: 4, most: 100 },
  wecom_robot: { lanes: 1, most: 1 },
  webhook: { lanes: 1, most: 100 },
} as const satisfies Record<OutsideChannel, { lanes: number; most: number }>

/** One channel, once: what it does to the database comes in turn with the other channels. */
type Round = {
  deps: Deps
  channel: OutsideChannel
  send: SendNotice
  publicUrl: string | undefined
  deadlineMs: number
  turn: Turn
  left: number
}

/**
 * Sends what waits, outside of any transaction: a notice is taken by putting off its next try, sent, and marked.
 * Where the process ends in between, it is sent again under the same id. Channels don't wait for each other;
 * within one the longest due go first, and a lane that has failed stops until the next call.
 */
export async function deliverNotices(deps: Deps): Promise<void> {
  const { senders } = deps
  if (!senders) return
  const { channels, underway, publicUrl, deadlineMs } = senders
  await cancelUnset(
    deps,
    outsideChannels.filter((channel) => !channels[channel]),
  )
  const turn = inTurn()
  const rounds = outsideChannels.flatMap((channel): Round[] => {
    const send = channels[channel]
    if (!send || underway.has(channel)) return []
    return [{ deps, channel, send, publicUrl, deadlineMs, turn, left: pace[channel].most }]
  })
  await allEnded(
    rounds.map(async (round) => {
      underway.add(round.channel)
      try {
        const lanes = Array.from({ length: pace[round.channel].lanes }, () => runLane(round))
        await allEnded(lanes)
      } finally {
        underway.delete(round.channel)
      }
    }),
  )
}

/** Waits for every one of them. @throws what the first has thrown that failed */
async function allEnded(works: Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(works)) {
    if (ended.status === 'rejected') throw ended.reason
  }
}

async function cancelUnset({ db }: Deps, unset: OutsideChannel[]): Promise<void> {
  if (unset.length === 0) return
  await db
    .update(notices)
    .set({ state: 'cancelled', lastError: 'this channel is not set' })
    .where(and(eq(notices.state, 'waiting'), inArray(notices.channel, unset)))
}

async function runLane(round: Round): Promise<void> {
  while (round.left > 0) {
    round.left -= 1
    const row = await round.turn(() => take(round))
    if (!row) return
    const problem = await trySend(round, row)
    await round.turn(() => settle(round.deps, row, problem))
    if (problem instanceof SendError) return
  }
}

/** Takes the notice that has been due longest: until its next try nobody else takes it. */
async function take({ deps, channel }: Round): Promise<NoticeRow | undefined> {
  const now = deps.now()
  return deps.db.transaction(async (tx) => {
    const [found] = await tx
      .select()
      .from(notices)
      .where(
        and(eq(notices.state, 'waiting'), eq(notices.channel, channel), lte(notices.nextAt, now)),
      )
      .orderBy(asc(notices.nextAt), asc(notices.createdAt), asc(notices.id))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!found) return undefined
    const attempts = found.attempts + 1
    const taken = { attempts, nextAt: nextTry(now, attempts) }
    await tx.update(notices).set(taken).where(eq(notices.id, found.id))
    return { ...found, ...taken }
  })
}

/** @returns what went wrong, in words without any address or secret */
async function trySend(
  round: Round,
  row: NoticeRow,
): Promise<SendError | UnreachableError | undefined> {
  const { deps, turn, send, publicUrl, deadlineMs } = round
  // Its process has ended during the last try.
  if (row.attempts > MOST_ATTEMPTS) return new SendError('not known whether it was sent')
  try {
    const delivery = await turn(() => addressNotice(deps, row, publicUrl))
    if (!delivery) return new UnreachableError('nobody to send it to')
    await sendInTime(send, delivery, deadlineMs)
    return undefined
  } catch (error) {
    if (error instanceof SendError || error instanceof UnreachableError) return error
    return new SendError(error instanceof Error ? error.name : 'failed', { cause: error })
  }
}

async function sendInTime(send: SendNotice, delivery: Delivery, ms: number): Promise<void> {
  const signal = AbortSignal.timeout(ms)
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new SendError('no answer in time'))
    signal.addEventListener('abort', refuse, { once: true })
  })
  await Promise.race([send(delivery, signal), late])
}

async function settle(
  deps: Deps,
  row: NoticeRow,
  problem: SendError | UnreachableError | undefined,
): Promise<void> {
  const { id, channel, attempts, kind } = row
  if (!problem) {
    const sent = { state: 'sent' as const, sentAt: deps.now(), lastError: null }
    await deps.db.update(notices).set(sent).where(eq(notices.id, id))
    return
  }
  const reason = problem.message
  deps.log('warn', 'notice_not_sent', { id, kind, channel, attempts, reason })
  await deps.db.transaction(async (tx) => {
    const state = stateAfter(problem, attempts)
    const [changed] = await tx
      .update(notices)
      .set({ state, lastError: reason })
      .where(and(eq(notices.id, id), eq(notices.state, 'waiting')))
      .returning({ id: notices.id })
    if (!changed || state === 'waiting') return
    const now = deps.now()
    await tellUnreached(tx, row, now)
    if (state === 'cancelled') return
    await queueNotice(tx, {
      key: `dead_letter:${channel}:${shanghaiDay(now)}`,
      kind: 'dead_letter',
      recipient: { kind: 'administrators' },
      data: { channel, kind },
      now,
    })
  })
}

/** An expert whom the invitation does not reach has to be called: the term runs. */
async function tellUnreached(tx: Database, row: NoticeRow, now: Date): Promise<void> {
  if (row.kind !== 'expert_invited' || row.channel !== 'email' || row.caseId === null) return
  const [found] = await tx
    .select({ code: cases.code, organisationId: cases.organisationId })
    .from(cases)
    .where(eq(cases.id, row.caseId))
  if (!found) return
  await queueNotice(tx, {
    key: `expert_unreached:${row.ticketId}`,
    kind: 'expert_unreached',
    recipient: { kind: 'organisation', id: found.organisationId },
    data: { code: found.code },
    caseId: row.caseId,
    ticketId: row.ticketId ?? undefined,
    now,
  })
}

function stateAfter(problem: SendError | UnreachableError, attempts: number) {
  if (problem instanceof UnreachableError) return 'cancelled'
  return attempts >= MOST_ATTEMPTS ? 'dead' : 'waiting'
}
