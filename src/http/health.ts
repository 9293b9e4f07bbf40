import { and, isNotNull, isNull, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { z } from 'zod'
import { jobs } from '../db/schema/index.ts'
import { findActiveIndex } from '../knowledge/runtime-knowledge.ts'
import type { ChatModel } from '../models/chat-model.ts'
import { isSwitchedOff } from '../operation/switches.ts'
import type { AppEnv } from './app-env.ts'
import { describe } from './describe.ts'

const PROBE_MS = 2_000

const Ready = z.object({
  ready: z.boolean(),
  database: z.boolean(),
  index: z.number().nullable(),
  /** `hybrid`, or `words` where this runtime lacks the embedding model of the index. */
  search: z.enum(['hybrid', 'words', 'none']),
  embeddingModel: z.string().nullable(),
  /** The chat model that writes; `none` where none is set, `off` while it is switched off. */
  model: z.string(),
  /** Scheduled work that was given up and waits for an administrator; null while it cannot be counted. */
  deadJobs: z.number().nullable(),
})

export const healthRoutes = new Hono<AppEnv>()
  .get('/healthz', describe({ summary: 'The process lives' }), (c) => c.json({ live: true }))
  .get('/readyz', describe({ summary: 'Questions can be answered', body: Ready }), async (c) => {
    const ready = await probe(c.get('deps'))
    return c.json(ready, ready.ready ? 200 : 503)
  })

async function probe({
  db,
  embedder,
  chat,
}: AppEnv['Variables']['deps']): Promise<z.infer<typeof Ready>> {
  const looked = (async () => {
    await db.execute(sql`select 1`)
    const off = await isSwitchedOff(db, 'model')
    const dead = await db.$count(jobs, and(isNotNull(jobs.deadAt), isNull(jobs.doneAt)))
    return { index: await findActiveIndex(db), off, dead }
  })()
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PROBE_MS))
  const found = await Promise.race([looked.catch(() => undefined), late])
  const index = found?.index
  return {
    ready: index !== undefined,
    database: found !== undefined,
    index: index?.id ?? null,
    search: index ? searchOf(index.embeddingModel, embedder?.name) : 'none',
    embeddingModel: index?.embeddingModel ?? null,
    model: modelOf(chat, found?.off ?? false),
    deadJobs: found?.dead ?? null,
  }
}

function modelOf(chat: ChatModel | undefined, off: boolean): string {
  if (!chat) return 'none'
  return off ? 'off' : chat.name
}

const searchOf = (indexModel: string, ownModel: string | undefined) =>
  indexModel === ownModel ? 'hybrid' : 'words'
