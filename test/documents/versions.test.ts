import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { DocumentList } from '../../src/channels/staff/documents-schemas.ts'
import {
  documentUnits,
  documentVersions,
  jobs,
  notices,
  secrecyIncidents,
} from '../../src/db/schema/index.ts'
import { post, send } from '../accounts/staff.ts'
import { problemOf } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { beginWork, byHand, FINAL, preview, publish, step, upload, uploaded } from './work.ts'

test('an uploaded file is shown with its passages, its days as the text says them, and the difference by article', async ({
  app,
  deps,
}) => {
  const work = await beginWork(app, deps)
  const { id, number } = await uploaded(work, work.uploader)
  expect(number).toBe(2)
  const shown = await preview(work, work.uploader, id)
  expect(shown.version).toMatchObject({
    document: 'measures-draft',
    state: 'draft',
    origin: 'upload',
    own: true,
    fields: {
      title: '北京市知识产权公共服务机构管理办法',
      status: 'in_force',
      effectiveOn: '2026-05-01',
      endedOn: null,
    },
  })
  expect(shown.problems).toEqual([])
  expect(shown.doubled).toEqual([])
  expect(shown.against).toBe(1)
  const station = shown.passages.find(({ locator }) => locator === 'art7(2)')
  expect(station?.text).toContain('不少于30家')
  expect(station?.path).toEqual([
    '北京市知识产权公共服务机构管理办法',
    '第2章 机构设立、变更、撤销',
  ])
  const changed = shown.changes.filter(({ kind }) => kind === 'changed')
  expect(
    Object.fromEntries(changed.map(({ before, after }) => [before?.locator, after?.locator])),
  ).toEqual(byHand.changed)
  const removed = shown.changes.filter(({ kind }) => kind === 'removed')
  expect(removed.map(({ before }) => before?.locator)).toEqual(byHand.removed)
  const listed = await send(app, '/documents', { cookie: work.colleague.cookie })
  const { versions, packaged } = DocumentList.parse(await listed.json())
  expect(versions.map(({ number: each, state, own }) => [each, state, own])).toEqual([
    [2, 'draft', false],
    [1, 'published', false],
  ])
  expect(packaged.map(({ document }) => document)).toContain('service-spec')
  // The bytes are not kept, nor is the text put anywhere but into the version.
  const [row] = await deps.db.select().from(documentVersions).where(eq(documentVersions.id, id))
  expect(JSON.stringify(row?.upload)).not.toContain('工作站')
})

test('neither who uploaded a version nor who changed its days last can publish it, not even past the service', async ({
  app,
  deps,
}) => {
  const work = await beginWork(app, deps)
  deps.rebuild.running = true
  const { id } = await uploaded(work, work.uploader)
  const { version } = await preview(work, work.uploader, id)
  expect((await step(work, work.colleague, [id, 'publish'])).status).toBe(409)
  const fields = { ...version.fields, effectiveOn: '2026-06-01' }
  const edited = await post(
    app,
    `/documents/versions/${id}`,
    { edit: version.edit, fields },
    { cookie: work.colleague.cookie },
  )
  expect(edited.status).toBe(200)
  expect((await step(work, work.uploader, [id, 'submit'])).status).toBe(200)
  const told = await deps.db.select().from(notices).where(eq(notices.kind, 'document_submitted'))
  expect(told.length).toBeGreaterThan(0)
  for (const first of [work.uploader, work.colleague]) {
    const refused = await step(work, first, [id, 'publish'])
    expect([refused.status, (await problemOf(refused)).detail]).toEqual([
      403,
      '上传人和最后修改人不能发布，请另一位同事核对后发布。',
    ])
  }
  const write = deps.db.transaction((tx) =>
    tx
      .update(documentVersions)
      .set({ state: 'withdrawn', publishedBy: work.uploader.id })
      .where(eq(documentVersions.id, id)),
  )
  await expect(write).rejects.toMatchObject({ cause: { code: '23514' } })
  expect((await step(work, work.administrator, [id, 'publish'])).status).toBe(200)
  expect((await step(work, work.administrator, [id, 'publish'])).status).toBe(409)
  const shown = await preview(work, work.uploader, id)
  expect(shown.version.state).toBe('published')
  expect(shown.version.fields.effectiveOn).toBe('2026-06-01')
  // Past answers are looked through when it holds, not before.
  const due = await deps.db.select().from(jobs).where(eq(jobs.kind, 'answer_recall'))
  expect(due.map(({ dueAt }) => dueAt.toISOString()).toSorted()).toEqual([
    '2026-05-31T16:01:00.000Z',
    '2026-05-31T16:20:00.000Z',
  ])
})

