import type { Page } from 'playwright-core'

/**
 * Reads QR codes back, by ISO/IEC 18004 and for what is tested here alone: undamaged, correction level M, one
 * segment of bytes, versions 1 to 16.
 */
const QUIET = 4

/** Correction codewords of a block, and how many blocks there are: level M, by version. */
const correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28]
const blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10]

type Grid = boolean[][]
type Cell = { x: number; y: number }

const at = (grid: Grid, x: number, y: number): boolean => grid[y]?.[x] ?? false

/** Which modules of a drawn code are dark, without the white around; throws where that is not white. */
export function gridOf(path: string, size: number): Grid {
  const grid: Grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    grid[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  }
  const isInside = (place: number) => place >= QUIET && place < size - QUIET
  const isSpoilt = grid.some((row, y) =>
    row.some((dark, x) => dark && !(isInside(x) && isInside(y))),
  )
  if (isSpoilt) throw new Error('the quiet zone is not white')
  return grid.slice(QUIET, -QUIET).map((row) => row.slice(QUIET, -QUIET))
}

/** What the code on a page says. */
export async function readQrOn(page: Page): Promise<string> {
  const picture = page.locator('svg.qr-code')
  const path = (await picture.locator('path').getAttribute('d')) ?? ''
  const [, , size] = ((await picture.getAttribute('viewBox')) ?? '').split(' ')
  return readQr(gridOf(path, Number(size)))
}

export function readQr(grid: Grid): string {
  const mask = readMask(grid)
  const version = (grid.length - 17) / 4
  const bits = dataCells(grid.length).map(({ x, y }) => at(grid, x, y) !== isMasked(mask, x, y))
  const codewords: number[] = []
  for (let first = 0; first + 8 <= bits.length; first += 8) codewords.push(toNumber(bits, first, 8))
  return readBytes(inOrder(codewords, version), version)
}

/** The format information beside the upper left finder; throws where the level is not M. */
function readMask(grid: Grid): number {
  const column = [0, 1, 2, 3, 4, 5, 7, 8].map((y) => at(grid, 8, y))
  const row = [7, 5, 4, 3, 2, 1, 0].map((x) => at(grid, x, 8))
  const format = toNumber([...column, ...row].toReversed(), 0, 15) ^ 0b101_0100_0001_0010
  if (format >> 13 !== 0) throw new Error('the correction level is not M')
  return (format >> 10) & 0b111
}

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

const isMasked = (mask: number, x: number, y: number): boolean => masks[mask]?.(x, y) ?? false

/** Where data lie, in their order: two columns at a time from the right, up and down by turns. */
function dataCells(size: number): Cell[] {
  const rows = Array.from({ length: size }, (_, y) => y)
  // The column of the timing pattern belongs to no pair.
  const pairs = Array.from({ length: (size - 1) / 2 }, (_, pair) => size - 1 - 2 * pair).map(
    (right) => (right <= 6 ? right - 1 : right),
  )
  return pairs
    .flatMap((right, pair) =>
      (pair % 2 === 0 ? rows.toReversed() : rows).flatMap((y) => [
        { x: right, y },
        { x: right - 1, y },
      ]),
    )
    .filter(({ x, y }) => !isFunction(size, x, y))
}

/** Finders, format, timing, alignment and version take their place before data do. */
function isFunction(size: number, x: number, y: number): boolean {
  const isTiming = x === 6 || y === 6
  return isTiming || isCorner(size, x, y) || isVersion(size, x, y) || isAlignment(size, x, y)
}

const isCorner = (size: number, x: number, y: number): boolean =>
  (x <= 8 && y <= 8) || (x >= size - 8 && y <= 8) || (x <= 8 && y >= size - 8)

const isVersion = (size: number, x: number, y: number): boolean =>
  size >= 45 && ((x >= size - 11 && y <= 5) || (y >= size - 11 && x <= 5))

function isAlignment(size: number, x: number, y: number): boolean {
  const places = alignmentPlaces((size - 17) / 4)
  const near = (place: number) => places.find((middle) => Math.abs(middle - place) <= 2)
  const [column, row] = [near(x), near(y)]
  if (column === undefined || row === undefined) return false
  const corners = [`6,6`, `6,${size - 7}`, `${size - 7},6`]
  return !corners.includes(`${column},${row}`)
}

function alignmentPlaces(version: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = Math.floor((version * 4 + count * 2 + 1) / (count * 2 - 2)) * 2
  const last = version * 4 + 10
  return [6, ...Array.from({ length: count - 1 }, (_, index) => last - index * step)]
}

/** The codewords of data, out of the blocks that they are spread over. */
function inOrder(codewords: number[], version: number): number[] {
  const count = blockCounts[version - 1] ?? 0
  const short = Math.floor(codewords.length / count) - (correction[version - 1] ?? 0)
  const longer = codewords.length % count
  const lengths = Array.from(
    { length: count },
    (_, block) => short + Number(block >= count - longer),
  )
  const blocks: number[][] = lengths.map(() => [])
  let next = 0
  for (let index = 0; index <= short; index += 1) {
    for (const [block, length] of lengths.entries()) {
      if (index < length) blocks[block]?.push(codewords[next++] ?? 0)
    }
  }
  return blocks.flat()
}

function readBytes(codewords: number[], version: number): string {
  const bits = codewords.flatMap((word) =>
    Array.from({ length: 8 }, (_, n) => (word & (128 >> n)) > 0),
  )
  if (toNumber(bits, 0, 4) !== 0b0100) throw new Error('the segment is not one of bytes')
  const counted = version < 10 ? 8 : 16
  const bytes = Array.from({ length: toNumber(bits, 4, counted) }, (_, n) =>
    toNumber(bits, 4 + counted + n * 8, 8),
  )
  return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes))
}

const toNumber = (bits: boolean[], from: number, length: number): number =>
  bits.slice(from, from + length).reduce((sum, bit) => sum * 2 + Number(bit), 0)
