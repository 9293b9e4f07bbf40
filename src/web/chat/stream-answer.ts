import type { Answer, Sentence } from '../../shared/message.ts'
import { parseJson } from '../../shared/parse-json.ts'
import type { Call, Problem } from '../shared/call-api.ts'
import { problemOf, readBody, send } from '../shared/call-api.ts'
import { readEvents } from './event-stream.ts'
import type { ServerEvent } from './event-stream.ts'
import { isAnswer, isMeta, isSentence } from './message-guards.ts'
import type { Meta } from './message-guards.ts'

export type AnswerEvent =
  | { type: 'meta'; meta: Meta }
  | { type: 'sentence'; sentence: Sentence }
  | { type: 'replace' }
  | { type: 'error'; problem: Problem }
  | { type: 'done'; answer: Answer }

/** `cut`: the connection ended before the answer did; `refused`: the server said no. */
export type StreamEnd = { kind: 'finished' | 'cut' } | { kind: 'refused'; problem: Problem }

function answerEventOf(event: ServerEvent): AnswerEvent | undefined {
  const data = parseJson(event.data)
  switch (event.event) {
    case 'meta':
      return isMeta(data) ? { type: 'meta', meta: data } : undefined
    case 'sentence':
      return isSentence(data) ? { type: 'sentence', sentence: data } : undefined
    case 'replace':
      return { type: 'replace' }
    case 'error':
      return { type: 'error', problem: problemOf(data, 0) }
    case 'done':
      return isAnswer(data)
        ? { type: 'done', answer: data }
        : { type: 'error', problem: problemOf(undefined, 0) }
    default:
      return undefined
  }
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: AnswerEvent, id: string) => void,
): Promise<StreamEnd> {
  const seen = new Set<AnswerEvent['type']>()
  try {
    await readEvents(body, (serverEvent) => {
      const event = answerEventOf(serverEvent)
      if (event === undefined) return
      seen.add(event.type)
      onEvent(event, serverEvent.id)
    })
  } catch {
    // A broken connection: what arrived before it counts.
  }
  return { kind: seen.has('done') || seen.has('error') ? 'finished' : 'cut' }
}

export async function streamAnswer(
  call: Omit<Call<Answer>, 'guard'>,
  onEvent: (event: AnswerEvent, id: string) => void,
): Promise<StreamEnd> {
  const headers = { ...call.headers, Accept: 'text/event-stream' }
  const response = await send({ ...call, headers })
  if (response === null) return { kind: 'cut' }
  if (!response.ok) {
    return { kind: 'refused', problem: problemOf(await readBody(response), response.status) }
  }
  const type = response.headers.get('Content-Type') ?? ''
  if (response.body !== null && type.startsWith('text/event-stream')) {
    return readStream(response.body, onEvent)
  }
  const answer = await readBody(response)
  if (!isAnswer(answer)) return { kind: 'refused', problem: problemOf(undefined, response.status) }
  onEvent({ type: 'done', answer }, '')
  return { kind: 'finished' }
}
