import { actedBy, type ActingAccount } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Deps } from '../../deps.ts'
import { SendError, UnreachableError } from '../../notices/senders.ts'
import { bad, type Finding, good } from '../../shared/channel-findings.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'

/**
 * Sends a message of the WeCom application to who asks for it, as notices go out.
 * @throws AppError `not_found` where the settings have no such application
 */
export async function sendAppTest(deps: Deps, by: ActingAccount): Promise<Finding> {
  const { senders, db, now } = deps
  const send = senders?.channels.wecom_app
  if (!senders || !send) throw new AppError('not_found', 'route_unknown')
  const finding = await tryToSend(async () => {
    const words = { title: '测试消息', text: '企业微信应用消息可以送达。' }
    const told = { id: newId(), kind: 'test', data: {}, caseId: null, ticketId: null }
    const page = senders.publicUrl && `${senders.publicUrl}/console/`
    const delivery = { ...told, createdAt: now(), to: by.username, zh: words, en: words, url: page }
    await send(delivery, AbortSignal.timeout(senders.deadlineMs))
  }, by.username)
  await appendAudit(db, {
    ...actedBy(by),
    action: 'send_test_message',
    objectId: 'wecom.app',
    result: finding.good ? 'ok' : 'failed',
    details: {},
  })
  return finding
}

async function tryToSend(send: () => Promise<void>, username: string): Promise<Finding> {
  try {
    await send()
    return good('test_sent')
  } catch (error) {
    if (error instanceof UnreachableError) return bad('test_unknown_member', { username })
    if (error instanceof SendError) return bad('test_refused', { reason: error.message })
    throw error
  }
}
