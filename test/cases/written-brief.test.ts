import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { cases, jobs } from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { setSwitch } from '../../src/operation/switches.ts'
import { plantAccount, plantOrganisations, send } from '../accounts/staff.ts'
import { as } from '../feedback/plant.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { ask, begin } from '../support/front-door.ts'
import { type ModelServer, startModelServer } from '../support/model-server.ts'
import { test as base, type TestDeps } from '../support/test-deps.ts'
import { useModel } from '../support/with-model.ts'

const test = base.extend<{ server: ModelServer }>({
  server: async ({}, use) => {
    const server = await startModelServer()
    await use(server)
    await server.close()
  },
})

type App = Parameters<typeof begin>[0]

const SAID =
  '志愿服务专家接到通知后多久要响应？我们 3 月 1 日提交了申请，没有做过公证，电话 13812345678。'
const line = (part: string, text: string, ...evidence: string[]) =>
  JSON.stringify({ part, evidence, text })

/** The id under which the model was shown the passage with these words. */
const shownAs = (words: string, { body }: ModelServer['requests'][number]) => {
  const shown = body.messages.map(({ content }) => content).join('\n')
  const before = shown.slice(0, shown.indexOf(words))
  return before.slice(before.lastIndexOf('<passage id="')).slice(13).split('"')[0] ?? 'E0'
}

async function handOver(app: App, extra: object = {}, said = SAID) {
  const asker = await begin(app)
  await ask(app, asker, said)
  const body = { name: '陈一', contact: '13911112222', consent: true, ...extra }
  const response = await as(app, asker)('POST', `/api/conversations/${asker.id}/handoff`, body)
  expect(response.status).toBe(201)
  return { asker, code: z.object({ code: z.string() }).parse(await response.json()).code }
}

/** The case as staff see it. */
async function readAsStaff(app: App, deps: TestDeps, code: string) {
  const { city } = await plantOrganisations(deps)
  const [row] = await deps.db.select().from(cases).where(eq(cases.code, code))
  await deps.db.update(cases).set({ organisationId: city }).where(eq(cases.code, code))
  const { id } = await plantAccount(deps, { role: 'staff', organisationId: city })
  const { cookie } = await plantSession(deps, id)
  const response = await send(app, `/cases/${row?.id}`, { cookie })
  return z
    .looseObject({
      brief: z.looseObject({ facts: z.array(z.string()) }),
      writtenBrief: z.unknown(),
    })
    .parse(await response.json())
}

const jobOf = async (deps: TestDeps) =>
  (await deps.db.select().from(jobs).where(eq(jobs.kind, 'case_brief')))[0]

test('the model writes a brief beside the plain one: what is not the asker’s or not in the sources is left out', async ({
  app,
  deps,
  server,
}) => {
  const { code } = await handOver(app)
  // Opened without a model; a second case of another conversation is opened with one.
  expect(await jobOf(deps)).toBeUndefined()
  useModel(deps, server)
  deps.filingNumber = 'Test-0001'
  server.always({ text: 'no contract' })
  const { code: second } = await handOver(app)
  server.always((request) => {
    const id = shownAs('2日内及时响应', request)
    return {
      text: [
        line('fact', '咨询人 3 月 1 日提交了申请'),
        line('fact', '没有做过公证'),
        line('fact', '做过公证'),
        line('fact', '咨询人 5 月 1 日提交了申请'),
        line('fact', '对方已经承认侵权并愿意赔偿'),
        line('question', '志愿服务专家接到通知后多久要响应'),
        line('answer', '专家接到通知后，应在2日内响应。', id),
        line('answer', '专家接到通知后，应在5日内响应。', id),
        line('answer', '专家接到通知后，应在2日内响应。', 'E99'),
        line('answer', '专家接到通知后，应在2日内响应。'),
        line('ask_back', '申请号是多少？'),
        line('ask_back', '请加微信 abc12345 详谈？'),
        'not a line',
      ].join('\n'),
    }
  })
  const before = server.requests.length
  await runDueJobs(deps)
  expect(server.requests.slice(before).map(({ body }) => body.messages.length)).toEqual([2])
  const sent = JSON.stringify(server.requests.slice(before).map(({ body }) => body))
  expect(sent).toContain('〔手机号1〕')
  expect(sent).not.toMatch(/13812345678|13911112222|陈一/)
  const { brief, writtenBrief } = await readAsStaff(app, deps, second)
  expect(brief.facts.join('')).toContain('公证')
  expect(writtenBrief).toMatchObject({
    writer: 'model',
    facts: ['咨询人 3 月 1 日提交了申请', '没有做过公证'],
    question: '志愿服务专家接到通知后多久要响应',
    answer: [{ text: '专家接到通知后，应在2日内响应。' }],
    evidence: [{ quote: expect.stringContaining('2日内及时响应'), status: expect.any(String) }],
    askBack: ['申请号是多少？'],
    leftOut: 7,
    model: 'test-model',
    label: expect.stringContaining('Test-0001'),
  })
  expect((await readAsStaff(app, deps, code)).writtenBrief).toBeNull()
  await runDueJobs(deps)
  expect(server.requests.length).toBe(before + 1)
})

