import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { gapQuestions, gaps, messages } from '../../src/db/schema/index.ts'
import { findGaps } from '../../src/insight/gaps/find-gaps.ts'
import { indexKnowledge } from '../../src/knowledge/index-knowledge.ts'
import { openService } from '../../src/open-service.ts'
import { readPackagedKnowledge } from '../../src/packaged.ts'
import { shanghaiDay } from '../../src/shared/shanghai-day.ts'
import { showProgress } from '../open-command.ts'
import { type EvalQuestion, readQuestions } from './question-file.ts'
import { chooseTopics, type Topic, withoutTopics } from './remove-topics.ts'

/** The bar of issue 8: topics whose evidence is taken away, and how many clusters they are looked for in. */
const TOPICS = 10
const CLUSTERS = 12
const SHOWN = 60

const { values } = parseArgs({
  options: { questions: { type: 'string', default: 'test/fixtures/eval/dev.jsonl' } },
})
const questions = await readQuestions(values.questions)
const knowledge = await readPackagedKnowledge()
const topics = chooseTopics(questions, knowledge.passages, TOPICS)
const passages = withoutTopics(knowledge.passages, topics)
console.log(
  `${knowledge.passages.length - passages.length} of ${knowledge.passages.length} passages taken away`,
)

const folder = await mkdtemp(join(tmpdir(), 'zhiwen-gaps-'))
const config = readConfig({ DATA_DIR: folder })
const { deps: opened, close } = await openService(config, { log: () => {} })
const deps = { ...opened, limits: undefined }
const app = createApp(() => deps)
try {
  await indexKnowledge(
    deps.db,
    { ...knowledge, passages },
    { embedder: deps.embedder, now: deps.now(), progress: showProgress('indexing') },
  )
  const asked = await askAll()
  const found = await findGaps(deps, { day: shanghaiDay(deps.now()) })
  await deps.db.transaction(found)
  report(asked, await readClusters())
} finally {
  await close()
  await rm(folder, { recursive: true, force: true })
}

/** Each question by an asker of its own; @returns which question each message is. */
async function askAll(): Promise<Map<string, EvalQuestion>> {
  const asked = new Map<string, EvalQuestion>()
  const progress = showProgress('asked')
  for (const question of questions) {
    asked.set(await ask(question), question)
    progress(asked.size, questions.length)
  }
  return asked
}

/** Earlier turns of the asker come first. @returns the id of the last message */
async function ask({ q, history = [] }: EvalQuestion): Promise<string> {
  const begun = await app.request('/api/conversations', { method: 'POST' })
  const { id, token } = z.object({ id: z.string(), token: z.string() }).parse(await begun.json())
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json',
  }
  const earlier = history.filter(({ role }) => role !== 'assistant').map(({ text }) => text)
  let last = ''
  for (const text of [...earlier, q]) {
    const path = `/api/conversations/${id}/messages`
    const body = JSON.stringify({ text })
    const answered = await app.request(path, { method: 'POST', headers, body })
    last = z.object({ id: z.string() }).parse(await answered.json()).id
  }
  return last
}

type Clustered = { place: number | null; messageId: string; question: string | null }

function readClusters(): Promise<Clustered[]> {
  return deps.db
    .select({ place: gaps.place, messageId: messages.id, question: messages.question })
    .from(gaps)
    .innerJoin(gapQuestions, eq(gapQuestions.gapId, gaps.id))
    .innerJoin(messages, eq(messages.id, gapQuestions.messageId))
    .where(and(eq(gaps.kind, 'gap'), isNotNull(gaps.place)))
    .orderBy(asc(gaps.place), asc(gapQuestions.rank))
}

/** A cluster hits a topic when most of its questions have gold of it. */
function hits(members: Clustered[], asked: Map<string, EvalQuestion>): Topic[] {
  return topics.filter((topic) => {
    const own = members.filter(({ messageId }) =>
      topic.questions.has(asked.get(messageId)?.id ?? ''),
    )
    return own.length * 2 > members.length
  })
}

function report(asked: Map<string, EvalQuestion>, rows: Clustered[]): void {
  const first = new Map<string, number>()
  for (let place = 1; place <= CLUSTERS; place += 1) {
    const members = rows.filter((row) => row.place === place)
    const hit = hits(members, asked).map(({ name }) => name)
    for (const name of hit) if (!first.has(name)) first.set(name, place)
    const label = members[0]?.question?.slice(0, SHOWN) ?? '—'
    console.log(`${place}. ${members.length} questions, ${hit.join('、') || 'no topic'}: ${label}`)
  }
  for (const { name, questions: own } of topics) {
    const place = first.get(name)
    console.log(`${name} (${own.size} questions): ${place ? `cluster ${place}` : 'not among them'}`)
  }
  console.log(`${first.size} of ${topics.length} topics among the first ${CLUSTERS} clusters`)
}
