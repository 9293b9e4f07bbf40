import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import {
  indexes,
  knowledgeEdits,
  knowledgeRevisions,
  textVectors,
} from '../../src/db/schema/index.ts'
import { readEdited } from '../../src/knowledge/edits/published-edits.ts'
import { indexKnowledge } from '../../src/knowledge/index-knowledge.ts'
import { readKnowledge } from '../../src/knowledge/read-knowledge.ts'
import { newId } from '../../src/shared/ids.ts'
import { type App, enter, plantAccount, plantOrganisations, post, send } from '../accounts/staff.ts'
import { ask, begin, get, Problem } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { small } from './small-knowledge.ts'

const Records = z.object({
  records: z.array(
    z.looseObject({
      id: z.string(),
      content: z.unknown(),
      draft: z.looseObject({ version: z.number() }).nullable(),
      published: z.looseObject({ id: z.string() }).nullable(),
      packagedChanged: z.boolean(),
    }),
  ),
})

const Seven = z.looseObject({ inquiry_phone: z.string().nullable() })

async function recordOf(app: App, cookie: string, kind: string, id: string) {
  const response = await send(app, `/knowledge?kind=${kind}`, { cookie })
  const found = Records.parse(await response.json()).records.find((each) => each.id === id)
  if (!found) throw new Error(`no ${kind} ${id}`)
  return found
}

type Work = { app: App; deps: TestDeps; cookie: string }

/** Drafts and publishes, and waits for the index. */
async function publish(
  { app, deps, cookie }: Work,
  kind: string,
  recordId: string,
  content: unknown,
) {
  const { draft } = await recordOf(app, cookie, kind, recordId).catch(() => ({ draft: null }))
  const version = draft?.version ?? null
  const edit = { kind, recordId, content, version }
  const saved = await post(app, '/knowledge/drafts', edit, { cookie })
  expect([await saved.clone().text(), saved.status].at(1)).toBe(200)
  const seen = { kind, recordId, version: (version ?? 0) + 1 }
  const published = await post(app, '/knowledge/publish', seen, { cookie })
  await deps.settled()
  expect(published.status).toBe(200)
}

async function administrator(app: App, deps: TestDeps): Promise<Work> {
  deps.packaged = async () => small
  const { embedder } = deps
  await indexKnowledge(deps.db, readKnowledge(small), { embedder, now: deps.now() })
  return { app, deps, cookie: await enter(deps, app, await plantAccount(deps, {})) }
}

const Listed = z.object({
  services: z.array(
    z.looseObject({
      id: z.string(),
      fields: z.looseObject({ inquiryPhone: z.string().nullable() }),
      missing: z.array(z.string()),
      entered: z.array(z.string()),
    }),
  ),
})

async function serviceOf(app: Parameters<typeof get>[0], id: string) {
  const { services } = Listed.parse(await (await get(app, '/api/catalogue/services')).json())
  return services.find((service) => service.id === id)
}

test('a telephone that the standard does not give is entered, published, shown as our own, and taken back', async ({
  app,
  deps,
}) => {
  const work = await administrator(app, deps)
  const { cookie } = work
  expect((await serviceOf(app, 'policy-publicity'))?.missing).toContain('inquiryPhone')
  const { content } = await recordOf(app, cookie, 'service', 'policy-publicity')
  const edited = { ...Seven.parse(content), inquiry_phone: '010-12345678' }
  await publish(work, 'service', 'policy-publicity', edited)
  const shown = await serviceOf(app, 'policy-publicity')
  expect(shown?.fields.inquiryPhone).toBe('010-12345678')
  expect(shown?.missing).not.toContain('inquiryPhone')
  expect(shown?.entered).toEqual(['inquiryPhone'])
  const back = { kind: 'service', recordId: 'policy-publicity', to: null }
  expect((await post(app, '/knowledge/withdraw', back, { cookie })).status).toBe(200)
  await deps.settled()
  expect((await serviceOf(app, 'policy-publicity'))?.missing).toContain('inquiryPhone')
  expect((await post(app, '/knowledge/withdraw', back, { cookie })).status).toBe(409)
})

