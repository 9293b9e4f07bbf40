import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import { EnterpriseList } from '../../src/channels/staff/enterprises-schemas.ts'
import {
  auditEntries,
  enterpriseContacts,
  enterprises,
  enterpriseVisits,
  followUps,
  secrecyIncidents,
} from '../../src/db/schema/index.ts'
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts'
import { readCreditCode } from '../../src/ledger/credit-code.ts'
import { placesOf } from '../rights/plant-everything.ts'
import { problemOf } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'
import { type Call, CODES, enterEnterprise, INPUT, plantStaff, readOne, visitOf } from './staff.ts'

const CONTACT = { name: '陈一', position: '法务总监', contact: '13911112222' }

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const HOLDINGS = {
  inventions: 3,
  utilityModels: 5,
  designs: 0,
  trademarks: 12,
  copyrights: 1,
  dataRights: 0,
  others: 0,
}

const namesOf = async (call: Call, query = '') => {
  const response = await call('GET', `/enterprises${query}`)
  return EnterpriseList.parse(await response.json()).enterprises.map(({ name }) => name)
}

test('a credit code with any one character wrong is refused, however it is written', () => {
  const anyOf = <Value>(values: readonly Value[]) => fc.constantFrom(...values)
  fc.assert(
    fc.property(
      anyOf(CODES),
      fc.nat(17),
      anyOf([...ALPHABET]),
      anyOf(['', ' ', '-']),
      (code, at, other, gap) => {
        const changed = code.slice(0, at) + other + code.slice(at + 1)
        const written = [...changed].join(gap).toLowerCase()
        expect(readCreditCode(written)).toBe(changed === code ? code : undefined)
      },
    ),
  )
  expect(readCreditCode(CODES[0])).toBe(CODES[0])
})

test('any text for a credit code is read in time and never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const code = readCreditCode(text)
      expect(code === undefined || code.length === 18).toBe(true)
    }),
  )
})

test('an enterprise is entered once in a ledger: neither its name nor its code a second time', async ({
  deps,
}) => {
  const { places, east, west } = await plantStaff(deps)
  const one = await enterEnterprise(east.call, places.east, { creditCode: CODES[0].toLowerCase() })
  expect(one).toMatchObject({ creditCode: CODES[0], version: 1, hasContact: false, holdings: null })
  const again = { ...INPUT, organisationId: places.east }
  expect((await east.call('POST', '/enterprises', again)).status).toBe(409)
  const sameCode = { ...again, name: '别的公司', creditCode: CODES[0] }
  expect((await east.call('POST', '/enterprises', sameCode)).status).toBe(409)
  const wrong = { ...again, name: '别的公司', creditCode: '91110108MA01ABCD0C' }
  expect(await problemOf(await east.call('POST', '/enterprises', wrong))).toMatchObject({
    status: 400,
    code: 'invalid',
  })
  const nowhere = { ...again, name: '别的公司', district: '某某区' }
  expect((await east.call('POST', '/enterprises', nowhere)).status).toBe(400)
  // Another organisation keeps a ledger of its own.
  expect((await enterEnterprise(west.call, places.west, { creditCode: CODES[0] })).name).toBe(
    INPUT.name,
  )
})

test('staff see the ledgers of their organisation and below, auditors read all and write none', async ({
  deps,
}) => {
  const { places, city, east, west, auditor } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  await enterEnterprise(east.call, places.station, { name: '工作站服务的企业', district: null })
  expect(await namesOf(city.call)).toHaveLength(2)
  expect(await namesOf(auditor.call)).toHaveLength(2)
  expect(await namesOf(west.call)).toEqual([])
  const change = { ...INPUT, version: 1 }
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PUT', '', change],
    ['DELETE', '', undefined],
    ['GET', '/contact', undefined],
    ['PUT', '/contact', CONTACT],
    ['PUT', '/holdings', { asOf: '2026-03-01', holdings: HOLDINGS }],
    ['GET', '/visits', undefined],
    ['POST', '/visits', visitOf()],
    ['GET', '/links', undefined],
    ['POST', '/years', { year: 2026, category: 'other', reason: '需要' }],
  ] as const) {
    expect((await west.call(method, `/enterprises/${id}${path}`, body)).status).toBe(404)
  }
  const foreign = { ...INPUT, organisationId: places.east }
  expect((await west.call('POST', '/enterprises', foreign)).status).toBe(404)
  expect((await auditor.call('PUT', `/enterprises/${id}`, change)).status).toBe(403)
  expect((await auditor.call('GET', `/enterprises/${id}/contact`)).status).toBe(403)
})

