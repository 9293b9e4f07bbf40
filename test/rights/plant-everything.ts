import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { writeContact } from '../../src/cases/contacts.ts'
import {
  caseEvents,
  complaints,
  curatedAnswers,
  followUps,
  registrations,
  trainings,
  wechatDeliveries,
  wechatInbound,
  wechatUsers,
  wechatWords,
} from '../../src/db/schema/index.ts'
import { contextOf } from '../../src/security/sealed-fields.ts'
import { newId } from '../../src/shared/ids.ts'
import { plantAccount, plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { as, askerIdOf, plantCase, plantStatement, plantTicket } from '../feedback/plant.ts'
import { ask, begin } from '../support/front-door.ts'
import type { TestDeps } from '../support/test-deps.ts'
import { plantTraining } from '../training/plant.ts'

export const CANARY = 'canary-7Q4Z'

const Columns = z.array(z.object({ table: z.string(), column: z.string() }))

/** Every place of the database where a word stands, in whatever kind of column, also as bytes. */
export async function placesOf({ db }: TestDeps, word: string): Promise<string[]> {
  const { rows } = await db.execute(sql`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'json', 'jsonb', 'bytea', 'uuid', 'ARRAY')`)
  const places: string[] = []
  for (const { table, column } of Columns.parse(rows)) {
    const held = sql`${sql.identifier(column)}::text`
    const holds = sql`${held} ilike ${`%${word}%`} or ${held} ilike ${`%${inHex(word)}%`}`
    const found = await db.execute(
      sql`select 1 from ${sql.identifier(table)} where ${holds} limit 1`,
    )
    if (found.rows.length > 0) places.push(`${table}.${column}`)
  }
  return places
}

const inHex = (word: string) => Buffer.from(word).toString('hex')

/** An asker who has left the canary wherever an asker, or who works for them, can leave it. */
export async function plantEverything(deps: TestDeps, app: Parameters<typeof begin>[0]) {
  const { db, cipher } = deps
  const asker = await begin(app)
  const askerId = await askerIdOf(deps, asker.id)
  const { city } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, city)
  const owner = await plantAccount(deps, { role: 'staff', organisationId: city })
  const answer = await ask(app, asker, `我叫 ${CANARY}，专利预审怎么申请？`, { key: CANARY })
  const say = (path: string, body: object) => as(app, asker)('POST', path, body)
  await say(`/api/messages/${answer.id}/rating`, { score: 1, text: CANARY })
  await db
    .update(followUps)
    .set({ outcome: CANARY, doneAt: deps.now() })
    .where(eq(followUps.messageId, answer.id))
  const { id: caseId, code } = await plantCase(deps, {
    conversationId: asker.id,
    messageId: answer.id,
    state: 'assigned',
    summary: CANARY,
    industry: CANARY,
    parties: [CANARY],
    request: { where: CANARY },
    brief: { facts: [CANARY] },
  })
  await writeContact(db, cipher, caseId, { name: CANARY, contact: CANARY })
  await plantTicket(deps, { caseId, expertId, feedback: CANARY, matching: [CANARY] })
  const said = { caseId, conversationId: asker.id, authorId: owner.id }
  await plantStatement(deps, { ...said, author: 'asker', text: CANARY })
  await plantStatement(deps, { ...said, author: 'expert', text: CANARY }, false)
  const event = { id: newId(), caseId, n: 90, at: deps.now(), event: 'note' }
  await db
    .insert(caseEvents)
    .values({ ...event, actorKind: 'staff', note: CANARY, data: { said: CANARY } })
  const curated = { question: CANARY, answer: CANARY, citations: [], field: '专利', version: 1 }
  await db.insert(curatedAnswers).values({
    ...curated,
    id: newId(),
    caseId,
    ownerId: owner.id,
    state: 'draft',
    reviewOn: '2026-12-31',
    createdAt: deps.now(),
  })
  await say('/api/complaints', { kind: 'report', text: CANARY, caseCode: code, contact: CANARY })
  await db.update(complaints).set({ outcome: CANARY }).where(eq(complaints.askerId, askerId))
  const wanted = { topics: ['专利'], districts: [], consent: true }
  await say('/api/policy-notices/subscription', wanted)
  await plantRegistered(deps, { city, createdBy: owner.id, say })
  await plantWechat(deps, { askerId, conversationId: asker.id })
  return { asker, askerId, caseId, messageId: answer.id, curated, owner }
}

type Say = (path: string, body: object) => Response | Promise<Response>

/** Registered for two sessions, one of which was held and rated. */
async function plantRegistered(
  deps: TestDeps,
  { city, createdBy, say }: { city: string; createdBy: string; say: Say },
) {
  const body = { name: CANARY, organisation: CANARY, telephone: '13911112222', consent: true }
  const common = { organisationId: city, createdBy }
  const [coming, held] = [await plantTraining(deps, common), await plantTraining(deps, common)]
  for (const id of [coming, held]) await say(`/api/trainings/${id}/registrations`, body)
  await deps.db
    .update(registrations)
    .set({ attendedAt: deps.now(), idempotencyKey: CANARY })
    .where(eq(registrations.trainingId, held))
  await deps.db.update(trainings).set({ state: 'counted' }).where(eq(trainings.id, held))
  await say(`/api/trainings/${held}/rating`, {
    score: 4,
    text: CANARY,
    questionnaire: { version: 1, answers: { expectation: 'not_at_all', wanted: CANARY } },
  })
  await deps.db
    .update(followUps)
    .set({ outcome: CANARY, doneAt: deps.now() })
    .where(eq(followUps.reason, 'low_training_rating'))
}

/** The same person in WeChat, with something on its way to them and a talk with a person. */
async function plantWechat(
  { db, cipher, now }: TestDeps,
  { askerId, conversationId }: { askerId: string; conversationId: string },
) {
  const [userId, channel, at] = [newId(), 'kf' as const, now()]
  const sealedUser = await cipher.seal(CANARY, contextOf.wechatUser(userId))
  const user = { id: userId, channel, userHash: `hash of ${CANARY}`, sealedUser, scene: CANARY }
  await db.insert(wechatUsers).values({ ...user, askerId, conversationId, createdAt: at })
  const word = { conversationId, author: 'asker' as const, text: CANARY, kind: 'text', at }
  await db.insert(wechatWords).values({ id: newId(), ...word })
  const inbound = { key: `key of ${CANARY}`, userId, channel, item: { text: CANARY } }
  await db
    .insert(wechatInbound)
    .values({ ...inbound, state: 'open', reply: CANARY, leaseUntil: at, receivedAt: at })
  const delivery = { id: newId(), userId, text: CANARY, state: 'waiting' as const }
  await db.insert(wechatDeliveries).values({ ...delivery, dueAt: at, createdAt: at })
}
