import { asc, eq } from 'drizzle-orm'
import type { DeliveredStatement } from '../../cases/asker-cases.ts'
import type { Database } from '../../db/database.ts'
import { corrections } from '../../db/schema/index.ts'
import type { Citation } from '../../shared/message.ts'
import { languageOf } from '../../shared/text.ts'

const NAME = { zh: '更正通知', en: 'Correction' }

/** The corrections that stand in a conversation, in the form of the words of staff; oldest first. */
export async function listCorrections(
  db: Database,
  conversationId: string,
): Promise<DeliveredStatement[]> {
  const rows = await db
    .select()
    .from(corrections)
    .where(eq(corrections.conversationId, conversationId))
    .orderBy(asc(corrections.at), asc(corrections.id))
  return rows.map(({ id, text, citations, at }) => ({
    id,
    author: 'staff',
    authorName: NAME[languageOf(text)],
    text,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by writeCorrection
    citations: citations as Citation[],
    at: at.toISOString(),
  }))
}
