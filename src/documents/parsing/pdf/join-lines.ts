import type { Block } from '../parsed-document.ts'
import { joinLines } from '../join-lines.ts'
import type { Line } from './lay-out.ts'

/** In sizes of the letters. */
const RAGGED = 2
const INDENT = 0.6
const NEXT_LINE = 2.3
const NEXT_HEADING_LINE = 1.8
const SAME_SIZE = 0.1
const LARGER = 1.15
const LONGEST_HEADING = 60
const HIGHEST_LEVEL = 6

const STARTS =
  /^(?:第\s?[零〇一二三四五六七八九十百\d]{1,6}\s?[编章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、)]|[a-z][)）]|[①-⑳•●■◆])/

type Last = { line: Line; block: Block }

/** Lines that were only wrapped become one paragraph again, over the end of a page too. */
export function joinParagraphs(pages: readonly Line[][]): Block[] {
  const blocks: Block[] = []
  const levelOf = headingLevels(pages.flat())
  const frames = framesOf(pages.map((lines) => lines.filter((line) => levelOf(line) === undefined)))
  let last: Last | undefined
  for (const [at, lines] of pages.entries()) {
    const frame = frames[at] ?? NO_FRAME
    for (const line of lines) {
      const level = levelOf(line)
      if (last && belongsTo(last, { line, level, frame })) {
        last.block.text = joinLines(last.block.text, line.text)
        last.line = line
        continue
      }
      const block = toBlock(line, level)
      blocks.push(block)
      last = { line, block }
    }
  }
  return blocks
}

type Next = { line: Line; level: number | undefined; frame: Frame }

function belongsTo(last: Last, { line, level, frame }: Next): boolean {
  if (last.block.kind === 'paragraph') return level === undefined && goesOn(last, line, frame)
  const isSame = last.block.kind === 'heading' && last.block.level === level
  return isSame && isHeadingMore(last.line, line, frame)
}

function toBlock({ text, cells, page, hidden }: Line, level: number | undefined): Block {
  const shared = { text, page, ...(hidden && { hidden }) }
  if (cells.length > 1) return { ...shared, kind: 'table-row', cells }
  return level === undefined
    ? { ...shared, kind: 'paragraph' }
    : { ...shared, kind: 'heading', level }
}

type Frame = { left: number; right: number }

const NO_FRAME: Frame = { left: 0, right: Number.POSITIVE_INFINITY }

/** Where the text of each page begins and ends; a page with few lines has at least the usual width. */
function framesOf(pages: readonly Line[][]): Frame[] {
  const own = pages.filter((lines) => lines.length > 0).map(frameOf)
  const usual = {
    left: middle(own.map(({ left }) => left)),
    right: middle(own.map(({ right }) => right)),
  }
  return pages.map((lines) => {
    const { left, right } = lines.length === 0 ? usual : frameOf(lines)
    return { left: Math.min(left, usual.left), right: Math.max(right, usual.right) }
  })
}

const frameOf = (lines: readonly Line[]): Frame => ({
  left: lines.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY),
  right: lines.reduce((most, { endX }) => Math.max(most, endX), 0),
})

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function goesOn({ line: before, block }: Last, line: Line, frame: Frame): boolean {
  const { size } = before
  if (line.cells.length > 1 || block.hidden !== line.hidden) return false
  if (Math.abs(line.size - size) > size * SAME_SIZE || STARTS.test(line.text)) return false
  const isWrapped = before.endX > frame.right - RAGGED * size
  const isFlush = line.x < frame.left + INDENT * size
  const down = line.y - before.y
  const isNext =
    before.page === line.page ? down > 0 && down < NEXT_LINE * size : isOverPage(before)
  return isWrapped && isFlush && isNext
}

/** The second line of a heading that was wrapped, or stands in the middle of the page. */
function isHeadingMore(before: Line, line: Line, frame: Frame): boolean {
  const down = line.y - before.y
  const isNext = before.page === line.page && down > 0 && down < NEXT_HEADING_LINE * before.size
  const isMiddle = Math.abs(before.x + before.endX - line.x - line.endX) < 2 * line.size
  const isInside = Math.min(before.x, line.x) > frame.left + before.size
  const isWrapped = before.endX > frame.right - RAGGED * before.size
  return isNext && ((isMiddle && isInside) || isWrapped) && !STARTS.test(line.text)
}

const isOverPage = ({ text }: Line): boolean => !/[。！？：；.!?]$/.test(text)

/** Lines in letters larger than those of most of the text are headings, the largest the highest. */
function headingLevels(lines: readonly Line[]): (line: Line) => number | undefined {
  const characters = new Map<number, number>()
  for (const { size, text } of lines)
    characters.set(round(size), (characters.get(round(size)) ?? 0) + text.length)
  const [usual = 0] = [...characters].toSorted((a, b) => b[1] - a[1])[0] ?? []
  const isHeading = ({ size, text, cells, hidden }: Line) =>
    round(size) > usual * LARGER && text.length <= LONGEST_HEADING && cells.length === 1 && !hidden
  const sizes = [...new Set(lines.filter(isHeading).map(({ size }) => round(size)))]
  const ranked = sizes.toSorted((a, b) => b - a)
  return (line) =>
    isHeading(line) ? Math.min(ranked.indexOf(round(line.size)) + 1, HIGHEST_LEVEL) : undefined
}

const round = (size: number): number => Math.round(size * 2) / 2
