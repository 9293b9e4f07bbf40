import { eq } from 'drizzle-orm'
import { cases, statements, wechatAttempts, wechatDeliveries } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { newId } from '../../src/shared/ids.ts'
import type { World } from './support.ts'

export const EXPERT_WORDS = '可以先做证据保全，再请求行政处理；两条路可以同时走。'

/** Somebody asks in WeChat and hands the matter over there. @returns the code of the case */
export async function handOver({ sim, deps }: World, openid: string): Promise<string> {
  await sim.text(openid, '竞争对手仿冒我们的专利产品，我们该怎么维权？')
  await sim.text(openid, '同意转人工 陈一 13911112222 海淀区')
  await deps.settled()
  const code = /ZW-[2-9A-HJ-NP-Z]{8}/.exec(
    sim
      .screen(openid)
      .map(({ text }) => text)
      .join('\n'),
  )?.[0]
  if (code === undefined) throw new Error('no case was opened')
  return code
}

/** An expert's answer to it is released. @returns its id */
export async function release({ deps }: World, code: string, text = EXPERT_WORDS) {
  const [subject] = await deps.db.select().from(cases).where(eq(cases.code, code))
  if (!subject) throw new Error('no such case')
  const id = newId()
  const now = deps.now()
  await deps.db.insert(statements).values({
    id,
    caseId: subject.id,
    conversationId: subject.conversationId,
    author: 'expert',
    authorId: newId(),
    authorName: '李专家',
    state: 'delivered',
    text,
    citations: [],
    version: 1,
    createdAt: now,
    deliveredAt: now,
  })
  return id
}

/** The work that is due, and all that it begins. */
export async function work({ deps }: World, hours = 0) {
  const at = new Date(Date.now() + hours * 3_600_000)
  await runDueJobs({ ...deps, now: () => at })
  await deps.settled()
}

export async function deliveryOf({ deps }: World, statementId: string) {
  const [delivery] = await deps.db
    .select()
    .from(wechatDeliveries)
    .where(eq(wechatDeliveries.statementId, statementId))
  if (!delivery) throw new Error('it was not noted')
  const attempts = await deps.db
    .select()
    .from(wechatAttempts)
    .where(eq(wechatAttempts.deliveryId, delivery.id))
    .orderBy(wechatAttempts.at)
  return { ...delivery, attempts: attempts.map(({ way, result }) => `${way} ${result}`) }
}
