import { Client } from 'pg'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import type { Deps } from '../../src/deps.ts'
import { Begun } from './run-service.ts'

const Statement = z.object({
  text: z.string(),
  values: z.array(z.unknown()),
  arrays: z.boolean(),
})

/** What the service does for one question but for thinking: each embedding, each statement with its values, the answer. */
export const Recorded = z.object({
  question: z.string(),
  /** Made anew for each answer of the same question. */
  messageId: z.string(),
  conversationId: z.string(),
  askerId: z.string(),
  embedded: z.array(z.string()),
  statements: z.array(Statement),
  answer: z.string(),
})
export type Recorded = z.infer<typeof Recorded>

const Asked = z.object({
  text: z.string().optional(),
  rowMode: z.string().optional(),
  values: z.array(z.unknown()).optional(),
})

/** Asks the questions of a service in this process, and writes down what reaches the model and the database. */
export async function recordAnswers(deps: Deps, questions: string[]): Promise<Recorded[]> {
  const embedded: string[] = []
  const statements: Recorded['statements'] = []
  const app = createApp(() => withEcho(deps, embedded))
  const stop = listen(statements)
  try {
    const all: Recorded[] = []
    for (const question of questions) {
      const begun = Begun.parse(
        await (await app.request('/api/conversations', { method: 'POST' })).json(),
      )
      embedded.length = 0
      statements.length = 0
      const response = await app.request(`/api/conversations/${begun.id}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${begun.token}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify({ text: question }),
      })
      const answer = await response.text()
      const { id: messageId } = z.object({ id: z.string() }).parse(JSON.parse(answer))
      const place = { question, messageId, conversationId: begun.id, answer }
      const done = { embedded: [...embedded], statements: [...statements] }
      all.push({ ...place, ...done, askerId: await askerOf(deps, begun.id) })
    }
    return all
  } finally {
    stop()
  }
}

export async function askerOf({ db }: Pick<Deps, 'db'>, conversationId: string): Promise<string> {
  const row = await db.query.conversations.findFirst({
    columns: { askerId: true },
    where: (table, { eq }) => eq(table.id, conversationId),
  })
  if (!row) throw new Error('no such conversation')
  return row.askerId
}

function withEcho(deps: Deps, embedded: string[]): Deps {
  const { embedder } = deps
  if (!embedder) throw new Error('there is no embedding model')
  const embedQuery = (text: string) => {
    embedded.push(text)
    return embedder.embeddings.embedQuery(text)
  }
  return { ...deps, embedder: { ...embedder, embeddings: { ...embedder.embeddings, embedQuery } } }
}

/** @returns what ends it */
function listen(statements: Recorded['statements']): () => void {
  const original = Reflect.get(Client.prototype, 'query')
  const recording = function query(this: Client, ...given: unknown[]): unknown {
    const [first, second] = given
    const asked = Asked.safeParse(typeof first === 'string' ? { text: first } : first).data
    const values = Array.isArray(second) ? second : asked?.values
    if (asked?.text !== undefined) {
      const plain = z.array(z.unknown()).parse(values ?? [])
      statements.push({ text: asked.text, values: plain, arrays: asked.rowMode === 'array' })
    }
    return Reflect.apply(original, this, given)
  }
  Reflect.set(Client.prototype, 'query', recording)
  return () => void Reflect.set(Client.prototype, 'query', original)
}
