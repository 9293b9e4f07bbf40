import { expect } from 'vitest'
import { z } from 'zod'
import { get } from '../support/front-door.ts'
import { readPolicyBody } from '../support/read-fixtures.ts'
import { test } from '../support/test-deps.ts'

const Clause = z.object({ document: z.string(), locator: z.string(), url: z.string() })
const Row = z.looseObject({
  number: z.number(),
  name: z.string(),
  clause: Clause,
  status: z.string(),
})
const Service = z.looseObject({
  id: z.string(),
  name: z.string(),
  fields: z.record(z.string(), z.string().nullable()),
  missing: z.array(z.string()),
  parts: z.array(z.looseObject({ fields: z.record(z.string(), z.string().nullable()) })),
  clause: Clause,
})

async function list(app: Parameters<typeof get>[0], kind: string) {
  const response = await get(app, `/api/catalogue/${kind}`)
  expect(response.status).toBe(200)
  return ((await response.json()) as Record<string, unknown[]>)[kind] ?? []
}

const sizes = [
  ['services', 20],
  ['courses', 13],
  ['platforms', 17],
  ['districts', 17],
] as const

test.for(sizes)(
  'the catalogue of %s has %d rows, each with a clause that can be opened',
  async ([kind, size], { app }) => {
    const rows = z.array(z.looseObject({ clause: Clause })).parse(await list(app, kind))
    expect(rows).toHaveLength(size)
    for (const { clause } of rows) {
      const path = `/api/documents/${clause.document}/passages/${encodeURIComponent(clause.locator)}`
      expect([path, (await get(app, path)).status]).toEqual([path, 200])
      expect(clause.url).toBe(`/documents/${clause.document}#${encodeURIComponent(clause.locator)}`)
    }
  },
)

test('courses, platforms and districts are numbered without a gap', async ({ app }) => {
  for (const [kind, size] of sizes.slice(1)) {
    const rows = z.array(Row).parse(await list(app, kind))
    expect(rows.map(({ number }) => number)).toEqual(
      Array.from({ length: size }, (_, at) => at + 1),
    )
  }
})

test('a field that the source does not give is null and named as missing, never invented', async ({
  app,
}) => {
  const services = z.array(Service).parse(await list(app, 'services'))
  for (const { fields, missing, parts } of services) {
    expect(Object.keys(fields).sort()).toEqual(
      [
        'audience',
        'content',
        'inquiryPhone',
        'name',
        'process',
        'supervisionPhone',
        'timeLimit',
      ].sort(),
    )
    const given = (name: string) => parts.length > 0 && parts.every((part) => part.fields[name])
    const empty = Object.keys(fields).filter((name) => fields[name] === null && !given(name))
    expect(missing.sort()).toEqual(empty.sort())
    expect(missing).toEqual(
      expect.arrayContaining(['inquiryPhone', 'supervisionPhone', 'timeLimit']),
    )
  }
})

test('what a service says of itself stands in the source to the letter', async ({ app }) => {
  const body = readPolicyBody('service-spec')
  const services = z.array(Service).parse(await list(app, 'services'))
  for (const { fields } of services) {
    for (const line of (fields['content'] ?? '').split('\n')) expect(body).toContain(line)
  }
})

test('the address of platform 12 is mended, and its note says what the source prints', async ({
  app,
}) => {
  const platforms = z.array(Row).parse(await list(app, 'platforms'))
  const twelfth = platforms.find(({ number }) => number === 12)
  expect(twelfth).toMatchObject({
    name: '北京市知识产权公共信息服务平台网站',
    url: 'http://www.beijingip.cn',
    note: expect.stringContaining('http:/'),
  })
  expect(platforms.filter(({ note }) => note !== null)).toHaveLength(1)
  const passage = await get(app, '/api/documents/service-spec/passages/annexA.12')
  expect(await passage.json()).toMatchObject({ note: twelfth?.['note'] })
})

test('the catalogue shows the status of its source in the language of the reader', async ({
  app,
}) => {
  const read = async (language: string) =>
    (await (await get(app, '/api/catalogue/courses', { 'accept-language': language })).json()) as {
      courses: { status: string; statusText: string }[]
    }
  const [chinese, english] = [await read('zh'), await read('en')]
  expect(chinese.courses[0]).toMatchObject({
    status: 'unverified',
    statusText: expect.stringMatching(/\p{Script=Han}/u),
  })
  expect(english.courses[0]).toMatchObject({
    status: 'unverified',
    statusText: expect.not.stringMatching(/\p{Script=Han}/u),
  })
})
