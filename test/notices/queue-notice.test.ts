import fc from 'fast-check'
import { asc, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { accounts, notices } from '../../src/db/schema/index.ts'
import { cancelNotice, queueNotice } from '../../src/notices/queue-notice.ts'
import { newId } from '../../src/shared/ids.ts'
import { findWrongWords, noticeKinds } from '../../src/shared/notice-kinds.ts'
import { plantAccount, plantExpert, plantOrganisations } from '../accounts/staff.ts'
import { test, type TestDeps } from '../support/test-deps.ts'
import { CODE, giveEmail, plantStaff, tell } from './post-office.ts'

const rowsOf = ({ db }: TestDeps) =>
  db.select().from(notices).orderBy(asc(notices.channel), asc(notices.recipientId))

const addresses = async (deps: TestDeps) =>
  (await rowsOf(deps)).map(({ channel, recipientId }) => `${channel} ${recipientId}`)

/** Only those planted by the test, whatever else there may be. */
async function inboxes(deps: TestDeps) {
  const rows = await rowsOf(deps)
  return rows.filter(({ channel }) => channel === 'inbox').map(({ recipientId }) => recipientId)
}

test('an organisation is told person by person, and its group and the other system once', async ({
  deps,
}) => {
  const { id, organisationId } = await plantStaff(deps)
  const second = await plantAccount(deps, { role: 'staff', organisationId })
  await tell(deps, { recipient: { kind: 'organisation', id: organisationId } })
  expect((await addresses(deps)).sort()).toEqual(
    [
      `inbox ${id}`,
      `inbox ${second.id}`,
      `wecom_app ${id}`,
      `wecom_app ${second.id}`,
      // The second has given no address.
      `email ${id}`,
      'wecom_robot wecom_robot',
      'webhook webhook',
    ].sort(),
  )
})

test('the inbox has a notice at once, the rest waits', async ({ deps }) => {
  const { id } = await plantStaff(deps)
  await tell(deps, { recipient: { kind: 'account', id } })
  const rows = await rowsOf(deps)
  expect(rows.map(({ channel, state }) => `${channel} ${state}`).sort()).toEqual([
    'email waiting',
    'inbox sent',
    'webhook waiting',
    'wecom_app waiting',
  ])
})

test('an expert is told in the account that belongs to them', async ({ deps }) => {
  const { east } = await plantOrganisations(deps)
  const expertId = await plantExpert(deps, east)
  const account = await plantAccount(deps, { role: 'expert', expertId })
  await tell(deps, { recipient: { kind: 'expert', id: expertId } })
  expect(await inboxes(deps)).toEqual([account.id])
})

test('where an organisation has no staff, the nearest above is told, in the end the administrators', async ({
  deps,
}) => {
  const { city, east, west, station } = await plantOrganisations(deps)
  const administrator = await plantAccount(deps)
  const told = async (id: string) => {
    await deps.db.delete(notices)
    await tell(deps, { recipient: { kind: 'organisation', id } })
    return inboxes(deps)
  }
  expect(await told(station)).toEqual([administrator.id])
  const inCity = await plantAccount(deps, { role: 'staff', organisationId: city })
  expect(await told(station)).toEqual([inCity.id])
  const inEast = await plantAccount(deps, { role: 'staff', organisationId: east })
  expect(await told(station)).toEqual([inEast.id])
  expect(await told(west)).toEqual([inCity.id])
})

test('whoever may not sign in any more is not told', async ({ deps }) => {
  const { id, organisationId } = await plantStaff(deps)
  const other = await plantAccount(deps, { role: 'staff', organisationId })
  await deps.db.update(accounts).set({ disabledAt: deps.now() }).where(eq(accounts.id, id))
  await tell(deps, { recipient: { kind: 'organisation', id: organisationId } })
  expect(await inboxes(deps)).toEqual([other.id])
})

test('the same notice is written once, however often it is queued', async ({ deps }) => {
  const { organisationId } = await plantStaff(deps)
  const recipient = { kind: 'organisation' as const, id: organisationId }
  await tell(deps, { recipient })
  const before = await rowsOf(deps)
  await tell(deps, { recipient })
  expect(await rowsOf(deps)).toEqual(before)
  await tell(deps, { recipient, key: 'case_opened:2' })
  expect(await rowsOf(deps)).toHaveLength(2 * before.length)
})

test('a notice goes with the transaction that caused it', async ({ deps }) => {
  const { id } = await plantStaff(deps)
  const failing = deps.db.transaction(async (tx) => {
    const data = { code: CODE }
    const recipient = { kind: 'account', id } as const
    await queueNotice(tx, { key: 'k', kind: 'case_opened', recipient, data, now: deps.now() })
    throw new Error('the cause did not come about')
  })
  await expect(failing).rejects.toThrow('the cause')
  expect(await rowsOf(deps)).toEqual([])
})

test('a notice that has become pointless stays in the inbox and is not sent', async ({ deps }) => {
  const { id } = await plantStaff(deps)
  await tell(deps, { recipient: { kind: 'account', id } })
  await cancelNotice(deps.db, 'case_opened:1')
  const states = (await rowsOf(deps)).map(({ channel, state }) => `${channel} ${state}`)
  expect(states).toContain('inbox sent')
  expect(states).toContain('email cancelled')
  expect(states.some((state) => state.endsWith('waiting'))).toBe(false)
})

test('that a channel has failed is told in the inbox of the administrators alone', async ({
  deps,
}) => {
  const administrator = await plantAccount(deps)
  await giveEmail(deps, administrator.id, 'admin@city.example')
  await queueNotice(deps.db, {
    key: 'dead_letter:email',
    kind: 'dead_letter',
    recipient: { kind: 'administrators' },
    data: { channel: 'email', kind: 'case_opened' },
    now: deps.now(),
  })
  expect(await addresses(deps)).toEqual([`inbox ${administrator.id}`])
})

test('one endpoint of the settings can be told alone', async ({ deps }) => {
  await plantStaff(deps)
  await tell(deps, { recipient: { kind: 'endpoint', id: 'wecom_robot' } })
  await tell(deps, { recipient: { kind: 'endpoint', id: 'webhook' } })
  expect((await addresses(deps)).sort()).toEqual(['webhook webhook', 'wecom_robot wecom_robot'])
})

describe('nothing personal can be put into a notice', () => {
  const personal = fc.oneof(
    fc.stringMatching(/^1[3-9]\d{9}$/),
    fc.stringMatching(/^0\d{2,3}-?\d{7,8}$/),
    fc.stringMatching(/^[1-9]\d{16}[\dX]$/),
    fc.emailAddress(),
    fc.constantFrom('王小明', '北京某某科技有限公司', '海淀区中关村大街1号', '91110108MA01ABCD2X'),
    fc.stringMatching(/^[\u4e00-\u9fff]{2,12}$/),
    fc.string({ minLength: 1 }).filter((text) => /\s|[<>@：，。]/u.test(text)),
  )
  // A kind of dead letter is a word of lower-case letters that only code chooses.
  const word = fc.constantFrom('code', 'field', 'urgency', 'dueAt', 'year', 'count', 'caseId')

  test('in any of its words', () => {
    fc.assert(
      fc.property(personal, word, (value, at) => {
        fc.pre(!['专利', '商标', '版权', '综合', '商业秘密', '地理标志'].includes(value))
        expect(findWrongWords('case_opened', { code: CODE, [at]: value })).toContain(at)
      }),
      { numRuns: 2_000 },
    )
  })

  test('nor in a word of its own', () => {
    for (const name of ['name', 'phone', 'text', 'summary', '__proto__', 'constructor']) {
      expect(findWrongWords('case_opened', { code: CODE, [name]: 'x' })).toEqual([name])
    }
  })

  test('and whoever tries gets an error', async ({ deps }) => {
    const { id } = await plantStaff(deps)
    const recipient = { kind: 'account', id } as const
    await expect(tell(deps, { recipient, code: '王小明 13800138000' })).rejects.toThrow(
      'notice case_opened: wrong or missing code',
    )
    expect(await rowsOf(deps)).toEqual([])
  })
})

test('a notice lacks nothing that its text says', () => {
  expect(findWrongWords('ticket_offered', { dueAt: '2026-03-04T16:00:00.000Z' })).toEqual(['code'])
  expect(findWrongWords('dead_letter', { channel: 'email', kind: 'case_opened' })).toEqual([])
  for (const id of ['caseId', 'ticketId'] as const) {
    expect(findWrongWords('case_opened', { code: CODE, [id]: newId() })).toEqual([])
  }
  expect(Object.keys(noticeKinds)).toHaveLength(30)
})
