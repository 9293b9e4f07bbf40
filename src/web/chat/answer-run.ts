import type { Call, Problem } from '../shared/call-api.ts'
import { callApi, networkProblem } from '../shared/call-api.ts'
import { isUnknown } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { createFrameBatch } from './frame-batch.ts'
import type { Meta } from './message-guards.ts'
import { forgetAsker, leaveConversation, openSession } from './session.ts'
import type { Session } from './session.ts'
import type { AnswerEvent, StreamEnd } from './stream-answer.ts'
import { streamAnswer } from './stream-answer.ts'
import { change, receiveAll } from './thread.ts'
import type { Exchange, Thread } from './thread.ts'
import { forgetUnsent } from './unfinished.ts'

export type Notice = 'searching' | 'answered' | 'stopped' | 'failed' | 'replied'

/** The page around a conversation, as far as an answer on its way needs it. */
export type Page = {
  language: () => Language
  update: (change: (thread: Thread) => Thread) => void
  notify: (notice: Notice) => void
}

/** An answer on its way to this page. Once `over`, nothing that still arrives changes the page. */
export type Run = {
  key: string
  idempotencyKey: string
  text: string
  messageId: string | null
  lastEventId: string
  session: Session | null
  failed: boolean
  over: boolean
  connection: AbortController
}

const reconnectAfter = [1000, 4000]
const longestSilence = 45_000

const pause = (ms: number) => new Promise<void>((resolve) => window.setTimeout(resolve, ms))
const isOver = (run: Run) => run.over
const tokenOf = (session: Session | null) => (session === null ? {} : { token: session.token })
const messagePath = (messageId: string) => `/api/messages/${encodeURIComponent(messageId)}`

export function newRun(exchange: Exchange, session: Session | null): Run {
  return {
    key: exchange.key,
    idempotencyKey: exchange.idempotencyKey,
    text: exchange.question ?? '',
    messageId: exchange.messageId,
    lastEventId: '',
    session,
    failed: false,
    over: false,
    connection: new AbortController(),
  }
}

/** Ends the connection when the network goes or stays silent too long. */
function watchConnection(run: Run): { heard: () => void; end: () => void } {
  const abort = () => run.connection.abort()
  let timer = window.setTimeout(abort, longestSilence)
  window.addEventListener('offline', abort)
  return {
    heard: () => {
      clearTimeout(timer)
      timer = window.setTimeout(abort, longestSilence)
    },
    end: () => {
      clearTimeout(timer)
      window.removeEventListener('offline', abort)
    },
  }
}

function set(page: Page, run: Run, changes: Partial<Exchange>): void {
  if (!run.over) page.update((thread) => change(thread, run.key, changes))
}

function tellServerToStop(page: Page, run: Run, messageId: string): void {
  const path = `${messagePath(messageId)}/stop`
  const call = {
    path,
    guard: isUnknown,
    language: page.language(),
    method: 'POST',
    body: {},
  } as const
  void callApi({ ...call, ...tokenOf(run.session) })
  run.connection.abort()
}

function onMeta(page: Page, run: Run, meta: Meta): void {
  run.messageId = meta.messageId
  forgetUnsent()
  if (run.over) tellServerToStop(page, run, meta.messageId)
}

async function listen(
  page: Page,
  run: Run,
  call: Omit<Call<unknown>, 'guard' | 'language'>,
): Promise<StreamEnd> {
  const batch = createFrameBatch<AnswerEvent>((events) =>
    page.update((thread) => receiveAll(thread, run.key, events)),
  )
  run.connection = new AbortController()
  const watch = watchConnection(run)
  const { signal } = run.connection
  const request = { ...call, ...tokenOf(run.session), language: page.language(), signal }
  const end = await streamAnswer(request, (event, id) => {
    watch.heard()
    if (id !== '') run.lastEventId = id
    if (event.type === 'meta') onMeta(page, run, event.meta)
    if (event.type === 'error') run.failed = true
    if (!run.over) batch.add(event)
  })
  watch.end()
  batch.flush()
  return end
}

function fail(page: Page, run: Run, problem: Problem): void {
  set(page, run, { state: 'failed', problem })
  page.notify('failed')
}

function resume(page: Page, run: Run, messageId: string): Promise<StreamEnd> {
  const headers: Record<string, string> =
    run.lastEventId === '' ? {} : { 'Last-Event-ID': run.lastEventId }
  return listen(page, run, { path: messagePath(messageId), headers })
}

async function reconnect(page: Page, run: Run, messageId: string): Promise<void> {
  set(page, run, { state: 'interrupted', problem: networkProblem })
  page.notify('failed')
  for (const wait of reconnectAfter) {
    await pause(wait)
    if (run.over) return
    if (!navigator.onLine) continue
    const end = await resume(page, run, messageId)
    if (end.kind !== 'cut') return settle(page, run, end)
  }
}

async function settle(page: Page, run: Run, end: StreamEnd): Promise<void> {
  if (run.over) return
  if (end.kind === 'cut' && run.messageId !== null) return reconnect(page, run, run.messageId)
  if (end.kind === 'cut') return fail(page, run, networkProblem)
  if (end.kind === 'refused') return fail(page, run, end.problem)
  page.notify(run.failed ? 'failed' : 'answered')
}

/** Sends the question; a conversation or token that the server no longer knows is replaced once. */
export async function postQuestion(page: Page, run: Run, mayReopen = true): Promise<void> {
  const opened = await openSession(page.language())
  if (isOver(run)) return
  if (!opened.ok) return fail(page, run, opened.problem)
  run.session = opened.value
  const path = `/api/conversations/${encodeURIComponent(opened.value.conversationId)}/messages`
  const headers = { 'Idempotency-Key': run.idempotencyKey }
  const end = await listen(page, run, { path, method: 'POST', body: { text: run.text }, headers })
  const status = end.kind === 'refused' ? end.problem.status : 0
  if (mayReopen && !isOver(run) && (status === 401 || status === 404)) {
    if (status === 401) forgetAsker()
    else leaveConversation()
    return postQuestion(page, run, false)
  }
  return settle(page, run, end)
}

export async function followAnswer(page: Page, run: Run, messageId: string): Promise<void> {
  return settle(page, run, await resume(page, run, messageId))
}

/** What has arrived stays. Before the server has named its message, `onMeta` passes the stop on. */
export function stopAnswer(page: Page, run: Run): void {
  set(page, run, { state: 'stopped', problem: null })
  run.over = true
  forgetUnsent()
  if (run.messageId !== null) tellServerToStop(page, run, run.messageId)
  page.notify('stopped')
}
