import type { Database } from '../../db/database.ts'
import { NOBODY_ID } from '../../db/schema/index.ts'
import type { ReportTexts } from '../../knowledge/report-texts.ts'
import type { Settings } from '../../knowledge/schemas.ts'
import type { OrganisationLevel } from '../../organisations/organisations.ts'
import { reportSections } from '../../shared/report-states.ts'
import type { View } from '../facts.ts'
import { type Breakdown, countPeriod } from '../figures.ts'
import type { Period } from '../measures.ts'
import { compareTargets } from './compare-targets.ts'
import type { Both, Content, Contents, Figure, Numbers, ReportTable } from './content.ts'
import { measuredFigures, measuredTables } from './measured.ts'
import { countHeld } from './count-held.ts'
import { countOpen } from './count-open.ts'
import { nameFigure, nameTable, monthRows, rankRows } from './name-numbers.ts'
import { printQuery } from './print-query.ts'
import { writeSentences } from './write-sentences.ts'

export type Wanted = {
  organisation: { name: string; level: OrganisationLevel; path: string }
  period: Period
  before: Period
  at: Date
}

export type Sources = {
  db: Database
  texts: ReportTexts
  trainingTargets: Settings['training']['targets']
}

/**
 * Counts everything that a report of an organisation and what lies below it says, in a few queries that add up in the
 * database; nothing is loaded row by row. Complaints are counted whoever they are about.
 * @param tell how much is done, in percent
 */
export async function computeReport(
  sources: Sources,
  wanted: Wanted,
  tell: (percent: number) => Promise<void>,
): Promise<Contents> {
  const { db, texts } = sources
  const viewer = {
    role: 'staff',
    organisationPath: wanted.organisation.path,
    id: NOBODY_ID,
  } as const
  const viewOf = (period: Period): View => ({ db, viewer, period, by: 'month', now: wanted.at })
  const views = { now: viewOf(wanted.period), before: viewOf(wanted.before) }
  const now = await countPeriod(views.now)
  await tell(40)
  const counted = { now, before: await countPeriod(views.before) }
  await tell(75)
  const held = await countHeld(sources, viewer, wanted)
  await tell(90)
  const inner: Numbers = {
    figures: [...figuresOf(texts, views, counted), ...held.figures],
    tables: [...tablesOf(texts, views, counted), ...held.tables],
  }
  const told = await countOpen(sources, wanted, held)
  return {
    inner: compose(sources, wanted, { numbers: inner, notes: [] }),
    open: told && compose(sources, wanted, { numbers: told.numbers, notes: told.notes }),
  }
}

type Told = { numbers: Numbers; notes: string[] }

/** Figures come to their section by the first half of their id; those of the open data stand with what they count. */
function compose(sources: Sources, wanted: Wanted, { numbers, notes }: Told): Content {
  const { texts } = sources
  const { figures, tables } = numbers
  const hasBefore = figures.some(({ kind, before }) => kind === 'count' && (before.value ?? 0) > 0)
  return {
    title: texts.title,
    organisation: wanted.organisation.name,
    period: wanted.period,
    before: wanted.before,
    at: wanted.at.toISOString(),
    sections: reportSections.map((id) => ({
      id,
      title: texts.sections[id].title,
      sentences: writeSentences(texts, id, { figures, tables, hasBefore }),
      figures: figures.filter((each) => sectionOf(each.id) === id),
      tables: tables.filter((each) => sectionOf(each.id) === id && each.rows.length > 0),
    })),
    targets: compareTargets(sources, wanted, figures),
    notes: [texts.words.label, ...notes],
    words: texts.words,
  }
}

function sectionOf(id: string): string {
  const [group, name = ''] = id.split('.')
  if (group !== 'open') return group ?? ''
  return name === 'cases' || name === 'in_time' ? 'cases' : 'consultations'
}

function figuresOf(texts: ReportTexts, views: Both<View>, counted: Both<Breakdown>): Figure[] {
  return measuredFigures.map(({ id, kind, read, query }) => ({
    id,
    kind,
    ...nameFigure(texts, id),
    now: read(counted.now.total),
    before: read(counted.before.total),
    query: printQuery(query(views.now)),
    queryBefore: printQuery(query(views.before)),
  }))
}

function tablesOf(texts: ReportTexts, views: Both<View>, counted: Both<Breakdown>): ReportTable[] {
  return measuredTables.map(({ id, read, query, isSeries }) => {
    const rows = { now: read(counted.now), before: read(counted.before) }
    return {
      id,
      ...nameTable(texts, id),
      rows: isSeries ? monthRows(rows.now) : rankRows(texts, rows),
      query: printQuery(query(views.now)),
      queryBefore: isSeries ? null : printQuery(query(views.before)),
    }
  })
}
