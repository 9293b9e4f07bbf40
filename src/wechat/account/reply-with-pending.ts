import type { Database } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { beginAttempt, endAttempt } from '../deliveries/attempts.ts'
import { type Delivery, loadContent, renderContent } from '../deliveries/content.ts'
import { endDelivery, takePending } from '../deliveries/queue.ts'
import { link } from '../protocol/plain-text.ts'
import { byteLength, cutNicely, LONGEST_TEXT } from '../protocol/split-text.ts'
import { makeLink } from '../links.ts'
import { texts } from '../texts.ts'
import type { WechatUser } from '../users.ts'

/** A reply of no more than this keeps its place; a longer one is behind the link. */
const LONGEST_KEPT = 900
const RULE = '\n\n————\n\n'

/**
 * Puts what a person is still owed before what they are answered now, as one message: it leaves with the same
 * transaction that says so, so it leaves once. What has no room is behind a link.
 */
export async function replyWithPending(
  tx: Database,
  deps: Deps,
  { user, reply }: { user: WechatUser; reply: string | undefined },
): Promise<string | undefined> {
  const owed = await takePending(tx, user.id)
  if (owed.length === 0) return reply
  const page = await makeLink(deps, tx, user)
  const kept = reply !== undefined && byteLength(reply) <= LONGEST_KEPT ? `${RULE}${reply}` : ''
  const pieces: string[] = []
  for (const delivery of owed) {
    const used = byteLength([...pieces, kept].join(RULE))
    pieces.push(await renderOwed(tx, deps, { delivery, page, used }))
    await recordPassive(tx, delivery, deps.now())
  }
  return joinPieces(pieces, reply, page)
}

type Owed = { delivery: Delivery; page: string; used: number }

/** Room for each is what the ones before have left, but never so little that it says nothing. */
const LEAST_ROOM = 500

async function renderOwed(tx: Database, deps: Deps, { delivery, page, used }: Owed) {
  if (delivery.state === 'unknown' || used > LONGEST_TEXT - LEAST_ROOM) {
    return `${texts.perhapsSeen}${link(texts.open, page)}`
  }
  const publicUrl = deps.wechat?.publicUrl ?? ''
  const content = await loadContent(tx, delivery)
  return renderContent(content, { parts: 1, publicUrl, page, taken: used })[0] ?? ''
}

async function recordPassive(tx: Database, { id, part }: Delivery, now: Date): Promise<void> {
  const attempt = await beginAttempt(tx, { deliveryId: id, way: 'passive', part, now })
  await endAttempt(tx, attempt, { result: 'sent', now })
  await endDelivery(tx, id, { state: 'sent', now })
}

function joinPieces(pieces: string[], reply: string | undefined, page: string): string {
  const owed = [...new Set(pieces.filter(Boolean))].join(RULE)
  if (reply === undefined) return cutNicely(owed, LONGEST_TEXT)
  const whole = [owed, reply].filter(Boolean).join(RULE)
  if (byteLength(whole) <= LONGEST_TEXT) return whole
  const short = `${RULE}${texts.laterAnswer}${link(texts.open, page)}`
  return `${cutNicely(owed, LONGEST_TEXT - byteLength(short))}${short}`
}
