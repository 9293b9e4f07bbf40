/** For each week the experts on duty, by index. */
export type Duties = Set<number>[]

/**
 * Fills each week with up to `perWeek` of its available experts and evens out: while a chain of
 * replacements (one leaves a week, another takes it, leaves one of theirs, …) brings a duty from
 * somebody to another with two fewer, it is carried out. When none is left, no plan with as many
 * duties is more even (semi-matching without a cost-reducing path).
 */
export function balanceDuties(available: Set<number>[], experts: number, perWeek: number): Duties {
  const loads = Array.from({ length: experts }, () => 0)
  const duties: Duties = available.map((week, at) => {
    const turnOf = (expert: number) => (expert + experts - ((at * perWeek) % experts)) % experts
    const chosen = [...week]
      .sort(
        (left, right) => loadOf(loads, left) - loadOf(loads, right) || turnOf(left) - turnOf(right),
      )
      .slice(0, perWeek)
    for (const expert of chosen) loads[expert] = loadOf(loads, expert) + 1
    return new Set(chosen)
  })
  while (evenOut(duties, available, loads)) continue
  return duties
}

type Step = { week: number; from: number }

function evenOut(duties: Duties, available: Set<number>[], loads: number[]): boolean {
  const busiest = loads
    .map((_, expert) => expert)
    .sort((one, other) => loadOf(loads, other) - loadOf(loads, one))
  const fewest = Math.min(...loads)
  for (const start of busiest) {
    if (loadOf(loads, start) - fewest < 2) return false
    const steps = reachFrom(start, duties, available)
    const least = [...steps.keys()].sort(
      (one, other) => loadOf(loads, one) - loadOf(loads, other),
    )[0]
    if (least === undefined || loadOf(loads, start) - loadOf(loads, least) < 2) continue
    for (let taker = least; taker !== start;) {
      const step = steps.get(taker)
      if (!step) break
      duties[step.week]?.delete(step.from)
      duties[step.week]?.add(taker)
      taker = step.from
    }
    loads[start] = loadOf(loads, start) - 1
    loads[least] = loadOf(loads, least) + 1
    return true
  }
  return false
}

/** Experts whom a chain of replacements can bring a duty of `start`, with the last step to each. */
function reachFrom(start: number, duties: Duties, available: Set<number>[]): Map<number, Step> {
  const steps = new Map<number, Step>()
  const queue = [start]
  for (const from of queue) {
    for (const { week, taker } of listTakers(from, duties, available)) {
      if (taker === start || steps.has(taker)) continue
      steps.set(taker, { week, from })
      queue.push(taker)
    }
  }
  return steps
}

/** Who could take one of the weeks of `from`. */
function listTakers(from: number, duties: Duties, available: Set<number>[]) {
  return duties.flatMap((onDuty, week) =>
    onDuty.has(from)
      ? [...(available[week] ?? [])]
          .filter((taker) => !onDuty.has(taker))
          .map((taker) => ({ week, taker }))
      : [],
  )
}

function loadOf(loads: number[], expert: number): number {
  return loads[expert] ?? 0
}
