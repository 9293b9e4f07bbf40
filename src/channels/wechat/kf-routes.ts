import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describeError } from '../../http/log.ts'
import { AppError } from '../../shared/errors.ts'
import { pullMessages } from '../../wechat/kf/pull.ts'
import type { Kf } from '../../wechat/open-wechat.ts'
import { textIn } from '../../wechat/protocol/read-message.ts'
import { answerCallback, answerPlain, answerVerification, limitCallback } from './callback.ts'

/** Under `/wechat/kf`: what WeCom calls for 微信客服. It tells that there is something, and not what. */
export const kfRoutes = new Hono<AppEnv>()
  .get('/', (c) => answerVerification(c, checkedAgainst(kfOf(c.get('deps')))))
  .post('/', limitCallback, async (c) => {
    const deps = c.get('deps')
    const kf = kfOf(deps)
    return answerCallback(c, checkedAgainst(kf), async ({ message }) => {
      if (textIn(message, 'Event') === 'kf_msg_or_event') {
        const isOurs = textIn(message, 'OpenKfId') === kf.config.openKfid
        if (isOurs) deps.background(pull(deps, kf, textIn(message, 'Token')))
      }
      return answerPlain(c, 'success')
    })
  })

async function pull(deps: Deps, kf: Kf, token: string): Promise<void> {
  try {
    await pullMessages(deps, kf, token === '' ? undefined : token)
  } catch (error) {
    deps.log('error', 'kf_pull_failed', describeError(error))
  }
}

/** @throws AppError `not_found` where the settings have no 微信客服 */
function kfOf({ wechat }: Deps): Kf {
  if (!wechat?.kf) throw new AppError('not_found', 'route_unknown')
  return wechat.kf
}

function checkedAgainst({ config }: Kf) {
  const { corpId: id, token, aesKey } = config
  return { id, token, mode: 'safe' as const, keys: [aesKey], saysEncryptType: false }
}
