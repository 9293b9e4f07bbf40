export type Fairness = {
  most: number
  least: number
  mean: number
  /** Standard deviation over all experts. */
  deviation: number
  /** 0 when all carry the same, towards 1 when one carries all. */
  gini: number
}

/** How evenly `loads`, one number ≥ 0 per expert, are spread; all 0 for nobody. */
export function fairnessOf(loads: number[]): Fairness {
  if (loads.length === 0) return { most: 0, least: 0, mean: 0, deviation: 0, gini: 0 }
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  const variance = loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / loads.length
  return {
    most: Math.max(...loads),
    least: Math.min(...loads),
    mean,
    deviation: Math.sqrt(variance),
    gini: giniOf(loads, mean),
  }
}

function giniOf(loads: number[], mean: number): number {
  if (mean === 0) return 0
  const sorted = loads.toSorted((left, right) => left - right)
  const weighted = sorted.reduce((sum, load, at) => sum + (2 * at + 1 - loads.length) * load, 0)
  return weighted / (loads.length ** 2 * mean)
}