test('a version is submitted only where its status and its days go together', async ({
  app,
  deps,
}) => {
  const work = await beginWork(app, deps)
  const { id } = await uploaded(work, work.uploader)
  const { version } = await preview(work, work.uploader, id)
  const draft = { ...version.fields, status: 'draft', effectiveOn: null }
  const wrong = [
    [{ ...version.fields, effectiveOn: null }, 'document_effective_missing'],
    [{ ...version.fields, endedOn: '2026-04-30' }, 'document_days_disordered'],
    [{ ...version.fields, status: 'draft' }, 'document_draft_has_days'],
    [{ ...version.fields, status: 'undated' }, 'document_undated_has_days'],
    [{ ...version.fields, status: 'ended' }, 'document_ended_missing'],
    [{ ...version.fields, title: '管理办法（征求意见稿）' }, 'document_title_says_draft'],
  ] as const
  let { edit } = version
  for (const [fields, problem] of wrong) {
    const { cookie } = work.uploader
    const saved = await post(app, `/documents/versions/${id}`, { edit, fields }, { cookie })
    expect(saved.status).toBe(200)
    edit += 1
    const shown = await preview(work, work.uploader, id)
    expect([shown.problems, shown.version.edit]).toEqual([[problem], edit])
    expect((await step(work, work.uploader, [id, 'submit'])).status).toBe(400)
  }
  const { cookie } = work.colleague
  const stale = { edit: 1, fields: draft }
  expect((await post(app, `/documents/versions/${id}`, stale, { cookie })).status).toBe(409)
  const right = { edit, fields: draft }
  expect((await post(app, `/documents/versions/${id}`, right, { cookie })).status).toBe(200)
  expect((await step(work, work.uploader, [id, 'submit'])).status).toBe(200)
  // A submitted version is not changed under the eyes of who checks it.
  const late = { edit: edit + 2, fields: draft }
  expect((await post(app, `/documents/versions/${id}`, late, { cookie })).status).toBe(409)
  expect((await step(work, work.colleague, [id, 'take-back'])).status).toBe(200)
  expect((await step(work, work.colleague, [id, 'discard'])).status).toBe(204)
  const [row] = await deps.db.select().from(documentVersions).where(eq(documentVersions.id, id))
  expect([row?.state, row?.body]).toEqual(['discarded', ''])
  const units = await deps.db.select().from(documentUnits).where(eq(documentUnits.versionId, id))
  expect(units).toEqual([])
})

test('of a file with a state-secret mark nothing is kept but time and hash', async ({
  app,
  deps,
}) => {
  const work = await beginWork(app, deps)
  const marked = `机密★10年\n\n${FINAL}`
  const refused = await upload(work, work.uploader, { text: marked })
  expect(refused.status).toBe(400)
  const incidents = await deps.db.select().from(secrecyIncidents)
  expect(incidents.map(({ textHash }) => textHash)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ])
  expect(await deps.db.select().from(documentVersions)).toEqual([])
})

test('only the city uploads, a file under a name that is one', async ({ app, deps }) => {
  const work = await beginWork(app, deps)
  expect((await upload(work, work.elsewhere)).status).toBe(403)
  expect((await upload(work, work.uploader, { document: '管理办法' })).status).toBe(400)
  expect((await upload(work, work.uploader, { document: 'measures-draft@1' })).status).toBe(400)
  const nothing = await app.request('/api/staff/documents/uploads', {
    method: 'POST',
    headers: { cookie: work.uploader.cookie },
    body: new FormData(),
  })
  expect(nothing.status).toBe(400)
  const empty = await upload(work, work.uploader, { text: ' ' })
  expect([empty.status, await deps.db.$count(documentVersions)]).toEqual([400, 0])
})

test('a document that was never there before is published under its own name, and taken back leaves nothing', async ({
  app,
  deps,
}) => {
  const work = await beginWork(app, deps)
  const text = `# 预约服务规则\n\n第一条 【预约】服务对象可以通过水獭小程序预约上门服务。\n\n第二条 【施行】本规则自2026年1月1日起施行。\n`
  const { id, number } = await uploaded(work, work.uploader, {
    text,
    name: 'rules.md',
    document: 'booking-rules',
  })
  expect(number).toBe(1)
  expect(await preview(work, work.uploader, id)).toMatchObject({ against: null, changes: [] })
  await publish(work, id)
  const found = async () => {
    const response = await app.request('/api/search?q=水獭小程序预约')
    const { results } = (await response.json()) as {
      results: { document: string; status: string; text: string }[]
    }
    return results.filter(({ document }) => document === 'booking-rules')
  }
  expect((await found())[0]).toMatchObject({ status: 'in_force' })
  const page = await app.request('/api/documents/booking-rules')
  expect(page.status).toBe(200)
  const { status } = await step(work, work.administrator, [id, 'roll-back'])
  expect(status).toBe(200)
  await deps.settled()
  expect(await found()).toEqual([])
  expect((await app.request('/api/documents/booking-rules')).status).toBe(404)
}, 300_000)
