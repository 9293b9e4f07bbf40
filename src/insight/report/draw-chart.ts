import { escapeMarkup } from '../../shared/escape-markup.ts'
import type { Bar, Block } from './lay-out.ts'

type Chart = Extract<Block, { kind: 'chart' }>

const WIDTH = 720
const BAR = 22
const GAP = 8
const LABELS = 210
const HEIGHT = 220
const FOOT = 46
const TOP = 24

/** One drawing without scripts; what it shows stands in a table beside it, too. @param id unique in the page */
export function drawChart(chart: Chart, id: string): string {
  const most = Math.max(1, ...chart.bars.map(({ value }) => value))
  const { height, marks } = chart.inOrder
    ? drawColumns(chart.bars, most)
    : drawBars(chart.bars, most)
  const shown = chart.bars.map(({ label, value }) => `${label} ${value}`).join('，')
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" xmlns="http://www.w3.org/2000/svg">
<title id="${id}-t">${escapeMarkup(chart.caption)}</title><desc id="${id}-d">${escapeMarkup(`${shown}（${chart.unit}）`)}</desc>
${marks}</svg>`
}

type Drawn = { height: number; marks: string }

const text = (x: number, y: number, rest: { anchor: string; words: string }) =>
  `<text x="${x}" y="${y}" text-anchor="${rest.anchor}">${escapeMarkup(rest.words)}</text>\n`

const MOST_LETTERS = 15

const shorten = (label: string) =>
  label.length > MOST_LETTERS ? `${label.slice(0, MOST_LETTERS - 1)}…` : label

function drawBars(bars: readonly Bar[], most: number): Drawn {
  const room = WIDTH - LABELS - 70
  const marks = bars.map(({ label, value }, at) => {
    const y = at * (BAR + GAP) + GAP
    const width = Math.round((value / most) * room)
    return (
      text(LABELS - 8, y + 16, { anchor: 'end', words: shorten(label) }) +
      `<rect x="${LABELS}" y="${y}" width="${width}" height="${BAR}"/>\n` +
      text(LABELS + width + 6, y + 16, { anchor: 'start', words: String(value) })
    )
  })
  return { height: bars.length * (BAR + GAP) + GAP, marks: marks.join('') }
}

/** At most so many names fit below the columns. */
const MOST_NAMES = 12

function drawColumns(bars: readonly Bar[], most: number): Drawn {
  const room = HEIGHT - TOP
  const step = WIDTH / Math.max(1, bars.length)
  const every = Math.ceil(bars.length / MOST_NAMES)
  const marks = bars.map(({ label, value }, at) => {
    const tall = Math.round((value / most) * room)
    const [x, middle] = [at * step + step * 0.15, at * step + step / 2]
    const isNamed = at % every === 0
    return (
      `<rect x="${x.toFixed(1)}" y="${HEIGHT - tall}" width="${(step * 0.7).toFixed(1)}" height="${tall}"/>\n` +
      (isNamed ? drawNames(middle, HEIGHT - tall, { label, value }) : '')
    )
  })
  const line = `<line x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}"/>\n`
  return { height: HEIGHT + FOOT, marks: line + marks.join('') }
}

/** `2026 年 3 月` stands in two lines. */
function drawNames(x: number, y: number, { label, value }: Bar): string {
  const [first = '', second = ''] = label.split(' 年 ')
  return (
    text(x, y - 5, { anchor: 'middle', words: String(value) }) +
    text(x, HEIGHT + 18, { anchor: 'middle', words: second === '' ? shorten(first) : second }) +
    (second === '' ? '' : text(x, HEIGHT + 36, { anchor: 'middle', words: first }))
  )
}
