import type { Deps } from '../../deps.ts'
import { toBase64Url } from '../../security/base64url.ts'
import type { Api, CallOutcome } from '../../platform/call-api.ts'
import { openPlatformId, type WechatUser } from '../users.ts'

export type Sender = {
  way: 'custom' | 'kf'
  api: Api
  /** openid or external_userid. */
  to: string
  openKfid: string
}

const WINDOW_MS = 48 * 3_600_000
/** Both platforms: five messages within 48 hours after the person's last (客服消息; send_msg). */
const MOST_IN_WINDOW = 5

/** Whether the platform would take a message, as far as we know. */
export function openWindow({ wroteAt, sentSince }: WechatUser, now: Date): boolean {
  const since = wroteAt === null ? Infinity : now.getTime() - wroteAt.getTime()
  return since < WINDOW_MS && sentSince < MOST_IN_WINDOW
}

/** Some of the five are left to the words of people. */
const MOST_POLICIES = 3

/** The same for a 政策通知, which nobody waits for. */
export function openForPolicies(user: WechatUser, now: Date): boolean {
  return openWindow(user, now) && user.sentSince < MOST_POLICIES
}

/** Undefined where nothing may be pushed to them. */
export async function senderFor(deps: Deps, user: WechatUser): Promise<Sender | undefined> {
  const { account, kf } = deps.wechat ?? {}
  const api = user.channel === 'kf' ? kf?.api : account?.api
  if (!api) return undefined
  const to = await openPlatformId(deps, user)
  const way = user.channel === 'kf' ? 'kf' : 'custom'
  return { way, api, to, openKfid: kf?.config.openKfid ?? '' }
}

type Part = { deliveryId: string; part: number; text: string }

/** Sends one message. A customer message has nothing that tells a second one from the first; 微信客服 has. */
export function sendPart(sender: Sender, { deliveryId, part, text }: Part): Promise<CallOutcome> {
  const { way, api, to, openKfid } = sender
  const message = { touser: to, msgtype: 'text', text: { content: text } }
  if (way === 'custom') {
    return api.post('/cgi-bin/message/custom/send', { body: message, retries: 0 })
  }
  const body = { ...message, open_kfid: openKfid, msgid: kfMessageId(deliveryId, part) }
  return api.post('/cgi-bin/kf/send_msg', { body })
}

/** The same at every try, so that the platform takes it once: 32 characters of [0-9A-Za-z_-] at most. */
export function kfMessageId(deliveryId: string, part: number): string {
  const hex = deliveryId.replaceAll('-', '')
  const bytes = Uint8Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  )
  return `${toBase64Url(bytes)}_${part}`
}
