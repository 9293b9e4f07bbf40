import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { WrittenBrief } from '../../src/cases/brief.ts'
import { accounts, cases, invitations, notices } from '../../src/db/schema/index.ts'
import { newId, newToken, sha256 } from '../../src/shared/ids.ts'
import { plantDeadJob } from '../http/route-matrix-world.ts'
import { findBarriers, overflowsSideways, settled, startBrowser } from './support/browser.ts'
import {
  type Asked,
  type ConsoleService,
  handOver,
  openConsole,
  send,
  startConsoleService,
} from './support/console-service.ts'

const LABEL = '以上内容由人工智能生成，仅供参考'
const QUESTION = '志愿服务专家接到通知后多久要响应？'
const ANSWER = '接到通知后应当在2日内响应。'

let service: ConsoleService
let browser: Browser
let consultation: Asked
let request: Asked
let referral: Asked

const wanted = { kind: 'service_request', service: '专利预审', when: '12月上旬', where: '海淀区' }

beforeAll(async () => {
  service = await startConsoleService()
  browser = await startBrowser()
  consultation = await handOver(service, QUESTION)
  request = await handOver(service, '想办理专利预审', wanted)
  referral = await handOver(service, '想找调解组织', { kind: 'referral', partner: 'mediation' })
  await plantBrief(consultation.id)
  await plantComplaint(consultation.token)
  await plantDeadJob(service.deps)
  await plantDeadNotice()
})

afterAll(async () => {
  await browser.close()
  await service.stop()
})

const Found = z.object({
  results: z
    .array(
      z.looseObject({
        title: z.string(),
        heading: z.string(),
        text: z.string(),
        status: z.enum(['draft', 'in_force', 'ended', 'unverified']),
        statusText: z.string(),
        url: z.string(),
      }),
    )
    .min(1),
})

/** As the job of the brief writes it (`consultation/briefs`), with a clause that there is. */
async function plantBrief(id: string) {
  const response = await fetch(`${service.url}/api/search?q=${encodeURIComponent(QUESTION)}`)
  const { results } = Found.parse(await response.json())
  const evidence = results.slice(0, 1).map(({ text: quote, ...shown }) => {
    const { title, heading, status, statusText, url } = shown
    return { id: 'E1', quote, title, heading, status, statusText, url }
  })
  const writtenBrief: WrittenBrief = {
    writer: 'model',
    facts: ['咨询人三月一日收到通知', '没有做过公证'],
    question: '志愿专家的响应时限',
    evidence,
    answer: [{ text: ANSWER, evidence: ['E1'] }],
    askBack: ['通知是什么时候发出的？'],
    leftOut: 2,
    model: 'test-model',
    prompt: 1,
    label: LABEL,
    at: service.deps.now().toISOString(),
  }
  await service.deps.db.update(cases).set({ writtenBrief }).where(eq(cases.id, id))
}

const plantComplaint = (token: string) =>
  send(`${service.url}/api/complaints`, { kind: 'complaint', text: '答复太慢。' }, token)

async function plantDeadNotice() {
  const { deps, staff } = service
  const id = newId()
  await deps.db.insert(notices).values({
    id,
    key: id,
    channel: 'email',
    recipientKind: 'account',
    recipientId: staff.id,
    kind: 'case_opened',
    data: { code: 'ZW-TESTTEST' },
    state: 'dead',
    attempts: 8,
    nextAt: deps.now(),
    lastError: 'SendError',
    createdAt: deps.now(),
  })
  return id
}

const open = (at: string, who = service.staff) => openConsole(browser, service, who, { at })

