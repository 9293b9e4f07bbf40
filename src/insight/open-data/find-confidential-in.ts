import { inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { cases, consultations, messages, tickets } from '../../db/schema/index.ts'
import { asksConfidentiality } from '../../privacy/asks-confidentiality.ts'
import { type Period, within } from '../measures.ts'

const AT_ONCE = 500

const Conversations = z.array(
  z.object({ id: z.string(), confidential: z.boolean(), withheld: z.boolean() }),
)

/**
 * The conversations of a period of which nothing is published: whose asker wants confidence, in a question or for a
 * case, or of which a text is not there any more, so that nobody can tell.
 */
export async function findConfidentialIn(db: Database, period: Period): Promise<string[]> {
  const view = { period }
  const { rows } = await db.execute(sql`
    with touched as (
      select ${messages.conversationId} as id from ${consultations}
        join ${messages} on ${messages.id} = ${consultations.messageId}
        where ${within(view, consultations.askedAt)}
      union select ${cases.conversationId} from ${cases} where ${within(view, cases.createdAt)}
      union select ${cases.conversationId} from ${tickets}
        join ${cases} on ${cases.id} = ${tickets.caseId}
        where ${within(view, tickets.noticedAt)}
    )
    select touched.id,
      exists (select from ${cases} where ${cases.conversationId} = touched.id
        and ${cases.confidential}) as confidential,
      exists (select from ${messages} where ${messages.conversationId} = touched.id
        and ${messages.question} is null) as withheld
    from touched order by 1`)
  const touched = Conversations.parse(rows)
  const marked = new Set(touched.filter((each) => each.confidential || each.withheld).map(idOf))
  const open = touched.map(idOf).filter((id) => !marked.has(id))
  for (let at = 0; at < open.length; at += AT_ONCE) {
    for (const id of await findAsking(db, open.slice(at, at + AT_ONCE))) marked.add(id)
  }
  return [...marked]
}

const idOf = ({ id }: { id: string }): string => id

async function findAsking(db: Database, conversationIds: string[]): Promise<string[]> {
  const asked = await db
    .select({ id: messages.conversationId, question: messages.question })
    .from(messages)
    .where(inArray(messages.conversationId, conversationIds))
  return asked.filter(({ question }) => asksConfidentiality(question ?? '')).map(idOf)
}
