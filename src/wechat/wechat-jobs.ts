import { eq } from 'drizzle-orm'
import { wechatCursors } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { deliverAll } from './deliveries/deliver.ts'
import { listDue, queueStatements } from './deliveries/queue.ts'
import { forgetInbound } from './inbound.ts'
import { handleItems } from './kf/handle-items.ts'
import { pullMessages } from './kf/pull.ts'
import type { Kf, Wechat } from './open-wechat.ts'

/** Callbacks can fail to come (WeCom 90930): besides them it is asked this often. */
const POLL_MS = 60_000

/** What is due in WeChat: words that wait to be brought, and what a process that ended has left. */
export async function runWechatJobs(deps: Deps): Promise<void> {
  const { wechat } = deps
  if (!wechat) return
  await queueStatements(deps)
  if (!leavesSending(wechat)) await deliverAll(deps, await listDue(deps))
  if (wechat.kf) await attendKf(deps, wechat.kf)
  await forgetInbound(deps)
}

/** An account that may push, in a runtime that cannot: a service on Node brings what waits. */
function leavesSending({ account }: Wechat): boolean {
  return account?.config.secret !== undefined && account.config.verified && !account.api
}

async function attendKf(deps: Deps, kf: Kf): Promise<void> {
  const [row] = await deps.db
    .select()
    .from(wechatCursors)
    .where(eq(wechatCursors.openKfid, kf.config.openKfid))
  const now = deps.now().getTime()
  const isOld = now - (row?.pulledAt?.getTime() ?? 0) >= POLL_MS
  const isLeft = row?.holder != null && row.leaseUntil.getTime() <= now
  if (isOld || isLeft || row?.wantedAt != null) await pullMessages(deps, kf, undefined)
  else await handleItems(deps, kf)
}
