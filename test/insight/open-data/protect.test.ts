import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Counts,
  figureList,
  type FigureName,
  figureNames,
} from '../../../src/insight/open-data/figure-list.ts'
import {
  type Group,
  type MonthCounts,
  type OpenFigure,
  protectMonth,
} from '../../../src/insight/open-data/protect.ts'
import { createSpan } from './span.ts'

const DISTRICTS = ['', '东', '海', '西'] as const
const CHANNELS = ['kf', 'web'] as const
const TOPICS = ['维权', '专利'] as const
/** Rated or not, satisfied or not, solved or not or not said. */
const VERDICTS = ['unrated', 'good', 'goodSolved', 'goodNot', 'bad', 'badSolved', 'badNot'] as const

/** One consultation, or rather its kind: everything of it that is counted. */
type Kind = {
  district: string
  channel: string
  topics: readonly string[]
  selfServed: boolean
  verdict: (typeof VERDICTS)[number]
}

const subsets = [[], ['维权'], ['专利'], ['维权', '专利']] as const
const kinds: readonly Kind[] = DISTRICTS.flatMap((district) =>
  CHANNELS.flatMap((channel) =>
    subsets.flatMap((topics) =>
      [true, false].flatMap((selfServed) =>
        VERDICTS.map((verdict) => ({ district, channel, topics, selfServed, verdict })),
      ),
    ),
  ),
)

const bears: Partial<Record<FigureName, (kind: Kind) => boolean>> = {
  consultations: () => true,
  selfServed: (kind) => kind.selfServed,
  rated: ({ verdict }) => verdict !== 'unrated',
  satisfied: ({ verdict }) => verdict.startsWith('good'),
  toldSolved: ({ verdict }) => verdict.endsWith('Solved') || verdict.endsWith('Not'),
  solved: ({ verdict }) => verdict.endsWith('Solved'),
}
const asked = Object.keys(bears).filter((name): name is FigureName => name in figureList)

const isOf = (figure: FigureName, kind: Kind) => bears[figure]?.(kind) ?? false

/** How many there are of each kind, by its place in `kinds`. */
type World = readonly number[]

const howMany = (world: World, which: (kind: Kind) => boolean) =>
  kinds.reduce((sum, kind, at) => sum + (which(kind) ? (world[at] ?? 0) : 0), 0)

function countsOf(world: World, which: (kind: Kind) => boolean): Counts {
  const pairs = figureNames.map((figure) => [
    figure,
    howMany(world, (kind) => which(kind) && isOf(figure, kind)),
  ])
  return Object.fromEntries(pairs) as Counts
}

const groups = (
  world: World,
  names: readonly string[],
  has: (kind: Kind, name: string) => boolean,
) => names.map((name): Group => ({ name, counts: countsOf(world, (kind) => has(kind, name)) }))

const monthOf = (world: World): MonthCounts => ({
  total: countsOf(world, () => true),
  district: groups(world, DISTRICTS, (kind, name) => kind.district === name),
  channel: groups(world, CHANNELS, (kind, name) => kind.channel === name),
  topic: groups(world, TOPICS, (kind, name) => kind.topics.includes(name)),
})

/** Which consultations a published number counts, as everybody can tell from the publication. */
function countedBy(row: OpenFigure, all: readonly OpenFigure[]): (kind: Kind) => boolean {
  const { dimension, name, merged, figure } = row
  if (dimension === 'total') return () => true
  if (dimension === 'topic') return (kind) => kind.topics.includes(name)
  if (!merged) return (kind) => kind[dimension] === name
  const told = all
    .filter((each) => each.dimension === dimension && each.figure === figure && !each.merged)
    .map((each) => each.name)
  return (kind) => !told.includes(kind[dimension])
}

/** Skewed, as the world is: mostly nothing, some few, some many. */
const world = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(40)), {
    minLength: kinds.length,
    maxLength: kinds.length,
  })
  .chain((counts) =>
    // Whole districts, channels and verdicts are rare.
    fc.record({ d: fc.subarray([...DISTRICTS]), v: fc.subarray([...VERDICTS]) }).map(({ d, v }) =>
      counts.map((count, at) => {
        const kind = kinds[at]
        const isRare = kind && (d.includes(kind.district as never) || v.includes(kind.verdict))
        return isRare ? Math.min(count, at % 11 === 0 ? 1 : 0) : count
      }),
    ),
  )

type Target = { told: string; which: (kind: Kind) => boolean }

const unions = <Value>(values: readonly Value[]): Value[][] =>
  values.reduce<Value[][]>((sets, value) => [...sets, ...sets.map((set) => [...set, value])], [[]])

/** A figure, and what is left of the figure that it is a part of. */
const sides = asked.flatMap((figure): Target[] => {
  const parent = figureList[figure].of
  const own = { told: figure, which: (kind: Kind) => isOf(figure, kind) }
  if (parent === null) return [own]
  const rest = (kind: Kind) => isOf(parent, kind) && !isOf(figure, kind)
  return [own, { told: `${parent} but not ${figure}`, which: rest }]
})

const places: Target[] = [
  ...unions(DISTRICTS).flatMap((set) =>
    [[...CHANNELS], ...CHANNELS.map((channel) => [channel])].map((channels) => ({
      told: `${set.join('+')} by ${channels.join('+')}`,
      which: (kind: Kind) =>
        set.some((name) => name === kind.district) &&
        channels.some((name) => name === kind.channel),
    })),
  ),
  ...TOPICS.flatMap((topic) => [
    { told: topic, which: (kind: Kind) => kind.topics.includes(topic) },
    { told: `not ${topic}`, which: (kind: Kind) => !kind.topics.includes(topic) },
    { told: `only ${topic}`, which: (kind: Kind) => kind.topics.join('') === topic },
  ]),
  { told: 'both topics', which: (kind) => kind.topics.length === 2 },
  { told: 'no topic', which: (kind) => kind.topics.length === 0 },
]

