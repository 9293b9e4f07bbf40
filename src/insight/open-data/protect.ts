import {
  type Counts,
  type Dimension,
  figureList,
  type FigureName,
  figureNames,
  partitions,
} from './figure-list.ts'

/** A number of this size, 1 to 4, is told of no group, and cannot be computed of any. */
const FEWEST = 5

export type Group = { name: string; counts: Counts }

/**
 * Everything that is counted of a month. Each consultation, case or ticket has one district and one channel, the
 * empty name being one of them; it may have several topics or none.
 */
export type MonthCounts = {
  total: Counts
  district: Group[]
  channel: Group[]
  topic: Group[]
}

/** One published number. `name` is empty for the total; `merged`: of all groups that are not told by name. */
export type OpenFigure = {
  dimension: Dimension
  name: string
  merged: boolean
  figure: FigureName
  value: number
  /** What it is a part of, of the same groups; null where it is part of nothing. */
  of: number | null
}

/**
 * What may be told of a month (k ≥ 5). A figure is told only where it and what is left of its parent are 0 or at
 * least 5. Groups of a partition that are smaller are told as one, which takes in others, in the order of their
 * names, until it is large enough: so all that is told adds up, and no difference is smaller than what is told. A
 * part is told for unions of what its parent is told for, or one could be taken from the other. Topics overlap:
 * each is told on its own, where also what bears it not is large enough.
 */
export function protectMonth(month: MonthCounts): OpenFigure[] {
  const told = figureNames.filter((figure) => isTold(month.total, figure))
  return [
    ...told.map((figure) =>
      figureOf({ dimension: 'total', name: '', counts: month.total }, figure),
    ),
    ...partitions.flatMap((dimension) => protectPartition(dimension, month[dimension], told)),
    ...protectTopics(month, told),
  ]
}

const isLarge = (value: number): boolean => value === 0 || value >= FEWEST

const parentOf = (figure: FigureName): FigureName | null => figureList[figure].of

/** The numbers that a figure tells: its own, what is left of its parent, and those of its parents. */
function cellsOf(counts: Counts, figure: FigureName): number[] {
  const parent = parentOf(figure)
  if (parent === null) return [counts[figure]]
  return [counts[figure], counts[parent] - counts[figure], ...cellsOf(counts, parent)]
}

const isTold = (counts: Counts, figure: FigureName): boolean =>
  cellsOf(counts, figure).every(isLarge)

/** By name only where no number is 0 either: who is not told by name may then have any small number, or none. */
const isToldByName = ({ counts }: Group, figure: FigureName): boolean =>
  cellsOf(counts, figure).every((cell) => cell >= FEWEST)

type Told = { dimension: Dimension; name: string; counts: Counts; merged?: boolean }

function figureOf({ dimension, name, counts, merged = false }: Told, figure: FigureName) {
  const parent = parentOf(figure)
  const of = parent === null ? null : counts[parent]
  return { dimension, name, merged, figure, value: counts[figure], of }
}

function protectPartition(
  dimension: Dimension,
  groups: readonly Group[],
  told: readonly FigureName[],
): OpenFigure[] {
  const merged = new Map<FigureName, ReadonlySet<Group>>()
  return told.flatMap((figure) => {
    const parent = parentOf(figure)
    const present = groups.filter(({ counts }) => counts[rootOf(figure)] > 0)
    const before = parent === null ? new Set<Group>() : merged.get(parent)
    const pool = before && mergeFor(figure, present, before)
    // Nothing is left to be told by name: neither of this figure nor of its parts.
    if (!pool) return []
    merged.set(figure, pool)
    const single = present.filter((group) => !pool.has(group))
    const rows = single.map((group) => figureOf({ dimension, ...group }, figure))
    if (pool.size === 0) return rows
    const counts = sumOf([...pool])
    return [...rows, figureOf({ dimension, name: '', counts, merged: true }, figure)]
  })
}

function rootOf(figure: FigureName): FigureName {
  const parent = parentOf(figure)
  return parent === null ? figure : rootOf(parent)
}

/** The groups that are told as one; undefined where none would be left over. */
function mergeFor(
  figure: FigureName,
  groups: readonly Group[],
  before: ReadonlySet<Group>,
): ReadonlySet<Group> | undefined {
  const pool = new Set([...before, ...groups.filter((group) => !isToldByName(group, figure))])
  // Not by size: from the size of what was taken in, one could conclude what it was taken in for.
  const others = groups
    .filter((group) => !pool.has(group))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
  for (const next of others) {
    if (isPoolTold([...pool], figure)) return pool
    pool.add(next)
  }
  return undefined
}

/** A sum of 8 of two that are below 5 would say of each that it is 4. */
function isPoolTold(pool: readonly Group[], figure: FigureName): boolean {
  if (pool.length === 0) return true
  const [first, second] = pool.map(({ counts }) => cellsOf(counts, figure))
  const isPinned = (first ?? []).some((_, at) => {
    return pool.every(({ counts }) => cellsOf(counts, figure)[at] === FEWEST - 1)
  })
  return second !== undefined && !isPinned && isTold(sumOf(pool), figure)
}

function sumOf(groups: readonly Group[]): Counts {
  const zero = Object.fromEntries(figureNames.map((name) => [name, 0]))
  const add = (sum: Record<string, number>, { counts }: Group) =>
    Object.fromEntries(figureNames.map((name) => [name, (sum[name] ?? 0) + counts[name]]))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every figure is in it
  return groups.reduce(add, zero) as Counts
}

function protectTopics({ total, topic }: MonthCounts, told: readonly FigureName[]): OpenFigure[] {
  return topic
    .filter(({ name }) => name !== '')
    .flatMap((group) => {
      const others = differenceOf(total, group.counts)
      const shown = told.filter((figure) => isToldByName(group, figure) && isTold(others, figure))
      return shown.map((figure) => figureOf({ dimension: 'topic', ...group }, figure))
    })
}

function differenceOf(whole: Counts, part: Counts): Counts {
  const rest = figureNames.map((name) => [name, whole[name] - part[name]])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every figure is in it
  return Object.fromEntries(rest) as Counts
}
