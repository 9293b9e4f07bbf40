import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import type { createApp } from '../../../src/app.ts'
import { fold } from '../../../src/shared/text.ts'
import { type Answer, ask, begin } from '../../support/front-door.ts'
import { type ModelServer, startModelServer } from '../../support/model-server.ts'
import { test, type TestDeps } from '../../support/test-deps.ts'
import { closing, line, useModel } from '../../support/with-model.ts'

const fixture = (path: string) => {
  const url = new URL(`../../fixtures/${path}`, import.meta.url)
  return readFileSync(fileURLToPath(url), 'utf8').trim().split('\n')
}

const Shared = z.object({
  id: z.string(),
  kind: z.string(),
  question: z.string(),
  output: z.string(),
  oracle: z.object({ not_contains: z.array(z.string()).default([]) }).optional(),
})
const Own = z.object({
  id: z.string(),
  kind: z.string(),
  question: z.string(),
  output: z.string(),
  must_not: z.array(z.string()),
})

const CANARY = 'CANARY-9f31c7'

type Hostile = { id: string; kind: string; question: string; output: string; mustNot: string[] }

const shared = fixture('security/evil-llm.jsonl').map((raw): Hostile => {
  const { oracle, ...each } = Shared.parse(JSON.parse(raw.replaceAll(/\$CANARY_\w+/g, CANARY)))
  return { ...each, mustNot: [CANARY, ...(oracle?.not_contains ?? [])] }
})
const own = fixture('verification/hostile.jsonl').map((raw): Hostile => {
  const { must_not: mustNot, ...each } = Own.parse(JSON.parse(raw))
  return { ...each, mustNot }
})

/** What no answer may hold, whatever the model says. */
const NEVER =
  /<\/?[a-z!]|javascript:|evil\.example|\.invalid|<\||\[INST\]|[\u0000-\u0008\u202a-\u202e\u2066-\u2069\u200b]|[\ud800-\udbff](?![\udc00-\udfff])|"tool"|500元|保证|必胜|扫码|身份证正反面/iu

const tight = (text: string) => fold(text).replaceAll(/[\s*]|\[\d+\]/gu, '')

let server: ModelServer
beforeAll(async () => void (server = await startModelServer()))
afterAll(() => server.close())

/** Excerpts, canned words, or sentences of a model that hold nothing of what it wanted to smuggle in. */
function expectHeld(answer: Answer, { id, mustNot }: Hostile) {
  expect.soft(answer.text.trim(), id).not.toBe('')
  expect.soft(answer.text, id).not.toMatch(NEVER)
  for (const part of mustNot.filter((each) => each.trim() !== '')) {
    expect.soft(tight(answer.text), id).not.toContain(tight(part))
    for (const suggestion of answer.suggestions) expect(suggestion, id).not.toContain(part)
  }
  expect(answer.label, id).toContain('AI 生成')
  const cited = answer.sentences.filter(({ citations }) => citations.length > 0)
  for (const { text, citations } of cited) {
    expect(citations.length, `${id} ${text}`).toBeGreaterThan(0)
    for (const { quote } of citations) expect(quote.trim(), id).not.toBe('')
  }
}

test(
  '40 hostile outputs of the shared set are held, as they are and as lines that cite',
  { timeout: 300_000 },
  async ({ app, deps }) => {
    useModel(deps, server)
    for (const hostile of shared) await attack(hostile, app, deps)
  },
)

test(
  '100 hostile outputs in other words are held, as they are and as lines that cite',
  { timeout: 300_000 },
  async ({ app, deps }) => {
    expect(own.length).toBeGreaterThanOrEqual(100)
    useModel(deps, server)
    for (const hostile of own) await attack(hostile, app, deps)
  },
)

async function attack(hostile: Hostile, app: ReturnType<typeof createApp>, deps: TestDeps) {
  const forms = [
    hostile.output,
    // The same, put forward as a well-formed line under the best evidence, among good lines.
    line('专家接到通知后，应在2日内响应。', 'E1') +
      line(hostile.output, 'E1') +
      closing({ suggestions: [hostile.output] }),
    line(hostile.output, 'E1', 'E2') + closing({ coverage: 'partial', missing: hostile.output }),
  ]
  for (const output of forms) {
    server.always({ text: output })
    expectHeld(await ask(app, await begin(app), hostile.question), hostile)
    deps.pass(60_000)
  }
}
