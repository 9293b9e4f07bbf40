import { createWebhook } from './channels/webhook.ts'
import { createWecomApp } from './channels/wecom-app.ts'
import { createWecomRobot } from './channels/wecom-robot.ts'
import { DEADLINE_MS, type SendNotice, type Senders } from './senders.ts'
import type { Deps } from '../deps.ts'
import type { Api } from '../platform/call-api.ts'
import { openWecomApi } from '../platform/open-api.ts'
import type { NoticeConfig, WecomAppConfig } from './settings.ts'

type Shared = Pick<Deps, 'db' | 'cipher' | 'now' | 'log'>

type Options = Shared & {
  /** Made on Node, which alone can open a connection to a mail server. */
  email?: SendNotice | undefined
  deadlineMs?: number
}

/** The channels of the settings. */
export function openSenders(config: NoticeConfig, options: Options): Senders {
  const { now, email, deadlineMs = DEADLINE_MS } = options
  const { wecomApp, wecomRobotUrl, webhook, publicUrl } = config
  return {
    channels: {
      ...(email && { email }),
      ...(wecomApp && { wecom_app: createWecomApp(wecomApp, openAppApi(options, wecomApp)) }),
      ...(wecomRobotUrl && { wecom_robot: createWecomRobot(wecomRobotUrl) }),
      ...(webhook && { webhook: createWebhook(webhook, now) }),
    },
    publicUrl,
    deadlineMs,
    underway: new Set(),
  }
}

/** With the token that all processes share. */
export function openAppApi(shared: Shared, config: WecomAppConfig): Api {
  const { apiBase, corpId, agentId, agentSecret: secret } = config
  return openWecomApi(shared, { apiBase, corpId, secret, name: `app:${corpId}:${agentId}` })
}
