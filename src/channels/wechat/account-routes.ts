import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { AppError } from '../../shared/errors.ts'
import { answerMessage } from '../../wechat/account/answer-message.ts'
import type { Account } from '../../wechat/open-wechat.ts'
import { sealEnvelope } from '../../wechat/protocol/cipher.ts'
import type { Callback } from '../../wechat/protocol/read-callback.ts'
import { readMessage } from '../../wechat/protocol/read-message.ts'
import { renderSealedReply, renderTextReply } from '../../wechat/protocol/render-xml.ts'
import { signatureOf } from '../../wechat/protocol/signature.ts'
import { answerCallback, answerPlain, answerVerification, limitCallback } from './callback.ts'

const XML = { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' }

/** Under `/wechat/oa`: what WeChat calls for the service account. */
export const accountRoutes = new Hono<AppEnv>()
  .get('/', (c) => answerVerification(c, checkedAgainst(accountOf(c.get('deps')))))
  .post('/', limitCallback, async (c) => {
    const deps = c.get('deps')
    const account = accountOf(deps)
    return answerCallback(c, checkedAgainst(account), async (callback) => {
      const message = readMessage(callback.message, account.config.ghId)
      const reply = await answerMessage(deps, account, message)
      if (reply === 'later') return answerPlain(c, '', 503)
      if (reply === 'nothing') return answerPlain(c, 'success')
      const written = { account, callback, to: message.from, text: reply.text }
      return c.body(await writeReply(written, deps.now()), 200, XML)
    })
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
