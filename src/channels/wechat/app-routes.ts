import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { AppError } from '../../shared/errors.ts'
import { answerPress } from '../../wechat/app/answer-press.ts'
import { readPress } from '../../wechat/app/read-press.ts'
import type { WecomApp } from '../../wechat/open-wechat.ts'
import { answerCallback, answerPlain, answerVerification, limitCallback } from './callback.ts'

/** Under `/wechat/app`: what WeCom calls when somebody presses a button in a message of the application. */
export const appRoutes = new Hono<AppEnv>()
  .get('/', (c) => answerVerification(c, checkedAgainst(appOf(c.get('deps')))))
  .post('/', limitCallback, async (c) => {
    const deps = c.get('deps')
    const app = appOf(deps)
    return answerCallback(c, checkedAgainst(app), async ({ message }) => {
      const press = readPress(message, app.config)
      if (press) await answerPress(deps, app, press)
      return answerPlain(c, 'success')
    })
  })

/** @throws AppError `not_found` where the settings have no callback of the application */
function appOf({ wechat }: Deps): WecomApp {
  if (!wechat?.app) throw new AppError('not_found', 'route_unknown')
  return wechat.app
}

function checkedAgainst({ config }: WecomApp) {
  const { token, aesKey } = config.callback
  const mode = 'safe' as const
  return { id: config.corpId, token, mode, keys: [aesKey], saysEncryptType: false }
}
