import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { auditEntries, jobs, reports } from '../../../src/db/schema/index.ts'
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts'
import { type App, enter, plantAccount, plantOrganisations, send } from '../../accounts/staff.ts'
import { problemOf } from '../../support/front-door.ts'
import { readZip } from '../../support/read-zip.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'
import { plantReport } from './plant.ts'

const Body = z.looseObject({
  id: z.string(),
  state: z.string(),
  version: z.int(),
  progress: z.int(),
  failed: z.boolean(),
  isAuthor: z.boolean(),
  approvedBy: z.string().nullable(),
  content: z.looseObject({ organisation: z.string() }).nullable(),
  texts: z.record(z.string(), z.string()),
})

const JANUARY = { from: '2026-01-01', to: '2026-01-31' }

async function read(app: App, cookie: string, id: string) {
  return Body.parse(await (await send(app, `/reports/${id}`, { cookie })).json())
}

async function staffOf(deps: TestDeps, app: App, organisationId: string) {
  return enter(deps, app, await plantAccount(deps, { role: 'staff', organisationId }))
}

const change = (app: App, cookie: string, path: string, body: object) =>
  send(app, `/reports/${path}`, { cookie, method: path.endsWith('texts') ? 'PUT' : 'POST', body })

test('staff begin a report, it is computed, they write beside the figures, and a second person approves it', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const [first, second] = [await staffOf(deps, app, city), await staffOf(deps, app, city)]
  const begun = await send(app, '/reports', {
    cookie: first,
    method: 'POST',
    body: { organisationId: city, ...JANUARY },
  })
  expect(begun.status).toBe(201)
  const { id, state, content } = Body.parse(await begun.json())
  expect([state, content]).toEqual(['computing', null])
  const tooEarly = await send(app, `/reports/${id}/file?format=html`, { cookie: first })
  expect((await problemOf(tooEarly)).code).toBe('conflict')
  await runDueJobs(deps)
  const draft = await read(app, first, id)
  expect([draft.state, draft.progress, draft.isAuthor]).toEqual(['draft', 100, true])
  const texts = { measures: '增加巡回讲座。', problems: '<script>alert(1)</script>' }
  const written = await change(app, first, `${id}/texts`, { version: 1, texts })
  expect(written.status).toBe(200)
  const stale = await change(app, second, `${id}/texts`, { version: 1, texts })
  expect(stale.status).toBe(409)
  const own = await change(app, first, `${id}/step`, { version: 2, step: 'approve' })
  expect(own.status).toBe(403)
  const approved = await change(app, second, `${id}/step`, { version: 2, step: 'approve' })
  expect(approved.status).toBe(204)
  const done = await read(app, second, id)
  expect([done.state, done.approvedBy, done.texts]).toEqual(['approved', '王小明', texts])
  for (const step of ['recompute', 'discard', 'approve']) {
    const later = await change(app, second, `${id}/step`, { version: 3, step })
    expect([step, later.status]).toEqual([step, 409])
  }
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.objectId, id))
    .orderBy(auditEntries.id)
  expect(entries.map(({ action }) => action)).toEqual([
    'create_report',
    'change_report',
    'step_report',
  ])
})

test('whoever has written of a report is an author and cannot approve it, not even in the database', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const first = await plantAccount(deps, { role: 'staff', organisationId: city })
  const id = await plantReport(deps, { organisationId: city, authors: [first.id] })
  const second = await staffOf(deps, app, city)
  await change(app, second, `${id}/texts`, { version: 1, texts: { cases: '如上。' } })
  const refused = await change(app, second, `${id}/step`, { version: 2, step: 'approve' })
  expect((await problemOf(refused)).code).toBe('forbidden')
  const forced = deps.db.transaction(async (tx) => {
    await tx.update(reports).set({ approvedBy: first.id }).where(eq(reports.id, id))
  })
  await expect(forced).rejects.toThrow('Failed query')
})

test('a district sees its own reports and not those of the city or of another district', async ({
  app,
  deps,
}) => {
  const { city, east, west } = await plantOrganisations(deps)
  const author = (await plantAccount(deps, { role: 'staff', organisationId: city })).id
  const ids: Record<string, string> = {}
  for (const organisationId of [city, east, west]) {
    ids[organisationId] = await plantReport(deps, { organisationId, authors: [author] })
  }
  const cookie = await staffOf(deps, app, east)
  const List = z.object({ reports: z.array(z.looseObject({ id: z.string() })) })
  const { reports: seen } = List.parse(await (await send(app, '/reports', { cookie })).json())
  expect(seen.map(({ id }) => id)).toEqual([ids[east]])
  for (const organisationId of [city, west]) {
    const id = ids[organisationId]
    for (const path of [`/reports/${id}`, `/reports/${id}/file?format=docx`]) {
      expect((await send(app, path, { cookie })).status).toBe(404)
    }
    const step = await change(app, cookie, `${id}/step`, { version: 1, step: 'discard' })
    expect(step.status).toBe(404)
    const body = { organisationId, ...JANUARY }
    const begun = await send(app, '/reports', { cookie, method: 'POST', body })
    expect(begun.status).toBe(404)
  }
})

