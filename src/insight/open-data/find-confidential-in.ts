import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { cases, consultations, messages, tickets } from '../../db/schema/index.ts'
import { findConfidential } from '../../privacy/find-confidential.ts'
import { type Period, within } from '../measures.ts'
import { slices } from '../../shared/slices.ts'

const AT_ONCE = 500

const Conversations = z.array(z.object({ id: z.string(), withheld: z.boolean() }))

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
      exists (select from ${messages} where ${messages.conversationId} = touched.id
        and ${messages.question} is null) as withheld
    from touched order by 1`)
  const touched = Conversations.parse(rows)
  const idsOf = (withheld: boolean) =>
    touched.filter((each) => each.withheld === withheld).map(({ id }) => id)
  const [marked, open] = [idsOf(true), idsOf(false)]
  for (const some of slices(open, AT_ONCE)) {
    marked.push(...(await findConfidential(db, some)))
  }
  return marked
}
