import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { auditEntries, messages } from '../../../src/db/schema/index.ts'
import { openSenders } from '../../../src/notices/open-senders.ts'
import { tellFinding } from '../../../src/shared/channel-findings.ts'
import { showSettings } from '../../../src/shown-settings.ts'
import { openWechat } from '../../../src/wechat/open-wechat.ts'
import { texts } from '../../../src/wechat/texts.ts'
import { enter, plantAccount, plantOrganisations, post, send } from '../../accounts/staff.ts'
import { problemOf } from '../../support/front-door.ts'
import { startHttpTarget, type TargetRequest } from '../../support/http-target.ts'
import { ACCOUNT, APP, KF } from '../../wechat/accounts.ts'
import type { Sim } from '../../wechat/sim.ts'
import { test as base, type World } from '../../wechat/support.ts'

const Finding = z.object({
  good: z.boolean(),
  code: z.custom<Parameters<typeof tellFinding>[0]['code']>(),
  data: z.record(z.string(), z.string()),
})
const Found = z.object({ findings: z.array(Finding) })
const Tried = Found.extend({ hash: z.string().nullable() })
const One = z.object({ finding: Finding })

/** What WeChat answers beside what the simulator knows. */
async function startPlatform(sim: Sim) {
  const templates = [
    {
      template_id: 'abc123',
      title: '咨询答复通知',
      content: '编号：{{character_string1.DATA}}\n时间：{{time2.DATA}}',
    },
  ]
  const passOn = async ({ method, path, query, body }: TargetRequest) => {
    const answered = await fetch(`${sim.apiBase}${path}?${query}`, {
      method,
      ...(method === 'POST' && { body, headers: { 'content-type': 'application/json' } }),
    })
    return { body: await answered.text() }
  }
  return startHttpTarget((request) => {
    if (!request.path.endsWith('get_all_private_template')) return passOn(request)
    return { body: JSON.stringify({ template_list: templates }) }
  })
}

async function openOffice(world: World, platformUrl: string) {
  const { deps } = world
  const settings = {
    ...ACCOUNT,
    ...KF,
    ...APP,
    PUBLIC_URL: world.url,
    WECHAT_API_BASE: platformUrl,
    WECOM_API_BASE: platformUrl,
    WECHAT_REPLY_TEMPLATE: 'abc123:character_string1:time2',
  }
  const file = { text: undefined as string | undefined }
  const set = (more: Record<string, string> = {}) => {
    const config = readConfig({ ...settings, ...more })
    const readFile = async () => {
      if (file.text === undefined) throw new Error('no such file')
      return file.text
    }
    deps.wechat = openWechat(config, deps, { readFile })
    deps.settings = showSettings(config)
    deps.senders = openSenders(config.notices, deps)
  }
  set()
  const app = createApp(() => deps)
  const person = await plantAccount(deps)
  const cookie = await enter(deps, app, person)
  const call = async (path: string, body?: object) => {
    const sent = body === undefined ? { cookie } : { cookie, method: 'POST', body }
    const answered = await send(app, `/channel${path}`, sent)
    expect(answered.status).toBe(200)
    return answered.json()
  }
  const check = async () => Found.parse(await call('/check', {})).findings
  const tryMenu = async () => Tried.parse(await call('/menu/trial', {}))
  return { app, person, cookie, call, check, tryMenu, set, file }
}

type Office = Awaited<ReturnType<typeof openOffice>>

const test = base.extend<{ office: Office }>({
  office: async ({ world }, use) => {
    const platform = await startPlatform(world.sim)
    await use(await openOffice(world, platform.url))
    await platform.close()
  },
})

const codesOf = (findings: z.infer<typeof Finding>[], good: boolean) =>
  findings.filter((each) => each.good === good).map(({ code }) => code)

test('the check calls all three addresses as the platforms do, and says what is right', async ({
  office,
}) => {
  const findings = await office.check()
  expect(codesOf(findings, false)).toEqual(['public_url_plain', 'public_url_port'])
  expect(codesOf(findings, true)).toEqual([
    'mode_safe',
    'key_single',
    'address_good',
    'clock_good',
    'secret_good',
    'address_good',
    'secret_good',
    'address_good',
    'secret_good',
  ])
  const said = findings.map((finding) => tellFinding(finding, 'en')).join('\n')
  expect(said).toContain('/wechat/app answers as it should')
  expect(said).not.toMatch(/[{}—]/)
})

