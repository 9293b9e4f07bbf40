import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test as base } from 'vitest'
import {
  type ModelReply,
  type ModelRequest,
  type ModelServer,
  startModelServer,
} from '../support/model-server.ts'
import { closing, line } from '../support/with-model.ts'

/** Each run of the command starts a database. */
const SLOW = 240_000

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

type Run = { code: number | null; output: string; lines: RunLine[] }
type RunLine = {
  id: string
  answer: string
  writing?: {
    writer: string
    fault: string | null
    sentences: { text: string; findings: string[]; doubted: boolean | null }[]
  }
}

const test = base.extend<{
  server: ModelServer
  evaluate: (environment: Record<string, string>, ...given: string[]) => Promise<Run>
}>({
  server: async ({}, use) => {
    const server = await startModelServer()
    await use(server)
    await server.close()
  },
  evaluate: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhiwen-eval-'))
    const [file, out] = [join(folder, 'questions.jsonl'), join(folder, 'run.jsonl')]
    await writeFile(file, questions.map((each) => `${JSON.stringify(each)}\n`).join(''))
    await use(async (environment, ...given) => {
      const files = ['--questions', file, '--out', out]
      const { code, output } = await run([...files, ...given], environment)
      const written = code === 0 ? (await readFile(out, 'utf8')).trim().split('\n') : []
      return { code, output, lines: written.map((each) => JSON.parse(each) as RunLine) }
    })
    await rm(folder, { recursive: true, force: true })
  },
})

async function run(given: string[], environment: Record<string, string>) {
  const { DATABASE_URL: _, DATA_DIR: __, ...inherited } = process.env
  const script = join(root, 'scripts/eval.ts')
  const child = spawn(process.execPath, ['--import', tsx, script, ...given], {
    cwd: root,
    env: { ...inherited, ...environment },
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}

const RIGHT = '专家接到通知后，应在2日内响应。'
const OTHER = '专家应当在接到通知后的2日内响应。'
const questions = [
  { id: 'right', q: '志愿服务专家接到通知后多久要响应？', expect: 'answer', facts: ['2日'] },
  { id: 'cut', q: '工作站的运营单位要成立几年？', expect: 'answer' },
  { id: 'refused', q: '今天北京天气怎么样？', expect: 'refuse' },
]

const settingsFor = ({ baseUrl }: ModelServer) => ({
  OPENAI_BASE_URL: baseUrl,
  OPENAI_API_KEY: 'test-key',
  CHAT_MODEL: 'test-model',
})

/** Answers one question, breaks off at the other, and supports one of two sentences. */
function answerAll({ body }: ModelRequest): ModelReply {
  const text = body.messages.map(({ content }) => content).join('\n')
  const usage = { prompt_tokens: 1_000, completion_tokens: 100 }
  if (text.includes('ok')) return { text: '{"ok":true}' }
  if (text.includes('核对一句话')) {
    const supported = text.includes(RIGHT)
    return { text: `\`\`\`json\n${JSON.stringify({ supported, why: '' })}\n\`\`\``, usage }
  }
  if (text.includes('成立几年')) return { pieces: ['{"evidence":['], finishReason: 'length' }
  const before = text.slice(0, text.indexOf('2日内及时响应'))
  const id = before.slice(before.lastIndexOf('<passage id="')).slice(13).split('"')[0] ?? ''
  return { text: line(RIGHT, id) + line(OTHER, id) + closing(), usage }
}

test(
  'with a model the report says how much it wrote, how faithful that is by both judges, and what it cost',
  async ({ server, evaluate }) => {
    server.always(answerAll)
    const prices = ['--price-in', '2', '--price-out', '8']
    const { code, output, lines } = await evaluate(settingsFor(server), '--model', 'env', ...prices)
    expect(output).toMatch(/written by the model +50\.0% +1\/2 /u)
    expect(output).toMatch(/faithful by the checks +100\.0% +2\/2 /u)
    expect(output).toMatch(/faithful by the doubt +50\.0% +1\/2 +\[/u)
    expect(output).toContain('fallen back: cut 1')
    expect(output).toMatch(/all facts in the answer|outcome right/u)
    // The answer that was broken off told no count.
    expect(output).toContain('tokens of the answers: 1000 in, 100 out; 500 in, 50 out for one')
    expect(output).toContain('tokens of the doubt: 2000 in, 200 out')
    expect(output).toContain('cost of one answer: 0.001400')
    expect(code).toBe(0)
    const [right, cut, refused] = lines
    expect(right?.answer).toContain('2日内响应')
    expect(right?.writing).toMatchObject({
      writer: 'model',
      fault: null,
      sentences: [
        { text: RIGHT, findings: [], doubted: false },
        { text: OTHER, findings: [], doubted: true },
      ],
    })
    expect(cut?.writing).toEqual({ writer: 'extract', fault: 'cut', sentences: [] })
    expect(refused?.writing).toEqual({ writer: 'extract', fault: null, sentences: [] })
    expect(output).not.toContain('test-key')
  },
  SLOW,
)

test(
  'without a model the configured one is left alone',
  async ({ server, evaluate }) => {
    const { code, output, lines } = await evaluate(settingsFor(server), '--model', 'none')
    expect(code).toBe(0)
    expect(server.requests).toHaveLength(0)
    expect(output).not.toContain('written by the model')
    expect(lines.map(({ writing }) => writing)).toEqual([undefined, undefined, undefined])
  },
  SLOW,
)

test(
  'to ask for a model where none is set, or none answers, ends the command with what to set',
  async ({ server, evaluate }) => {
    const none = { OPENAI_BASE_URL: '', CHAT_MODEL: '' }
    const unset = await evaluate(none, '--model', 'env')
    expect(unset).toMatchObject({ code: 2, output: expect.stringContaining('CHAT_MODEL') })
    server.always({ status: 401 })
    const refused = await evaluate(settingsFor(server), '--model', 'env')
    expect(refused).toMatchObject({ code: 2, output: expect.stringContaining('OPENAI_API_KEY') })
    const prices = await evaluate(none, '--model', 'env', '--price-in', 'much')
    expect(prices).toMatchObject({ code: 2, output: expect.stringContaining('usage: eval') })
  },
  SLOW,
)
