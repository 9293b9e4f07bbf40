import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { tickets } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { type ServiceFeedback, serviceWays } from '../../shared/service-feedback.ts'
import { unknownTicket } from '../change-case.ts'

type Written = { ticketId: string; expertId: string; feedback: ServiceFeedback }

/**
 * 文字反馈 on the service given, which the standard asks of the expert (service-spec, 服务要求 3); written again
 * it takes the place of the earlier one.
 * @throws AppError `not_found`, the same for another expert's ticket as for none
 */
export async function writeFeedback(
  deps: Deps,
  { ticketId, expertId, feedback }: Written,
): Promise<void> {
  const changed = await deps.db
    .update(tickets)
    .set({ feedback: JSON.stringify(feedback) })
    .where(and(eq(tickets.id, ticketId), eq(tickets.expertId, expertId)))
    .returning({ id: tickets.id })
  if (changed.length === 0) throw unknownTicket()
}

const Stored = z.strictObject({
  way: z.enum(serviceWays).nullable(),
  minutes: z.number().nullable(),
  outcome: z.string(),
  advice: z.string(),
})

/** What stands in `tickets.feedback`: the four parts as JSON, or the plain text of an earlier version. */
export function readFeedback(stored: string | null): ServiceFeedback | null {
  if (stored === null) return null
  const plain = { way: null, minutes: null, outcome: stored, advice: '' }
  try {
    return Stored.safeParse(JSON.parse(stored)).data ?? plain
  } catch {
    return plain
  }
}
