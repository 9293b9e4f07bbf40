import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { expireCurated } from '../../../src/curation/expire-curated.ts'
import { auditEntries, curatedAnswers } from '../../../src/db/schema/index.ts'
import { newId } from '../../../src/shared/ids.ts'
import { post, send } from '../../accounts/staff.ts'
import {
  beginClean,
  CLEAN,
  Curated,
  draft,
  plantReply,
  REVIEW,
} from '../../curation/plant-curated.ts'
import { actionsOn, plantStaff } from '../../experts/roster.ts'
import { test } from '../../support/test-deps.ts'

const Listed = z.object({ curated: z.array(Curated) })

test('a draft is made of a reply that was delivered, with personal data masked', async ({
  app,
  deps,
}) => {
  const { atCity, city } = await plantStaff(deps, app)
  const made = await draft(app, atCity, await plantReply(deps, city))
  expect(made.question).toBe('我的手机〔手机号1〕，被告华信公司抄袭外观怎么办？')
  expect(made).toMatchObject({ state: 'draft', version: 1, reviewOn: REVIEW, field: '专利' })
  expect(made).not.toHaveProperty('caseId')
  expect(await actionsOn(deps, `curated-${made.id}`)).toEqual(['change_knowledge'])
})

test('nothing is made of a confidential case, of a reply not delivered, or of one not seen', async ({
  app,
  deps,
}) => {
  const { atCity, cookieAt, city, east } = await plantStaff(deps, app)
  const make = async (statementId: string, cookie = atCity) =>
    (await post(app, '/curated', { statementId, reviewOn: REVIEW }, { cookie })).status
  expect(await make(await plantReply(deps, city, { confidential: true }))).toBe(409)
  expect(await make(await plantReply(deps, city, { state: 'draft' }))).toBe(404)
  expect(await make(await plantReply(deps, city), await cookieAt(east))).toBe(404)
  expect(await make(newId())).toBe(404)
  const past = { statementId: await plantReply(deps, city), reviewOn: '2026-03-02' }
  expect((await post(app, '/curated', past, { cookie: atCity })).status).toBe(400)
})

test('it is published by a second person who confirms that identity is gone', async ({
  app,
  deps,
}) => {
  const { id, atCity, second, publish } = await beginClean({ app, deps })
  const own = await publish(2, atCity)
  expect([own.status, await own.json()]).toMatchObject([403, { code: 'forbidden' }])
  for (const body of [{ version: 2 }, { version: 2, identityRemoved: false }]) {
    const bare = await post(app, `/curated/${id}/publish`, body, { cookie: second })
    expect(bare.status).toBe(400)
  }
  expect((await publish(1)).status).toBe(409)
  const done = await publish(2)
  expect([done.status, await done.json()]).toMatchObject([200, { state: 'published', ...CLEAN }])
  expect((await publish(3)).status).toBe(409)
  expect(await actionsOn(deps, `curated-${id}`)).toEqual([
    'change_knowledge',
    'change_knowledge',
    'publish_knowledge',
  ])
})

test.for([
  ['the other party', { question: '华信公司抄袭外观怎么办？' }],
  ['who asked', { answer: '王小明先固定证据。' }],
  ['the asker’s organisation', { answer: '晨光科技先固定证据。' }],
] as const)('while a name is left it is not published: %s', async ([, left], { app, deps }) => {
  const { change, publish } = await beginClean({ app, deps })
  expect((await change({ version: 2, ...left })).status).toBe(200)
  const refused = await publish(3)
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { detail: '内容中还有咨询人或当事人的名称，请先删去。' },
  ])
})

test('personal data that somebody types in is masked', async ({ app, deps }) => {
  const { change } = await beginClean({ app, deps })
  const changed = await change({ version: 2, answer: '请打 13900139000。' })
  expect(await changed.json()).toMatchObject({ answer: '请打 〔手机号1〕。' })
})

test('other words make a draft of it again, of whoever wrote them', async ({ app, deps }) => {
  const { atCity, second, change, publish } = await beginClean({ app, deps })
  expect((await publish(2)).status).toBe(200)
  const renewed = await change({ version: 3, reviewOn: '2027-01-01' })
  expect(await renewed.json()).toMatchObject({ state: 'published', reviewOn: '2027-01-01' })
  const rewritten = await change({ version: 4, answer: '先取证。' }, second)
  expect(await rewritten.json()).toMatchObject({ state: 'draft' })
  expect((await publish(5, second)).status).toBe(403)
  expect((await publish(5, atCity)).status).toBe(200)
})

test('the owner of a draft cannot be changed to let its writer publish it', async ({
  app,
  deps,
}) => {
  const { change } = await beginClean({ app, deps })
  const refused = await change({ version: 2, ownerId: newId() })
  expect(refused.status).toBe(409)
})

test('on its review date it expires, once, and can be published again', async ({ app, deps }) => {
  const { id, change, publish } = await beginClean({ app, deps })
  await publish(2)
  expect(await expireCurated(deps.db, '2026-08-31')).toEqual([])
  expect(await expireCurated(deps.db, REVIEW)).toMatchObject([{ id, reviewOn: REVIEW }])
  expect(await expireCurated(deps.db, REVIEW)).toEqual([])
  const [row] = await deps.db.select().from(curatedAnswers).where(eq(curatedAnswers.id, id))
  expect(row).toMatchObject({ state: 'expired', version: 4 })
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, 'expire_knowledge'))
  expect(entries).toMatchObject([{ actorKind: 'system', objectId: `curated-${id}` }])
  await change({ version: 4, reviewOn: '2027-01-01' })
  expect((await publish(5)).status).toBe(200)
})

test('what is retired stays so, and lists show a state at a time to who may see it', async ({
  app,
  deps,
}) => {
  const { id, atCity, cookieAt, east, change } = await beginClean({ app, deps })
  const listed = async (query: string, cookie = atCity) => {
    const response = await send(app, `/curated${query}`, { cookie })
    return Listed.parse(await response.json()).curated.map((one) => one.id)
  }
  expect(await listed('?state=draft')).toEqual([id])
  expect(await listed('?state=draft&field=商标')).toEqual([])
  expect(await listed('?state=published')).toEqual([])
  const atEast = await cookieAt(east)
  expect(await listed('', atEast)).toEqual([])
  const foreign = await post(app, `/curated/${id}/retire`, { version: 2 }, { cookie: atEast })
  const absent = await post(app, `/curated/${newId()}/retire`, { version: 2 }, { cookie: atEast })
  expect([foreign.status, await foreign.text()]).toEqual([404, await absent.text()])
  const retire = () => post(app, `/curated/${id}/retire`, { version: 2 }, { cookie: atCity })
  expect([(await retire()).status, (await retire()).status]).toEqual([200, 409])
  expect((await change({ version: 3, answer: '新' })).status).toBe(409)
})
