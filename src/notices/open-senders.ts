import { createWebhook } from './channels/webhook.ts'
import { createWecomApp } from './channels/wecom-app.ts'
import { createWecomRobot } from './channels/wecom-robot.ts'
import { DEADLINE_MS, type SendNotice, type Senders } from './senders.ts'
import type { NoticeConfig } from './settings.ts'

type Options = {
  now: () => Date
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
      ...(wecomApp && { wecom_app: createWecomApp(wecomApp, now) }),
      ...(wecomRobotUrl && { wecom_robot: createWecomRobot(wecomRobotUrl) }),
      ...(webhook && { webhook: createWebhook(webhook, now) }),
    },
    publicUrl,
    deadlineMs,
    underway: new Set(),
  }
}