test('the brief by the model stands under its label, and its answer is the draft until somebody writes another', async () => {
  const page = await open(`/cases/${consultation.id}`)
  const card = page.getByRole('region', { name: '模型写的简报' })
  await card.getByText(LABEL).waitFor()
  for (const line of ['没有做过公证', '志愿专家的响应时限', '通知是什么时候发出的？', '2 行']) {
    await card.getByText(line).first().waitFor()
  }
  await page.getByRole('region', { name: 'AI 简报' }).waitFor()
  const reply = page.locator('#reply')
  await expect.poll(() => reply.inputValue()).toBe(`${ANSWER}[1]`)
  await card.getByText('答复框里就是这份建议答复').waitFor()
  await reply.fill('我自己写的话。')
  await card.getByRole('button', { name: '用作答复草稿' }).click()
  const asked = page.getByRole('dialog', { name: '用建议答复替换答复框里的文字？' })
  await asked.getByRole('button', { name: '取消' }).click()
  await expect.poll(() => reply.inputValue()).toBe('我自己写的话。')
  await card.getByRole('button', { name: '用作答复草稿' }).click()
  await asked.getByRole('button', { name: '用作答复草稿' }).click()
  await card.getByText('答复框里就是这份建议答复').waitFor()
  await expect.poll(() => reply.inputValue()).toBe(`${ANSWER}[1]`)
  await page.context().close()
})

test('a clause that nobody has named is searched for and sent along', async () => {
  const subject = await handOver(service, '想请人看看我们的情况')
  const page = await open(`/cases/${subject.id}`)
  await page.locator('#reply').fill('请看依据。')
  await page.getByText('查找条款', { exact: true }).click()
  await page.getByLabel('查找法规、办法里的条款').fill('接到通知2日内及时响应')
  await page.getByRole('button', { name: '查找', exact: true }).click()
  await page
    .getByRole('button', { name: /^加入依据：/ })
    .first()
    .click()
  await page.getByText('已加入').waitFor()
  await page.getByRole('button', { name: '去掉依据 [1]' }).waitFor()
  await page.getByRole('button', { name: '批准并发送' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '批准并发送' }).click()
  await page.getByText(/已发送/).waitFor()
  const sent = await service.deps.db.query.statements.findFirst({
    where: (statements, { eq: is }) => is(statements.caseId, subject.id),
  })
  expect(sent?.citations).toMatchObject([{ document: 'service-spec' }])
  await page.context().close()
})

const resultOf = async ({ code, token }: Asked) => {
  const response = await fetch(`${service.url}/api/cases/${code}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return z.looseObject({ state: z.string(), result: z.unknown() }).parse(await response.json())
}

test('what came of a request is noted, reaches the asker, and can be corrected', async () => {
  const page = await open(`/cases/${request.id}`)
  for (const line of ['专利预审', '12月上旬', '希望的地点']) {
    await page.getByRole('region', { name: '基本情况' }).getByText(line, { exact: true }).waitFor()
  }
  const card = page.getByRole('region', { name: '办理结果' })
  await card.getByLabel('办了什么').fill('预审已受理并完成。')
  await card.getByLabel('机构名称').fill('海淀区中心、朝阳区中心')
  const save = card.getByRole('button', { name: '登记办理结果' })
  await save.click()
  await card.getByRole('alert').waitFor()
  await expect.poll(() => resultOf(request)).toMatchObject({ result: null })
  await card.getByLabel('机构名称').fill('海淀区中心')
  await save.click()
  await card.getByRole('button', { name: '更正办理结果' }).waitFor()
  await expect
    .poll(() => resultOf(request))
    .toMatchObject({
      result: { done: '预审已受理并完成。', by: '海淀区中心', doer: 'centre', outcome: 'done' },
    })
  await card.getByRole('button', { name: '更正办理结果' }).click()
  await card.getByLabel('办了什么').fill('预审已通过。')
  await card.getByLabel('回访日期（可不填）').fill('2099-01-05')
  await card.getByRole('button', { name: '更正办理结果' }).click()
  await card.getByText('2099-01-05').waitFor()
  await expect.poll(() => resultOf(request)).toMatchObject({ result: { done: '预审已通过。' } })
  await page.context().close()
})

test('a referral names its kind of partner in words, and a consultation has no result', async () => {
  const page = await open(`/cases/${referral.id}`)
  await page.getByText('调解组织', { exact: true }).waitFor()
  await page.getByRole('region', { name: '办理结果' }).waitFor()
  await page.goto(`${service.url}/console/#/cases/${consultation.id}`)
  await page.getByRole('region', { name: '模型写的简报' }).waitFor()
  await expect.poll(() => page.getByRole('region', { name: '办理结果' }).count()).toBe(0)
  await page.context().close()
})

