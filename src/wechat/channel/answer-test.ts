import type { Deps } from '../../deps.ts'
import { deliver } from '../deliveries/deliver.ts'
import { queueDelivery } from '../deliveries/queue.ts'
import { texts } from '../texts.ts'
import type { WechatUser } from '../users.ts'
import { isTestCode } from './test-words.ts'

/** Whoever sends the code of the console sees what works: the callback, the reply, and a message by ourselves. */
export async function answerTest(deps: Deps, user: WechatUser, code: string): Promise<string> {
  if (!(await isTestCode(deps, code))) return texts.testUnknown
  if (user.channel !== 'wechat') return texts.testReceived
  if (!deps.wechat?.account?.api) return texts.testReceivedOnly
  const id = await queueDelivery(deps.db, {
    userId: user.id,
    text: texts.testPushed,
    now: deps.now(),
  })
  if (id !== undefined) deps.background(deliver(deps, id))
  return `${texts.testReceived}${texts.testPushFollows}`
}
