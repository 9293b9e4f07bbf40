import { type SQL, sql } from 'drizzle-orm'
import { toSql } from 'pgvector'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { entrySources } from '../db/schema/index.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'
import { graphColumn } from './search-indexes.ts'
import { rarestTerms, toSparsevec, type WordWeights } from './weigh-words.ts'

export type SearchFilter = {
  documents?: string[] | undefined
  kinds?: string[] | undefined
  district?: string | undefined
}

/** The index that is searched, and how its scores are weighed. */
export type Searched = Pick<RuntimeKnowledge, 'index' | 'graph' | 'commonTerms' | 'settings'>

/** What units are compared with. */
export type Likeness = {
  /** Undefined where this runtime lacks the embedding model of the index: words alone are used. */
  embedding: readonly number[] | undefined
  words: WordWeights
}

export type SearchQuestion = Likeness & { filter?: SearchFilter; limit: number }

const foundRow = z.object({
  id: z.number(),
  document: z.string(),
  locator: z.string(),
  kind: z.string(),
  path: z.array(z.string()),
  text: z.string(),
  start: z.number(),
  end: z.number(),
  dense: z.number(),
  words: z.number(),
  score: z.number(),
  /** What led to it: the sources of the entries that were nearest in meaning and in words. */
  ledBy: z.array(z.enum(entrySources)).transform((sources) => [...new Set(sources)]),
})

/** A unit with its scores (0–1, higher is better) and the nested passages or questions that led to it. */
export type FoundPassage = z.infer<typeof foundRow>

/** Without an embedding words carry the whole score; 1 is kept for what a question names outright. */
const WORDS_ONLY = { dense: 0, words: 0.99 }

/** Hybrid search in one query: nearest embeddings and best words, fused, one row per unit. */
export async function searchPassages(
  db: Database,
  searched: Searched,
  question: SearchQuestion,
): Promise<FoundPassage[]> {
  const result = await db.execute(searchStatement(searched, question))
  return z.array(foundRow).parse(result.rows)
}

/** What `searchPassages` asks the database. */
export function searchStatement(searched: Searched, question: SearchQuestion): SQL {
  const { denseWeight, wordsWeight } = searched.settings.search
  const shares = question.embedding ? { dense: denseWeight, words: wordsWeight } : WORDS_ONLY
  const rank = (distance: SQL, condition: SQL) =>
    rankedBy(searched, question.filter, { distance, condition })
  const dense = question.embedding
    ? rank(denseDistance(searched, question.embedding), sql`e.embedding is not null`)
    : sql`select null::int as passage_id, null::float8 as score, null::text as led where false`
  const words = rank(wordsDistance(question.words), sharesTerms(searched, question.words))
  return sql`
    with dense as (${dense}), words as (${words}),
    best as (select greatest(max(score) - 1, 1e-6) as words from words),
    floor as (select coalesce(min(score), 0) as dense from dense),
    fused as (
      select coalesce(dense.passage_id, words.passage_id) as id,
        coalesce(dense.score, floor.dense) as dense,
        coalesce(words.score - 1, 0) / best.words as words,
        array_remove(array[dense.led, words.led], null) as led
      from dense full join words using (passage_id), best, floor
    ),
    top as (
      select *, dense * ${shares.dense}::float8 + words * ${shares.words}::float8 as score
      from fused
      order by score desc, id
      limit ${question.limit}
    )
    select p.id, p.document, p.locator, p.kind, p.path, p.text, p.start_offset as start,
      p.end_offset as end, top.dense, top.words, top.led as "ledBy", top.score
    from top join passages p on p.index_id = ${indexOf(searched)} and p.id = top.id
    order by top.score desc, p.id`
}

/** The id is inlined so that the planner sees which partial index serves. */
function indexOf({ index }: Pick<Searched, 'index'>): SQL {
  return sql.raw(String(Math.trunc(index.id)))
}

type Ranking = { distance: SQL; condition: SQL }

function rankedBy(
  searched: Searched,
  filter: SearchFilter | undefined,
  { distance, condition }: Ranking,
): SQL {
  return sql`
    select passage_id, 1 - (0.4 * min(distance) + 0.6 * (
        coalesce((array_agg(distance order by distance))[1], farthest)
        + coalesce((array_agg(distance order by distance))[2], farthest)
        + coalesce((array_agg(distance order by distance))[3], farthest)) / 3) as score,
      (array_agg(source order by distance))[1] as led
    from (
      select *, max(distance) over () as farthest from (
      select e.id, e.passage_id, e.source, ${distance} as distance
      from passage_entries e ${joinFilter(searched, filter)}
      where e.index_id = ${indexOf(searched)} and ${condition}
      order by distance
      limit ${searched.settings.search.candidates}
      ) ranked
    ) nearest
    group by passage_id, farthest`
}

