import type { Api } from '../../platform/call-api.ts'
import { type Delivery, SendError, type SendNotice, UnreachableError } from '../senders.ts'
import type { WecomAppConfig } from '../settings.ts'
import { wecomError } from './wecom-answer.ts'
import { buttonOf, cardWithButton } from '../wecom-card.ts'

const NO_SUCH_MEMBER = 81_013
/** WeCom drops the same message within this time: a try whose answer was lost does not show twice. */
const SAME_WITHIN_SECONDS = 1_800

/** Messages of the application to one member each (WeCom document 90236); `to` is the member's userid. */
export function createWecomApp(app: WecomAppConfig, api: Api): SendNotice {
  return async (delivery) => {
    const body = messageOf(app, delivery)
    const { errcode, body: answer } = await api.post('/cgi-bin/message/send', { body, retries: 0 })
    if (errcode === NO_SUCH_MEMBER || answer['invaliduser']) {
      throw new UnreachableError('no member of WeCom has this user name')
    }
    if (errcode === undefined) throw new SendError('not an answer of WeCom')
    if (errcode !== 0) throw wecomError(errcode)
  }
}

function messageOf(app: WecomAppConfig, delivery: Delivery) {
  const common = {
    touser: delivery.to,
    agentid: app.agentId,
    enable_duplicate_check: 1,
    duplicate_check_interval: SAME_WITHIN_SECONDS,
  }
  return { ...common, ...contentOf(app, delivery) }
}

function contentOf({ callback }: WecomAppConfig, delivery: Delivery) {
  const { zh, url } = delivery
  if (!url) return { msgtype: 'text', text: { content: `${zh.title}\n${zh.text}` } }
  const button = callback && buttonOf(delivery)
  if (button) {
    return { msgtype: 'template_card', template_card: cardWithButton(delivery, button, url) }
  }
  const description = zh.text.replaceAll('\n', '<br>')
  return { msgtype: 'textcard', textcard: { title: zh.title, description, url, btntxt: '查看' } }
}
