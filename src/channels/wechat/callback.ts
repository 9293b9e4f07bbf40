import type { Context } from 'hono'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { limitBodyTo } from '../../http/limit-body.ts'
import {
  type Callback,
  type CallbackAccount,
  CallbackError,
  readCallback,
  readVerification,
} from '../../wechat/protocol/read-callback.ts'

const LARGEST_BODY = 256 * 1024
const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

type Door = Context<AppEnv>

/** Refuses what is too big before it is read. */
export const limitCallback = limitBodyTo({
  maxSize: LARGEST_BODY,
  onError: (c) => c.text('too large', 413, PLAIN),
})

/** Answered with words of no format: an echo, `success`, nothing. */
export const answerPlain = (c: Door, text: string, status: 200 | 503 = 200) =>
  c.text(text, status, PLAIN)

/** The platform makes sure of the address when it is entered there. */
export async function answerVerification(c: Door, account: CallbackAccount): Promise<Response> {
  try {
    const query = new URL(c.req.url).searchParams
    return answerPlain(c, await readVerification(account, query))
  } catch (error) {
    return refuseCallback(c, error)
  }
}

/** Opens a callback and answers it; what the platform did not send is refused without a word of why. */
export async function answerCallback(
  c: Door,
  account: CallbackAccount,
  answer: (callback: Callback) => Promise<Response>,
): Promise<Response> {
  try {
    const callback = await readCallback(account, {
      query: new URL(c.req.url).searchParams,
      body: await c.req.text(),
      now: callbackTime(c.get('deps'), c.req.header('x-test-now')),
    })
    return await answer(callback)
  } catch (error) {
    return refuseCallback(c, error)
  }
}

function refuseCallback(c: Door, error: unknown): Response {
  if (!(error instanceof CallbackError)) throw error
  return c.text('refused', error.status, PLAIN)
}

/** Seconds; in tests by the header, so that recorded requests are not old. */
function callbackTime(deps: Deps, header: string | undefined): number {
  const given = deps.wechat?.testClock === true ? Number(header) : Number.NaN
  return Number.isNaN(given) ? Math.floor(Date.now() / 1_000) : given
}
