import { expect } from 'vitest'
import { askers, wechatUsers } from '../../src/db/schema/index.ts'
import { test, type World } from './support.ts'

const USER = 'oPAGEuser000000000000000001'

const codeIn = ({ sim }: World) =>
  /\/r\/([\w-]{22})/.exec(sim.screen(USER).at(-1)?.text ?? '')?.[1] ?? ''

const open = ({ url }: World, code: string) => fetch(`${url}/r/${code}`, { method: 'POST' })

test('a link opens the chat page as the same asker, once; looking at it uses nothing up', async ({
  world,
}) => {
  const { sim, url } = world
  await sim.text(USER, '转人工')
  const code = codeIn(world)
  const looks = await Promise.all([1, 2].map(() => fetch(`${url}/r/${code}`)))
  expect(looks.map(({ status }) => status)).toEqual([200, 200])
  const opened = (await (await open(world, code)).json()) as {
    token: string
    conversationId: string
  }
  const path = `${url}/api/conversations/${opened.conversationId}`
  const headers = { authorization: `Bearer ${opened.token}` }
  expect((await fetch(path, { headers })).status).toBe(200)
  expect((await open(world, code)).status).toBe(404)
  expect((await open(world, 'A'.repeat(22))).status).toBe(404)
  await sim.event(USER, 'unsubscribe')
  expect((await fetch(path, { headers })).status).toBe(401)
})

/** As a browser: follows by hand, keeps the cookie. */
async function signIn({ url, sim, use }: World, extra: Record<string, string> = {}) {
  use({ PUBLIC_URL: url, WECHAT_OAUTH_BASE: sim.apiBase })
  const begun = await fetch(`${url}/wechat/web`, { redirect: 'manual' })
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const authorize = new URL(begun.headers.get('location') ?? '')
  expect(authorize.hash).toBe('#wechat_redirect')
  expect(authorize.searchParams.get('state')).toMatch(/^[a-zA-Z0-9]{1,128}$/)
  authorize.searchParams.set('sim_openid', USER)
  for (const [name, value] of Object.entries(extra)) authorize.searchParams.set(name, value)
  const back = (await fetch(authorize, { redirect: 'manual' })).headers.get('location') ?? ''
  return { cookie, back }
}

test('web authorisation opens the page as whom WeChat knows', async ({ world }) => {
  const { sim, deps } = world
  await sim.text(USER, '你好')
  await deps.settled()
  const { cookie, back } = await signIn(world)
  const page = await (await fetch(back, { headers: { cookie } })).text()
  const code = /data-code="([\w-]{22})"/.exec(page)?.[1] ?? ''
  const opened = (await (await open(world, code)).json()) as { conversationId: string }
  const [user] = await deps.db.select().from(wechatUsers)
  expect(opened.conversationId).toBe(user?.conversationId)
  expect(await deps.db.select().from(askers)).toHaveLength(1)
  expect(page).not.toContain(USER)
})

test('a return that this browser did not set out for is refused', async ({ world }) => {
  const { cookie, back } = await signIn(world)
  expect((await fetch(back)).status).toBe(403)
  const other = new URL(back)
  other.searchParams.set('state', 'another')
  expect((await fetch(other, { headers: { cookie } })).status).toBe(403)
  expect(await world.deps.db.select().from(wechatUsers)).toEqual([])
})

test('a visitor of a snapshot page is bound to nothing', async ({ world }) => {
  const { cookie, back } = await signIn(world, { sim_snapshot: '1' })
  const answer = await fetch(back, { headers: { cookie }, redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/'])
  expect(await world.deps.db.select().from(wechatUsers)).toEqual([])
})
