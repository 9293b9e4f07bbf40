import { expect } from 'vitest'
import { z } from 'zod'
import { writeContact } from '../../src/cases/contacts.ts'
import { askers, cases, conversations, messages, statements } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, post, send } from '../accounts/staff.ts'
import { plantStaff } from '../experts/roster.ts'
import { small } from '../knowledge/small-knowledge.ts'
import type { TestDeps } from '../support/test-deps.ts'

export const Curated = z.looseObject({
  id: z.uuid(),
  question: z.string(),
  answer: z.string(),
  version: z.int(),
  state: z.string(),
})

type Wanted = { confidential?: boolean; state?: 'delivered' | 'draft' }

/** A reply to a case of an organisation, as the asker has got it. */
export async function plantReply(deps: TestDeps, organisationId: string, wanted: Wanted = {}) {
  const { db } = deps
  const now = deps.now()
  const [askerId, conversationId, messageId, caseId, id] = [
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
  ]
  const opened = { createdAt: now, updatedAt: now, consentedAt: now }
  await db
    .insert(askers)
    .values({ id: askerId, tokenHash: newId(), createdAt: now, expiresAt: now })
  await db
    .insert(conversations)
    .values({ id: conversationId, askerId, channel: 'web', createdAt: now })
  await db.insert(messages).values({
    id: messageId,
    conversationId,
    turn: 1,
    question: '我的手机13800138000，被告华信公司抄袭外观怎么办？',
    state: 'done',
    requestHash: newId(),
    askedAt: now,
  })
  await db.insert(cases).values({
    ...opened,
    id: caseId,
    code: newId(),
    kind: 'consultation',
    state: 'delivered',
    version: 1,
    askerId,
    conversationId,
    messageId,
    organisationId,
    field: '专利',
    topics: [],
    language: 'zh',
    urgency: 'normal',
    confidential: wanted.confidential ?? false,
    reasons: [],
    summary: '外观设计侵权',
    parties: ['华信公司'],
  })
  const contact = { name: '王小明', organisation: '晨光科技' }
  await writeContact(db, deps.cipher, caseId, contact)
  await db.insert(statements).values({
    id,
    caseId,
    conversationId,
    author: 'expert',
    authorId: newId(),
    authorName: '李娜',
    state: wanted.state ?? 'delivered',
    text: '王小明您好：先固定证据，再决定是否起诉。',
    citations: [{ title: '知识产权公共服务规范', heading: '服务内容 › 概述' }],
    version: 1,
    createdAt: now,
    deliveredAt: now,
  })
  return id
}

export const REVIEW = '2026-09-01'

export async function draft(app: App, cookie: string, statementId: string) {
  const response = await post(app, '/curated', { statementId, reviewOn: REVIEW }, { cookie })
  expect(response.status).toBe(201)
  return Curated.parse(await response.json())
}

export const CLEAN = { question: '外观设计被抄袭怎么办？', answer: '先固定证据，再决定是否起诉。' }

/** A draft without names, by one person. `packaged`: what the index is built of when it is published. */
export async function beginClean(
  { app, deps }: { app: App; deps: TestDeps },
  { words = CLEAN, packaged = small } = {},
) {
  deps.packaged = async () => packaged
  const staff = await plantStaff(deps, app)
  const second = await staff.cookieAt(staff.city)
  const { id } = await draft(app, staff.atCity, await plantReply(deps, staff.city))
  const change = (body: object, cookie = staff.atCity) =>
    send(app, `/curated/${id}`, { method: 'PATCH', body, cookie })
  await change({ version: 1, ...words })
  const publish = (version: number, cookie = second) =>
    post(app, `/curated/${id}/publish`, { version, identityRemoved: true }, { cookie })
  return { ...staff, second, id, change, publish }
}
