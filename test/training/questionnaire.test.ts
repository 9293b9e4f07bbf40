import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { TrainingTotals } from '../../src/channels/staff/trainings-schemas.ts'
import { OwnRegistrationList } from '../../src/channels/web/training-schemas.ts'
import { auditEntries, followUps, registrations } from '../../src/db/schema/index.ts'
import { Questionnaires } from '../../src/knowledge/questionnaires.ts'
import { AppError } from '../../src/shared/errors.ts'
import { readAnswers } from '../../src/training/questionnaire.ts'
import { type App, plantAccount, plantOrganisations, send } from '../accounts/staff.ts'
import { as, askerIdOf } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { bearer, begin, get, problemOf } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { plantRegistration, plantTraining } from './plant.ts'

const DAY_MS = 86_400_000

/** A session of a district that was held, with staff of it and of another. */
async function plantHeld(deps: TestDeps, app: App) {
  const places = await plantOrganisations(deps)
  const of = async (organisationId: string) => {
    const { id } = await plantAccount(deps, { role: 'staff', organisationId })
    const call = async (path: string, body?: object) => {
      const { cookie } = await plantSession(deps, id)
      return send(app, path, { method: body ? 'POST' : 'GET', cookie, ...(body && { body }) })
    }
    return { id, call }
  }
  const [east, west, city] = [await of(places.east), await of(places.west), await of(places.city)]
  const startsAt = new Date('2026-03-01T01:00:00Z')
  const endsAt = new Date('2026-03-01T03:00:00Z')
  const held = { createdBy: east.id, state: 'held' as const, startsAt, endsAt }
  const id = await plantTraining(deps, { ...held, organisationId: places.east })
  return { places, east, west, city, id }
}

/** Somebody who was there, and what they send. */
async function plantAttendee(
  deps: TestDeps,
  app: App & Parameters<typeof begin>[0],
  trainingId: string,
) {
  const asker = await begin(app)
  const askerId = await askerIdOf(deps, asker.id)
  await plantRegistration(deps, { trainingId, askerId, attendedAt: deps.now() })
  const rate = (body: object) => as(app, asker)('POST', `/api/trainings/${trainingId}/rating`, body)
  const mine = async () => {
    const response = await get(app, '/api/trainings/mine', bearer(asker))
    return OwnRegistrationList.parse(await response.json())
  }
  return { asker, rate, mine }
}

const answered = (answers: object) => ({ questionnaire: { version: 1, answers } })

async function listOf(call: (path: string) => Response | Promise<Response>) {
  const body = (await (await call('/follow-ups')).json()) as { followUps: { id: string }[] }
  return body.followUps
}

test('two points or fewer open one follow-up for the organiser, due as those of consultations', async ({
  app,
  deps,
}) => {
  const { id, east, west, city } = await plantHeld(deps, app)
  const { rate } = await plantAttendee(deps, app, id)
  expect((await rate({ score: 3 })).status).toBe(200)
  expect(await listOf(east.call)).toEqual([])
  expect((await rate({ score: 2, text: '请打 13911112222' })).status).toBe(200)
  expect((await rate({ score: 1, text: '请打 13911112222' })).status).toBe(200)
  const [call, ...others] = await listOf(east.call)
  expect(others).toEqual([])
  expect(call).toMatchObject({
    reason: 'low_training_rating',
    trainingId: id,
    training: '专利检索入门',
    caseCode: null,
    rating: { score: 1, solved: null },
    dueAt: '2026-03-07T16:00:00.000Z',
  })
  expect(JSON.stringify(call)).not.toContain('13911112222')
  expect(await listOf(city.call)).toHaveLength(1)
  expect(await listOf(west.call)).toEqual([])
  const done = { outcome: '已电话说明' }
  expect((await west.call(`/follow-ups/${call?.id}/done`, done)).status).toBe(404)
  expect((await east.call(`/follow-ups/${call?.id}/done`, done)).status).toBe(204)
  expect(await listOf(east.call)).toEqual([])
})

test('who says that it was not what they came for is called, whatever the score', async ({
  app,
  deps,
}) => {
  const { id, east } = await plantHeld(deps, app)
  const content = await plantAttendee(deps, app, id)
  await content.rate({ score: 5, ...answered({ expectation: 'partly' }) })
  expect(await listOf(east.call)).toEqual([])
  const other = await plantAttendee(deps, app, id)
  await other.rate({ score: 5, ...answered({ expectation: 'not_at_all' }) })
  expect(await listOf(east.call)).toMatchObject([{ reason: 'low_training_rating' }])
})

test('the questionnaire is shown with the registration, kept with the rating, and changed for seven days', async ({
  app,
  deps,
}) => {
  const { id } = await plantHeld(deps, app)
  const { rate, mine } = await plantAttendee(deps, app, id)
  const { questionnaire } = await mine()
  expect(questionnaire?.questions.map((question) => question.id)).toEqual([
    'expectation',
    'usefulness',
    'clarity',
    'wanted',
  ])
  const first = { expectation: 'fully', usefulness: 4, wanted: '商标驳回复审' }
  await rate({ score: 4, ...answered(first) })
  expect((await mine()).registrations[0]?.rating?.answers).toEqual(first)
  await rate({ score: 5 })
  expect((await mine()).registrations[0]?.rating?.answers).toEqual(first)
  deps.pass(7 * DAY_MS - 1)
  await rate({ score: 5, ...answered({ usefulness: 5 }) })
  expect((await mine()).registrations[0]?.rating?.answers).toEqual({ usefulness: 5 })
  deps.pass(1)
  expect((await rate({ score: 5, ...answered({ usefulness: 1 }) })).status).toBe(409)
})

