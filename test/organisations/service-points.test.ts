import { expect } from 'vitest'
import { eq } from 'drizzle-orm'
import { organisations } from '../../src/db/schema/index.ts'
import { enter, plantAccount, plantOrganisations, send, type App } from '../accounts/staff.ts'
import { ask, begin } from '../support/front-door.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const hours = '工作日 9:00—17:00'

async function plantPoints({ deps, app }: { deps: TestDeps; app: App }) {
  const { city, east, west } = await plantOrganisations(deps)
  await deps.db.update(organisations).set({ district: '海淀区' }).where(eq(organisations.id, east))
  await deps.db.update(organisations).set({ district: '朝阳区' }).where(eq(organisations.id, west))
  const administrator = await plantAccount(deps, { role: 'administrator', organisationId: city })
  const cookie = await enter(deps, app, administrator)
  const change = async (id: string, body: object) => {
    const response = await send(app, `/organisations/${id}`, { method: 'PATCH', body, cookie })
    expect(response.status).toBe(200)
  }
  return { city, east, west, change }
}

const pointsOf = async (app: App) => {
  const response = await app.request('/api/catalogue/points')
  return ((await response.json()) as { points: { name: string; phone: string | null }[] }).points
}

test('an institution is in the list of service points once its administrator makes it public, until it closes', async ({
  app,
  deps,
}) => {
  const { west, change } = await plantPoints({ deps, app })
  await change(west, { phone: '010-11112222', address: '朝阳区某路1号', hours })
  expect(await pointsOf(app)).toEqual([])
  await change(west, { listed: true })
  expect(await pointsOf(app)).toEqual([
    {
      name: expect.any(String),
      level: 'district',
      district: '朝阳区',
      address: '朝阳区某路1号',
      phone: '010-11112222',
      hours,
      special: [],
    },
  ])
  await change(west, { closed: true })
  expect(await pointsOf(app)).toEqual([])
})

test('one that says nothing of itself is no point to go to', async ({ app, deps }) => {
  const { east, change } = await plantPoints({ deps, app })
  await change(east, { listed: true })
  expect(await pointsOf(app)).toEqual([])
})

test('who asks for the telephone of a district is told what its institution has entered, and whose words they are', async ({
  app,
  deps,
}) => {
  const { east, west, change } = await plantPoints({ deps, app })
  await change(east, { phone: '010-11112222', hours, listed: true })
  await change(west, { phone: '010-33334444', listed: true })
  const { text, outcome, citations } = await ask(
    app,
    await begin(app),
    '海淀区知识产权公共服务中心的咨询电话是多少？',
  )
  expect(text).toContain('手头的资料没有载明')
  expect(text).toMatch(/机构自行登记.*不是文件的内容[^]*电话 010-11112222；服务时间 工作日/u)
  expect(text).not.toContain('010-33334444')
  expect({ outcome, citations }).toEqual({ outcome: 'escalate', citations: [] })
})

test('where no institution of the district is public, that of the city is named, and else none', async ({
  app,
  deps,
}) => {
  const { city, change } = await plantPoints({ deps, app })
  const question = '朝阳这边办公地址在哪里，几点上班？'
  const before = await ask(app, await begin(app), question)
  expect(before.text).not.toContain('自行登记')
  await change(city, { address: '北京市某街2号', listed: true })
  const { text } = await ask(app, await begin(app), question)
  expect(text).toContain('地址 北京市某街2号')
})
