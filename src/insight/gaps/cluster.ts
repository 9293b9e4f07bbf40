export type ClusterOptions = {
  /** Points from 0 to `size` - 1. */
  size: number
  /** How alike two points are, 1 for the same; symmetric. */
  alike: (one: number, other: number) => number
  /** Two clusters become one while their points are at least so much alike on average. */
  threshold: number
  /** Called now and then, so that long work lets others have a turn. */
  pause: () => Promise<unknown>
}

const ROWS_BETWEEN = 16

/** What two rows have in common, what each is most like, and how many points it stands for (0: merged away). */
type Linkage = { size: number; alike: Float32Array; nearest: Int32Array; weight: Int32Array }

/**
 * Clusters by average linkage: the two that are most alike become one, until none are alike enough. The same points
 * in the same order give the same clusters. Quadratic in memory, and mostly in time.
 * @returns the points of each cluster, both in order
 */
export async function cluster(options: ClusterOptions): Promise<number[][]> {
  const { size, threshold, pause } = options
  const linkage = await compare(options)
  const members = Array.from({ length: size }, (_, point) => [point])
  for (let merged = 1; ; merged += 1) {
    const one = mostAlike(linkage)
    const other = linkage.nearest[one] ?? -1
    if (other < 0 || at(linkage, one, other) < threshold) break
    const [kept, gone] = [Math.min(one, other), Math.max(one, other)]
    members[kept]?.push(...(members[gone] ?? []))
    members[gone] = []
    merge(linkage, kept, gone)
    if (merged % ROWS_BETWEEN === 0) await pause()
  }
  return members
    .filter((points) => points.length > 0)
    .map((points) => points.toSorted((one, other) => one - other))
}

async function compare({ size, alike, pause }: ClusterOptions): Promise<Linkage> {
  const linkage = {
    size,
    alike: new Float32Array(size * size),
    nearest: new Int32Array(size).fill(-1),
    weight: new Int32Array(size).fill(1),
  }
  for (let one = 0; one < size; one += 1) {
    for (let other = 0; other < one; other += 1) set(linkage, [one, other], alike(one, other))
    if (one % ROWS_BETWEEN === 0) await pause()
  }
  for (let one = 0; one < size; one += 1) seekNearest(linkage, one)
  return linkage
}

const at = ({ alike, size }: Linkage, one: number, other: number) => alike[one * size + other] ?? 0

function set({ alike, size }: Linkage, [one, other]: [number, number], value: number): void {
  alike[one * size + other] = value
  alike[other * size + one] = value
}

const isThere = ({ weight }: Linkage, row: number) => (weight[row] ?? 0) > 0

function seekNearest(linkage: Linkage, one: number): void {
  let nearest = -1
  for (let other = 0; other < linkage.size; other += 1) {
    if (other === one || !isThere(linkage, other)) continue
    if (nearest < 0 || at(linkage, one, other) > at(linkage, one, nearest)) nearest = other
  }
  linkage.nearest[one] = nearest
}

/** The row that is most like another one; the first of equals, -1 when there is only one left. */
function mostAlike(linkage: Linkage): number {
  let best = -1
  let most = -Infinity
  for (let row = 0; row < linkage.size; row += 1) {
    const nearest = linkage.nearest[row] ?? -1
    if (!isThere(linkage, row) || nearest < 0 || at(linkage, row, nearest) <= most) continue
    best = row
    most = at(linkage, row, nearest)
  }
  return best
}

function merge(linkage: Linkage, kept: number, gone: number): void {
  const { size, weight, nearest } = linkage
  const [mine, theirs] = [weight[kept] ?? 0, weight[gone] ?? 0]
  weight[kept] = mine + theirs
  weight[gone] = 0
  for (let row = 0; row < size; row += 1) {
    if (row === kept || !isThere(linkage, row)) continue
    const sum = mine * at(linkage, kept, row) + theirs * at(linkage, gone, row)
    set(linkage, [kept, row], sum / (mine + theirs))
  }
  for (let row = 0; row < size; row += 1) {
    const stale = nearest[row] === kept || nearest[row] === gone || row === kept
    if (stale && isThere(linkage, row)) seekNearest(linkage, row)
    // An average lies between both parts, so nobody else comes nearer than their nearest.
  }
}
