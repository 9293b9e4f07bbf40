import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { terms } from '../../src/shared/text.ts'

export type EmbeddingServer = {
  baseUrl: string
  /** Every text that was sent here, and the keys it came with. */
  received: { texts: string[]; keys: (string | undefined)[]; batches: number[] }
  /** From now on answers with this status, or never where it is `hang`. */
  breakDown: (how: number | 'hang' | undefined) => void
  close: () => Promise<void>
}

/** A server that speaks the embeddings part of the OpenAI protocol; texts that share words are near. */
export async function startEmbeddingServer(dimensions: number): Promise<EmbeddingServer> {
  const received: EmbeddingServer['received'] = { texts: [], keys: [], batches: [] }
  let broken: number | 'hang' | undefined
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { input } = JSON.parse(await readBody(request)) as { input: string | string[] }
    const texts = [input].flat()
    received.texts.push(...texts)
    received.keys.push(request.headers.authorization)
    received.batches.push(texts.length)
    if (broken === 'hang') return
    response.writeHead(broken ?? 200, { 'content-type': 'application/json' })
    const data = texts.map((text, index) => {
      return { object: 'embedding', index, embedding: embed(text, dimensions) }
    })
    const body = broken
      ? { error: { message: 'overloaded' } }
      : { object: 'list', model: 'test', data }
    response.end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    received,
    breakDown: (how) => (broken = how),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function embed(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0.001)
  for (const term of terms(text)) {
    const place = [...term].reduce((sum, each) => sum * 31 + (each.codePointAt(0) ?? 0), 7)
    vector[place % dimensions] = (vector[place % dimensions] ?? 0) + 1
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return new TextDecoder().decode(Buffer.concat(chunks))
}
