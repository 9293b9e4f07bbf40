import { type SQL, sql } from 'drizzle-orm'
import { type FactKind, factsOfKind, type View } from '../facts.ts'
import { type Breakdown, countedOf, type Dimension, type Figures } from '../figures.ts'
import type { Part } from '../measures.ts'
import type { Amount, Figure } from './content.ts'

/** One figure of the dashboard in the report: how it is read there, and the query that gives it alone. */
export type Measured = {
  id: string
  kind: Figure['kind']
  read: (figures: Figures) => Amount
  query: (view: View) => SQL
}

export const countAmount = (value: number): Amount => ({ value, part: null, of: null })
export const shareAmount = ({ part, of }: Pick<Part, 'part' | 'of'>): Amount => {
  return { value: null, part, of }
}

const alone = (facts: FactKind, columns: SQL) => (view: View) =>
  sql`${factsOfKind(view, facts)}\nselect ${columns} from facts`

type Counted = { id: string; facts: FactKind; column: SQL; read: (figures: Figures) => number }

const count = ({ id, facts, column, read }: Counted): Measured => ({
  id,
  kind: 'count',
  read: (figures) => countAmount(read(figures)),
  query: alone(facts, sql`${column} as value`),
})

type Shared = {
  id: string
  facts: FactKind
  part: SQL
  of: SQL
  read: (figures: Figures) => Pick<Part, 'part' | 'of'>
}

const share = ({ id, facts, part, of, read }: Shared): Measured => ({
  id,
  kind: 'share',
  read: (figures) => shareAmount(read(figures)),
  query: alone(facts, sql`${part} as part, ${of} as of`),
})

type Scored = {
  id: string
  facts: FactKind
  average: SQL
  of: SQL
  read: (figures: Figures) => { average: number | null; part: number }
}

const score = ({ id, facts, average, of, read }: Scored): Measured => ({
  id,
  kind: 'score',
  read: (figures) => {
    const { average: value, part } = read(figures)
    return { value, part: null, of: part }
  },
  query: alone(facts, sql`${average} as value, ${of} as of`),
})

const solvedOf = ({ solved, unsolved }: { solved: number; unsolved: number }) => ({
  part: solved,
  of: solved + unsolved,
})

const ofConsultations: readonly Measured[] = [
  count({
    id: 'consultations.total',
    facts: 'consultation',
    column: countedOf.consultations,
    read: ({ consultations }) => consultations,
  }),
  share({
    id: 'consultations.self_served',
    facts: 'consultation',
    part: countedOf.selfServed,
    of: countedOf.consultations,
    read: ({ selfServed }) => selfServed,
  }),
  share({
    id: 'consultations.answer_rated',
    facts: 'consultation',
    part: countedOf.answersRated,
    of: countedOf.consultations,
    read: ({ answerRatings }) => answerRatings,
  }),
  score({
    id: 'consultations.answer_score',
    facts: 'consultation',
    average: countedOf.answerScore,
    of: countedOf.answersRated,
    read: ({ answerRatings }) => answerRatings,
  }),
  share({
    id: 'consultations.answer_solved',
    facts: 'consultation',
    part: countedOf.answersSolved,
    of: sql`${countedOf.answersSolved} + ${countedOf.answersUnsolved}`,
    read: ({ answerRatings }) => solvedOf(answerRatings),
  }),
]

const ofCases: readonly Measured[] = [
  count({
    id: 'cases.total',
    facts: 'case',
    column: countedOf.cases,
    read: ({ cases }) => cases,
  }),
  share({
    id: 'cases.in_time',
    facts: 'ticket',
    part: countedOf.inTime,
    of: countedOf.due,
    read: ({ respondedInTime }) => respondedInTime,
  }),
  share({
    id: 'cases.rated',
    facts: 'case',
    part: countedOf.casesRated,
    of: countedOf.answered,
    read: ({ caseRatings }) => caseRatings,
  }),
  score({
    id: 'cases.score',
    facts: 'case',
    average: countedOf.caseScore,
    of: countedOf.casesRated,
    read: ({ caseRatings }) => caseRatings,
  }),
  share({
    id: 'cases.solved',
    facts: 'case',
    part: countedOf.casesSolved,
    of: sql`${countedOf.casesSolved} + ${countedOf.casesUnsolved}`,
    read: ({ caseRatings }) => solvedOf(caseRatings),
  }),
]

const ofComplaints = (['complaints', 'reports', 'waiting'] as const).map((name) =>
  count({
    id: `complaints.${name}`,
    facts: 'complaint',
    column: countedOf[name],
    read: (figures) => figures[name],
  }),
)

/** In the order of the report; an id begins with its section. */
export const measuredFigures: readonly Measured[] = [
  ...ofConsultations,
  ...ofCases,
  ...ofComplaints,
]

export type Rows = ReadonlyMap<string, number>

/** A figure by name: how it is read of the figures of the dashboard, and the query that gives it alone. */
export type MeasuredTable = {
  id: string
  read: (breakdown: Breakdown) => Rows
  query: (view: View) => SQL
  /** Months stand in their order, and beside no others. */
  isSeries?: true
}

const byName = (facts: FactKind, name: SQL, column: SQL) => (view: View) =>
  sql`${factsOfKind(view, facts)}
select ${name} as name, ${column} as value from facts group by 1 order by 2 desc, 1`

const consultationsBy =
  (dimension: Dimension) =>
  ({ by }: Breakdown): Rows =>
    new Map(by[dimension].map(({ name, figures }) => [name, figures.consultations]))

const eachTopic = (view: View) =>
  sql`${factsOfKind(view, 'consultation')}
select topic as name, ${countedOf.consultations} as value
from facts cross join lateral unnest(case when topics = '{}' then array[''] else topics end) as topic
group by 1 order by 2 desc, 1`

const consultationTable = (dimension: 'channel' | 'district' | 'field'): MeasuredTable => ({
  id: `consultations.by_${dimension}`,
  read: consultationsBy(dimension),
  query: byName(
    'consultation',
    sql`coalesce(${sql.identifier(dimension)}, '')`,
    countedOf.consultations,
  ),
})

export const measuredTables: readonly MeasuredTable[] = [
  {
    id: 'consultations.by_month',
    read: ({ series }) => new Map(series.map(({ name, figures }) => [name, figures.consultations])),
    query: byName('consultation', sql`span`, countedOf.consultations),
    isSeries: true,
  },
  consultationTable('channel'),
  consultationTable('district'),
  consultationTable('field'),
  { id: 'consultations.by_topic', read: consultationsBy('topic'), query: eachTopic },
  {
    id: 'cases.by_organisation',
    read: ({ by }) => new Map(by.organisation.map(({ name, figures }) => [name, figures.cases])),
    query: byName('case', sql`organisation`, countedOf.cases),
  },
]
