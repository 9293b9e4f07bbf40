const PRIME = 1_000_003

/** Modulo a prime: what is no combination there is none of fractions with small numerators either. */
function inverse(value: number): number {
  let [result, base, power] = [1, value, PRIME - 2]
  while (power > 0) {
    if (power % 2 === 1) result = (result * base) % PRIME
    base = (base * base) % PRIME
    power = Math.floor(power / 2)
  }
  return result
}

/** Linear combinations of vectors: what can be computed from sums that are known. */
export function createSpan(length: number) {
  const rows: { pivot: number; row: number[] }[] = []
  const reduce = (given: readonly number[]): number[] => {
    const rest = [...given]
    for (const { pivot, row } of rows) {
      const factor = rest[pivot] ?? 0
      if (factor === 0) continue
      for (let at = pivot; at < length; at += 1) {
        rest[at] = ((rest[at] ?? 0) + (PRIME - factor) * (row[at] ?? 0)) % PRIME
      }
    }
    return rest
  }
  return {
    add: (given: readonly number[]): void => {
      const rest = reduce(given)
      const pivot = rest.findIndex((value) => value !== 0)
      if (pivot < 0) return
      const scale = inverse(rest[pivot] ?? 1)
      rows.push({ pivot, row: rest.map((value) => (value * scale) % PRIME) })
      rows.sort((one, other) => one.pivot - other.pivot)
    },
    has: (given: readonly number[]): boolean => reduce(given).every((value) => value === 0),
  }
}
