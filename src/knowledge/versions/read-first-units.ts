import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import { type FoundPassage, readUnits } from '../search-passages.ts'

const addresses = z.array(z.object({ document: z.string(), locator: z.string() }))

/** The unit with which each document begins, in the order of the documents. */
export async function readFirstUnits(
  db: Database,
  indexId: number,
  documents: string[],
): Promise<FoundPassage[]> {
  const first = await db.execute(sql`
    select distinct on (wanted.n) p.document, p.locator
    from unnest(${sql.param(documents)}::text[]) with ordinality as wanted (id, n)
      join passages p on p.index_id = ${indexId} and p.document = wanted.id and p.locator = p.unit
    order by wanted.n, p.start_offset, p.id`)
  return readUnits(db, indexId, addresses.parse(first.rows))
}
