import { expect } from 'vitest'
import { KeyListBody } from '../../src/channels/staff/enterprises-schemas.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test,
  type TestDeps,
} from '../support/test-deps.ts'
import { type Call, enterEnterprise, INPUT, plantStaff, readOne } from './staff.ts'

const readList = async (call: Call, organisationId: string, year = 2026) =>
  KeyListBody.parse(await (await call('GET', `/key-lists/${organisationId}?year=${year}`)).json())

const entry = (change: object = {}) => ({
  year: 2026,
  category: 'specialised',
  reason: '专利转化需求迫切',
  ...change,
})

test('the list of a year says what the ledger said then, whatever becomes of the enterprise', async ({
  deps,
}) => {
  const { places, east, city } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const put = async (change: object = {}) =>
    (await east.call('POST', `/enterprises/${id}/years`, entry(change))).status
  expect(await put()).toBe(204)
  expect(await put()).toBe(409)
  expect(await put({ year: 2027 })).toBe(204)
  expect((await readOne(city.call, id)).keyYears).toEqual([2027, 2026])
  const renamed = { ...INPUT, name: '改名后的公司', district: '朝阳区', version: 1 }
  expect((await east.call('PUT', `/enterprises/${id}`, renamed)).status).toBe(204)
  await east.call('DELETE', `/enterprises/${id}`)
  const { entries } = await readList(city.call, places.east)
  expect(entries).toMatchObject([
    { enterpriseId: null, name: INPUT.name, district: '海淀区', category: 'specialised' },
  ])
})

test('a fixed list stays as it is, and so does one whose year is over', async ({ deps }) => {
  const { places, east, west } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const other = await enterEnterprise(east.call, places.east, { name: '另一家公司' })
  const put = async (which: string, change: object = {}) =>
    (await east.call('POST', `/enterprises/${which}/years`, entry(change))).status
  const fix = async (call: Call, year = 2026) =>
    (await call('POST', `/key-lists/${places.east}/fix`, { year })).status
  expect(await fix(east.call)).toBe(409)
  expect([await put(id), await put(id, { year: 2027 })]).toEqual([204, 204])
  expect([await put(id, { year: 2025 }), await put(id, { year: 2028 })]).toEqual([409, 409])
  expect(await fix(west.call)).toBe(404)
  expect(await fix(east.call)).toBe(204)
  expect(await fix(east.call)).toBe(409)
  const fixed = await readList(east.call, places.east)
  expect(fixed).toMatchObject({ changeable: false, fixed: { by: '王小明' } })
  expect(await put(other.id)).toBe(409)
  const take = async (year: number) => {
    const [listed] = (await readList(east.call, places.east, year)).entries
    const path = `/key-lists/${places.east}/entries/${listed?.id}`
    return (await east.call('DELETE', path)).status
  }
  expect(await take(2026)).toBe(409)
  deps.setClock('2027-12-31T15:59:59Z')
  expect((await readList(east.call, places.east, 2027)).changeable).toBe(true)
  deps.setClock('2027-12-31T16:00:00Z')
  expect(await take(2027)).toBe(409)
  deps.setClock('2027-06-01T00:00:00Z')
  expect(await take(2027)).toBe(204)
  expect((await readList(east.call, places.east, 2027)).entries).toEqual([])
})

const alone = test.extend<{ own: TestDeps }>({
  own: async ({ localEmbedder }, use) => {
    const clone = await cloneTemplate(10)
    const deps = createTestDeps(clone, localEmbedder)
    await use(deps)
    await deps.settled()
    await clone.close()
  },
})

describeWithSeveralConnections('several at once', () => {
  alone(
    'of four who enter or rename to the same name one wins and three are told',
    async ({ own }) => {
      const { places, east } = await plantStaff(own)
      const other = await enterEnterprise(east.call, places.east, { name: '另一家公司' })
      const { organisationId, ...input } = { ...INPUT, organisationId: places.east }
      const answers = await Promise.all([
        ...[1, 2, 3].map(() => east.call('POST', '/enterprises', { ...input, organisationId })),
        east.call('PUT', `/enterprises/${other.id}`, { ...input, version: 1 }),
      ])
      const refused = answers.filter(({ status }) => status === 409)
      expect(refused).toHaveLength(3)
    },
  )

  alone('while a list is being fixed, nothing slips onto it afterwards', async ({ own }) => {
    const { places, east } = await plantStaff(own)
    const [first, ...rest] = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((name) => enterEnterprise(east.call, places.east, { name })),
    )
    await east.call('POST', `/enterprises/${first?.id}/years`, entry())
    const [fixed, ...added] = await Promise.all([
      east.call('POST', `/key-lists/${places.east}/fix`, { year: 2026 }),
      ...rest.map(({ id }) => east.call('POST', `/enterprises/${id}/years`, entry())),
    ])
    expect(fixed.status).toBe(204)
    const statuses = added.map(({ status }) => status)
    expect(statuses.every((status) => status === 204 || status === 409)).toBe(true)
    const listed = 1 + statuses.filter((status) => status === 204).length
    expect((await readList(east.call, places.east)).entries).toHaveLength(listed)
  })
})
