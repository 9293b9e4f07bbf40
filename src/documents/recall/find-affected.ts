import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import type { Unit } from '../../knowledge/versions/compare-units.ts'
import type { StoredVersion } from '../store-version.ts'

const affectedRow = z.object({
  id: z.string(),
  units: z.array(z.string()),
  at: z.coerce.date(),
})
export type Affected = z.infer<typeof affectedRow>

type Looking = { former: StoredVersion; changed: readonly Unit[] }

/**
 * The answers, delivered replies and curated answers that quote changed units of a version, each once with the
 * locators of these units. A quote is within a unit by its place and its words. An answer about the past
 * (asked as of a day) stays right and is none of them.
 */
export async function findAffected(db: Database, looking: Looking) {
  const none: Affected[] = []
  if (looking.changed.length === 0) return { messages: none, statements: none, curated: none }
  const messages = sql`
    select m.id, m.answer->'citations' as citations, m.finished_at as at
    from messages m join consultations k on k.message_id = m.id
    where m.answer is not null and k.trace->'asOf' is null`
  const statements = sql`
    select s.id, s.citations, coalesce(s.delivered_at, s.created_at) as at
    from statements s where s.state = 'delivered' and s.author <> 'asker'`
  const curated = sql`
    select c.id, c.citations, c.created_at as at
    from curated_answers c where c.state <> 'retired'`
  return {
    messages: await find(db, looking, messages),
    statements: await find(db, looking, statements),
    curated: await find(db, looking, curated),
  }
}

async function find(db: Database, { former, changed }: Looking, source: SQL): Promise<Affected[]> {
  const { document, number, origin } = former
  const column = <Key extends keyof Unit>(key: Key) => sql.param(changed.map((unit) => unit[key]))
  const result = await db.execute(sql`
    with changed as (
      select * from unnest(${column('locator')}::text[], ${column('start')}::int[],
        ${column('end')}::int[], ${column('text')}::text[]) as unit (locator, first, last, words)
    ), source as (${source})
    select source.id, source.at, array_agg(distinct changed.locator) as units
    from source
      cross join lateral jsonb_array_elements(
        case jsonb_typeof(source.citations) when 'array' then source.citations else '[]' end
      ) as quoted (citation)
      join changed on (citation->>'start')::int >= changed.first
        and (citation->>'end')::int <= changed.last
        and strpos(changed.words, citation->>'quote') > 0
    where citation->>'document' = ${`${document}@${number}`}
      or (citation->>'document' = ${document} and ${versionIs(number, origin)})
    group by source.id, source.at
    order by source.at, source.id`)
  return z.array(affectedRow).parse(result.rows)
}

/** What was quoted from the packaged text names no version. */
function versionIs(number: number, origin: StoredVersion['origin']): SQL {
  return origin === 'packaged'
    ? sql`coalesce((citation->>'version')::int, ${number}::int) = ${number}::int`
    : sql`(citation->>'version')::int = ${number}::int`
}
