import { z } from 'zod'
import type { Log } from '../http/log.ts'
import { limitBody } from '../models/limit-body.ts'
import { type ApiOutcome, type Platform, readOutcome } from './outcome.ts'
import type { Token, TokenStore } from './token-store.ts'

/** The platform gave no token: nothing was sent. */
export class TokenError extends Error {
  readonly outcome: ApiOutcome

  constructor(outcome: ApiOutcome) {
    super(`no access token (${outcome.errcode ?? 'no answer'})`)
    this.name = 'TokenError'
    this.outcome = outcome
  }
}

/** `left` is false where the request was never made. */
export type CallOutcome = ApiOutcome & { left: boolean }

type Call = {
  body?: object
  /** Beside the access token. */
  query?: Record<string, string>
  /** Tries after a silent or busy answer; 0 where a second one could be seen twice. */
  retries?: number
}

export type Api = {
  post: (path: string, call: Call) => Promise<CallOutcome>
  get: (path: string, call: Call) => Promise<CallOutcome>
}

type Options = {
  base: string
  platform: Platform
  tokens: TokenStore
  log: Log
  deadlineMs?: number
}

/** The platform's own limit is unknown; the next callback of the same person should find an end. */
const DEADLINE_MS = 6_000
const BACKOFF_MS = [500, 1_000, 2_000]
const MOST_RETRIES = 3
const LONGEST_ANSWER = 4_000_000

/**
 * Calls with the shared token. A token that is not taken is replaced once; silence is met with up to three more
 * tries where that does no harm. Neither path with token nor content is ever logged.
 */
export function createApi(options: Options): Api {
  return {
    post: (path, call) => callWithRetries(options, { ...call, path, method: 'POST' }),
    get: (path, call) => callWithRetries(options, { ...call, path, method: 'GET' }),
  }
}

type Request = Call & { path: string; method: 'POST' | 'GET' }

async function callWithRetries(options: Options, request: Request): Promise<CallOutcome> {
  const most = request.retries ?? MOST_RETRIES
  for (let tried = 0; ; tried += 1) {
    const outcome = await callWithToken(options, request)
    if (outcome.action !== 'retry_backoff' || tried >= most) {
      logOutcome(options.log, request.path, outcome)
      return outcome
    }
    await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS[tried] ?? 2_000))
  }
}

async function callWithToken(options: Options, request: Request): Promise<CallOutcome> {
  try {
    const token = await options.tokens.get()
    const outcome = await callOnce(options, request, token)
    if (outcome.action !== 'refresh_token_and_retry_once') return { ...outcome, left: true }
    await options.tokens.drop(token)
    const again = await callOnce(options, request, await options.tokens.get())
    return { ...again, left: true }
  } catch (error) {
    if (error instanceof TokenError) return { ...error.outcome, left: false }
    throw error
  }
}

async function callOnce(
  { base, platform, deadlineMs }: Options,
  { path, method, body, query }: Request,
  token: Token,
): Promise<ApiOutcome> {
  const search = new URLSearchParams({ access_token: token.value, ...query })
  const answer = await requestText(
    `${base}${path}?${search}`,
    { method, ...(body && { body: JSON.stringify(body) }) },
    deadlineMs,
  )
  return readOutcome(answer.status, answer.text, platform)
}

type Reached = {
  /** Undefined for silence: whether the request has arrived is not known. */
  status: number | undefined
  text: string
  /** The header, where there is one. */
  date?: string | undefined
  /** What is wrong with the certificate of the other side. */
  problem?: string
}

/** Follows no redirect. */
export async function requestText(
  url: string,
  init: { method: 'POST' | 'GET'; body?: string },
  deadlineMs = DEADLINE_MS,
): Promise<Reached> {
  try {
    const response = await fetch(url, {
      ...init,
      ...(init.body !== undefined && { headers: { 'content-type': 'application/json' } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    })
    const text = await limitBody(response, LONGEST_ANSWER).text()
    return { status: response.status, text, date: response.headers.get('date') ?? undefined }
  } catch (error) {
    // No answer is an answer of its own kind here; the address holds a token and must not be told.
    return { status: undefined, text: '', ...certificateProblem(error) }
  }
}

const Untrusted = z.object({ cause: z.object({ code: z.string().regex(/CERT|TLS|SIGNATURE/) }) })

function certificateProblem(error: unknown): { problem?: string } {
  const untrusted = Untrusted.safeParse(error)
  return untrusted.success ? { problem: untrusted.data.cause.code } : {}
}

function logOutcome(log: Log, path: string, outcome: CallOutcome): void {
  const { action, errcode, rid, untrustedAddress } = outcome
  if (action === 'ok' || action === 'treat_as_sent') return
  const level = action === 'config_error' ? 'error' : 'warn'
  log(level, 'wechat_api', { path, action, errcode, rid, untrustedAddress })
}