test('what is wrong is said in words, and without any secret', async ({ world, office }) => {
  const { set, check } = office
  const wrong = async (more: Record<string, string>) => {
    set(more)
    const findings = await check()
    const said = findings.map((finding) => tellFinding(finding, 'zh')).join('\n')
    for (const secret of [ACCOUNT.WECHAT_SECRET, KF.WECOM_KF_AES_KEY, 'other-secret']) {
      expect(said).not.toContain(secret)
    }
    return codesOf(findings, false).filter((code) => !code.startsWith('public_url'))
  }
  expect(await wrong({ WECHAT_SECRET: 'other-secret' })).toEqual(['secret_wrong'])
  expect(await wrong({ WECOM_AGENT_SECRET: 'other-secret' })).toEqual(['secret_wrong'])
  expect(await wrong({ WECHAT_AES_KEY_PREVIOUS: KF.WECOM_KF_AES_KEY })).toEqual(['key_previous'])
  expect(await wrong({ WECHAT_MODE: 'compat' })).toEqual(['mode_unsafe'])
  const unreached = await wrong({ PUBLIC_URL: 'http://127.0.0.1:9' })
  expect(unreached).toEqual(Array(3).fill('address_unreached'))
  world.sim.fault({ path: '/cgi-bin/stable_token', times: 1, errcode: 40164 })
  expect(await wrong({})).toEqual(['secret_address'])
})

test('a service that runs with other settings refuses the check', async ({ world, office }) => {
  const other = createApp(() => ({
    ...world.deps,
    wechat: openWechat(readConfig({ ...ACCOUNT, WECHAT_TOKEN: 'old' }), world.deps),
  }))
  const target = await startHttpTarget(async ({ path, query }) => {
    const answered = await other.request(`${path}?${query}`)
    return { status: answered.status, body: await answered.text() }
  })
  office.set({ PUBLIC_URL: target.url })
  const codes = codesOf(await office.check(), false)
  expect(codes).toContain('address_token')
  expect(codes.filter((code) => code === 'address_absent')).toHaveLength(2)
  await target.close()
})

test('a certificate that nobody trusts is named as such', async ({ office }) => {
  const pem = (name: string) =>
    readFileSync(new URL(`../../fixtures/tls/untrusted-${name}.pem`, import.meta.url))
  const server = createServer({ key: pem('key'), cert: pem('cert') }, (_, response) =>
    response.end(),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  office.set({ PUBLIC_URL: `https://127.0.0.1:${port}` })
  const findings = await office.check()
  expect(codesOf(findings, false).filter((code) => code === 'address_certificate')).toHaveLength(3)
  expect(findings.find(({ code }) => code === 'address_certificate')?.data['reason']).toBe(
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  )
  await new Promise((resolve) => server.close(resolve))
})

test('the standard menu is tried, published, and then the one that stands there', async ({
  world,
  office,
}) => {
  const { app, call, tryMenu, cookie, person } = office
  expect(await call('')).toMatchObject({
    menu: { from: 'standard', findings: [], entries: [{ name: '我要咨询' }, {}, {}] },
  })
  const first = await tryMenu()
  expect(first.findings.map(({ code }) => code)).toEqual(['menu_good', 'menu_first'])
  expect(world.sim.calls('menu/create')).toEqual([])
  const untried = await post(app, '/channel/menu', { hash: '0'.repeat(64) }, { cookie })
  expect([untried.status, (await problemOf(untried)).detail]).toEqual([
    409,
    '菜单没有发布：文件在试运行之后又改过，或者不能发布。请再试运行一次。',
  ])
  const { finding } = One.parse(await call('/menu', { hash: first.hash }))
  expect(finding.code).toBe('menu_published')
  expect(world.sim.calls('menu/create')).toHaveLength(1)
  expect((await tryMenu()).findings.map(({ code }) => code)).toEqual(['menu_good', 'menu_same'])
  const audited = await world.deps.db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, 'publish_menu'))
  expect(audited).toMatchObject([{ actorId: person.id, objectId: 'wechat.menu', result: 'ok' }])
})