test('what is no period is refused, and so is a text with a secrecy mark', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const cookie = await staffOf(deps, app, city)
  for (const period of [
    { from: '2026-02-01', to: '2026-01-31' },
    { from: '2026-01-01', to: '2026-03-03' },
    { from: '2001-01-01', to: '2026-01-31' },
    { from: '2026-02-30', to: '2026-03-01' },
  ]) {
    const body = { organisationId: city, ...period }
    const answer = await send(app, '/reports', { cookie, method: 'POST', body })
    expect([period, answer.status]).toEqual([period, 400])
  }
  const other = (await plantAccount(deps, {})).id
  const id = await plantReport(deps, { organisationId: city, authors: [other] })
  const marked = { version: 1, texts: { measures: '机密★10年 内部数据' } }
  expect((await change(app, cookie, `${id}/texts`, marked)).status).toBe(400)
  expect((await read(app, cookie, id)).texts).toEqual({})
})

test('a draft is computed anew with its texts kept; one that is discarded is gone and its job does nothing', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const cookie = await staffOf(deps, app, city)
  const id = await plantReport(deps, { organisationId: city, authors: [] })
  await change(app, cookie, `${id}/texts`, { version: 1, texts: { measures: '如上。' } })
  await change(app, cookie, `${id}/step`, { version: 2, step: 'recompute' })
  const waiting = await read(app, cookie, id)
  expect([waiting.state, waiting.progress, waiting.failed]).toEqual(['computing', 0, false])
  await runDueJobs(deps)
  const computed = await read(app, cookie, id)
  expect([computed.state, computed.texts]).toEqual(['draft', { measures: '如上。' }])
  expect(computed.content?.organisation).toContain('city')
  await change(app, cookie, `${id}/step`, { version: 3, step: 'recompute' })
  await change(app, cookie, `${id}/step`, { version: 4, step: 'discard' })
  await runDueJobs(deps)
  expect((await send(app, `/reports/${id}`, { cookie })).status).toBe(404)
  const left = await deps.db
    .select()
    .from(jobs)
    .where(eq(jobs.key, `report:${id}:4`))
  expect(left.map(({ doneAt, lastError }) => [doneAt !== null, lastError])).toEqual([[true, null]])
})

test('an inner report is one HTML file without scripts and one DOCX package; hostile text stays text', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const cookie = await staffOf(deps, app, city)
  const body = { organisationId: city, ...JANUARY }
  const begun = await send(app, '/reports', { cookie, method: 'POST', body })
  const { id } = Body.parse(await begun.json())
  await runDueJobs(deps)
  const corpus = [
    '=1+1',
    '@SUM(1)',
    '=HYPERLINK("http://example.com")',
    '<script>alert(1)</script>',
    '{ DDEAUTO c:\\\\windows "cmd" }',
    ']]></w:t><w:fldSimple w:instr="DDE"/>',
    '\u0001\uFFFF\uD800',
  ]
  const texts = { measures: corpus.join('\n') }
  const written = await change(app, cookie, `${id}/texts`, { version: 1, texts })
  expect(written.status).toBe(200)
  const page = await send(app, `/reports/${id}/file?format=html`, { cookie })
  expect(page.headers.get('content-disposition')).toContain('attachment')
  const html = await page.text()
  expect(html).not.toMatch(/<script|<iframe|<link|src=|href=|url\(|@import/i)
  expect(html).toContain('&lt;script&gt;alert(1)')
  expect(html).toContain('name="AIGC"')
  expect(html).toContain('草稿')
  expect(html).toContain('select')
  const docx = await send(app, `/reports/${id}/file?format=docx`, { cookie })
  const files = readZip(new Uint8Array(await docx.arrayBuffer()))
  expect([...files.keys()]).toContain('[Content_Types].xml')
  const main = files.get('word/document.xml') ?? ''
  expect(main).toContain('=1+1')
  expect(main).not.toMatch(/<w:fldSimple|<w:instrText|<w:fldChar|r:id|altChunk|\uFFFF/)
  expect(main).toContain('&lt;w:fldSimple')
  expect(files.get('docProps/custom.xml')).toContain('ContentProducer')
  expect(files.get('word/_rels/document.xml.rels')).not.toContain('External')
  const open = await send(app, `/reports/${id}/file?format=html&version=open`, { cookie })
  expect(open.status).toBe(409)
})

test('every part of the DOCX package is well-formed XML with a declared form', async ({
  app,
  deps,
}) => {
  const { city } = await plantOrganisations(deps)
  const cookie = await staffOf(deps, app, city)
  const body = { organisationId: city, ...JANUARY }
  const begun = await send(app, '/reports', { cookie, method: 'POST', body })
  const { id } = Body.parse(await begun.json())
  await runDueJobs(deps)
  const docx = await send(app, `/reports/${id}/file?format=docx`, { cookie })
  const files = readZip(new Uint8Array(await docx.arrayBuffer()))
  const { SaxesParser } = await import('saxes')
  for (const [path, content] of files) {
    const parser = new SaxesParser({ xmlns: true })
    const faults: string[] = []
    parser.on('error', ({ message }) => void faults.push(`${path}: ${message}`))
    parser.write(content).close()
    expect(faults).toEqual([])
  }
  const types = files.get('[Content_Types].xml') ?? ''
  for (const path of [...files.keys()].filter((each) => /^(?:word|docProps)\/[^/]+$/.test(each))) {
    expect(types).toContain(`PartName="/${path}"`)
  }
})
