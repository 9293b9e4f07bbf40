import { expect } from 'vitest'
import { ask, begin, get } from '../support/front-door.ts'
import { readAskedQuestions, readDevQuestions, readPolicyBody } from '../support/read-fixtures.ts'
import { test } from '../support/test-deps.ts'

const documents = ['opinions-2021', 'action-plan-2022', 'service-spec', 'measures-draft'] as const
const bodies = new Map(documents.map((document) => [document as string, readPolicyBody(document)]))
const QUESTIONS = 72

test('every citation stands to the letter at its place in the document, and is marked in the text', async ({
  app,
}) => {
  const asked = readDevQuestions().filter((_, at) => at % 3 === 0)
  const cited = new Set<string>()
  let citations = 0
  for (const { q } of asked.slice(0, QUESTIONS)) {
    const answer = await ask(app, await begin(app), q)
    citations += answer.citations.length
    expect(answer.citations.map(({ n }) => n)).toEqual(answer.citations.map((_, at) => at + 1))
    for (const { n, document, quote, start, end, url, locator } of answer.citations) {
      expect(bodies.get(document)?.slice(start, end)).toBe(quote)
      expect(answer.text).toContain(`[${n}]`)
      expect(url).toBe(`/documents/${document}#${encodeURIComponent(locator)}`)
      cited.add(document)
    }
    for (const [, n] of answer.text.matchAll(/\[(\d+)\]/gu)) {
      expect(answer.citations.map((citation) => citation.n)).toContain(Number(n))
    }
    for (const { text, citations: own } of answer.sentences) {
      for (const { n } of own) expect(text).toContain(`[${n}]`)
    }
  }
  expect(asked.length).toBeGreaterThanOrEqual(60)
  expect(citations).toBeGreaterThan(QUESTIONS / 2)
  expect([...cited].sort()).toEqual([...documents].sort())
}, 120_000)

test('an answer that quotes numbers quotes them from its evidence', async ({ app }) => {
  for (const { questions } of readAskedQuestions('measures-draft').slice(0, 12)) {
    const answer = await ask(app, await begin(app), questions[0] ?? '')
    for (const { text, citations } of answer.sentences.filter(
      (each) => each.citations.length > 0,
    )) {
      const evidence = citations.map(({ quote, title, heading }) => quote + title + heading).join()
      const said = text.replaceAll(/\[\d+\]|\*\*[^*]*\*\*/gu, '').match(/\d+/gu) ?? []
      for (const number of said) expect(evidence).toContain(number)
    }
  }
}, 60_000)

const planned = readAskedQuestions('action-plan-2022')
  .filter(({ locator }) => locator.startsWith('point'))
  .map(({ questions }) => questions[0] ?? '')

/** An answer of that moment that cites the plan. */
async function citesPlan(app: Parameters<typeof ask>[0]) {
  for (const question of planned) {
    const answer = await ask(app, await begin(app), question)
    const citation = answer.citations.find(({ document }) => document === 'action-plan-2022')
    if (citation) return { answer, citation }
  }
  throw new Error('no answer cites the plan')
}

test('a citation shows the status of its document as of the day in Beijing', async ({
  app,
  deps,
}) => {
  deps.setClock('2024-12-31T15:59:59Z')
  expect((await citesPlan(app)).citation.status).toBe('unverified')
  deps.setClock('2024-12-31T16:00:00Z')
  const { answer, citation } = await citesPlan(app)
  expect(citation.status).toBe('ended')
  expect(citation.statusText).toContain('2022—2024')
  expect(answer.text).toMatch(/2022—2024/u)
})

test('an answer that rests on a draft says so in its text', async ({ app }) => {
  let drafts = 0
  for (const { questions } of readAskedQuestions('measures-draft').slice(0, 8)) {
    const [chinese, english] = [
      questions[0] ?? '',
      questions.find((each) => /^[\x20-\x7e]+$/.test(each)),
    ]
    for (const question of english === undefined ? [chinese] : [chinese, english]) {
      const answer = await ask(app, await begin(app), question)
      if (!answer.citations.some(({ status }) => status === 'draft')) continue
      drafts += 1
      expect(answer.text).toMatch(answer.language === 'en' ? /draft/iu : /征求意见稿/u)
    }
  }
  expect(drafts).toBeGreaterThan(5)
}, 60_000)

test('nothing is called 现行有效 that does not say so of itself', async ({ app }) => {
  const { documents: listed } = (await (await get(app, '/api/documents')).json()) as {
    documents: { id: string; status: string; statusText: string }[]
  }
  expect(listed.map(({ id, status }) => [id, status])).toEqual([
    ['action-plan-2022', 'ended'],
    ['measures-draft', 'draft'],
    ['opinions-2021', 'draft'],
    ['service-spec', 'unverified'],
  ])
  expect(JSON.stringify(listed)).not.toContain('现行有效')
})

test('a question that names an article is answered from that article', async ({ app }) => {
  const answer = await ask(app, await begin(app), '管理办法第七条是怎么规定的？')
  expect(answer.citations[0]).toMatchObject({
    document: 'measures-draft',
    locator: expect.stringMatching(/^art7\b/),
  })
})

test('what no document says is not answered, and no evidence is pretended', async ({ app }) => {
  const answer = await ask(app, await begin(app), '你们的咨询电话是多少？')
  expect(answer).toMatchObject({ outcome: 'escalate', coverage: 'none', citations: [] })
  expect(answer.text).not.toMatch(/\d{7,}/u)
})
