import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { auditEntries, experts } from '../../../src/db/schema/index.ts'
import { type App, post, send } from '../../accounts/staff.ts'
import { eventsOf, expertInput, plantStaff } from '../../experts/roster.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

const HEADER = '姓名,从业年限,领域,所在单位,客户,邮箱'
const Result = z.looseObject({
  entered: z.int(),
  errors: z.array(z.looseObject({ row: z.int().nullable(), column: z.string().nullable() })),
})

function importFile(app: App, cookie: string, file: BodyInit, query = '') {
  return app.request(
    `/api/staff/experts/import${query}`,
    { method: 'POST', headers: { cookie, 'content-type': 'text/csv' }, body: file },
    { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
  )
}

const namesIn = async ({ db }: TestDeps) =>
  new Set((await db.select({ name: experts.name }).from(experts)).map(({ name }) => name))

test('a list is entered as a whole, contact data sealed, and recorded once', async ({
  app,
  deps,
}) => {
  const { atCity } = await plantStaff(deps, app)
  const file = `${HEADER}\r\n李娜,8,专利；商标,某所,甲公司,li@a.cn\r\n王强,5,版权,"某,社",,\r\n`
  const response = await importFile(app, atCity, file)
  expect([response.status, await response.json()]).toEqual([201, { entered: 2, errors: [] }])
  const rows = await deps.db.select().from(experts).orderBy(experts.years)
  expect(rows).toMatchObject([
    { name: '王强', employer: '某,社', fields: ['版权'], sealedEmail: null, consentedAt: null },
    { name: '李娜', clients: ['甲公司'], status: 'active', capacity: 3 },
  ])
  expect(JSON.stringify(rows)).not.toContain('li@a.cn')
  expect(await eventsOf(deps, rows[0]?.id ?? '')).toEqual([['entered', null]])
  const entries = await deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, 'import_experts'))
  expect(entries.map(({ details }) => details)).toEqual([{ rows: 2, refused: 0 }])
})

test('one wrong cell keeps all out, and is told in the reader’s language', async ({
  app,
  deps,
}) => {
  const { atCity } = await plantStaff(deps, app)
  const file = `${HEADER}\n李娜,8,专利,某所\n王强,很久,机械,某社\n`
  const response = await importFile(app, atCity, file)
  expect(response.status).toBe(400)
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(await response.json()).toMatchObject({
    code: 'invalid',
    detail: '没有导入任何一行，原因见各行。',
    entered: 0,
    errors: [
      { row: 3, column: '从业年限', code: 'not_a_number' },
      { row: 3, column: '领域', code: 'unknown_field' },
    ],
  })
  expect(await namesIn(deps)).toEqual(new Set())
})

test('with `partial` the right rows are entered and the others named', async ({ app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  await post(app, '/experts', expertInput, { cookie: atCity })
  const file = [
    HEADER,
    `李娜,8,专利,${expertInput.employer}`,
    '王强,x,专利,某社',
    '赵敏,4,商标,某社',
    '赵敏,5,专利,某社',
  ]
  const response = await importFile(app, atCity, file.join('\n'), '?partial=true')
  expect(response.status).toBe(201)
  const { entered, errors } = Result.parse(await response.json())
  expect(entered).toBe(1)
  const told = errors.map(({ row, code }) => [row, code])
  expect(new Set(told)).toEqual(
    new Set([
      [2, 'known'],
      [3, 'not_a_number'],
      [5, 'twice'],
    ]),
  )
  expect(await namesIn(deps)).toEqual(new Set(['李娜', '赵敏']))
})

test('a file of Chinese Excel is read, and a picture is not', async ({ app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  // 姓名,从业年限,领域,所在单位 / 李四,8,专利,某所 in GB18030.
  const bytes = [
    'd0d5c3fb2cb4d3d2b5c4eacfde2cc1ecd3f22ccbf9d4dab5a5cebb0d0a',
    'c0eecbc42c382cd7a8c0fb2cc4b3cbf90d0a',
  ]
  const file = Uint8Array.from(bytes.join('').match(/../g) ?? [], (hex) => Number.parseInt(hex, 16))
  expect((await importFile(app, atCity, file)).status).toBe(201)
  expect(await namesIn(deps)).toEqual(new Set(['李四']))
  const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff])
  const refused = await importFile(app, atCity, picture)
  expect(Result.parse(await refused.json())).toMatchObject({
    errors: [{ code: 'unknown_encoding' }],
  })
})

