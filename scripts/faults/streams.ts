import { connect } from 'node:net'
import { AnswerBody } from '../../src/shared/message-body.ts'
import { type Asker, askStreaming, begin, follow, post } from '../../test/support/front-door.ts'
import type { RunningService } from '../../test/support/run-service.ts'
import { quantile } from '../evaluation/report.ts'
import { type Fault, QUESTION, wait, withFolder, withService } from './fault.ts'

const RESUMES = 100
const COPIES = 50
const SLOW_CLIENTS = 500
const HEALTH_MS = 500

const resumed: Fault = {
  id: 'R12',
  name: 'a stream that is cut and resumed',
  play: (world) =>
    withFolder(world, (dataDir) =>
      withService({ DATA_DIR: dataDir }, async (service) => {
        let equal = 0
        let tried = 0
        while (tried < RESUMES) {
          const asker = await begin(service)
          const events = await askStreaming(service, asker, QUESTION)
          const { id } = AnswerBody.parse(events.at(-1)?.data)
          for (let at = 0; at < events.length - 1 && tried < RESUMES; at += 1) {
            const rest = await follow(service, asker, id, at)
            tried += 1
            if (JSON.stringify(rest) === JSON.stringify(events.slice(at))) equal += 1
          }
        }
        return {
          holds: equal === tried,
          figure: `${equal} of ${tried} resumed without gap or doubling`,
        }
      }),
    ),
}

async function statusesOf(service: RunningService, asker: Asker, key: string) {
  const sending = Array.from({ length: COPIES }, async () => {
    const response = await post(service, asker, { text: QUESTION }, { key })
    const body: unknown = await response.json()
    return { status: response.status, id: AnswerBody.safeParse(body).data?.id }
  })
  return Promise.all(sending)
}

const doubled: Fault = {
  id: 'R13',
  name: 'one question sent fifty times at once',
  play: (world) =>
    withFolder(world, (dataDir) =>
      withService({ DATA_DIR: dataDir }, async (service) => {
        const asker = await begin(service)
        const answers = await statusesOf(service, asker, 'the-same-key')
        const ids = new Set(answers.map(({ id }) => id))
        const other = await post(service, asker, { text: '另一个问题' }, { key: 'the-same-key' })
        return {
          holds:
            ids.size === 1 &&
            answers.every(({ status }) => status === 200) &&
            [409, 422].includes(other.status),
          figure: `${answers.length} answers are ${ids.size} answer; another text under the key: ${other.status}`,
        }
      }),
    ),
}

const slow: Fault = {
  id: 'R23',
  name: '500 clients that never finish their request',
  play: (world) =>
    withFolder(world, (dataDir) =>
      withService({ DATA_DIR: dataDir }, async (service) => {
        const { port, hostname } = new URL(service.url)
        const sockets = Array.from({ length: SLOW_CLIENTS }, () => {
          const socket = connect(Number(port), hostname)
          socket.on('error', () => {})
          socket.write('POST /api/conversations HTTP/1.1\r\nHost: x\r\nX-Slow: ')
          return socket
        })
        const dripping = setInterval(() => sockets.forEach((socket) => socket.write('a')), 1_000)
        await wait(2_000)
        const took: number[] = []
        let failed = 0
        for (let n = 0; n < 100; n += 1) {
          const started = performance.now()
          const response = await service.request('/healthz').catch(() => undefined)
          if (!response?.ok) failed += 1
          took.push(performance.now() - started)
        }
        clearInterval(dripping)
        sockets.forEach((socket) => socket.destroy())
        const p95 = quantile(took, 0.95)
        return {
          holds: p95 <= HEALTH_MS && failed === 0,
          figure: `health p95 ${p95.toFixed(0)} ms, ${failed} of 100 failed`,
        }
      }),
    ),
}

export const streamFaults = [resumed, doubled, slow]
