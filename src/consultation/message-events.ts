import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { messageEvents, messages } from '../db/schema/index.ts'
import type { Answer, Sentence } from '../shared/message.ts'
import type { Bell } from './bell.ts'

export type MessageEvent = { n: number; event: string; data: unknown }

/** How soon a message that another process answers is noticed. */
const LOOK_AGAIN_MS = 200
/** No answer takes longer; whoever follows one is told to ask for it again. */
const LONGEST_MS = 60_000

/** What the asker has been told of an answer so far, after the last `replace`. */
export type Told = { last: number; sentences: Sentence[] }

export async function readTold(db: Database, messageId: string): Promise<Told> {
  const rows = await db
    .select({ n: messageEvents.n, event: messageEvents.event, data: messageEvents.data })
    .from(messageEvents)
    .where(eq(messageEvents.messageId, messageId))
    .orderBy(asc(messageEvents.n))
  const valid = rows.slice(rows.findLastIndex(({ event }) => event === 'replace') + 1)
  return {
    last: rows.at(-1)?.n ?? 0,
    sentences: valid.flatMap(({ event, data }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this file's own functions
      return event === 'sentence' ? [data as Sentence] : []
    }),
  }
}

/** The events that complete a whole answer after what was told of it. */
export function eventsAfter(answer: Answer, { last, sentences }: Told): MessageEvent[] {
  const goesOn = sentences.every(({ text }, at) => answer.sentences[at]?.text === text)
  const left = goesOn ? answer.sentences.slice(sentences.length) : answer.sentences
  const events = [
    ...(goesOn ? [] : [{ event: 'replace', data: {} }]),
    ...left.map((sentence) => ({ event: 'sentence', data: sentence })),
    { event: 'done', data: answer },
  ]
  return events.map((each, at) => ({ n: last + at + 1, ...each }))
}

/**
 * Tells one more sentence of an answer that is being written.
 * @returns false when the asker wants no more, or another process has answered
 */
export async function releaseSentence(
  { db, bell }: { db: Database; bell: Bell },
  messageId: string,
  sentence: Sentence,
): Promise<boolean> {
  const result = await db.execute(sql`
    insert into message_events (message_id, n, event, data)
    select id, (select coalesce(max(n), 0) + 1 from message_events where message_id = id),
      'sentence', ${JSON.stringify(sentence)}::jsonb
    from messages
    where id = ${messageId} and state = 'running' and stop_requested_at is null
    returning n`)
  if (result.rows.length === 0) return false
  bell.ring(messageId)
  return true
}

/**
 * Yields the events of a message after number `after`, also those that come later and from other
 * processes; ends with `done` or `error`.
 */
export async function* followEvents(
  { db, bell }: { db: Database; bell: Bell },
  messageId: string,
  after: number,
): AsyncGenerator<MessageEvent, void> {
  const started = Date.now()
  let last = after
  let finished = false
  while (Date.now() - started < LONGEST_MS) {
    const woken = bell.wait(messageId, LOOK_AGAIN_MS)
    const rows = await db
      .select({ n: messageEvents.n, event: messageEvents.event, data: messageEvents.data })
      .from(messageEvents)
      .where(and(eq(messageEvents.messageId, messageId), gt(messageEvents.n, last)))
      .orderBy(asc(messageEvents.n))
    for (const row of rows) {
      yield row
      last = row.n
      if (row.event === 'done' || row.event === 'error') return
    }
    if (finished) return
    // Events and state come in one transaction: after the state, one more look finds all of them.
    finished = rows.length === 0 && !(await isRunning(db, messageId))
    if (!finished) await woken
  }
}

async function isRunning(db: Database, messageId: string): Promise<boolean> {
  const [row] = await db
    .select({ state: messages.state })
    .from(messages)
    .where(eq(messages.id, messageId))
  return row?.state === 'running'
}
