import { and, eq, or } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { passages } from '../../db/schema/index.ts'
import { clauseUrl, headerOf, headingOf, presentStatus } from '../../knowledge/present.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { AppError } from '../../shared/errors.ts'
import type { Citation } from '../../shared/message.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'

export type Address = { document: string; locator: string }

/**
 * The clauses that a person names as evidence, as they stand in the knowledge now.
 * @throws AppError `invalid` for a clause that there is not
 */
export async function citeClauses(
  tx: Database,
  knowledge: RuntimeKnowledge,
  { addresses, language, now }: { addresses: Address[]; language: 'zh' | 'en'; now: Date },
): Promise<Citation[]> {
  if (addresses.length === 0) return []
  const wanted = addresses.map(({ document, locator }) =>
    and(eq(passages.document, document), eq(passages.locator, locator)),
  )
  const rows = await tx
    .select()
    .from(passages)
    .where(and(eq(passages.indexId, knowledge.index.id), or(...wanted)))
  return addresses.map(({ document, locator }, at) => {
    const row = rows.find((each) => each.document === document && each.locator === locator)
    if (!row) throw new AppError('invalid', 'clause_unknown')
    const header = headerOf(knowledge, document)
    return {
      n: at + 1,
      document,
      title: header.title,
      locator,
      heading: headingOf(row.path, locator),
      quote: row.text,
      start: row.start,
      end: row.end,
      ...presentStatus(header, { day: shanghaiDay(now), language }),
      url: clauseUrl(document, locator),
    }
  })
}
