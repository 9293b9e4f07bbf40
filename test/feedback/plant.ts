import { eq } from 'drizzle-orm'
import {
  auditEntries,
  cases,
  consultations,
  conversations,
  messages,
  statements,
  tickets,
} from '../../src/db/schema/index.ts'
import { newCaseCode } from '../../src/cases/case-code.ts'
import { newId } from '../../src/shared/ids.ts'
import type { Routing } from '../../src/shared/message.ts'
import { ensureCityCentre } from '../../src/organisations/ensure-city-centre.ts'
import type { createApp } from '../../src/app.ts'
import { bearer } from '../support/front-door.ts'
import type { TestDeps } from '../support/test-deps.ts'

type App = Pick<ReturnType<typeof createApp>, 'request'>
type Method = 'POST' | 'PATCH' | 'DELETE' | 'GET'

/** Sends requests of an asker. */
export const as =
  (app: App, asker: { token: string }) => (method: Method, path: string, body?: object) =>
    app.request(path, {
      method,
      headers: { ...bearer(asker), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })

export async function askerIdOf({ db }: TestDeps, conversationId: string): Promise<string> {
  const [row] = await db.select().from(conversations).where(eq(conversations.id, conversationId))
  if (!row) throw new Error('no such conversation')
  return row.askerId
}

type PlantedTurn = {
  question?: string
  state?: 'running' | 'done'
  outcome?: 'answer' | 'clarify' | 'refuse' | 'escalate'
  district?: string | null
  field?: Routing['field']
  topics?: string[]
  level?: Routing['level']
  askedAt?: string
}

const routingOf = ({ level, field, topics, district }: PlantedTurn): Routing => ({
  level: level ?? 'self',
  field: field ?? '专利',
  topics: topics ?? [],
  urgency: 'normal',
  district: district ?? null,
  reasons: [],
})

let turns = 100

/** A turn without the pipeline: its answer is not looked at. */
export async function plantTurn(deps: TestDeps, conversationId: string, turn: PlantedTurn = {}) {
  turns += 1
  const id = newId()
  const askedAt = turn.askedAt === undefined ? deps.now() : new Date(turn.askedAt)
  const state = turn.state ?? 'done'
  await deps.db.insert(messages).values({
    id,
    conversationId,
    turn: turns,
    question: turn.question ?? '专利怎么申请？',
    state,
    requestHash: 'planted',
    askedAt,
  })
  if (state === 'running') return { id, number: 0 }
  const [row] = await deps.db
    .insert(consultations)
    .values({
      messageId: id,
      channel: 'web',
      outcome: turn.outcome ?? 'answer',
      reason: 'planted',
      coverage: 'complete',
      routing: routingOf(turn),
      trace: {},
      askedAt,
      answeredAt: askedAt,
    })
    .returning({ number: consultations.number })
  return { id, number: row?.number ?? 0 }
}

type PlantedCase = Partial<typeof cases.$inferInsert> & { conversationId: string }

export async function plantCase(deps: TestDeps, planted: PlantedCase) {
  const row = {
    id: newId(),
    code: newCaseCode('ZW'),
    kind: 'consultation' as const,
    state: 'delivered' as const,
    version: 1,
    askerId: await askerIdOf(deps, planted.conversationId),
    organisationId: (await ensureCityCentre(deps.db, deps.now())).id,
    field: '专利' as const,
    topics: [],
    language: 'zh' as const,
    urgency: 'normal' as const,
    confidential: false,
    reasons: ['dispute'],
    summary: '专利纠纷',
    parties: [],
    consentedAt: deps.now(),
    createdAt: deps.now(),
    updatedAt: deps.now(),
    ...planted,
  }
  await deps.db.insert(cases).values(row)
  return { id: row.id, code: row.code }
}

type PlantedTicket = Partial<typeof tickets.$inferInsert> & { caseId: string; expertId: string }

export async function plantTicket(deps: TestDeps, planted: PlantedTicket) {
  const row = {
    id: newId(),
    state: 'accepted' as const,
    version: 1,
    noticedAt: deps.now(),
    respondBy: new Date(deps.now().getTime() + 2 * 86_400_000),
    countedBy: 'civil',
    calendarMissing: false,
    createdAt: deps.now(),
    ...planted,
  }
  await deps.db.insert(tickets).values(row)
  return row.id
}

type PlantedStatement = Pick<
  typeof statements.$inferInsert,
  'caseId' | 'conversationId' | 'author' | 'authorId' | 'text'
>

export async function plantStatement(deps: TestDeps, planted: PlantedStatement, state = true) {
  await deps.db.insert(statements).values({
    id: newId(),
    authorName: '市中心工作人员',
    ...planted,
    state: state ? 'delivered' : 'draft',
    citations: [],
    version: 1,
    createdAt: deps.now(),
    deliveredAt: state ? deps.now() : null,
  })
}

/** What the audit says of one object, in order. */
export async function auditOf({ db }: TestDeps, objectId: string) {
  const entries = await db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.objectId, objectId))
    .orderBy(auditEntries.id)
  return entries.map(({ action, actorKind, details }) => ({ action, actorKind, details }))
}
