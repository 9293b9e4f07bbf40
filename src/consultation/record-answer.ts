import { and, eq, sql } from 'drizzle-orm'
import { consultations, messageEvents, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import type { Answer } from '../shared/message.ts'
import type { Question } from './draft.ts'
import { eventsOf } from './message-events.ts'

export type ConsultedAnswer = { answer: Answer; trace: Record<string, unknown> }

/**
 * Records answer, events and consultation in one transaction, once: who comes second (a recovery
 * after a crash) gets the first one's answer.
 */
export async function recordAnswer(
  deps: Deps,
  question: Question,
  { answer, trace }: ConsultedAnswer,
): Promise<Answer> {
  const finished = await deps.db.transaction(async (tx) => {
    const finishedAt = deps.now()
    const stopped = stoppedForm(answer)
    const [row] = await tx
      .update(messages)
      .set({
        state: 'done',
        finishedAt,
        answer: sql`case when ${messages.stopRequestedAt} is null
          then ${JSON.stringify(answer)}::jsonb else ${JSON.stringify(stopped)}::jsonb end`,
      })
      .where(and(eq(messages.id, answer.id), eq(messages.state, 'running')))
      .returning({ answer: messages.answer, askedAt: messages.askedAt })
    if (!row?.answer) return undefined
    const events = eventsOf(row.answer).map((event) => ({ messageId: answer.id, ...event }))
    await tx.insert(messageEvents).values(events)
    await tx.insert(consultations).values({
      messageId: answer.id,
      channel: question.channel,
      outcome: answer.outcome,
      reason: answer.reason,
      coverage: answer.coverage,
      routing: answer.routing,
      trace,
      askedAt: row.askedAt,
      answeredAt: finishedAt,
    })
    return row.answer
  })
  deps.bell.ring(answer.id)
  return finished ?? (await firstAnswer(deps, answer.id))
}

async function firstAnswer(deps: Deps, messageId: string): Promise<Answer> {
  const [row] = await deps.db
    .select({ answer: messages.answer })
    .from(messages)
    .where(eq(messages.id, messageId))
  if (!row?.answer) throw new AppError('unavailable', 'internal')
  return row.answer
}

function stoppedForm(answer: Answer): Answer {
  return { ...answer, text: '', sentences: [], citations: [], suggestions: [], stopped: true }
}

/** Marks a message as failed, so that who follows it is told; the question stays. */
export async function recordFailure(deps: Deps, messageId: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const failed = await tx
      .update(messages)
      .set({ state: 'failed', finishedAt: deps.now() })
      .where(and(eq(messages.id, messageId), eq(messages.state, 'running')))
      .returning({ id: messages.id })
    if (failed.length === 0) return
    const data = { type: 'about:blank', title: 'internal', status: 500, code: 'internal' }
    await tx.insert(messageEvents).values({ messageId, n: 2, event: 'error', data })
  })
  deps.bell.ring(messageId)
}
