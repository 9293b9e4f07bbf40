import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { cases, consultations, enteredConsultations, messages } from '../db/schema/index.ts'
import { asksConfidentiality } from './asks-confidentiality.ts'

/** Of these conversations those whose asker wants confidence, in a question, for a case or at the counter. */
export async function findConfidential(
  db: Database,
  conversationIds: string[],
): Promise<Set<string>> {
  if (conversationIds.length === 0) return new Set()
  const asked = await db
    .select({ id: messages.conversationId, question: messages.question })
    .from(messages)
    .where(and(inArray(messages.conversationId, conversationIds), isNotNull(messages.question)))
  const handed = await db
    .select({ id: cases.conversationId })
    .from(cases)
    .where(and(inArray(cases.conversationId, conversationIds), eq(cases.confidential, true)))
  const entered = await db
    .select({ id: messages.conversationId })
    .from(enteredConsultations)
    .innerJoin(consultations, eq(consultations.number, enteredConsultations.consultation))
    .innerJoin(messages, eq(messages.id, consultations.messageId))
    .where(
      and(
        inArray(messages.conversationId, conversationIds),
        eq(enteredConsultations.confidential, true),
      ),
    )
  const marked = asked.filter(({ question }) => asksConfidentiality(question ?? ''))
  return new Set([...marked, ...handed, ...entered].map(({ id }) => id))
}