test('of two who change the same, the second is told; words, district and year filter the ledger', async ({
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  await enterEnterprise(east.call, places.east, {
    name: '百分%公司',
    district: '朝阳区',
    needs: null,
  })
  const change = { ...INPUT, version: 1, needs: '海外布局' }
  expect((await east.call('PUT', `/enterprises/${id}`, change)).status).toBe(204)
  expect((await east.call('PUT', `/enterprises/${id}`, change)).status).toBe(409)
  expect(await namesOf(east.call, `?text=${encodeURIComponent('海外')}`)).toEqual([INPUT.name])
  expect(await namesOf(east.call, `?text=${encodeURIComponent('%')}`)).toEqual(['百分%公司'])
  const there = `?district=${encodeURIComponent('朝阳区')}`
  expect(await namesOf(east.call, there)).toEqual(['百分%公司'])
  expect(await namesOf(east.call, '?keyYear=2026')).toEqual([])
  const [first, second] = await namesOf(east.call)
  const page = await east.call('GET', '/enterprises?limit=1')
  const [row] = EnterpriseList.parse(await page.json()).enterprises
  expect(row?.name).toBe(first)
  expect(await namesOf(east.call, `?limit=1&after=${row?.id}`)).toEqual([second])
})

test('the contact lies sealed, each look at it is audited, and written empty it is gone', async ({
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const path = `/enterprises/${id}/contact`
  expect((await east.call('PUT', path, CONTACT)).status).toBe(204)
  for (const word of Object.values(CONTACT)) expect(await placesOf(deps, word)).toEqual([])
  const seen = await east.call('GET', path)
  expect(seen.headers.get('cache-control')).toBe('no-store')
  expect(await seen.json()).toEqual(CONTACT)
  const looks = eq(auditEntries.action, 'view_enterprise_contact')
  expect(await deps.db.$count(auditEntries, looks)).toBe(1)
  expect((await readOne(east.call, id)).hasContact).toBe(true)
  await east.call('PUT', path, { position: '总经理', name: '' })
  expect(await (await east.call('GET', path)).json()).toEqual({ position: '总经理' })
  await east.call('PUT', path, {})
  expect(await deps.db.$count(enterpriseContacts)).toBe(0)
})

test('the contact of an enterprise that nobody has served for twelve months is forgotten', async ({
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const silent = await enterEnterprise(east.call, places.east)
  const served = await enterEnterprise(east.call, places.east, { name: '常走访的公司' })
  for (const { id } of [silent, served]) {
    await east.call('PUT', `/enterprises/${id}/contact`, CONTACT)
  }
  deps.setClock('2027-02-02T02:00:00Z')
  await runDueJobs(deps)
  expect((await readOne(east.call, silent.id)).hasContact).toBe(true)
  const visit = visitOf({ day: '2027-02-01' })
  expect((await east.call('POST', `/enterprises/${served.id}/visits`, visit)).status).toBe(204)
  deps.setClock('2027-04-02T02:00:00Z')
  await runDueJobs(deps)
  expect((await readOne(east.call, silent.id)).hasContact).toBe(false)
  expect((await readOne(east.call, served.id)).hasContact).toBe(true)
  const forgotten = eq(auditEntries.action, 'forget_enterprise_contacts')
  expect(await deps.db.$count(auditEntries, forgotten)).toBe(1)
})

test('what staff write is stored without personal data, and not at all with a mark of secrecy', async ({
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const needs = '联系李经理 13911112222'
  const { id, needs: stored } = await enterEnterprise(east.call, places.east, { needs })
  expect(stored).toBe('联系李经理 〔手机号1〕')
  await east.call('POST', `/enterprises/${id}/visits`, visitOf({ outcome: '电话 13911112222' }))
  expect(await placesOf(deps, '13911112222')).toEqual([])
  const secret = '某某项目 机密★10年'
  const visit = visitOf({ about: secret })
  expect((await east.call('POST', `/enterprises/${id}/visits`, visit)).status).toBe(400)
  const contact = { position: secret }
  expect((await east.call('PUT', `/enterprises/${id}/contact`, contact)).status).toBe(400)
  const entered = { ...INPUT, name: secret, organisationId: places.east }
  expect((await east.call('POST', '/enterprises', entered)).status).toBe(400)
  expect(await placesOf(deps, '某某项目')).toEqual([])
  expect(await deps.db.$count(secrecyIncidents)).toBe(3)
})

test('holdings are counted as of a day: the latest is shown, the former stay, the same day is corrected', async ({
  deps,
}) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  const count = (asOf: string, change: object = {}) =>
    east.call('PUT', `/enterprises/${id}/holdings`, { asOf, holdings: { ...HOLDINGS, ...change } })
  expect((await count('2026-01-01')).status).toBe(204)
  await count('2025-01-01', { inventions: 1 })
  await count('2026-01-01', { inventions: 4 })
  expect(await readOne(east.call, id)).toMatchObject({
    holdings: { ...HOLDINGS, asOf: '2026-01-01', inventions: 4 },
    history: [
      { asOf: '2026-01-01', inventions: 4 },
      { asOf: '2025-01-01', inventions: 1 },
    ],
  })
  expect((await count('2026-03-03')).status).toBe(400)
  expect((await count('2026-02-30')).status).toBe(400)
  expect((await count('2026-02-01', { designs: -1 })).status).toBe(400)
})

test('an enterprise leaves the ledger with everything that is kept of it', async ({ deps }) => {
  const { places, east } = await plantStaff(deps)
  const { id } = await enterEnterprise(east.call, places.east)
  await east.call('PUT', `/enterprises/${id}/contact`, CONTACT)
  const next = visitOf({ nextStep: '送去材料', nextOn: '2026-03-09' })
  await east.call('POST', `/enterprises/${id}/visits`, next)
  expect(await deps.db.$count(followUps)).toBe(1)
  expect((await east.call('DELETE', `/enterprises/${id}`)).status).toBe(204)
  for (const table of [enterprises, enterpriseContacts, enterpriseVisits, followUps]) {
    expect(await deps.db.$count(table)).toBe(0)
  }
  expect((await east.call('GET', `/enterprises/${id}`)).status).toBe(404)
})
