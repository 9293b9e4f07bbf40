import { type SQL, sql } from 'drizzle-orm'
import { trainings } from '../../db/schema/index.ts'
import type { Viewer } from '../../organisations/scope.ts'
import { trainingsHeld } from '../../training/totals.ts'
import { type Period, within } from '../measures.ts'
import type { Sources, Wanted } from './compute-report.ts'
import type { Numbers } from './content.ts'
import { countAmount } from './measured.ts'
import { nameFigure, nameTable, rankRows } from './name-numbers.ts'
import { printQuery } from './print-query.ts'

const heldNames = ['sessions', 'people', 'uncounted'] as const

/** Training in the period and the one before, by the totals of the year (`training/totals.ts`). */
export async function countHeld(
  { db, texts }: Sources,
  viewer: Viewer,
  { period, before }: Wanted,
): Promise<Numbers> {
  const read = async (which: Period) => {
    const query = trainingsHeld(db, viewer, within({ period: which }, trainings.startsAt))
    const rows = await query
    const print = (columns: SQL) => printQuery(sql`select ${columns} from (${query}) as held`)
    return {
      people: new Map(rows.map(({ organisation, people }) => [organisation, people])),
      sum: (name: (typeof heldNames)[number]) =>
        countAmount(rows.reduce((sum, row) => sum + row[name], 0)),
      query: (name: (typeof heldNames)[number]) =>
        print(sql`coalesce(sum(${sql.identifier(name)}), 0)::int as value`),
      queryOfPeople: print(sql`name, people as value`),
    }
  }
  const [held, earlier] = [await read(period), await read(before)]
  const figures = heldNames.map((name) => ({
    id: `training.${name}`,
    kind: 'count' as const,
    ...nameFigure(texts, `training.${name}`),
    now: held.sum(name),
    before: earlier.sum(name),
    query: held.query(name),
    queryBefore: earlier.query(name),
  }))
  const byOrganisation = {
    id: 'training.by_organisation',
    ...nameTable(texts, 'training.by_organisation'),
    rows: rankRows(texts, { now: held.people, before: earlier.people }),
    query: held.queryOfPeople,
    queryBefore: earlier.queryOfPeople,
  }
  return { figures, tables: [byOrganisation] }
}
