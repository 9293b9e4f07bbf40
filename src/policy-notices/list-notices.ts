import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../accounts/account.ts'
import {
  accounts,
  organisations,
  policyDeliveries,
  policyNotices,
  wechatDeliveries,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { statusOn } from '../knowledge/read-documents.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { inScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { type Field, fields } from '../shared/message.ts'
import type { PolicyState } from '../shared/policy-notices.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'

export type PolicyQuery = {
  state?: PolicyState | undefined
  /** Id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

type Reading = Pick<Deps, 'db' | 'cache' | 'now'>

/** Of how many askers a notice has come to how far; nobody is named. */
const counts = {
  waiting: count(sql`d.state = 'waiting'`),
  released: count(sql`d.state = 'released'`),
  stopped: count(sql`d.state = 'stopped'`),
  wechatSent: countInWechat(sql`w.state = 'sent'`),
  wechatPending: countInWechat(sql`w.state in ('waiting', 'pending')`),
  wechatUnknown: countInWechat(sql`w.state = 'unknown'`),
  wechatDropped: countInWechat(sql`w.state = 'dropped'`),
}

function count(which: SQL) {
  return sql<number>`(select count(*)::int from ${policyDeliveries} d
    where d.notice_id = ${policyNotices.id} and ${which})`
}

function countInWechat(which: SQL) {
  return sql<number>`(select count(*)::int from ${wechatDeliveries} w
    join ${policyDeliveries} d on d.id = w.policy_delivery_id
    where d.notice_id = ${policyNotices.id} and ${which})`
}

/** 政策通知 of the viewer's organisations, the latest first. */
export async function listPolicyNotices(
  deps: Reading,
  viewer: Account,
  { state, after, limit }: PolicyQuery,
) {
  const position = sql`(${policyNotices.createdAt}, ${policyNotices.id})`
  return readNotices(deps, viewer, {
    limit,
    where: and(
      inScope(deps.db, viewer, policyNotices.organisationId),
      state && eq(policyNotices.state, state),
      after === undefined
        ? undefined
        : lt(position, sql`(select created_at, id from policy_notices where id = ${after})`),
    ),
  })
}

/** @throws AppError `not_found`, also outside of the viewer's organisations */
export async function readPolicyNotice(deps: Reading, viewer: Account, id: string) {
  const where = and(
    eq(policyNotices.id, id),
    inScope(deps.db, viewer, policyNotices.organisationId),
  )
  const [found] = await readNotices(deps, viewer, { where, limit: 1 })
  if (!found) throw new AppError('not_found', 'policy_unknown')
  return found
}

type Which = { where: SQL | undefined; limit: number }

async function readNotices({ db, cache, now }: Reading, viewer: Account, { where, limit }: Which) {
  const { documents } = await loadKnowledge({ db, cache })
  const today = shanghaiDay(now())
  const rows = await db
    .select({
      notice: policyNotices,
      organisation: organisations.name,
      writer: accounts.name,
      ...counts,
    })
    .from(policyNotices)
    .innerJoin(organisations, eq(organisations.id, policyNotices.organisationId))
    .innerJoin(accounts, eq(accounts.id, policyNotices.editedBy))
    .where(where)
    .orderBy(desc(policyNotices.createdAt), desc(policyNotices.id))
    .limit(limit)
  return rows.map(({ notice, ...row }) => {
    const source = documents.find(({ id }) => id === notice.document)
    const { createdBy, editedBy, approvedBy, approvedAt, createdAt, updatedAt, ...rest } = notice
    return {
      ...rest,
      ...row,
      topics: fields.filter((field): field is Field => notice.topics.includes(field)),
      documentTitle: source?.title ?? null,
      status: source ? statusOn(source, today) : null,
      /** Whether the viewer is the second person. */
      mayApprove: ![createdBy, editedBy].includes(viewer.id),
      approvedAt: approvedAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }
  })
}