test('an answer that the questionnaire does not have is refused, and so are words under a secrecy mark', async ({
  app,
  deps,
}) => {
  const { id } = await plantHeld(deps, app)
  const { rate } = await plantAttendee(deps, app, id)
  for (const answers of [
    { expectation: 'maybe' },
    { usefulness: 6 },
    { usefulness: 0 },
    { usefulness: 'fully' },
    { unheard_of: 1 },
    { wanted: 3 },
    { wanted: '绝密★3年 内容' },
    { __proto__x: 'x' },
  ]) {
    const refused = await rate({ score: 4, ...answered(answers) })
    expect([answers, refused.status]).toEqual([answers, 400])
    expect((await problemOf(refused)).detail).not.toBe('')
  }
  const old = { questionnaire: { version: 2, answers: {} } }
  expect((await rate({ score: 4, ...old })).status).toBe(400)
  expect(await deps.db.$count(registrations, eq(registrations.score, 4))).toBe(0)
})

test('how many of those who were there have rated stands beside what was answered, for the own organisations', async ({
  app,
  deps,
}) => {
  const { id, east, west } = await plantHeld(deps, app)
  for (const [score, answers] of [
    [5, { expectation: 'fully', usefulness: 5 }],
    [4, { expectation: 'partly', usefulness: 4 }],
    [4, { expectation: 'fully', wanted: '更多案例' }],
  ] as const) {
    const { rate } = await plantAttendee(deps, app, id)
    await rate({ score, ...answered(answers) })
  }
  await plantAttendee(deps, app, id)
  const totals = async ({ call }: typeof east) =>
    TrainingTotals.parse(await (await call('/trainings/totals?year=2026')).json()).satisfaction
  const { questions, ...shares } = await totals(east)
  expect(shares).toEqual({ attended: 4, rated: 3, average: 4.33 })
  expect(questions).toMatchObject([
    {
      id: 'expectation',
      version: 1,
      answered: 3,
      options: [{ answered: 2 }, { answered: 1 }, { answered: 0 }],
    },
    { id: 'usefulness', answered: 2, average: 4.5 },
    { id: 'clarity', answered: 0, average: null },
  ])
  expect(JSON.stringify(questions)).not.toContain('更多案例')
  expect(await totals(west)).toEqual({ attended: 0, rated: 0, average: null, questions: [] })
})

test('an asker who is erased takes their words and the call that was due with them, and leaves the score', async ({
  app,
  deps,
}) => {
  const { id, east } = await plantHeld(deps, app)
  const { asker, rate } = await plantAttendee(deps, app, id)
  await rate({ score: 1, ...answered({ usefulness: 2, wanted: '我叫陈一' }) })
  const own = await (await get(app, '/api/me', bearer(asker))).json()
  expect(JSON.stringify(own)).toContain('我叫陈一')
  await as(app, asker)('DELETE', '/api/me')
  const [left] = await deps.db.select().from(registrations)
  expect(left).toMatchObject({
    score: 1,
    askerId: null,
    remarks: null,
    answers: { version: 1, closed: { usefulness: 2 } },
  })
  expect(await listOf(east.call)).toEqual([])
  expect(await deps.db.$count(followUps)).toBe(0)
  const rated = eq(auditEntries.action, 'rate_training')
  expect(await deps.db.$count(auditEntries, rated)).toBe(1)
})

/** Undefined where it was refused in words. */
function readOrNone(...[all, sent]: Parameters<typeof readAnswers>) {
  try {
    return readAnswers(all, sent)
  } catch (error) {
    if (error instanceof AppError && error.message === 'questionnaire_answer') return undefined
    throw error
  }
}

const LINE = { zh: '题', en: 'question' }

test('only what a version of the questionnaire offers is ever read from what is sent', () => {
  const all = Questionnaires.parse([
    { version: 1, questions: [{ id: 'old', kind: 'scale', text: LINE }] },
    {
      version: 3,
      questions: [
        { id: 'score', kind: 'scale', text: LINE },
        { id: 'words', kind: 'text', text: LINE },
        {
          id: 'choice',
          kind: 'choice',
          text: LINE,
          options: [
            { id: 'good', text: LINE },
            { id: 'bad', text: LINE, followUp: true },
          ],
        },
      ],
    },
  ])
  const value = fc.oneof(fc.integer(), fc.constantFrom('good', 'bad', ''), fc.string())
  const id = fc.constantFrom('old', 'score', 'words', 'choice', 'constructor')
  const given = fc.record({
    version: fc.constantFrom(1, 2, 3),
    answers: fc.dictionary(id, value, { maxKeys: 4 }),
  })
  fc.assert(
    fc.property(given, (sent) => {
      const read = readOrNone(all, sent)
      if (read === undefined) return
      const { closed } = read.answers
      expect(sent.version).not.toBe(2)
      expect(Object.keys(closed).every((key) => ['old', 'score', 'choice'].includes(key))).toBe(
        true,
      )
      for (const key of ['old', 'score']) expect([undefined, 1, 2, 3, 4, 5]).toContain(closed[key])
      expect([undefined, 'good', 'bad']).toContain(closed['choice'])
      expect(read.wantsCall).toBe(closed['choice'] === 'bad')
    }),
  )
})

test('versions of a questionnaire go up, and nothing in one stands twice', () => {
  const question = { id: 'one', kind: 'scale', text: LINE }
  const version = (number: number, questions: object[] = [question]) => ({
    version: number,
    questions,
  })
  expect(Questionnaires.safeParse([version(1), version(2)]).success).toBe(true)
  expect(Questionnaires.safeParse([version(2), version(1)]).success).toBe(false)
  expect(Questionnaires.safeParse([version(1), version(1)]).success).toBe(false)
  expect(Questionnaires.safeParse([version(1, [question, question])]).success).toBe(false)
})