test('opening a case neither waits for the model nor fails with it, and the plain brief stays', async ({
  app,
  deps,
  server,
}) => {
  useModel(deps, server)
  server.always({ status: 500 })
  const { code } = await handOver(app)
  const asked = server.requests.length
  await runDueJobs(deps)
  expect(server.requests.length).toBeGreaterThan(asked)
  expect(await jobOf(deps)).toMatchObject({ attempts: 1, doneAt: null, lastError: 'ModelError' })
  const read = await readAsStaff(app, deps, code)
  expect([read.writtenBrief, read.brief.facts.length]).toEqual([null, 1])
  deps.pass(120_000)
  server.always((request) => ({
    text: line('answer', '专家接到通知后，应在2日内响应。', shownAs('2日内及时响应', request)),
  }))
  await runDueJobs(deps)
  expect((await jobOf(deps))?.doneAt).not.toBeNull()
  expect((await readAsStaff(app, deps, code)).writtenBrief).toMatchObject({ writer: 'model' })
})

test('a model of which nothing holds is not asked again', async ({ app, deps, server }) => {
  useModel(deps, server)
  server.always({ text: line('fact', '对方一定会败诉，赔偿 500 万元') })
  const { code } = await handOver(app)
  await runDueJobs(deps)
  expect((await jobOf(deps))?.doneAt).not.toBeNull()
  expect((await readAsStaff(app, deps, code)).writtenBrief).toBeNull()
})

test('a confidential case never reaches the model, nor does one that was taken back', async ({
  app,
  deps,
  server,
}) => {
  useModel(deps, server)
  server.always({ text: 'no contract' })
  await handOver(app, { confidential: true })
  expect(await jobOf(deps)).toBeUndefined()
  const { asker, code } = await handOver(app)
  await as(app, asker)('POST', `/api/cases/${code}/withdraw`, {})
  const asked = server.requests.length
  await runDueJobs(deps)
  expect(server.requests.length).toBe(asked)
  expect((await jobOf(deps))?.doneAt).not.toBeNull()
})

test('a model that is switched off is no failure', async ({ app, deps, server }) => {
  useModel(deps, server)
  server.always({ text: 'no contract' })
  await handOver(app)
  await setSwitch(deps.db, 'model', { off: true, now: deps.now() })
  await runDueJobs(deps)
  expect(await jobOf(deps)).toMatchObject({ lastError: null })
  expect((await jobOf(deps))?.doneAt).not.toBeNull()
})

test('an asker who is erased while the model writes leaves no brief behind', async ({
  app,
  deps,
  server,
}) => {
  useModel(deps, server)
  server.always({ text: 'no contract' })
  const { asker } = await handOver(app)
  server.always((request) => ({
    text: line('answer', '专家接到通知后，应在2日内响应。', shownAs('2日内及时响应', request)),
    delayMs: 1_500,
  }))
  const asked = server.requests.length
  const written = runDueJobs(deps)
  await expect.poll(() => server.requests.length).toBe(asked + 1)
  await as(app, asker)('DELETE', '/api/me')
  await written
  const rows = await deps.db.select({ writtenBrief: cases.writtenBrief }).from(cases)
  expect(rows).toEqual([{ writtenBrief: null }])
})
