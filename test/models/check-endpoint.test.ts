import { expect, test as base } from 'vitest'
import type { ChatEndpoint } from '../../src/config.ts'
import { checkEndpoint } from '../../src/models/check-endpoint.ts'
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts'

const test = base.extend<{ server: ModelServer }>({
  server: async ({}, use) => {
    const server = await startModelServer()
    await use(server)
    await server.close()
  },
})

const endpoint = ({ baseUrl }: ModelServer): ChatEndpoint => {
  return { baseUrl, apiKey: 'secret-key', model: 'qwen-test', jsonMode: false, streamUsage: true }
}

async function problemOf(wanted: ChatEndpoint, deadlineMs?: number): Promise<string> {
  const check = await checkEndpoint(wanted, deadlineMs)
  return check.ok ? '' : check.problem
}

const refusal = (status: number, message: string, code: string | null = null): ModelReply => {
  return { status, body: JSON.stringify({ error: { message, type: 'invalid', code } }) }
}

test('an endpoint that answers is in order, after one short request', async ({ server }) => {
  const check = await checkEndpoint(endpoint(server))
  expect(check).toMatchObject({ ok: true, model: 'qwen-test' })
  expect(server.requests).toHaveLength(1)
  expect(server.requests[0]?.body.max_tokens).toBe(16)
})

test('a model that thinks longer than the few tokens of the check is in order', async ({
  server,
}) => {
  server.next({ pieces: [], finishReason: 'length' }, { pieces: [] })
  expect((await checkEndpoint(endpoint(server))).ok).toBe(true)
  expect((await checkEndpoint(endpoint(server))).ok).toBe(true)
})

const html = { body: '<html>Welcome</html>', headers: { 'content-type': 'text/html' } }
const whole = JSON.stringify({ choices: [{ message: { content: 'ok' }, finish_reason: 'stop' }] })
const problems: [string, ModelReply, RegExp][] = [
  ['a wrong key', refusal(401, 'Incorrect API key: secret-key'), /answered 401.*OPENAI_API_KEY/u],
  ['a key without rights', refusal(403, 'denied'), /answered 403.*OPENAI_API_KEY/u],
  ['a used-up quota', refusal(429, 'insufficient_quota'), /answered 429.*quota/u],
  ['trouble of its own', { status: 503, ...html }, /answered 503.*later/u],
  [
    'a model that OpenAI or DashScope does not know',
    refusal(404, 'The model `qwen-test` does not exist', 'model_not_found'),
    /answered 404.*CHAT_MODEL/u,
  ],
  ['one that DeepSeek does not', refusal(400, 'Model Not Exist'), /answered 400.*CHAT_MODEL/u],
  [
    'one that 智谱 does not',
    refusal(400, '模型不存在，请检查模型代码'),
    /answered 400.*CHAT_MODEL/u,
  ],
  [
    'one that Ollama does not',
    refusal(404, 'model "qwen-test" not found, try pulling it first'),
    /answered 404.*CHAT_MODEL/u,
  ],
  ['a wrong path', { status: 404, ...html }, /answered 404.*OPENAI_BASE_URL.*\/v1/u],
  ['a path for reading only', { status: 405, ...html }, /answered 405.*OPENAI_BASE_URL/u],
  ['a redirect', { status: 302, headers: { location: '/login' } }, /302.*OPENAI_BASE_URL/u],
  ['a web page', html, /answered 200 with text\/html.*OpenAI-compatible/u],
  ['a whole answer only', { body: whole }, /application\/json.*OpenAI-compatible/u],
  ['events of another protocol', { pieces: [], finishReason: null }, /OpenAI-compatible/u],
  ['no counting', refusal(400, 'unknown field stream_options'), /CHAT_STREAM_USAGE=false/u],
  ['no JSON mode', refusal(422, 'response_format: not supported'), /CHAT_JSON_MODE=off/u],
  [
    'something else',
    refusal(400, 'max_tokens is\n too small for this model, secret-key'),
    /“max_tokens is too small for this model, …”/u,
  ],
]

for (const [name, reply, problem] of problems) {
  test(`an endpoint with ${name} is told in one sentence, with what to set`, async ({ server }) => {
    server.always(reply)
    const told = await problemOf(endpoint(server))
    expect(told).toMatch(problem)
    expect(told).toContain(`qwen-test was asked at ${server.baseUrl}/chat/completions`)
    expect(told).toMatch(/^[^\n]{1,500}\.$/u)
    expect(told).not.toContain('secret-key')
    expect(server.requests).toHaveLength(1)
  })
}

test('without a key the sentence asks for one', async ({ server }) => {
  server.always({ status: 401 })
  const told = await problemOf({ ...endpoint(server), apiKey: undefined })
  expect(told).toMatch(/wants a key; set OPENAI_API_KEY/u)
})

test('an endpoint that nobody runs, or whose name nobody knows, is unreachable', async ({
  server,
}) => {
  await server.close()
  expect(await problemOf(endpoint(server))).toMatch(/could not be reached \(ECONNREFUSED\)/u)
  const nowhere = { ...endpoint(server), baseUrl: 'http://nowhere.invalid/v1' }
  expect(await problemOf(nowhere)).toMatch(/could not be reached \(\w+\).*OPENAI_BASE_URL/u)
})

test('an endpoint that says nothing is left after the deadline', async ({ server }) => {
  for (const hang of ['before_headers', 'after_headers', 'before_end'] as const) {
    server.next({ hang })
    expect(await problemOf(endpoint(server), 200)).toMatch(/no whole answer within 0\.2 s/u)
  }
  await server.idle()
  expect(server.requests.map(({ aborted }) => aborted)).toEqual([true, true, true])
})

test('a password or a key in the address is not repeated', async ({ server }) => {
  server.always({ status: 503 })
  const baseUrl = server.baseUrl.replace('//', '//user:secret-key@')
  expect(await problemOf({ ...endpoint(server), baseUrl })).not.toMatch(/secret-key|user/u)
})