test('a file of more than a megabyte is refused before it is read; one of 2,000 rows is taken', async ({
  app,
  deps,
}) => {
  const { atCity } = await plantStaff(deps, app)
  const large = await importFile(app, atCity, 'x'.repeat(1024 * 1024 + 1))
  expect([large.status, await large.json()]).toMatchObject([413, { code: 'too_large' }])
  const rows = Array.from({ length: 2000 }, (_, at) => `专家${at},8,专利,某所,,a${at}@b.cn`)
  const response = await importFile(app, atCity, [HEADER, ...rows].join('\n'))
  expect(await response.json()).toEqual({ entered: 2000, errors: [] })
})

test('a list goes into the roster of an organisation that is seen, and of no other', async ({
  app,
  deps,
}) => {
  const { cookieAt, city, east, station } = await plantStaff(deps, app)
  const atEast = await cookieAt(east)
  const file = `${HEADER}\n李娜,8,专利,某所\n`
  expect((await importFile(app, atEast, file, `?organisationId=${city}`)).status).toBe(404)
  expect((await importFile(app, atEast, file, `?organisationId=${station}`)).status).toBe(201)
  const [row] = await deps.db.select().from(experts)
  expect(row?.organisationId).toBe(station)
})

test('what is exported is imported again the same, without contact data or formulas', async ({
  app,
  deps,
}) => {
  const { atCity, east } = await plantStaff(deps, app)
  const odd = { name: '=1+1', employer: '@某"所", 一', qualification: "'=x", filingNumber: null }
  await post(app, '/experts', expertInput, { cookie: atCity })
  await post(app, '/experts', { ...expertInput, ...odd, consented: false }, { cookie: atCity })
  const exported = await send(app, '/experts/export', { cookie: atCity })
  expect(exported.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(exported.headers.get('content-disposition')).toContain('attachment')
  const bytes = await exported.arrayBuffer()
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  expect(text).toMatch(/^\u{FEFF}姓名,资格,/u)
  expect(text).not.toMatch(/li\.na@|13800138000/)
  expect(text).not.toMatch(/(?:^|[,\n"])[=+@-]/)
  const before = await deps.db.select().from(experts)
  const response = await importFile(app, atCity, bytes, `?organisationId=${east}`)
  expect(await response.json()).toEqual({ entered: 2, errors: [] })
  const after = await deps.db.select().from(experts).where(eq(experts.organisationId, east))
  const told = ({ id, organisationId, sealedEmail, sealedPhone, ...row }: (typeof before)[0]) => {
    return { ...row, consentedAt: row.consentedAt !== null, createdAt: null }
  }
  const byName = (rows: typeof before) =>
    rows.map(told).toSorted((one, other) => (one.name < other.name ? -1 : 1))
  expect(byName(after)).toEqual(byName(before))
})

test('the template can be filled in', async ({ app, deps }) => {
  const { atCity } = await plantStaff(deps, app)
  for (const [language, first] of [
    ['zh', '姓名'],
    ['en', 'name'],
  ] as const) {
    const headers = { 'accept-language': language }
    const response = await send(app, '/experts/template', { cookie: atCity, headers })
    const template = await response.text()
    expect(template.replace('\u{FEFF}', '').startsWith(`${first},`)).toBe(true)
    const row = `人${language},,8,,,专利,,,,某所,,,,,,\r\n`
    expect((await importFile(app, atCity, template + row)).status).toBe(201)
  }
})
