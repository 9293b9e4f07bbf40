import type { ReportTexts } from '../../knowledge/report-texts.ts'
import type { Both, ReportTable } from './content.ts'
import type { Rows } from './measured.ts'

/** What `report.yml` calls a figure. @throws Error where it does not */
export function nameFigure(texts: ReportTexts, id: string) {
  const named = texts.figures[id]
  if (!named) throw new Error(`report.yml has no figure ${id}`)
  return named
}

export function nameTable(texts: ReportTexts, id: string) {
  const named = texts.tables[id]
  if (!named) throw new Error(`report.yml has no table ${id}`)
  return { title: named.title, nameTitle: named.name, unit: named.unit }
}

/** @param rows by the first day of the month, or the month */
export const monthRows = (rows: Rows): ReportTable['rows'] =>
  [...rows].map(([name, now]) => {
    const [year, month] = name.split('-')
    return { name, label: `${year} 年 ${Number(month)} 月`, now, before: null }
  })

/** What has most comes first; what neither period knows is left out. */
export function rankRows({ names, notStated }: ReportTexts, { now, before }: Both<Rows>) {
  return [...new Set([...now.keys(), ...before.keys()])]
    .map((name) => ({
      name,
      label: name === '' ? notStated : (names[name] ?? name),
      now: now.get(name) ?? 0,
      before: before.get(name) ?? 0,
    }))
    .filter((row) => row.now + row.before > 0)
    .toSorted((one, other) => other.now - one.now || (one.name < other.name ? -1 : 1))
}
