import { z } from 'zod'
import type { createApp } from '../../src/app.ts'
import { Conversation } from '../../src/channels/web/schemas.ts'
import { AnswerBody } from '../../src/shared/message-body.ts'

type App = Pick<ReturnType<typeof createApp>, 'request'>
export type Asker = z.infer<typeof Conversation>
export type Answer = z.infer<typeof AnswerBody>
export type StreamEvent = { id: number; event: string; data: unknown }

export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  issues: z.array(z.string()).optional(),
})

export const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })

/** A new conversation, of a new asker unless a token is given. */
export async function begin(app: App, token?: string): Promise<Asker> {
  const headers = token === undefined ? undefined : bearer({ token })
  const response = await app.request('/api/conversations', {
    method: 'POST',
    ...(headers && { headers }),
  })
  return Conversation.parse(await response.json())
}

type Extra = { key?: string; accept?: string; language?: string }

/** Posts a question; the answer comes whole unless another `accept` is given. */
export function post(app: App, asker: Asker, body: unknown, extra: Extra = {}) {
  return app.request(`/api/conversations/${asker.id}/messages`, {
    method: 'POST',
    headers: {
      ...bearer(asker),
      'content-type': 'application/json',
      accept: extra.accept ?? 'application/json',
      ...(extra.key && { 'idempotency-key': extra.key }),
      ...(extra.language && { 'accept-language': extra.language }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Asks and reads the whole answer. @throws when it is none, or not of the documented form */
export async function ask(
  app: App,
  asker: Asker,
  text: string,
  extra: Extra = {},
): Promise<Answer> {
  const response = await post(app, asker, { text }, extra)
  return AnswerBody.parse(await response.json())
}

export async function askStreaming(app: App, asker: Asker, text: string, extra: Extra = {}) {
  const response = await post(app, asker, { text }, { ...extra, accept: 'text/event-stream' })
  return readEvents(await response.text())
}

/** The events of a message after number `after`. */
export async function follow(app: App, asker: Asker, messageId: string, after?: number) {
  const response = await app.request(`/api/messages/${messageId}`, {
    headers: {
      ...bearer(asker),
      accept: 'text/event-stream',
      ...(after !== undefined && { 'last-event-id': String(after) }),
    },
  })
  return readEvents(await response.text())
}

export function get(app: App, path: string, headers: Record<string, string> = {}) {
  return app.request(path, { headers: { accept: 'application/json', ...headers } })
}

export async function problemOf(response: Response) {
  const problem = Problem.parse(await response.json())
  return { ...problem, type: response.headers.get('content-type')?.split(';')[0] }
}

/** Server-sent events as they stand in a stream that has ended. */
export function readEvents(stream: string): StreamEvent[] {
  return stream
    .split('\n\n')
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n')
      return { id: Number(field('id')), event: field('event'), data: JSON.parse(field('data')) }
    })
}
