import type { Field } from '../../shared/message.ts'
import type { Duties } from './balance-duties.ts'

type Coverage = {
  /** By expert. */
  knows: Set<Field>[]
  fields: Field[]
}

type Board = { duties: Duties; available: Set<number>[]; loads: number[]; coverage: Coverage }

/**
 * Changes `duties` so that fewer fields lack an expert in their week: two experts change weeks, or one
 * hands a week to another with one duty less. Neither changes how even the duties are. Takes each
 * improvement that it meets, until there is none.
 */
export function coverFields(duties: Duties, available: Set<number>[], coverage: Coverage): void {
  const loads = coverage.knows.map((_, expert) => duties.filter((week) => week.has(expert)).length)
  const board = { duties, available, loads, coverage }
  let improved = true
  while (improved) {
    improved = false
    for (const [week, onDuty] of duties.entries()) {
      if (missing(onDuty, coverage) === 0) continue
      improved = handOver(board, week) || exchange(board, week) || improved
    }
  }
}

function handOver({ duties, available, loads, coverage }: Board, week: number): boolean {
  const onDuty = duties[week] ?? new Set<number>()
  const before = missing(onDuty, coverage)
  for (const leaving of onDuty) {
    for (const joining of available[week] ?? []) {
      if (onDuty.has(joining) || loads[joining] !== (loads[leaving] ?? 0) - 1) continue
      const after = replaced(onDuty, leaving, joining)
      if (missing(after, coverage) >= before) continue
      duties[week] = after
      loads[leaving] = (loads[leaving] ?? 0) - 1
      loads[joining] = (loads[joining] ?? 0) + 1
      return true
    }
  }
  return false
}

function exchange(board: Board, week: number): boolean {
  return board.duties.some((_, other) => other !== week && exchangeBetween(board, week, other))
}

function exchangeBetween(board: Board, week: number, other: number): boolean {
  const { duties, available, coverage } = board
  const here = duties[week] ?? new Set<number>()
  const there = duties[other] ?? new Set<number>()
  const before = missing(here, coverage) + missing(there, coverage)
  for (const leaving of here) {
    if (there.has(leaving) || !available[other]?.has(leaving)) continue
    for (const joining of there) {
      if (here.has(joining) || !available[week]?.has(joining)) continue
      const newHere = replaced(here, leaving, joining)
      const newThere = replaced(there, joining, leaving)
      if (missing(newHere, coverage) + missing(newThere, coverage) >= before) continue
      duties[week] = newHere
      duties[other] = newThere
      return true
    }
  }
  return false
}

function missing(onDuty: Set<number>, { knows, fields }: Coverage): number {
  return fields.filter((field) => ![...onDuty].some((expert) => knows[expert]?.has(field))).length
}

function replaced(onDuty: Set<number>, leaving: number, joining: number): Set<number> {
  return new Set([...onDuty].map((expert) => (expert === leaving ? joining : expert)))
}
