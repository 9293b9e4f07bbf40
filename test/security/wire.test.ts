import { connect } from 'node:net'
import { expect } from 'vitest'
import { listen } from '../channels/mcp/client.ts'
import { test as base } from '../support/test-deps.ts'

const test = base.extend<{ say: (text: string) => Promise<string> }>({
  say: async ({ app }, use) => {
    const { url, close } = await listen(app)
    await use((text) => say(Number(new URL(url).port), text))
    await close()
  },
})

/** Everything that is answered to these bytes until the connection is closed. */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => void socket.write(text))
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no end of: ${heard}`)))
    socket.on('data', (bytes) => void (heard += bytes.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(heard))
  })
}

const line = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`
const HOST = ['Host: zhiwen.example', 'Connection: close'] as const
const statusOf = (answer: string) => Number(answer.slice('HTTP/1.1 '.length).slice(0, 3))

test('TRACE gives nothing back, and methods that no route has do nothing', async ({ say }) => {
  const canary = 'X-Canary: said-by-the-client'
  for (const method of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'PURGE', 'DELETE', 'PUT']) {
    for (const path of ['/', '/api/conversations', '/healthz']) {
      const answer = await say(line(`${method} ${path} HTTP/1.1`, ...HOST, canary))
      expect(answer).not.toContain('said-by-the-client')
      // CONNECT is not even answered: the connection ends.
      if (method === 'CONNECT' && answer === '') continue
      expect([method, path, statusOf(answer)]).toEqual([
        method,
        path,
        expect.toBeOneOf([400, 404, 405]),
      ])
    }
  }
})

test('a method in a header or in the query is not the method of the request', async ({ say }) => {
  const override = 'X-HTTP-Method-Override: POST'
  const answer = await say(line('GET /api/conversations?_method=POST HTTP/1.1', ...HOST, override))
  expect(statusOf(answer)).toBe(401)
})

test('a request whose end could be read in two ways is refused', async ({ say }) => {
  const head = ['POST /api/conversations HTTP/1.1', 'Host: zhiwen.example']
  for (const lengths of [
    ['Content-Length: 4', 'Transfer-Encoding: chunked'],
    ['Content-Length: 4', 'Content-Length: 5'],
    ['Transfer-Encoding: chunked, identity'],
    ['Transfer-Encoding : chunked'],
    ['Content-Length: 4\n'],
    ['Content-Length: +4'],
  ]) {
    const smuggled = 'GET /api/nothing HTTP/1.1\r\nHost: zhiwen.example\r\n\r\n'
    const answer = await say(`${line(...head, ...lengths)}0\r\n\r\n${smuggled}`)
    expect([lengths, statusOf(answer)]).toEqual([lengths, 400])
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1)
  }
})

test('no answer says what the service is built with', async ({ say }) => {
  for (const path of ['/', '/healthz', '/readyz', '/openapi.json', '/api/nothing', '/%00']) {
    const answer = await say(line(`GET ${path} HTTP/1.1`, ...HOST))
    const [head = ''] = answer.split('\r\n\r\n')
    expect([path, /^(server|x-powered-by|via):/im.test(head)]).toEqual([path, false])
    expect(answer).not.toMatch(/\b(node|hono|postgres(ql)?|pglite|drizzle)[ /]v?\d/i)
  }
})
