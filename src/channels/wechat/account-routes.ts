import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { AppError } from '../../shared/errors.ts'
import { answerMessage } from '../../wechat/account/answer-message.ts'
import type { Account } from '../../wechat/open-wechat.ts'
import { sealEnvelope } from '../../wechat/protocol/cipher.ts'
import {
  type Callback,
  CallbackError,
  readCallback,
  readVerification,
} from '../../wechat/protocol/read-callback.ts'
import { readMessage } from '../../wechat/protocol/read-message.ts'
import { renderSealedReply, renderTextReply } from '../../wechat/protocol/render-xml.ts'
import { signatureOf } from '../../wechat/protocol/signature.ts'

const LARGEST_BODY = 256 * 1024
const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
const XML = { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' }

/** Refuses what is too big before it is read. */
export const limitCallback = bodyLimit({
  maxSize: LARGEST_BODY,
  onError: (c) => c.text('too large', 413, PLAIN),
})

/** To a request that the platform did not send: no word of why. */
export function refuseCallback(c: Context, error: unknown): Response {
  if (!(error instanceof CallbackError)) throw error
  return c.text('refused', error.status, PLAIN)
}

/** Seconds; in tests by the header, so that recorded requests are not old. */
export function callbackTime(deps: Deps, header: string | undefined): number {
  const given = deps.wechat?.testClock === true ? Number(header) : Number.NaN
  return Number.isNaN(given) ? Math.floor(Date.now() / 1_000) : given
}

/** Under `/wechat/oa`: what WeChat calls for the service account. */
export const accountRoutes = new Hono<AppEnv>()
  .get('/', async (c) => {
    const account = accountOf(c.get('deps'))
    try {
      const query = new URL(c.req.url).searchParams
      return c.text(await readVerification(checkedAgainst(account), query), 200, PLAIN)
    } catch (error) {
      return refuseCallback(c, error)
    }
  })
  .post('/', limitCallback, async (c) => {
    const deps = c.get('deps')
    const account = accountOf(deps)
    try {
      const callback = await readCallback(checkedAgainst(account), {
        query: new URL(c.req.url).searchParams,
        body: await c.req.text(),
        now: callbackTime(deps, c.req.header('x-test-now')),
      })
      const message = readMessage(callback.message, account.config.ghId)
      const reply = await answerMessage(deps, account, message)
      if (reply === 'later') return c.text('', 503, PLAIN)
      if (reply === 'nothing') return c.text('success', 200, PLAIN)
      const written = { account, callback, to: message.from, text: reply.text }
      return c.body(await writeReply(written, deps.now()), 200, XML)
    } catch (error) {
      return refuseCallback(c, error)
    }
  })

/** @throws AppError `not_found` where the settings have no account */
function accountOf({ wechat }: Deps): Account {
  if (!wechat?.account) throw new AppError('not_found', 'route_unknown')
  return wechat.account
}

function checkedAgainst({ config }: Account) {
  const { appId: id, token, mode, aesKeys: keys } = config
  return { id, token, mode, keys, saysEncryptType: true }
}

type Written = { account: Account; callback: Callback; to: string; text: string }

/** Encrypted as the request was, with the key that has opened it. */
async function writeReply({ account, callback, to, text }: Written, now: Date): Promise<string> {
  const { appId, ghId, token } = account.config
  const createTime = Math.floor(now.getTime() / 1_000)
  const plain = renderTextReply({ to, from: ghId, createTime, content: text })
  if (!callback.key) return plain
  const encrypt = await sealEnvelope(callback.key, { text: plain, id: appId })
  const timestamp = String(createTime)
  const { nonce } = callback
  const signature = await signatureOf(token, timestamp, nonce, encrypt)
  return renderSealedReply({ encrypt, signature, timestamp, nonce })
}
