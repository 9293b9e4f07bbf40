import type { HiddenReason } from '../parsed-document.ts'
import { oneLine } from '../raw-document.ts'
import type { Run } from './read-runs.ts'
import { plain } from './plain-han.ts'

export type Line = {
  text: string
  /** More than one where wide gaps part them: a row of a table. */
  cells: string[]
  page: number
  x: number
  y: number
  endX: number
  size: number
  hidden: HiddenReason | undefined
}

/** In sizes of the letters. */
const SAME_LINE = 0.5
const WORD_GAP = 0.2
const CELL_GAP = 1.8
const BACK = 1

const HAN_BOTH = /[\p{Script=Han}，。；：、（）《》“”][\p{Script=Han}，。；：、（）《》“”]$/u

/** Joins the runs of a page, in the order of the file, to lines. */
export function toLines(runs: readonly Run[], page: number): Line[] {
  const lines: Line[] = []
  for (const run of runs) {
    const line = lines.at(-1)
    if (line && continues(line, run)) append(line, run)
    else if (run.text.trim() !== '') lines.push(begin(run, page))
  }
  return lines.map(tidy).filter(({ text }) => text !== '')
}

const begin = (run: Run, page: number): Line => ({
  text: '',
  cells: [plain(run.text)],
  page,
  x: run.x,
  y: run.y,
  endX: run.endX,
  size: run.size,
  hidden: run.hidden,
})

function continues(line: Line, run: Run): boolean {
  const isSameLine = Math.abs(run.y - line.y) < SAME_LINE * Math.max(line.size, run.size)
  const isBehind = run.x > line.endX - BACK * line.size
  return isSameLine && isBehind && (run.hidden === line.hidden || run.text.trim() === '')
}

function append(line: Line, run: Run) {
  const gap = (run.x - line.endX) / (line.size || 1)
  const text = plain(run.text)
  const before = line.cells.pop() ?? ''
  if (gap > CELL_GAP && before.trim() !== '' && text.trim() !== '') line.cells.push(before, text)
  else line.cells.push(before + (needsSpace(before, text, gap) ? ' ' : '') + text)
  if (text.trim() !== '') {
    line.endX = run.endX
    line.size = Math.max(line.size, run.size)
  }
}

function needsSpace(before: string, after: string, gap: number): boolean {
  if (gap < WORD_GAP || before.endsWith(' ') || after.startsWith(' ')) return false
  return gap > 1 || !HAN_BOTH.test(before.slice(-1) + after.slice(0, 1))
}

function tidy(line: Line): Line {
  const cells = line.cells.map(oneLine).filter((cell) => cell !== '')
  return { ...line, cells, text: cells.join(cells.length > 1 ? ' | ' : '') }
}
