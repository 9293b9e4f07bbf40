import { cluster } from './cluster.ts'

export type Point = {
  messageId: string
  askerId: string
  vector: readonly number[]
  /** The matter as the service understood it (the reason of its answer). */
  matter: string
  /** How much it counts, 0–1; a question of an earlier run counts nothing and only keeps its cluster together. */
  weight: number
  /** The gap that it belonged to in an earlier run. */
  gapId: string | null
}

export type Cluster = {
  /** The most central one first. */
  points: Point[]
  /** What it weighs in the order: askers, and how much its questions belong together. */
  weight: number
  /** The gap of an earlier run that most of its known questions belonged to. */
  gapId: string | null
}

/**
 * Likeness is that of the words, but for a share that the same matter gives: in different words people ask about one
 * thing more often than words alone show. Tried on 48 made-up questions, four each about twelve things (docs/metrics.md).
 */
const SAME_MATTER = 0.15
/** Average likeness from which clusters become one. */
const ALIKE_FROM = 0.3

const pause = () => new Promise((resolve) => setTimeout(resolve))

/**
 * Clusters of questions, the heaviest first; the same questions in the same order give the same clusters.
 * @param middle the average vector of questions: what all have in common says nothing
 */
export async function findClusters(
  points: readonly Point[],
  middle: readonly number[],
): Promise<Cluster[]> {
  const placed = points.map((point) => ({ point, place: placeOf(point.vector, middle) }))
  const groups = await cluster({
    size: placed.length,
    alike: (one, other) => likeness(placed[one], placed[other]),
    threshold: ALIKE_FROM,
    pause,
  })
  return groups
    .map((members) => toCluster(members.flatMap((member) => placed[member] ?? [])))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
}

type Placed = { point: Point; place: Float32Array }

function placeOf(vector: readonly number[], middle: readonly number[]): Float32Array {
  const moved = vector.map((value, at) => value - (middle[at] ?? 0))
  const length = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0)) || 1
  return Float32Array.from(moved, (value) => value / length)
}

function likeness(one: Placed | undefined, other: Placed | undefined): number {
  if (!one || !other) return 0
  const shared = one.point.matter === other.point.matter ? SAME_MATTER : 0
  return (1 - SAME_MATTER) * product(one.place, other.place) + shared
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0)
  return sum
}

function toCluster(members: Placed[]): Cluster {
  const middle = new Float32Array(members[0]?.place.length ?? 0)
  for (const { place } of members) {
    for (const [at, value] of place.entries()) middle[at] = (middle[at] ?? 0) + value
  }
  const points = members
    .map(({ point, place }) => ({ point, centrality: product(place, middle) }))
    .toSorted((one, other) => other.centrality - one.centrality)
    .map(({ point }) => point)
  return {
    points,
    weight: weighAskers(points) * Math.sqrt(cohesionOf(members, middle)),
    gapId: knownGap(points),
  }
}

/** Somebody who asks twenty times counts once, by what weighs most. */
function weighAskers(points: readonly Point[]): number {
  const byAsker = new Map<string, number>()
  for (const { askerId, weight } of points) {
    byAsker.set(askerId, Math.max(weight, byAsker.get(askerId) ?? 0))
  }
  return [...byAsker.values()].reduce((sum, weight) => sum + weight, 0)
}

/** A single question belongs together with nothing. */
const COHESION_OF_ONE = 0.05

/** Average likeness of two different members, that of the words from the length of their sum. */
function cohesionOf(members: Placed[], sum: Float32Array): number {
  const count = members.length
  if (count < 2) return COHESION_OF_ONE
  const pairs = count * (count - 1)
  const words = (product(sum, sum) - count) / pairs
  const matters = new Map<string, number>()
  for (const { point } of members) matters.set(point.matter, (matters.get(point.matter) ?? 0) + 1)
  const same = [...matters.values()].reduce((all, each) => all + each * (each - 1), 0) / pairs
  return Math.max(0, (1 - SAME_MATTER) * words + SAME_MATTER * same)
}

function knownGap(points: readonly Point[]): string | null {
  const votes = new Map<string, number>()
  for (const { gapId } of points) {
    if (gapId !== null) votes.set(gapId, (votes.get(gapId) ?? 0) + 1)
  }
  return [...votes].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? null
}