/** A half has three decimal digits and a bit; more of them only take time to read. */
const DIGITS = 5

function denseDistance({ graph }: Pick<Searched, 'graph'>, embedding: readonly number[]): SQL {
  const column = graphColumn(graph, embedding.length, sql`e.embedding`)
  const rounded = toSql(embedding.map((value) => Number(value.toPrecision(DIGITS))))
  return sql`${column} <=> ${rounded}::${sql.raw(graph)}(${sql.raw(String(embedding.length))})`
}

/** `<#>` is the negative inner product. */
function wordsDistance(words: WordWeights): SQL {
  return sql`e.words <#> ${toSparsevec(words)}::sparsevec`
}

function sharesTerms({ commonTerms }: Searched, words: WordWeights): SQL {
  return sql`e.terms && ${sql.param(rarestTerms(words, commonTerms))}::int[]`
}

function joinFilter(searched: Searched, filter: SearchFilter = {}): SQL {
  const conditions = [
    filter.documents && sql`f.document = any(${sql.param(filter.documents)}::text[])`,
    filter.kinds && sql`f.kind = any(${sql.param(filter.kinds)}::text[])`,
    filter.district && sql`f.district = ${filter.district}`,
  ].filter((condition) => condition !== undefined)
  if (conditions.length === 0) return sql``
  return sql`join passages f on f.index_id = ${indexOf(searched)}
    and f.id = e.passage_id and ${sql.join(conditions, sql` and `)}`
}

const nestedRow = z.object({
  passageId: z.number(),
  locator: z.string(),
  kind: z.string(),
  path: z.array(z.string()),
  text: z.string(),
  start: z.number(),
  end: z.number(),
  dense: z.number(),
  words: z.number(),
})

/** A nested passage of a unit with how near it is to the question (`words` is not normalised). */
export type NestedPassage = z.infer<typeof nestedRow>

/**
 * The nested passages of some units, in the order of the text; near is what is near itself, or to
 * which a near question leads.
 */
export async function scoreNested(
  db: Database,
  searched: Pick<Searched, 'index' | 'graph'>,
  { embedding, words, unitIds }: Likeness & { unitIds: number[] },
): Promise<NestedPassage[]> {
  if (unitIds.length === 0) return []
  const index = indexOf(searched)
  const dense = embedding ? sql`1 - (${denseDistance(searched, embedding)})` : sql`0::float8`
  const result = await db.execute(sql`
    with near as (
      select e.passage_id, led.locator, max(${dense}) as dense,
        max(-(${wordsDistance(words)})) as words
      from passage_entries e cross join lateral unnest(e.about) as led(locator)
      where e.index_id = ${index} and e.source <> 'text'
        and e.passage_id = any(${sql.param(unitIds)}::int[])
      group by e.passage_id, led.locator
    )
    select near.passage_id as "passageId", p.locator, p.kind, p.path, p.text,
      p.start_offset as start, p.end_offset as end, near.dense, near.words
    from near
    join passages unit on unit.index_id = ${index} and unit.id = near.passage_id
    join passages p on p.index_id = ${index} and p.document = unit.document
      and p.locator = near.locator and p.locator <> p.unit
    order by p.start_offset, p.id`)
  return z.array(nestedRow).parse(result.rows)
}

/** Units by their addresses, in the order of the addresses. */
export async function readUnits(
  db: Database,
  indexId: number,
  addresses: { document: string; locator: string }[],
): Promise<FoundPassage[]> {
  if (addresses.length === 0) return []
  const wanted = addresses.map(({ document, locator }) => `${document}#${locator}`)
  const result = await db.execute(sql`
    select id, document, locator, kind, path, text, start_offset as start, end_offset as end,
      0::float8 as dense, 0::float8 as words, 1::float8 as score,
      '{}'::text[] as "ledBy"
    from passages where index_id = ${indexId} and locator = unit
      and document || '#' || locator = any(${sql.param(wanted)}::text[])
    order by array_position(${sql.param(wanted)}::text[], document || '#' || locator)`)
  return z.array(foundRow).parse(result.rows)
}
