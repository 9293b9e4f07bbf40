import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cluster } from '../../../src/insight/gaps/cluster.ts'
import { findClusters, type Point } from '../../../src/insight/gaps/find-clusters.ts'

const pause = () => Promise.resolve()
const run = (places: number[], threshold: number) =>
  cluster({
    size: places.length,
    alike: (one, other) => 1 - Math.abs((places[one] ?? 0) - (places[other] ?? 0)),
    threshold,
    pause,
  })

/** The same by the book: all pairs of clusters compared anew at every step. */
function byTheBook(places: number[], threshold: number): number[][] {
  let groups = places.map((_, point) => [point])
  const alike = (one: number[], other: number[]) => {
    const pairs = one.flatMap((a) =>
      other.map((b) => 1 - Math.abs((places[a] ?? 0) - (places[b] ?? 0))),
    )
    return pairs.reduce((sum, each) => sum + each, 0) / pairs.length
  }
  for (;;) {
    let best: [number, number] | undefined
    let most = threshold
    groups.forEach((one, a) =>
      groups.slice(0, a).forEach((other, b) => {
        const value = alike(one, other)
        if (value > most) [best, most] = [[b, a], value]
      }),
    )
    if (!best) return groups
    const [kept, gone] = best
    const merged = [...(groups[kept] ?? []), ...(groups[gone] ?? [])].toSorted(
      (one, other) => one - other,
    )
    groups = groups.flatMap((group, at) => {
      if (at === gone) return []
      return at === kept ? [merged] : [group]
    })
  }
}

test('clusters are those of average linkage by the book', async () => {
  // Distances between powers of three differ from each other, so that no two merges are equally good.
  const powers = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 9 })
  await fc.assert(
    fc.asyncProperty(powers, fc.double({ min: -0.9, max: 0.99, noNaN: true }), async (some, at) => {
      const places = some.map((power) => 3 ** power / 3 ** 12)
      expect(await run(places, at)).toEqual(byTheBook(places, at))
    }),
  )
})

test('every point is in one cluster, also where many are equally alike', async () => {
  const places = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(places, async (some) => {
      const members = (await run(some, 0.5)).flat().toSorted((one, other) => one - other)
      expect(members).toEqual(some.map((_, point) => point))
    }),
  )
})

const DIRECTIONS = {
  年费: [1, 0, 0, 0],
  培训: [0, 1, 0, 0],
  网址: [0, 0, 1, 0],
}

let made = 0
function point(about: keyof typeof DIRECTIONS, more: Partial<Point> = {}): Point {
  made += 1
  const noise = 0.1 * Math.sin(made)
  const vector = [...DIRECTIONS[about].slice(0, 3), noise]
  const id = `q${made}`
  return {
    messageId: id,
    askerId: `a${made}`,
    vector,
    matter: about,
    weight: 1,
    gapId: null,
    ...more,
  }
}

const EVEN = [0.25, 0.25, 0.25, 0]

test('one who asks twenty times weighs less than two who ask once', async () => {
  const often = Array.from({ length: 20 }, () => point('年费', { askerId: 'one' }))
  const two = [point('培训'), point('培训')]
  const [first, second] = await findClusters([...often, ...two], EVEN)
  expect(first?.points.map(({ matter }) => matter)).toEqual(['培训', '培训'])
  expect(second?.points).toHaveLength(20)
})

test('what earlier runs know weighs nothing and names the gap that a cluster is', async () => {
  const known = [
    point('年费', { weight: 0, gapId: 'gap-1' }),
    point('网址', { weight: 0, gapId: 'gap-2' }),
  ]
  const clusters = await findClusters([...known, point('年费'), point('年费')], EVEN)
  expect(clusters.map(({ gapId, points }) => [gapId, points.length])).toEqual([['gap-1', 3]])
})