test('what the standard gives can be changed only to its own words, and what it fixes not at all', async ({
  app,
  deps,
}) => {
  const { cookie } = await administrator(app, deps)
  const { content } = await recordOf(app, cookie, 'service', 'policy-publicity')
  const service = z.record(z.string(), z.unknown()).parse(content)
  const attempt = async (change: object) => {
    const draft = { kind: 'service', recordId: 'policy-publicity', version: null }
    const sent = { ...draft, content: { ...service, ...change } }
    const response = await post(app, '/knowledge/drafts', sent, { cookie })
    return [response.status, Problem.parse(await response.json()).issues] as const
  }
  expect(await attempt({ content: ['公共服务机构应当上门服务。'] })).toEqual([
    400,
    ['0.content.0：所依据的条款里没有“公共服务机构应当上门服务。”这几个字，不能当作原文'],
  ])
  expect(await attempt({ modality: '宜' })).toEqual([400, ['modality：这一项由原文规定，不能改']])
  expect((await attempt({ clause: 'service-spec#basic.2' }))[0]).toBe(400)
  expect((await attempt({ inquiry_phone: '' }))[0]).toBe(400)
  expect((await attempt({ unknown: 'x' }))[0]).toBe(400)
  expect(await deps.db.$count(knowledgeEdits)).toBe(0)
})

test('a canned reply answers in its new words once it is published, and goes back to an earlier version', async ({
  app,
  deps,
}) => {
  const work = await administrator(app, deps)
  const greet = async () => (await ask(app, await begin(app), '您好')).text
  const packaged = await greet()
  await publish(work, 'reply', 'chat.greeting', { zh: '一、您好。', en: 'One, hello.' })
  expect(await greet()).toBe('一、您好。')
  const first = (await recordOf(app, work.cookie, 'reply', 'chat.greeting')).published?.id
  await publish(work, 'reply', 'chat.greeting', { zh: '二、您好。', en: 'Two, hello.' })
  expect(await greet()).toBe('二、您好。')
  const back = { kind: 'reply', recordId: 'chat.greeting', to: first }
  expect((await post(app, '/knowledge/withdraw', back, { cookie: work.cookie })).status).toBe(200)
  await deps.settled()
  expect(await greet()).toBe('一、您好。')
  expect(await greet()).not.toBe(packaged)
  const versions = await send(app, '/knowledge/versions?kind=reply&recordId=chat.greeting', {
    cookie: work.cookie,
  })
  const states = z
    .object({ edits: z.array(z.looseObject({ state: z.string() })) })
    .parse(await versions.json())
    .edits.map(({ state }) => state)
  expect(states.toSorted()).toEqual(['published', 'replaced', 'withdrawn'])
})

test('a rebuild computes the vectors of new texts only, and each of them once', async ({
  app,
  deps,
}) => {
  const work = await administrator(app, deps)
  const computed: string[] = []
  const { embedder } = deps
  if (!embedder) throw new Error('no embedder')
  const known = embedder.packaged
  deps.embedder = {
    ...embedder,
    embeddings: {
      ...embedder.embeddings,
      embedDocuments: async (texts) => {
        computed.push(...texts)
        return embedder.embeddings.embedDocuments(texts)
      },
    },
  }
  const { content } = await recordOf(app, work.cookie, 'utterances', 'thanks')
  const lines = z.array(z.unknown()).parse(content)
  await publish(work, 'utterances', 'thanks', [...lines, { text: '太给力了多谢你们' }])
  expect(computed).toContain('太给力了多谢你们')
  expect(await deps.db.$count(textVectors)).toBe(1)
  computed.length = 0
  await publish(work, 'reply', 'chat.thanks', { zh: '不用谢。', en: 'You are welcome.' })
  expect(computed).not.toContain('太给力了多谢你们')
  expect(await deps.db.$count(textVectors)).toBe(1)
  // What comes with the package costs nothing and is not kept twice.
  expect(known).toBeDefined()
})

test('two people do not write over each other, and only the administrator publishes', async ({
  app,
  deps,
}) => {
  const { cookie } = await administrator(app, deps)
  const { city } = await plantOrganisations(deps)
  const staff = await enter(
    deps,
    app,
    await plantAccount(deps, { role: 'staff', organisationId: city }),
  )
  const edit = { kind: 'lexicon', recordId: 'typos/商镖镖', content: '商标', version: null }
  expect((await post(app, '/knowledge/drafts', edit, { cookie: staff })).status).toBe(200)
  expect((await post(app, '/knowledge/drafts', edit, { cookie })).status).toBe(409)
  const seen = { kind: 'lexicon', recordId: 'typos/商镖镖', version: 1 }
  expect((await post(app, '/knowledge/publish', seen, { cookie: staff })).status).toBe(403)
  const stale = { ...seen, version: 2 }
  expect((await post(app, '/knowledge/publish', stale, { cookie })).status).toBe(409)
  const same = { ...edit, recordId: 'typos/商镖', version: null }
  const unchanged = await post(app, '/knowledge/drafts', same, { cookie })
  expect(unchanged.status).toBe(409)
  expect((await post(app, '/knowledge/drafts/discard', seen, { cookie: staff })).status).toBe(204)
  expect((await post(app, '/knowledge/publish', seen, { cookie })).status).toBe(404)
})

