import { shanghaiDay } from '../shared/shanghai-day.ts'
import type { Breaker, Pass } from './breaker.ts'
import {
  type ChatModel,
  type ChatRequest,
  type ChatUsage,
  estimateTokens,
  ModelError,
  type ModelFault,
  promptTokens,
  readAll,
} from './chat-model.ts'

/** Times in milliseconds. */
export type ChatLimits = {
  /** From the call to the first piece, with the wait for a free place. */
  firstWordsMs: number
  /** From piece to piece. */
  idleMs: number
  /** From the call to the end of the text. */
  wholeMs: number
  /** Of one text. */
  maxCharacters: number
  /** Calls at the same time, in this process. */
  concurrency: number
  /** Per calendar day in Beijing. Calls under way when it is reached may go over it. */
  dailyTokens: number
}

export const defaultLimits: ChatLimits = {
  firstWordsMs: 3_000,
  idleMs: 5_000,
  wholeMs: 20_000,
  maxCharacters: 20_000,
  concurrency: 8,
  dailyTokens: 5_000_000,
}

/** What was used per day, `YYYY-MM-DD` in Beijing; shared by all processes. */
export type TokenStore = {
  spent: (day: string) => Promise<number>
  add: (day: string, tokens: number) => Promise<void>
}

export type ChatGuards = {
  limits: ChatLimits
  breaker: Breaker
  tokens: TokenStore
  isSwitchedOff: () => Promise<boolean>
  now: () => Date
}

type Guarded = { model: ChatModel; guards: ChatGuards; places: Places }

/**
 * The same model, kept to its deadlines and its budget, and spared while it is out.
 * Holds the queue of this process: on Workers, where requests cannot wait for each other, one for
 * each request, over one breaker.
 */
export function guardedChat(model: ChatModel, guards: ChatGuards): ChatModel {
  const guarded = { model, guards, places: createPlaces(guards.limits.concurrency) }
  const stream = (request: ChatRequest) => streamGuarded(guarded, request)
  return { name: model.name, stream, complete: (request) => readAll(stream(request)) }
}

async function* streamGuarded(
  { model, guards, places }: Guarded,
  request: ChatRequest,
): AsyncGenerator<string, ChatUsage> {
  const watch = startWatch(guards.limits, request.signal)
  const bill: Bill = { day: shanghaiDay(guards.now()), sent: false, text: '' }
  try {
    await watch.untilFirstWords(refuseUnsent(guards, bill.day), 'busy')
    const waited = await watch.untilFirstWords(places.take(watch.signal), 'busy')
    const pass = admit(guards.breaker, watch.signal)
    bill.sent = true
    const ask = () => model.stream({ ...request, signal: watch.signal })
    // Who had to wait for a place had less time for the model, which is not the model's fault.
    const late = waited ? 'busy' : 'first_words_late'
    const begun = await watch.untilFirstWords(begin(ask, pass.trial ? 0 : RETRIES), late)
    let { step } = begun
    while (!step.done) {
      bill.text += step.value
      if (bill.text.length > guards.limits.maxCharacters) throw new ModelError('cut')
      yield step.value
      step = await watch.untilNext(begun.pieces.next())
    }
    bill.usage = step.value
    pass.succeeded()
    return step.value
  } catch (error) {
    throw watch.end(error)
  } finally {
    const owed = tokensOwed(bill, request, watch.end(new ModelError('aborted')))
    if (owed > 0) await guards.tokens.add(bill.day, owed)
  }
}

async function refuseUnsent({ isSwitchedOff, tokens, limits }: ChatGuards, day: string) {
  if (await isSwitchedOff()) throw new ModelError('switched_off')
  if ((await tokens.spent(day)) >= limits.dailyTokens) throw new ModelError('budget_spent')
}

const RETRIES = 1

/** The first piece; a second request only where the first one brought nothing, by no fault of ours. */
async function begin(ask: () => AsyncGenerator<string, ChatUsage>, retries: number) {
  const pieces = ask()
  try {
    return { pieces, step: await pieces.next() }
  } catch (error) {
    if (retries === 0 || faultOf(error) !== 'unreachable') throw error
    return begin(ask, retries - 1)
  }
}

