import fc from 'fast-check'
import { expect } from 'vitest'
import { z } from 'zod'
import { ImportBody } from '../../src/channels/staff/experts-schemas.ts'
import { EnterpriseList } from '../../src/channels/staff/enterprises-schemas.ts'
import { enterpriseContacts } from '../../src/db/schema/index.ts'
import { parseCsv } from '../../src/experts/csv/parse-csv.ts'
import { readEnterpriseRows } from '../../src/ledger/csv/read-enterprise-rows.ts'
import { plantSession } from '../http/route-matrix-world.ts'
import { placesOf } from '../rights/plant-everything.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { type Call, CODES, enterEnterprise, plantStaff, visitOf } from './staff.ts'

const HEADER =
  '企业名称,统一社会信用代码,所在区,产业,需求,统计日期,发明专利,商标,联系人,职务,联系方式'
const RIGHT = `演示甲公司,${CODES[0]},海淀区,软件,商标续展,2026/3/1,3件,12,陈一,经理,13911112222`
const BARE = '演示乙公司,,,,,,,,,,'

const context = { districts: new Set(['海淀区']), today: '2026-03-02' }

const bytesOf = (lines: string[]) => new TextEncoder().encode(lines.join('\r\n'))

/** Sends a file as staff do. */
async function send(
  deps: TestDeps,
  { id, app }: { id: string; app: Awaited<ReturnType<typeof plantStaff>>['app'] },
  file: { content: BodyInit; query?: string },
) {
  const { cookie } = await plantSession(deps, id)
  const response = await app.request(
    `/api/staff/enterprises/import${file.query ?? ''}`,
    { method: 'POST', headers: { cookie, 'content-type': 'text/csv' }, body: file.content },
    { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
  )
  return {
    status: response.status,
    body: z.looseObject(ImportBody.shape).parse(await response.json()),
  }
}

const listOf = async (call: Call) =>
  EnterpriseList.parse(await (await call('GET', '/enterprises')).json()).enterprises

test('a list of enterprises is entered whole, with holdings, and contacts sealed', async ({
  deps,
}) => {
  const { app, east } = await plantStaff(deps)
  const content = bytesOf([HEADER, RIGHT, '', BARE])
  const { status, body } = await send(deps, { id: east.id, app }, { content })
  expect([status, body]).toEqual([201, { entered: 2, errors: [] }])
  expect(await listOf(east.call)).toMatchObject([
    { name: '演示乙公司', creditCode: null, holdings: null, hasContact: false },
    {
      name: '演示甲公司',
      creditCode: CODES[0],
      holdings: { asOf: '2026-03-01', inventions: 3, trademarks: 12, designs: 0 },
      hasContact: true,
    },
  ])
  expect(await deps.db.$count(enterpriseContacts)).toBe(3)
  for (const word of ['13911112222', '陈一']) expect(await placesOf(deps, word)).toEqual([])
})

test('what is wrong is told row by row, and nothing is entered unless the right rows are wanted', async ({
  deps,
}) => {
  const { app, east, places } = await plantStaff(deps)
  await enterEnterprise(east.call, places.east, { name: '台账里的公司' })
  const lines = [
    HEADER,
    RIGHT,
    '演示丙公司,91110108MA01ABCD0C,火星区,,,2026-13-01,-1,1.5,,,',
    '演示丁公司,,,,,,3,,,,',
    `演示戊公司,${CODES[0]},,,,,,,,,`,
    '台账里的公司,,,,,,,,,,',
    '演示己公司,,,,,2026-03-03,,,,,,多一格',
  ]
  const wanted = [
    [3, 'not_a_credit_code'],
    [3, 'unknown_district'],
    [3, 'not_a_day'],
    [3, 'not_a_count'],
    [3, 'not_a_count'],
    [4, 'as_of_missing'],
    [5, 'twice'],
    [6, 'known'],
    [7, 'row_too_long'],
    [7, 'day_to_come'],
  ]
  const by = { id: east.id, app }
  const refused = await send(deps, by, { content: bytesOf(lines) })
  expect(refused.status).toBe(400)
  const told = z.array(z.looseObject({ row: z.int(), code: z.string(), message: z.string() }))
  const errors = told.parse(refused.body.errors)
  const sorted = (rows: (string | number)[][]) => rows.map((row) => row.join(' ')).toSorted()
  expect(sorted(errors.map(({ row, code }) => [row, code]))).toEqual(sorted(wanted))
  // Each in words that a person can read.
  expect(errors.every(({ code, message }) => !message.includes(code))).toBe(true)
  expect(await listOf(east.call)).toHaveLength(1)
  const partial = await send(deps, by, { content: bytesOf(lines), query: '?partial=true' })
  expect([partial.status, partial.body.entered]).toEqual([201, 1])
  expect(await listOf(east.call)).toHaveLength(2)
})

test('a file with a mark of state secrecy is stopped whole', async ({ deps }) => {
  const { app, east } = await plantStaff(deps)
  const content = bytesOf([HEADER, RIGHT, '演示公司,,,,某某项目 机密★10年,,,,,,'])
  const { cookie } = await plantSession(deps, east.id)
  const response = await app.request(
    '/api/staff/enterprises/import?partial=true',
    { method: 'POST', headers: { cookie }, body: content },
    { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
  )
  expect(response.status).toBe(400)
  expect(await listOf(east.call)).toEqual([])
  expect(await placesOf(deps, '某某项目')).toEqual([])
})

test('any bytes are read as rows or refused, and every row that is taken is whole', () => {
  const cell = fc.oneof(
    fc.constantFrom('', '海淀区', CODES[0], CODES[1], '2026-03-01', '2026年3月1日', '7', '=1+1'),
    fc.string({ maxLength: 12 }),
  )
  const file = fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 8 })
  fc.assert(
    fc.property(file, (rows) => {
      const text = [HEADER, ...rows.map((row) => row.join(','))].join('\n')
      const read = readEnterpriseRows(new TextEncoder().encode(text), context)
      for (const { enterprise, counted } of read.rows) {
        expect(enterprise.name).not.toBe('')
        expect([null, '海淀区']).toContain(enterprise.district)
        expect([null, ...CODES]).toContain(enterprise.creditCode)
        expect((counted?.asOf ?? '') <= context.today).toBe(true)
      }
      const taken = new Set(read.rows.map(({ row }) => row))
      expect(read.errors.some(({ row }) => row !== null && taken.has(row))).toBe(false)
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readEnterpriseRows(bytes, context).rows.length).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('the export holds what the filter finds, no contact, and no live formula', async ({
  deps,
}) => {
  const { places, east, west, auditor } = await plantStaff(deps)
  const formulas = ['=HYPERLINK("http://x")', '+1+1', '-2', '@SUM(A1)', '＝1+1', '\t=1']
  for (const [at, needs] of formulas.entries()) {
    await enterEnterprise(east.call, places.east, { name: `公司 ${at}`, needs, industry: needs })
  }
  await enterEnterprise(west.call, places.west, { name: '=cmd|别的区', district: '朝阳区' })
  const [first] = await listOf(east.call)
  await east.call('PUT', `/enterprises/${first?.id}/contact`, {
    name: '陈一',
    contact: '13911112222',
  })
  await east.call('POST', `/enterprises/${first?.id}/visits`, visitOf())
  const take = async (call: Call, query: string) =>
    (await call('GET', `/enterprises/export${query}`)).text()
  const text = await take(auditor.call, '')
  const csv = parseCsv(text.replace(/^\u{FEFF}/u, ''))
  if ('unreadableRow' in csv) throw new Error('not CSV')
  expect(csv.records).toHaveLength(1 + formulas.length + 1)
  expect(csv.records.flat().filter((cell) => /^[=+\-@\t＝]/.test(cell))).toEqual([])
  expect(text).not.toContain('陈一')
  expect(await take(east.call, '')).not.toContain('别的区')
  const filtered = await take(auditor.call, `?district=${encodeURIComponent('朝阳区')}`)
  expect(filtered).toContain('别的区')
  expect(filtered).not.toContain('公司 0')
  const xlsx = await auditor.call('GET', '/enterprises/export?format=xlsx')
  expect(new Uint8Array(await xlsx.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]))
  const template = await (await east.call('GET', '/enterprises/template')).text()
  expect(template).toContain('统一社会信用代码')
})
