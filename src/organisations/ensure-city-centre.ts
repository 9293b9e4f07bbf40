import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { organisations } from '../db/schema/index.ts'
import { newId } from '../shared/ids.ts'

/** 市中心, as the sources name it (measures-draft, 第二条). */
const NAME = '北京市知识产权公共服务中心'

/** The city centre, which is there from the first case on: what no district takes goes to it. */
export async function ensureCityCentre(
  tx: Database,
  now: Date,
): Promise<{ id: string; name: string }> {
  const found = await findCityCentre(tx)
  if (found) return found
  const id = newId()
  await tx
    .insert(organisations)
    .values({ id, name: NAME, level: 'city', parentId: null, path: `${id}/`, createdAt: now })
    .onConflictDoNothing()
  return (await findCityCentre(tx)) ?? { id, name: NAME }
}

async function findCityCentre(tx: Database) {
  const [row] = await tx
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(and(eq(organisations.level, 'city'), isNull(organisations.closedAt)))
    .orderBy(asc(organisations.createdAt), asc(organisations.id))
    .limit(1)
  return row
}
