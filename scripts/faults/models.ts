import { ask, begin } from '../../test/support/front-door.ts'
import type { RunningService } from '../../test/support/run-service.ts'
import {
  type ModelReply,
  type ModelServer,
  startModelServer,
} from '../../test/support/model-server.ts'
import { quantile } from '../evaluation/report.ts'
import { type Fault, QUESTION, seconds, withFolder, withService, type World } from './fault.ts'

const QUESTIONS = 10
const FIRST_WORDS_MS = 3_000
const WHOLE_MS = 20_000
const SLACK_MS = 500

type Asked = { took: number; isWhole: boolean }

async function askTimed(service: RunningService): Promise<Asked> {
  const asker = await begin(service)
  const started = performance.now()
  const answer = await ask(service, asker, QUESTION)
  return { took: performance.now() - started, isWhole: answer.sentences.length > 0 }
}

type Trial = { reply: ModelReply; questions: number }

/** Questions one after another to a service whose model misbehaves. */
async function askWithModel(world: World, { reply, questions }: Trial) {
  const server: ModelServer = await startModelServer()
  server.always(reply)
  const environment = {
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_API_KEY: 'local',
    CHAT_MODEL: 'local',
  }
  try {
    return await withFolder(world, (DATA_DIR) =>
      withService({ DATA_DIR, ...environment }, async (service) => {
        const asked: Asked[] = []
        for (let n = 0; n < questions; n += 1) asked.push(await askTimed(service))
        return { asked, hits: server.requests.length }
      }),
    )
  } finally {
    await server.close()
  }
}

type Bar = Trial & { id: string; name: string; mostMs: number; mostHits?: number }

const modelFault = ({ id, name, mostMs, mostHits = Infinity, ...trial }: Bar): Fault => ({
  id,
  name,
  play: async (world) => {
    const { asked, hits } = await askWithModel(world, trial)
    const p95 = quantile(
      asked.map(({ took }) => took),
      0.95,
    )
    const whole = asked.filter(({ isWhole }) => isWhole).length
    return {
      holds: p95 <= mostMs && whole === asked.length && hits <= mostHits,
      figure: `p95 ${seconds(p95)}, ${whole} of ${asked.length} answered from the documents, the model was asked ${hits} times`,
    }
  },
})

export const modelFaults: Fault[] = [
  modelFault({
    id: 'R8',
    name: 'the model answers 500',
    reply: { status: 500, body: 'no' },
    questions: 30,
    mostMs: 3_000,
    // Five of two tries each open the breaker.
    mostHits: 15,
  }),
  modelFault({
    id: 'R9 hangs',
    name: 'the model never begins',
    reply: { hang: 'before_headers' },
    questions: 3,
    mostMs: FIRST_WORDS_MS + SLACK_MS,
  }),
  modelFault({
    id: 'R9 drips',
    name: 'the model drips words that never make a sentence',
    reply: { text: 'x'.repeat(4_000), everyMs: 100 },
    questions: 2,
    mostMs: WHOLE_MS + SLACK_MS,
  }),
  modelFault({
    id: 'R11',
    name: 'the stream of the model is cut',
    reply: {
      text: '{"evidence":["E1"],"text":"工作站由市中心与相关单位共建。"}'.repeat(5),
      destroyAt: 0.3,
    },
    questions: QUESTIONS,
    mostMs: FIRST_WORDS_MS,
  }),
]
