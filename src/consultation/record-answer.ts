import { and, eq, isNull } from 'drizzle-orm'
import { consultations, messageEvents, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import type { Answer, Sentence } from '../shared/message.ts'
import type { Question } from './draft.ts'
import { eventsAfter, readTold } from './message-events.ts'

export type ConsultedAnswer = { answer: Answer; trace: Record<string, unknown> }

/**
 * Records answer, events and consultation in one transaction, once: who comes second (a recovery
 * after a crash) gets the first one's answer. Sentences that were released while the model wrote
 * are not told again; when the answer does not begin with them, `replace` takes them back.
 */
export async function recordAnswer(
  deps: Deps,
  question: Question,
  { answer, trace }: ConsultedAnswer,
): Promise<Answer> {
  const finished = await deps.db.transaction(async (tx) => {
    const finishedAt = deps.now()
    // The time claims it; the state follows last, so that who sees it sees the events as well.
    const [row] = await tx
      .update(messages)
      .set({ finishedAt })
      .where(
        and(eq(messages.id, answer.id), eq(messages.state, 'running'), isNull(messages.finishedAt)),
      )
      .returning({ askedAt: messages.askedAt, stopRequestedAt: messages.stopRequestedAt })
    if (!row) return undefined
    const told = await readTold(tx, answer.id)
    const final = row.stopRequestedAt ? stoppedForm(answer, told.sentences) : answer
    const events = eventsAfter(final, told).map((event) => ({ messageId: answer.id, ...event }))
    await tx.insert(messageEvents).values(events)
    await tx
      .update(messages)
      .set({ state: 'done', answer: final })
      .where(eq(messages.id, answer.id))
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
    return final
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

/** What was told when the asker wanted no more: that stays, nothing is added. */
function stoppedForm(answer: Answer, told: Sentence[]): Answer {
  const citations = told.flatMap((sentence) => sentence.citations)
  return {
    ...answer,
    // Only a model is heard before its end.
    writer: told.length > 0 ? 'model' : answer.writer,
    text: told.map(({ text }) => text).join('\n'),
    sentences: told,
    citations: [...new Map(citations.map((citation) => [citation.n, citation])).values()],
    suggestions: [],
    stopped: true,
  }
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
    const { last } = await readTold(tx, messageId)
    await tx.insert(messageEvents).values({ messageId, n: last + 1, event: 'error', data })
  })
  deps.bell.ring(messageId)
}
