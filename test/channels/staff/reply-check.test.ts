import fc from 'fast-check'
import { expect } from 'vitest'
import { findMentions } from '../../../src/consultation/verification/find-mentions.ts'
import { toNumber } from '../../../src/consultation/verification/read-number.ts'
import { checkSolicitation } from '../../../src/experts/check-solicitation.ts'
import { loadKnowledge } from '../../../src/knowledge/runtime-knowledge.ts'
import { ReplyTemplates } from '../../../src/knowledge/reply-templates.ts'
import {
  enter,
  plantAccount,
  plantOrganisations,
  post,
  send,
  type App,
} from '../../accounts/staff.ts'
import { plantCase } from '../../feedback/plant.ts'
import { begin } from '../../support/front-door.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'

type Front = { deps: TestDeps; app: App & Parameters<typeof begin>[0] }
type Check = {
  clauses: { locator: string; clause: { status: string; told: boolean } | null }[]
  mentions: { quote: string; known: boolean; cited: boolean }[]
  solicitations: { kind: string; quote: string }[]
  sentences: { text: string; checks: string[] }[]
}

const TITLE = '《北京市知识产权公共服务机构管理办法》'
const art7 = { document: 'measures-draft', locator: 'art7' }

async function openChecking({ deps, app }: Front) {
  const { city, west } = await plantOrganisations(deps)
  const { id: conversationId } = await begin(app)
  const row = { conversationId, organisationId: city, state: 'in_review' as const }
  const { id } = await plantCase(deps, row)
  const sign = async (organisationId: string) =>
    enter(deps, app, await plantAccount(deps, { role: 'staff', organisationId }))
  const cookie = await sign(city)
  const check = async (body: object): Promise<Check> => {
    const response = await post(app, `/cases/${id}/check`, body, { cookie })
    expect(response.status).toBe(200)
    return (await response.json()) as Check
  }
  return { check, id, cookie, foreign: await sign(west) }
}

test('words of the cited clause pass, and what it does not say is named by sentence', async ({
  app,
  deps,
}) => {
  const { check } = await openChecking({ deps, app })
  const text = '服务的企业要有50家以上。服务的企业要有80家以上。'
  const { sentences } = await check({ text, evidence: [art7] })
  expect(sentences.map((each) => each.text)).toContain('服务的企业要有80家以上。')
  expect(sentences.find((each) => each.text.includes('80家'))?.checks).toContain('numbers')
})

test('a clause that there is not is said to be none, and a draft wants its status said', async ({
  app,
  deps,
}) => {
  const { check } = await openChecking({ deps, app })
  const missing = { document: 'measures-draft', locator: 'art700' }
  const bare = await check({ text: '请看依据。', evidence: [missing, art7] })
  expect(bare.clauses).toMatchObject([
    { locator: 'art700', clause: null },
    { locator: 'art7', clause: { status: 'draft', told: false } },
  ])
  const told = await check({ text: '这是征求意见稿，仅供参考。', evidence: [art7] })
  expect(told.clauses).toMatchObject([{ clause: { told: true } }])
})

test('soliciting and contact data are found before anything is sent', async ({ app, deps }) => {
  const { check } = await openChecking({ deps, app })
  const { solicitations } = await check({ text: '详情请加我微信 abc12345 聊，费用优惠。' })
  expect(solicitations.map(({ kind }) => kind)).toContain('contact')
})

test('articles that the text names are looked up, also in Chinese figures', async ({
  app,
  deps,
}) => {
  const { check } = await openChecking({ deps, app })
  const text = `${TITLE}第七条、${TITLE}第八条和${TITLE}第九十九条都有规定。`
  const { mentions } = await check({ text, evidence: [art7] })
  expect(mentions).toEqual([
    { quote: `${TITLE}第七条`, known: true, cited: true },
    { quote: `${TITLE}第八条`, known: true, cited: false },
    { quote: `${TITLE}第九十九条`, known: false, cited: false },
  ])
})

test('a case of another district cannot be checked against', async ({ app, deps }) => {
  const { id, foreign } = await openChecking({ deps, app })
  const response = await post(app, `/cases/${id}/check`, { text: '可以。' }, { cookie: foreign })
  expect(response.status).toBe(404)
})

test('the queue can be cut down to confidential cases, or to the others', async ({ app, deps }) => {
  const { cookie } = await openChecking({ deps, app })
  const { id: conversationId } = await begin(app)
  const [{ organisationId }] = await deps.db.query.cases.findMany().then((rows) => rows as [never])
  await plantCase(deps, { conversationId, organisationId, state: 'open', confidential: true })
  const count = async (query: string) => {
    const response = await send(app, `/cases?${query}`, { cookie })
    return ((await response.json()) as { cases: unknown[] }).cases.length
  }
  expect(await count('confidential=true')).toBe(1)
  expect(await count('confidential=false')).toBe(1)
  expect(await count('')).toBe(2)
})

test('no template for replies would be held back as soliciting', async ({ app, deps }) => {
  const { cookie } = await openChecking({ deps, app })
  const knowledge = await loadKnowledge(deps)
  const { templates } = (await (await send(app, '/reply-templates', { cookie })).json()) as {
    templates: ReplyTemplates
  }
  expect(templates.length).toBeGreaterThan(3)
  for (const { text } of templates) {
    expect(checkSolicitation(text.zh, knowledge)).toEqual([])
    expect(checkSolicitation(text.en, knowledge)).toEqual([])
  }
})

test('two templates of one id are refused', () => {
  const words = { zh: '甲', en: 'a' }
  const template = { id: 'opening', title: words, text: words }
  expect(ReplyTemplates.safeParse([template, template]).success).toBe(false)
  expect(ReplyTemplates.safeParse([template]).success).toBe(true)
})

const figures = '零一二三四五六七八九'

/** 1 to 999 as documents write it. */
function inChinese(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10]
  const head = hundreds === 0 ? '' : `${figures[hundreds]}百`
  const gap = hundreds > 0 && tens === 0 && ones > 0 ? '零' : ''
  const one = tens === 1 && hundreds === 0 ? '' : figures[tens]
  return `${head}${gap}${tens === 0 ? '' : `${one}十`}${ones === 0 ? '' : figures[ones]}`
}

test('article numbers read the same in figures and in Chinese', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999 }), (n) => {
      expect(toNumber(inChinese(n))).toBe(n)
      expect(toNumber(String(n))).toBe(n)
    }),
  )
})

test('hostile text is read in linear time', () => {
  const text = '《'.repeat(50_000) + '《a》（'.repeat(20_000) + '第一'.repeat(20_000)
  const started = performance.now()
  expect(findMentions(text, [])).toEqual([])
  expect(performance.now() - started).toBeLessThan(1_000)
})