async function nameOne(page: Page, who: RegExp) {
  await page
    .getByRole('button', { name: /^查看 / })
    .first()
    .click()
  await page.getByText('登记被投诉的人').click()
  await page.getByLabel('被投诉的人').click()
  await page.locator('.ant-select-item-option').filter({ hasText: who }).first().click()
  // Not with Escape: where the list has closed by itself, that closes the drawer.
  await page.getByRole('button', { name: '登记', exact: true }).press('Enter')
}

test('whoever a complaint is about sees it no more, whether they say so or an administrator', async () => {
  const { db } = service.deps
  const page = await open('/complaints')
  await nameOne(page, /本人回避/)
  await page.getByText('没有投诉举报。').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const { colleague, administrator } = service
  await db.update(accounts).set({ name: '高同事' }).where(eq(accounts.id, colleague.id))
  const other = await open('/complaints', administrator)
  await nameOne(other, /高同事/)
  await expect
    .poll(async () => (await db.query.complaints.findFirst())?.about.toSorted())
    .toEqual([service.staff.id, colleague.id].toSorted())
  await page.context().close()
  await other.context().close()
})

test('staff name a colleague whom a complaint is about', async () => {
  const { db } = service.deps
  const { colleague } = service
  await db.update(accounts).set({ name: '高同事' }).where(eq(accounts.id, colleague.id))
  await plantComplaint(referral.token)
  const page = await open('/complaints')
  await nameOne(page, /高同事/)
  const named = async () => {
    const open = await db.query.complaints.findMany({
      where: (table, { and, eq: is, sql }) =>
        and(is(table.state, 'open'), sql`${colleague.id}::uuid = any(${table.about})`),
    })
    return open.map(({ about }) => about)
  }
  await expect.poll(named).toContainEqual([colleague.id])
  const theirs = await open('/complaints', colleague)
  await theirs.getByText('没有投诉举报。').waitFor()
  await page.context().close()
  await theirs.context().close()
})

test('what was given up is listed for administrators and tried again', async () => {
  const page = await open('/undelivered', service.administrator)
  await page.getByRole('cell', { name: 'TypeError' }).waitFor()
  await page.getByRole('button', { name: '重试：回访到期提醒' }).click()
  await page.getByText('没有这样的任务。').waitFor()
  await page.getByRole('button', { name: '重试：新的转办件' }).click()
  await page.getByText('没有这样的通知。').waitFor()
  const dead = await service.deps.db.query.jobs.findMany({
    where: (table, { isNotNull }) => isNotNull(table.deadAt),
  })
  expect(dead).toEqual([])
  const other = await open('/undelivered')
  await other.getByRole('heading', { name: '没有这个页面' }).waitFor()
  await page.context().close()
  await other.context().close()
})

async function plantInvitation() {
  const { deps, administrator, city } = service
  const code = newToken()
  await deps.db.insert(invitations).values({
    id: newId(),
    codeHash: await sha256(code),
    role: 'staff',
    organisationId: city,
    invitedBy: administrator.id,
    createdAt: deps.now(),
    expiresAt: new Date(deps.now().getTime() + 3_600_000),
  })
  return code
}

async function openOutside(options: Parameters<typeof openConsole>[3] = {}) {
  const page = await openConsole(browser, service, service.staff, options)
  await page.context().clearCookies()
  await page.goto('about:blank')
  await page.goto(`${service.url}/console/`)
  await page.getByRole('button', { name: /邀请码|invitation code/ }).click()
  await page.getByLabel(/^(?:邀请码|Invitation code)$/).waitFor()
  return page
}

