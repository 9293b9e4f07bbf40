import { request } from 'node:http'
import { request as requestSafely } from 'node:https'
import { z } from 'zod'

export type Sent = {
  method?: string
  path: string
  headers?: Record<string, string>
  /** JSON, unless it is text or bytes already. */
  body?: unknown
}

export type Reply = {
  status: number
  /** `name: value`, one line each, names in lower case. */
  headers: string
  cookie: string | undefined
  text: string
  ms: number
}

const LONGEST_MS = 120_000

function bodyOf({ body }: Sent): Uint8Array | undefined {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return body
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
}

function headersOf(sent: Sent, body: Uint8Array | undefined): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
    ...sent.headers,
  }
}

/** One request on a connection of its own, with any header whatever, which `fetch` would not send. */
export function sendTo(base: string, sent: Sent): Promise<Reply> {
  const url = new URL(base)
  const body = bodyOf(sent)
  const begun = performance.now()
  const options = { method: sent.method ?? 'GET', headers: headersOf(sent, body), agent: false }
  const target = { hostname: url.hostname, port: url.port, path: sent.path, ...options }
  const send = url.protocol === 'https:' ? requestSafely : request
  return new Promise((resolve, reject) => {
    const state = { answered: false }
    const outgoing = send({ ...target, timeout: LONGEST_MS }, (response) => {
      state.answered = true
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      const end = () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: linesOf(response.headers),
          cookie: cookieIn(response.headers['set-cookie']),
          text,
          ms: performance.now() - begun,
        })
      response.once('end', end).once('error', end)
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer within two minutes')))
    outgoing.on('error', (error) => {
      // A body that is refused before it is whole ends the connection; the answer is there by then.
      if (!state.answered) reject(error)
    })
    outgoing.end(body)
  })
}

const linesOf = (headers: NodeJS.Dict<string | string[]>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : value}`)
    .join('\n')

const cookieIn = (cookies: string[] | undefined) => cookies?.[0]?.split(';')[0]

/** The body of a reply that must have succeeded. @throws with status and body of one that has not */
export function read<T>(schema: z.ZodType<T>, reply: Reply): T {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text.slice(0, 300)}`)
  return schema.parse(JSON.parse(reply.text))
}

export const Id = z.object({ id: z.string() })
