import { once } from 'node:events'
import { type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { expect, onTestFinished } from 'vitest'
import type { createApp } from '../../src/app.ts'
import { begin } from '../support/front-door.ts'
import { test } from '../support/test-deps.ts'

const LIMIT = 32 * 1024
const padded = (bytes: number) => {
  const text = JSON.stringify({ text: '你好' })
  return text + ' '.repeat(bytes - Buffer.byteLength(text))
}

/** Over HTTP, with the length said before, or in pieces with none said. */
async function send(app: ReturnType<typeof createApp>, body: string, announced: boolean) {
  const asker = await begin(app)
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const sent = request({
    port: (server.address() as AddressInfo).port,
    method: 'POST',
    path: `/api/conversations/${asker.id}/messages`,
    headers: {
      authorization: `Bearer ${asker.token}`,
      'content-type': 'application/json',
      accept: 'application/json',
      connection: 'close',
      ...(announced && { 'content-length': Buffer.byteLength(body) }),
    },
  })
  sent.on('error', () => undefined)
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

test('a body is taken up to 32 KiB and refused beyond, whether or not its length is said before', async ({
  app,
}) => {
  for (const announced of [true, false]) {
    expect([announced, await send(app, padded(LIMIT), announced)]).toEqual([announced, 200])
    expect([announced, await send(app, padded(LIMIT + 1), announced)]).toEqual([announced, 413])
  }
})