test('an account is made with an invitation code, and signs in from there', async () => {
  const code = await plantInvitation()
  const page = await openOutside()
  const secret = 'Wutong 长街上 2026'
  for (const [label, value] of [
    ['邀请码', code],
    ['姓名', '林小川'],
    ['用户名', 'lin.xiaochuan'],
    ['新密码', secret],
    ['再输入一次新密码', '别的'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).fill(value)
  }
  const create = page.getByRole('button', { name: '建立账号' })
  await create.click()
  await page.getByText('两次输入的新密码不一致。').waitFor()
  await page.getByLabel('再输入一次新密码').fill(secret)
  await create.click()
  await page.getByRole('alert').waitFor()
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('账号已建立，请登录。')
  await page.getByLabel('用户名').fill('lin.xiaochuan')
  await page.getByLabel('密码').fill(secret)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('heading', { name: '绑定动态验证码' }).waitFor()
  await page.context().close()
})

type Look = { at: string; ready: (page: Page) => Promise<unknown> }

const looks: Record<string, Look> = {
  'brief and search': {
    at: '/cases/consultation',
    ready: async (page) => {
      await page.getByText(LABEL).waitFor()
      await page.getByText(/^(?:查找条款|Find a clause)$/).click()
      await page.getByLabel(/^(?:查找法规|Find a clause of)/).fill('志愿专家')
      await page.keyboard.press('Enter')
      await page
        .getByRole('button', { name: /^(?:加入依据：|Add evidence:)/ })
        .first()
        .waitFor()
    },
  },
  'result form': {
    at: '/cases/referral',
    ready: (page) => page.getByRole('button', { name: /登记办理结果|Note the result/ }).waitFor(),
  },
  result: {
    at: '/cases/request',
    ready: (page) =>
      page.getByRole('button', { name: /更正办理结果|Correct the result/ }).waitFor(),
  },
  complaint: {
    at: '/complaints',
    ready: async (page) => {
      await page
        .getByRole('button', { name: /^(?:查看|Show) / })
        .first()
        .click()
      await page.getByText(/登记被投诉的人|Name whom it is about/).click()
      await settled(page)
    },
  },
  undelivered: { at: '/undelivered', ready: (page) => page.locator('td').first().waitFor() },
}

/** Everything that is wrong with the new screens in one window. */
async function walk(options: Parameters<typeof openConsole>[3]) {
  const wrong: Record<string, unknown> = {}
  const judge = async (page: Page, name: string) => {
    const wide = (await overflowsSideways(page)) ? ['scrolls sideways'] : []
    const found = [...(await findBarriers(page)), ...wide]
    if (found.length > 0) wrong[name] = found
  }
  const page = await openConsole(browser, service, service.administrator, options)
  for (const [name, { at, ready }] of Object.entries(looks)) {
    const ids = { consultation: consultation.id, request: request.id, referral: referral.id }
    const address = at.replace(
      /consultation|request|referral/,
      (key) => ids[key as keyof typeof ids],
    )
    await page.goto('about:blank')
    await page.goto(`${service.url}/console/#${address}`)
    await ready(page)
    await judge(page, name)
  }
  await page.context().close()
  const outside = await openOutside(options)
  await judge(outside, 'invitation')
  await outside.context().close()
  return wrong
}

test('none of it has a barrier or scrolls sideways, in either language, dark or narrow', async () => {
  await plantComplaint(request.token)
  await plantDeadJob(service.deps)
  await plantDeadNotice()
  expect(await walk({})).toEqual({})
  expect(await walk({ language: 'en', colorScheme: 'dark' })).toEqual({})
  expect(await walk({ viewport: { width: 320, height: 640 } })).toEqual({})
})