const targets = places.flatMap((place) =>
  sides.map((side) => ({
    told: `${side.told} of ${place.told}`,
    which: (kind: Kind) => place.which(kind) && side.which(kind),
  })),
)

const vector = (which: (kind: Kind) => boolean) => kinds.map((kind) => (which(kind) ? 1 : 0))

test('no sum and no difference of what is published gives a number from 1 to 4', () => {
  let hidden = 0
  let computed = 0
  fc.assert(
    fc.property(world, (counts) => {
      const published = protectMonth(monthOf(counts)).filter(({ figure }) => asked.includes(figure))
      const span = createSpan(kinds.length)
      for (const row of published) {
        const place = countedBy(row, published)
        span.add(vector((kind) => place(kind) && isOf(row.figure, kind)))
        const parent = figureList[row.figure].of
        if (parent !== null) span.add(vector((kind) => place(kind) && isOf(parent, kind)))
      }
      for (const { told, which } of targets) {
        const size = howMany(counts, which)
        if (size === 0 || size > 4) continue
        hidden += 1
        if (span.has(vector(which))) computed += 1
        expect([told, size, span.has(vector(which))]).toEqual([told, size, false])
      }
    }),
    { numRuns: 40 },
  )
  expect(computed).toBe(0)
  // The attacker had something to find.
  expect(hidden).toBeGreaterThan(100)
})

test('the attacker does find what was merely left out', () => {
  const counts = kinds.map((kind) => {
    const isPlain = kind.channel === 'web' && kind.topics.length === 0 && kind.selfServed
    if (!isPlain || kind.verdict !== 'unrated') return 0
    return kind.district === '西' ? 3 : 20
  })
  const span = createSpan(kinds.length)
  span.add(vector(() => true))
  for (const name of ['', '东', '海']) span.add(vector((kind) => kind.district === name))
  expect(howMany(counts, (kind) => kind.district === '西')).toBe(3)
  expect(span.has(vector((kind) => kind.district === '西'))).toBe(true)
})

const nothing = Object.fromEntries(figureNames.map((name) => [name, 0])) as Counts

const ofSizes = (sizes: readonly (readonly [asked: number, self: number])[]): MonthCounts => {
  const groupOf = ([consultations, selfServed]: readonly [number, number], at: number) => ({
    name: 'ABCDEF'[at] ?? '',
    counts: { ...nothing, consultations, selfServed },
  })
  const sum = (at: 0 | 1) => sizes.reduce((total, size) => total + size[at], 0)
  const total = { ...nothing, consultations: sum(0), selfServed: sum(1) }
  return { total, district: sizes.map(groupOf), channel: [], topic: [] }
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

type Size = readonly [asked: number, self: number]

/** All worlds that give the same publication, by the publication. */
function byPublication(worlds: readonly (readonly Size[])[]) {
  const found = new Map<string, (readonly Size[])[]>()
  for (const sizes of worlds) {
    const told = JSON.stringify(protectMonth(ofSizes(sizes)))
    found.set(told, [...(found.get(told) ?? []), sizes])
  }
  return [...found.values()]
}

const isSmall = (value: number) => value > 0 && value < 5

/** The worlds of which a publication leaves one number from 1 to 4 possible. */
function pinned(
  worlds: readonly (readonly Size[])[],
  parts: readonly ((size: Size) => number)[],
): string[] {
  return byPublication(worlds).flatMap((same) =>
    (same[0] ?? []).flatMap((_, at) =>
      parts
        .filter((part) => {
          const possible = new Set(same.map((sizes) => part(sizes[at] ?? [0, 0])))
          return possible.size === 1 && [...possible].some(isSmall)
        })
        .map(() => JSON.stringify(same[0])),
    ),
  )
}

/** All ways to give so many to so many groups: as the total is told, the attacker need not try others. */
const shares = (total: number, groupCount: number): number[][] =>
  groupCount === 1
    ? [[total]]
    : range(0, total).flatMap((first) =>
        shares(total - first, groupCount - 1).map((rest) => [first, ...rest]),
      )

test('who tries all worlds by the known method is left with several for every number from 1 to 4', () => {
  for (const total of range(5, 24)) {
    const worlds = shares(total, 4).map((sizes) => sizes.map((size): Size => [size, 0]))
    expect(pinned(worlds, [([asked_]) => asked_])).toEqual([])
  }
})

test('the same for a part and for what is left of it', () => {
  const parts = [
    ([asked_]: Size) => asked_,
    ([, self]: Size) => self,
    ([asked_, self]: Size) => asked_ - self,
  ]
  for (const [self, rest] of [5, 8, 9, 11].flatMap((one) =>
    [5, 6, 10, 12].map((two) => [one, two] as const),
  )) {
    const worlds = shares(self, 3).flatMap((selves) =>
      shares(rest, 3).map((rests) => selves.map((one, at): Size => [one + (rests[at] ?? 0), one])),
    )
    expect(pinned(worlds, parts)).toEqual([])
  }
})

test('five districts with one each of what is left are told like others with none and two', () => {
  const like = (rests: readonly number[]) =>
    JSON.stringify(protectMonth(ofSizes([...rests.map((rest): Size => [20, 20 - rest]), [60, 30]])))
  expect(like([1, 1, 1, 1, 1])).toContain('selfServed')
  expect(like([0, 2, 1, 1, 1])).toBe(like([1, 1, 1, 1, 1]))
})