test('a slip of the law itself is no slip, and an unknown record is none', async ({
  app,
  deps,
}) => {
  const { cookie } = await administrator(app, deps)
  for (const [kind, recordId, content] of [
    ['lexicon', 'typos/商标', '专利'],
    ['lexicon', 'synonyms/没有的用语', ['别名']],
    ['lexicon', 'nothing/词', '词'],
    ['lexicon', 'fields/新领域', ['词']],
    ['reply', 'chat.unknown', { zh: '一', en: 'one' }],
    ['reply', 'label.model', { zh: '一', en: 'one' }],
    ['reply', 'chat.greeting', null],
    ['reply', 'chat.greeting', { zh: '{secret}', en: 'x' }],
    ['utterances', 'thanks', []],
    ['course', '99', {}],
  ] as const) {
    const sent = { kind, recordId, content, version: null }
    const { status } = await post(app, '/knowledge/drafts', sent, { cookie })
    expect([recordId, status]).toEqual([recordId, 400])
  }
})

test('a build that fails says so and leaves the old index in use; it can be tried again', async ({
  app,
  deps,
}) => {
  const work = await administrator(app, deps)
  const { embedder } = deps
  if (!embedder) throw new Error('no embedder')
  const broken = () => Promise.reject(new Error('the model is gone'))
  const edit = { zh: '新的问候。', en: 'A new greeting.' }
  deps.embedder = { ...embedder, embeddings: { ...embedder.embeddings, embedDocuments: broken } }
  await publish(work, 'reply', 'chat.greeting', edit)
  const Build = z.object({
    revision: z.number(),
    building: z.boolean(),
    indexes: z.array(
      z.looseObject({ state: z.string(), revision: z.number(), failedAt: z.string().nullable() }),
    ),
  })
  const build = async () =>
    Build.parse(await (await send(app, '/knowledge/build', { cookie: work.cookie })).json())
  const failed = await build()
  expect(failed.building).toBe(false)
  expect(failed.indexes.some(({ failedAt }) => failedAt !== null)).toBe(true)
  deps.embedder = embedder
  expect((await ask(app, await begin(app), '您好')).text).not.toBe(edit.zh)
  expect((await post(app, '/knowledge/build', {}, { cookie: work.cookie })).status).toBe(202)
  await deps.settled()
  expect((await ask(app, await begin(app), '您好')).text).toBe(edit.zh)
  const built = await build()
  expect(built.indexes.find(({ state }) => state === 'active')?.revision).toBe(built.revision)
})

test('a build that has been overtaken does not take the place of a newer one', async ({
  app,
  deps,
}) => {
  const { deps: own } = await administrator(app, deps)
  const { db, now } = own
  const account = await plantAccount(deps, {})
  const changed = readKnowledge(small, {
    edits: [{ kind: 'reply', recordId: 'chat.greeting', content: { zh: '旧的。', en: 'Old.' } }],
  })
  const [active] = await db.select().from(indexes).where(eq(indexes.state, 'active'))
  await db.insert(knowledgeRevisions).values({ at: now(), accountId: account.id })
  const result = await indexKnowledge(db, changed, { embedder: undefined, now: now(), revision: 0 })
  expect(result.built).toBe(false)
  const [still] = await db.select().from(indexes).where(eq(indexes.state, 'active'))
  expect(still?.id).toBe(active?.id)
  expect(await db.select().from(indexes).where(eq(indexes.id, result.indexId))).toEqual([])
})

test('an edit that an upgrade has made impossible is left out at the start, the others stand', async ({
  deps,
}) => {
  const { id: authorId } = await plantAccount(deps, {})
  const row = { authorId, version: 1, packaged: null, createdAt: deps.now(), updatedAt: deps.now() }
  const published = { ...row, state: 'published' as const, revision: 1 }
  await deps.db.insert(knowledgeEdits).values([
    {
      ...published,
      id: newId(),
      kind: 'reply',
      recordId: 'chat.gone',
      content: { zh: '一', en: '1' },
    },
    {
      ...published,
      id: newId(),
      kind: 'reply',
      recordId: 'chat.greeting',
      content: { zh: '您好。', en: 'Hello.' },
    },
  ])
  const knowledge = await readEdited(deps, small)
  expect(knowledge.replies.chat.greeting).toEqual({ zh: '您好。', en: 'Hello.' })
  expect(deps.logged.map(({ event, fields }) => [event, fields])).toEqual([
    ['edit_left_out', { kind: 'reply', record: 'chat.gone' }],
  ])
})