const faultOf = (error: unknown): ModelFault | undefined =>
  error instanceof ModelError ? error.fault : undefined

/** Reports to the breaker whatever ends the call first, also where the caller never comes back. */
function admit(breaker: Breaker, signal: AbortSignal): Pass {
  const pass = breaker.admit()
  if (!pass) throw new ModelError('breaker_open')
  signal.addEventListener('abort', () => {
    if (countsAgainstModel(signal.reason)) pass.failed()
    else pass.withdrawn()
  })
  return pass
}

/** Vendors answer 400 and 422 to a text they do not like: one asker must not silence it for all. */
function countsAgainstModel(reason: unknown): boolean {
  if (!(reason instanceof ModelError)) return false
  const dislikesText = reason.status === 400 || reason.status === 422
  return isFaultOfModel[reason.fault] && !dislikesText
}

const isFaultOfModel = {
  refused: true,
  unreachable: true,
  first_words_late: true,
  too_late: true,
  stalled: true,
  cut: true,
  empty: true,
  switched_off: false,
  breaker_open: false,
  busy: false,
  budget_spent: false,
  aborted: false,
} as const satisfies Record<ModelFault, boolean>

type Bill = { day: string; sent: boolean; text: string; usage?: ChatUsage }

/** A vendor charges for what it began, though it tells the count only at the end. */
function tokensOwed({ sent, text, usage }: Bill, { messages }: ChatRequest, end: unknown): number {
  if (usage) return usage.promptTokens + usage.completionTokens
  const fault = faultOf(end)
  if (!sent || fault === 'refused' || fault === 'unreachable') return 0
  return promptTokens(messages) + estimateTokens(text)
}

type Watch = {
  /** Aborts with the reason that ended the call first. */
  signal: AbortSignal
  untilFirstWords: <Result>(work: Promise<Result>, fault: ModelFault) => Promise<Result>
  untilNext: <Result>(work: Promise<Result>) => Promise<Result>
  /** Ends the call, if nothing else has; gives the reason that counts. */
  end: (reason: unknown) => unknown
}

function startWatch({ firstWordsMs, idleMs, wholeMs }: ChatLimits, caller?: AbortSignal): Watch {
  const begun = performance.now()
  const stop = new AbortController()
  const { signal } = stop
  const end = (reason: unknown): unknown => {
    stop.abort(reason)
    return signal.reason
  }
  const callOff = () => end(new ModelError('aborted'))
  const whole = setTimeout(() => end(new ModelError('too_late')), wholeMs)
  signal.addEventListener('abort', () => {
    clearTimeout(whole)
    caller?.removeEventListener('abort', callOff)
  })
  if (caller?.aborted) callOff()
  caller?.addEventListener('abort', callOff)
  const within = async <Result>(work: Promise<Result>, ms: number, fault: ModelFault) => {
    const timer = setTimeout(() => end(new ModelError(fault)), ms)
    return unlessAborted(work, signal).finally(() => clearTimeout(timer))
  }
  return {
    signal,
    end,
    untilFirstWords: (work, fault) => within(work, begun + firstWordsMs - performance.now(), fault),
    untilNext: (work) => within(work, idleMs, 'stalled'),
  }
}

/** Does not wait for work that is slow to notice the signal. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

type Places = {
  /** A place until the signal aborts, in the order of asking; tells whether it was waited for. */
  take: (signal: AbortSignal) => Promise<boolean>
}

function createPlaces(count: number): Places {
  let free = count
  const waiting = new Set<() => void>()
  const leave = () => {
    const [next] = waiting
    if (next) next()
    else free += 1
  }
  return {
    take: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return
        if (free > 0) {
          free -= 1
          signal.addEventListener('abort', leave)
          resolve(false)
          return
        }
        const enter = () => {
          waiting.delete(enter)
          signal.removeEventListener('abort', giveUp)
          signal.addEventListener('abort', leave)
          resolve(true)
        }
        const giveUp = () => waiting.delete(enter)
        waiting.add(enter)
        signal.addEventListener('abort', giveUp)
      }),
  }
}
