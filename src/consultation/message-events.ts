import { and, asc, eq, gt } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { messageEvents, messages } from '../db/schema/index.ts'
import type { Answer } from '../shared/message.ts'
import type { Bell } from './bell.ts'

export type MessageEvent = { n: number; event: string; data: unknown }

/** How soon a message that another process answers is noticed. */
const LOOK_AGAIN_MS = 200
/** No answer takes longer; whoever follows one is told to ask for it again. */
const LONGEST_MS = 60_000

/** The events that tell a whole answer, after the `meta` event (1). */
export function eventsOf(answer: Answer): MessageEvent[] {
  const sentences = answer.sentences.map((sentence) => ({ event: 'sentence', data: sentence }))
  const done = { event: 'done', data: answer }
  return [...sentences, done].map((each, at) => ({ n: at + 2, ...each }))
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
