import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { judgeReply } from '../../src/experts/judge-reply.ts'
import { offerForm } from '../../src/knowledge/classifier/offer-form.ts'
import { OfferModel, openOffers, trainOffers } from '../../src/knowledge/classifier/offer-model.ts'
import { loadKnowledge } from '../../src/knowledge/runtime-knowledge.ts'
import { listOfferExamples } from '../../src/knowledge/solicitation-examples.ts'
import { splitReply } from '../../src/knowledge/split-reply.ts'
import { openAiEmbedder } from '../../src/models/openai-embedder.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'
import { startEmbeddingServer } from '../support/embedding-server.ts'
import { test, type TestDeps } from '../support/test-deps.ts'

const { solicitation, solicitationExamples, solicitationRoles } = await readPackagedKnowledge()
const Set = z.object({ held: z.array(z.string()), passed: z.array(z.string()) })
const readSet = (name: string) =>
  Set.parse(
    parse(readFileSync(new URL(`../fixtures/solicitation/${name}.yml`, import.meta.url), 'utf8')),
  )

async function judge(deps: TestDeps, text: string, change: object = {}) {
  const knowledge = await loadKnowledge(deps)
  return judgeReply(deps, knowledge, { text, confidential: false, ...change })
}

async function listHeld(deps: TestDeps, texts: string[]): Promise<string[]> {
  const held: string[] = []
  for (const text of texts) if ((await judge(deps, text)).length > 0) held.push(text)
  return held
}

/** Bounds below what was measured (docs/solicitation.md), so that a change for the worse is seen. */
const sets = [
  ['unseen', { offers: 0.75, answers: 0.06, byWords: 0.75 }],
  ['blind', { offers: 0.88, answers: 0.04, byWords: 0.87 }],
  ['blind-2', { offers: 0.86, answers: 0.03, byWords: 0.9 }],
  ['fresh-e', { offers: 0.95, answers: 0, byWords: 0.95 }],
] as const

describe.for(sets)('of the set %s, which nothing was learnt from,', ([name, bounds]) => {
  const { held, passed } = readSet(name)

  test('most offers are held', async ({ deps }) => {
    const right = await listHeld(deps, held)
    expect(right.length / held.length).toBeGreaterThanOrEqual(bounds.offers)
  })

  test('hardly an answer is held', async ({ deps }) => {
    const wrong = await listHeld(deps, passed)
    expect(wrong.length / passed.length, wrong.join('\n')).toBeLessThanOrEqual(bounds.answers)
  })

  test('words alone hold many offers, where there is no embedding', async ({ deps }) => {
    const right = await listHeld({ ...deps, embedder: undefined }, held)
    expect(right.length / held.length).toBeGreaterThanOrEqual(bounds.byWords)
  })
})

const OFFER = '您要是不想自己动手，定金先给一半，剩下的我们这边全给您包圆儿。'
const ANSWER = '复审请求应当自收到驳回决定之日起三个月内提出。请核对通知书上的日期。'

test('the sentence that reads like an offer is quoted, and not those around it', async ({
  deps,
}) => {
  const offer = '要省心的话撂给我，价钱随您赏。'
  const text = `${ANSWER}${offer}${ANSWER}`
  const findings = await judge(deps, text)
  expect(findings).not.toEqual([])
  for (const { quote, start, end } of findings) {
    expect(text.slice(start, end)).toBe(quote)
    expect(offer).toContain(quote)
  }
})

test('a greeting is no offer', async ({ deps }) => {
  for (const text of ['您好', '好的，收到。', '谢谢', '祝您顺利！', '我自己写的话。', 'Hello']) {
    expect([text, await judge(deps, text)]).toEqual([text, []])
  }
})

test('what the lists find is let go where it reads like an answer, but never a handle', async ({
  deps,
}) => {
  expect(await judge(deps, '对方说“不成退全款”，请让他写进合同，并写明退款的期限。')).toEqual([])
  const text = `${ANSWER}加微信 lin_ruo88。`
  expect((await judge(deps, text)).map(({ kind }) => kind)).toContain('contact')
})

test('a disguise changes nothing for the model', () => {
  const form = offerForm(OFFER, solicitation)
  const spaced = OFFER.replaceAll(/(\p{Script=Han})(?=\p{Script=Han})/gu, '$1 ')
  const hidden = OFFER.replaceAll(/(\p{Script=Han})(?=\p{Script=Han})/gu, '$1\u200B')
  expect(offerForm(spaced, solicitation)).toBe(form)
  expect(offerForm(hidden, solicitation)).toBe(form)
  expect(offerForm('收您300元', solicitation)).toBe(offerForm('收您８８８元', solicitation))
})

test('the same examples teach the same model', async () => {
  const some = solicitationExamples.slice(1, 3)
  const examples = listOfferExamples(some, solicitation)
  const vectorOf = (form: string) => [form.length / 200, form.charCodeAt(0) / 65_536]
  const training = { roles: solicitationRoles, vectorOf }
  const [one, other] = [
    await trainOffers(examples, training),
    await trainOffers(examples, training),
  ]
  expect(one).toEqual(other)
  const odds = openOffers(one)
  const form = offerForm(some[0]?.held[0] ?? '', solicitation)
  expect(odds(form, vectorOf(form))).toBeGreaterThan(0)
  expect(odds(form, undefined)).toBeGreaterThan(0)
})

test('an index that was built before there were roles is judged as before', async () => {
  const examples = listOfferExamples(solicitationExamples.slice(1, 3), solicitation)
  const model = await trainOffers(examples, { roles: solicitationRoles, vectorOf: undefined })
  const { roles, words, ...older } = model
  const bytes = Buffer.from(words.weights, 'base64').subarray(0, 1 << 17)
  const read = OfferModel.parse({
    ...older,
    words: { ...words, weights: bytes.toString('base64') },
  })
  expect(roles).not.toBeNull()
  expect(read.roles).toBeNull()
  const form = examples.find(({ held }) => held)?.form ?? ''
  expect(openOffers(read)(form, undefined)).toBeGreaterThan(0)
})

test('confidential words are not sent to an embedding outside, others are', async ({ deps }) => {
  const server = await startEmbeddingServer(64)
  const options = { baseUrl: server.baseUrl, apiKey: 'k', model: 'm', dimensions: 64 }
  const embedder = { ...openAiEmbedder(options), name: deps.embedder?.name ?? '' }
  const outside = { ...deps, embedder }
  expect(await judge(outside, OFFER, { confidential: true })).not.toEqual([])
  expect(server.received.texts).toEqual([])
  await judge(outside, OFFER)
  expect(server.received.texts.length).toBeGreaterThan(0)
  server.breakDown(500)
  expect(await judge(outside, OFFER)).not.toEqual([])
  await server.close()
})

test('sentences of a reply lie side by side from its beginning to its end', () => {
  const pieces = fc.constantFrom(
    '可以。',
    '好',
    '！',
    '”',
    '\n',
    '请先查新，再申请；',
    'x',
    '长'.repeat(90),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const text = parts.join('')
      const spans = splitReply(text)
      expect(spans.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
    }),
  )
})

test('no example is learnt as an offer and as an answer', () => {
  const examples = listOfferExamples(solicitationExamples, solicitation)
  const held = new Map(examples.filter((each) => each.held).map(({ form }) => [form, true]))
  expect(examples.filter((each) => !each.held && held.has(each.form))).toEqual([])
  expect(examples.length).toBeGreaterThan(4_000)
})
