import type { Deps } from '../../deps.ts'
import { tellDeadline } from '../../shared/shanghai-day.ts'
import type { Api, CallOutcome } from '../../platform/call-api.ts'
import { makeLink } from '../links.ts'
import type { NoticeTemplate } from '../settings.ts'
import { openPlatformId, type WechatUser } from '../users.ts'
import { beginAttempt, endAttempt, type Way } from './attempts.ts'
import type { Delivery } from './content.ts'

type Told = { delivery: Delivery; user: WechatUser; code: string; at: Date }

/**
 * Tells that there is an answer where it cannot be brought itself: by template message, else by subscription
 * notice. Either holds the code of the case and the time, nothing of the answer.
 */
export async function sendNotices(deps: Deps, told: Told): Promise<void> {
  const { account } = deps.wechat ?? {}
  const api = account?.api
  if (!api || told.user.channel !== 'wechat') return
  const { replyTemplate, subscribeTemplate } = account.config
  const ways: [Way, NoticeTemplate | undefined][] = [
    ['template', replyTemplate],
    ['subscribe', subscribeTemplate],
  ]
  for (const [way, template] of ways) {
    if (!template) continue
    if ((await sendNotice(deps, api, { ...told, way, template })) === 'sent') return
  }
}

/** Characters of a `thing` of a subscription notice. */
const LONGEST_THING = 20

/** The same for a 政策通知, by subscription notice only: its title and the time. @returns how it ended */
export async function sendPolicyNotice(
  deps: Deps,
  { code: title, ...told }: Told,
): Promise<'sent' | 'unknown' | 'refused'> {
  const { account } = deps.wechat ?? {}
  const template = account?.config.policyTemplate
  if (!account?.api || !template || told.user.channel !== 'wechat') return 'refused'
  const code = title.slice(0, LONGEST_THING)
  return sendNotice(deps, account.api, { ...told, code, way: 'subscribe', template })
}

type Notice = Told & { way: Way; template: NoticeTemplate }

async function sendNotice(
  deps: Deps,
  api: Api,
  notice: Notice,
): Promise<'sent' | 'unknown' | 'refused'> {
  const { delivery, user, way, template, code, at } = notice
  const { db } = deps
  const touser = await openPlatformId(deps, user)
  const link = await makeLink(deps, db, user)
  const data = {
    [template.codeField]: { value: code },
    [template.timeField]: { value: tellDeadline(at) },
  }
  const id = await beginAttempt(db, { deliveryId: delivery.id, way, part: 0, now: deps.now() })
  const body = { touser, template_id: template.id, data }
  const outcome =
    way === 'template'
      ? // By this id the platform sends it once, however often it is asked (within 10 minutes).
        await postNotice(api, '/cgi-bin/message/template/send', {
          ...body,
          url: link,
          client_msg_id: delivery.id.replaceAll('-', ''),
        })
      : await postNotice(api, '/cgi-bin/message/subscribe/bizsend', { ...body, page: link })
  const sent = outcome.action === 'ok' || outcome.action === 'treat_as_sent'
  const silent = outcome.action === 'retry_backoff' && outcome.left
  const refused = silent ? 'unknown' : 'refused'
  const result = sent ? 'sent' : refused
  await endAttempt(db, id, { result, outcome, now: deps.now() })
  return result
}

function postNotice(api: Api, path: string, body: object): Promise<CallOutcome> {
  const retries = path.endsWith('/template/send') ? 3 : 0
  return api.post(path, { body, retries })
}
