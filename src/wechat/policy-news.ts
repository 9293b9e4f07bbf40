import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import {
  organisations,
  policyDeliveries,
  policyNotices,
  policySubscriptions,
  wechatUsers,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { presentStatus } from '../knowledge/present.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { queueDelivery } from './deliveries/queue.ts'
import { fill, texts } from './texts.ts'

/** Tells a 政策通知 that was released to somebody known in WeChat, where they wrote last; once. */
async function tell(deps: Deps, tx: Database, payload: Record<string, string>): Promise<void> {
  if (!deps.wechat) return
  const [row] = await tx
    .select({
      id: policyDeliveries.id,
      userId: wechatUsers.id,
      title: policyNotices.title,
      summary: policyNotices.summary,
      document: policyNotices.document,
      organisation: organisations.name,
    })
    .from(policyDeliveries)
    .innerJoin(policyNotices, eq(policyNotices.id, policyDeliveries.noticeId))
    .innerJoin(organisations, eq(organisations.id, policyNotices.organisationId))
    .innerJoin(policySubscriptions, eq(policySubscriptions.askerId, policyDeliveries.askerId))
    .innerJoin(wechatUsers, eq(wechatUsers.askerId, policyDeliveries.askerId))
    .where(
      and(
        eq(policyDeliveries.id, payload['deliveryId'] ?? ''),
        eq(policyDeliveries.state, 'released'),
        eq(policyNotices.state, 'approved'),
      ),
    )
    .orderBy(sql`${wechatUsers.wroteAt} desc nulls last`)
    .limit(1)
  if (!row) return
  const now = deps.now()
  const { documents } = await loadKnowledge({ ...deps, db: tx })
  const source = documents.find(({ id }) => id === row.document)
  if (!source) return
  const day = shanghaiDay(now)
  const text = fill(texts.policy.notice, {
    title: row.title,
    summary: row.summary,
    organisation: row.organisation,
    document: source.title,
    status: presentStatus(source, { day, language: 'zh' }).statusText,
    day,
  })
  await queueDelivery(tx, { userId: row.userId, policyDeliveryId: row.id, text, now })
}

/** By the kind of the job (`jobs/handlers.ts`). */
export const policyNewsJobs = { policy_news: tell }
