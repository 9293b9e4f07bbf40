import { readFile } from 'node:fs/promises'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Pool, type PoolClient } from 'pg'
import { z } from 'zod'
import { tuneForSearch } from '../../src/db/database.ts'
import { openEmbedder } from '../../src/open-embedder.ts'
import { Recorded } from './record-answers.ts'

/**
 * A server of Hono and nothing else that gives recorded answers, after the same embeddings and the same statements as
 * the service, with the ids of the conversation that asks. `bare-answers.ts RECORDED DATABASE_URL`
 */
const [, , file = '', connectionString = ''] = process.argv
const recorded = z.array(Recorded).parse(JSON.parse(await readFile(file, 'utf8')))
const known = new Map(recorded.map((each) => [each.question, each]))
const embedder = await openEmbedder(undefined)
const pool = new Pool({ connectionString, max: 10, onConnect: tuneForSearch })

const Input = z.object({ question: z.string(), conversationId: z.string(), askerId: z.string() })
type Input = z.infer<typeof Input>

const app = new Hono().post('/', async (c) => {
  const input = Input.parse(await c.req.json())
  const answer = known.get(input.question)
  if (!answer) return c.notFound()
  for (const text of answer.embedded) await embedder.embeddings.embedQuery(text)
  const client = await pool.connect()
  try {
    await replay(client, answer, input)
  } finally {
    client.release()
  }
  return c.body(answer.answer, 200, { 'content-type': 'application/json' })
})

async function replay(client: PoolClient, answer: Recorded, input: Input): Promise<void> {
  const ids: [string, string][] = [
    [answer.messageId, crypto.randomUUID()],
    [answer.conversationId, input.conversationId],
    [answer.askerId, input.askerId],
  ]
  for (const { text, values, arrays } of answer.statements) {
    const own = values.map((value) => renamed(value, ids))
    if (arrays) await client.query({ text, rowMode: 'array' }, own)
    else await client.query(text, own)
  }
}

const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:/

/** Moments are now: what seems to have been left behind long ago, the service would answer itself. */
function renamed(value: unknown, ids: [string, string][]): unknown {
  if (typeof value !== 'string') return value
  if (MOMENT.test(value)) return new Date().toISOString()
  return ids.reduce((text, [from, to]) => text.replaceAll(from, to), value)
}

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.(port))
process.once('disconnect', () => process.exit(0))