test('a menu file is checked against all limits and its templates, and nothing wrong is published', async ({
  office,
}) => {
  const { file, set, tryMenu, call } = office
  set({ WECHAT_FILE: 'menu.yml' })
  const tried = async (text: string | undefined) => {
    file.text = text
    const { findings, hash } = await tryMenu()
    return [findings.map(({ code }) => code), hash === null]
  }
  const menu = 'menu: { button: [{ name: 我要咨询, type: click, key: MENU_ASK }] }\n'
  const templates = (id: string, ...fields: string[]) =>
    `${menu}templates: [{ id: ${id}, fields: [${fields.join(', ')}] }]\n`
  expect(await tried(undefined)).toEqual([['file_unread'], true])
  expect(await tried('menu: [')).toEqual([['file_form'], true])
  expect(await tried('menu: { button: [{ name: 名称太长了, type: click }] }')).toEqual([
    ['menu_name_long', 'menu_key'],
    true,
  ])
  expect(await tried(templates('other'))).toEqual([
    ['menu_good', 'menu_first', 'template_unknown'],
    true,
  ])
  expect(await tried(templates('abc123', 'time2', 'thing9'))).toEqual([
    ['menu_good', 'menu_first', 'template_fields'],
    true,
  ])
  expect(await tried(templates('abc123', 'time2'))).toEqual([
    ['menu_good', 'menu_first', 'template_good'],
    false,
  ])
  expect(await call('/templates')).toEqual({
    templates: [{ id: 'abc123', title: '咨询答复通知', fields: ['character_string1', 'time2'] }],
    findings: [{ good: true, code: 'template_good', data: { id: 'abc123' } }],
  })
})

test('an account that may not push can be checked, and publishes nothing', async ({ office }) => {
  office.set({ WECHAT_ACCOUNT: 'unverified' })
  const { findings, hash } = await office.tryMenu()
  expect([findings.map(({ code }) => code), hash]).toEqual([['menu_good', 'not_pushing'], null])
  expect(await office.call('/templates')).toEqual({ templates: [], findings: [] })
  expect(await office.call('')).toMatchObject({ account: { pushes: false } })
})

test('an administrator sends a message to themselves in WeCom', async ({ world, office }) => {
  const { call, person } = office
  const unknown = One.parse(await call('/test', {})).finding
  expect(unknown).toEqual({
    good: false,
    code: 'test_unknown_member',
    data: { username: person.username },
  })
  world.sim.kf.servicers.set(person.username, 0)
  expect(One.parse(await call('/test', {})).finding.code).toBe('test_sent')
  expect(world.sim.staff.map(({ to }) => to)).toEqual([[person.username]])
})

test('words of the console make the account show what works, and are no question', async ({
  world,
  office,
}) => {
  const { sim, deps } = world
  const { words } = z.object({ words: z.string() }).parse(await office.call('/test'))
  await sim.text('oADMIN', words.toUpperCase())
  await deps.settled()
  const said = sim.screen('oADMIN').map(({ via, text }) => [via, text])
  expect(said).toHaveLength(2)
  expect(said).toContainEqual(['passive', `${texts.testReceived}${texts.testPushFollows}`])
  expect(said).toContainEqual(['custom', texts.testPushed])
  await sim.text('oADMIN', '测试 00000000')
  expect(sim.screen('oADMIN').at(-1)?.text).toBe(texts.testUnknown)
  office.set({ WECHAT_ACCOUNT: 'unverified' })
  await sim.text('oADMIN', words)
  expect(sim.screen('oADMIN').at(-1)?.text).toBe(texts.testReceivedOnly)
  expect(await deps.db.select().from(messages)).toEqual([])
})

test('the channel is shown without secrets, and not to the administrator of a district', async ({
  world,
  office,
}) => {
  const shown = JSON.stringify(await office.call(''))
  for (const secret of [
    ACCOUNT.WECHAT_SECRET,
    ACCOUNT.WECHAT_TOKEN,
    ACCOUNT.WECHAT_AES_KEY,
    KF.WECOM_KF_TOKEN,
    APP.WECOM_AGENT_TOKEN,
    APP.WECOM_AGENT_AES_KEY,
  ]) {
    expect(shown).not.toContain(secret)
  }
  const { east } = await plantOrganisations(world.deps)
  const district = await plantAccount(world.deps, { organisationId: east })
  const cookie = await enter(world.deps, office.app, district)
  expect((await send(office.app, '/channel', { cookie })).status).toBe(403)
  expect((await post(office.app, '/channel/check', {}, { cookie })).status).toBe(403)
})
