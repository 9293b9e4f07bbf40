import { eq } from 'drizzle-orm'
import { newCaseCode } from '../../src/cases/case-code.ts'
import { complaints, organisations, ratings } from '../../src/db/schema/index.ts'
import { newId } from '../../src/shared/ids.ts'
import { caseStates, ticketStates } from '../../src/shared/case-states.ts'
import { fields } from '../../src/shared/message.ts'
import { randomFrom } from '../../scripts/simulation/random.ts'
import { plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { askerIdOf, plantCase, plantTicket, plantTurn } from '../feedback/plant.ts'
import { begin } from '../support/front-door.ts'
import type { TestDeps } from '../support/test-deps.ts'

const DISTRICTS = ['海淀区', '朝阳区', null] as const
export const TOPICS = ['知识产权维权援助服务', '知识产权风险防控服务', '=1+1'] as const
const HOUR_MS = 3_600_000
const START = Date.parse('2026-01-01T00:00:00Z')

const spread = <Value>(random: () => number, values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(random() * values.length)] ?? values[0]

/** Half a year of everything that is counted, at random but always the same. */
export async function plantHalfYear(deps: TestDeps, app: Parameters<typeof begin>[0]) {
  const random = randomFrom(7)
  const places = await plantOrganisations(deps)
  await deps.db
    .update(organisations)
    .set({ district: '海淀区' })
    .where(eq(organisations.id, places.east))
  const expertId = await plantExpert(deps, places.city)
  const { id: conversationId } = await begin(app)
  const askerId = await askerIdOf(deps, conversationId)
  const moment = () => new Date(START + Math.floor(random() * 180 * 24) * HOUR_MS)
  const rate = (what: { messageId: string } | { caseId: string }) =>
    deps.db.insert(ratings).values({
      id: newId(),
      askerId,
      ...what,
      score: 1 + Math.floor(random() * 5),
      solved: spread(random, [true, false, null]),
      reasons: [],
      createdAt: deps.now(),
      updatedAt: deps.now(),
    })
  const someone = { id: newId() }
  for (let at = 0; at < 60; at += 1) {
    const { id: messageId } = await plantTurn(deps, conversationId, {
      askedAt: moment().toISOString(),
      outcome: spread(random, ['answer', 'escalate', 'refuse', 'clarify']),
      district: spread(random, DISTRICTS),
      field: spread(random, fields),
      topics: TOPICS.filter(() => random() < 0.4),
      level: spread(random, ['self', 'staff', 'expert']),
    })
    if (random() < 0.5) await rate({ messageId })
    const organisationId = spread(random, [places.city, places.east, places.west, places.station])
    const subject = { caseId: null as string | null, messageId: null as string | null }
    if (random() < 0.6) {
      const createdAt = moment()
      const { id: caseId } = await plantCase(deps, {
        conversationId,
        ...(random() < 0.5 && { messageId }),
        organisationId,
        state: spread(random, caseStates),
        field: spread(random, fields),
        district: spread(random, DISTRICTS),
        topics: TOPICS.filter(() => random() < 0.4),
        createdAt,
      })
      subject.caseId = caseId
      if (random() < 0.6) await rate({ caseId })
      if (random() < 0.7) {
        const respondBy = new Date(createdAt.getTime() + 48 * HOUR_MS)
        const around = () => new Date(createdAt.getTime() + Math.floor(random() * 96) * HOUR_MS)
        await plantTicket(deps, {
          caseId,
          expertId,
          noticedAt: createdAt,
          respondBy,
          state: spread(random, ticketStates),
          respondedAt: random() < 0.6 ? around() : null,
          closedAt: random() < 0.4 ? around() : null,
        })
      }
    } else subject.messageId = messageId
    if (random() < 0.4) {
      await deps.db.insert(complaints).values({
        id: newId(),
        code: newCaseCode('TS'),
        kind: spread(random, ['complaint', 'report']),
        state: spread(random, ['open', 'in_review', 'answered', 'closed']),
        version: 1,
        askerId,
        ...(random() < 0.8 && subject),
        organisationId,
        about: random() < 0.2 ? [someone.id] : [],
        text: '答复太慢',
        dueAt: deps.now(),
        createdAt: moment(),
      })
    }
  }
  return { ...places, someone: someone.id }
}
