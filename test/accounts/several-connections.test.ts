import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { findCredentials } from '../../src/accounts/account.ts'
import { createFirstAdministrator } from '../../src/accounts/first-administrator.ts'
import { changeAccount } from '../../src/accounts/manage-accounts.ts'
import { createApp } from '../../src/app.ts'
import { accounts } from '../../src/db/schema/index.ts'
import {
  cloneTemplate,
  createTestDeps,
  describeWithSeveralConnections,
  test as base,
  type TestDeps,
} from '../support/test-deps.ts'
import { accountRow, codeAt, cookieOf, enter, givePassword, plantAccount, post } from './staff.ts'

const test = base.extend<{ here: TestDeps }>({
  here: async ({}, use) => {
    const clone = await cloneTemplate(10)
    await use(createTestDeps(clone, undefined))
    await clone.close()
  },
})

const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b)

describeWithSeveralConnections('several connections at the same moment', () => {
  test('of 38 wrong passwords five are checked', async ({ here }) => {
    const app = createApp(() => here)
    const person = await plantAccount(here)
    const tries = Array.from({ length: 38 }, (_, n) =>
      givePassword(app, person.username, 'wrong lantern', { from: `198.51.100.${n}` }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401).length).toBe(5)
    expect(statuses.filter((status) => status === 429).length).toBe(33)
  })

  test('one code lets one in', async ({ here }) => {
    const app = createApp(() => here)
    const person = await plantAccount(here)
    const cookies = []
    for (let n = 0; n < 5; n += 1) {
      cookies.push(cookieOf(await givePassword(app, person.username)))
    }
    const code = await codeAt(person.secret, here.now())
    const tries = cookies.map((cookie) => post(app, '/sign-in/totp', { code }, { cookie }))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(sorted(statuses)).toEqual([200, 401, 401, 401, 401])
  })

  test('one invitation makes one account', async ({ here }) => {
    const app = createApp(() => here)
    const cookie = await enter(here, app, await plantAccount(here))
    const placement = { role: 'auditor', organisationId: null }
    const invited = await post(app, '/invitations', placement, { cookie })
    const { code } = z.object({ code: z.string() }).parse(await invited.json())
    const tries = Array.from({ length: 6 }, (_, n) => {
      const person = { username: `guest-${n}`, name: '李娜', password: 'harbour violin quartz 4' }
      return post(app, '/invitations/accept', { code, ...person })
    })
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(sorted(statuses)).toEqual([201, 404, 404, 404, 404, 404])
  })

  test('two administrators who disable each other leave one', async ({ here }) => {
    const [one, other] = [await plantAccount(here), await plantAccount(here)]
    const asBy = async (id: string) => {
      const found = await findCredentials(here.db, eq(accounts.id, id))
      if (!found) throw new Error('no such account')
      return { ...found.account, addressHash: `h1.${'A'.repeat(8)}.${'A'.repeat(43)}` }
    }
    const [first, second] = [await asBy(one.id), await asBy(other.id)]
    const results = await Promise.allSettled([
      changeAccount(here, { by: first, id: other.id }, { disabled: true }),
      changeAccount(here, { by: second, id: one.id }, { disabled: true }),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const rows = [await accountRow(here, one.id), await accountRow(here, other.id)]
    expect(rows.filter(({ disabledAt }) => disabledAt === null).length).toBe(1)
  })

  test('processes that start together make one first administrator', async ({ here }) => {
    const starts = await Promise.all(
      Array.from({ length: 5 }, () => createFirstAdministrator(here)),
    )
    const [made, ...others] = starts.filter((each) => each !== undefined)
    expect(others).toEqual([])
    const app = createApp(() => here)
    const response = await givePassword(app, 'administrator', made?.oneTimePassword)
    expect(response.status).toBe(200)
  })
})
