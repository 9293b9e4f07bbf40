import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const Report = z.object({
  size: z.string(),
  measured: z.record(z.string(), z.object({ p50: z.number(), p95: z.number() })),
})
type Report = z.infer<typeof Report>

const SHOWN: [name: string, colour: string][] = [
  ['ours, vectors', '#1b6ca8'],
  ['ours, words', '#2e8540'],
  ['ours, fused', '#8a3ffc'],
  ['PGVectorStore', '#b45309'],
]
const WIDTH = 640
const HEIGHT = 340
const LEFT = 60
const RIGHT = 170
const BOTTOM = 50
const TOP = 30

/** One picture of the median times of several reports (JSON of `--out`) by the number of passages. */
export async function writeCurves(files: string[], out: string): Promise<void> {
  const reports = await Promise.all(
    files.map(async (file) => Report.parse(JSON.parse(await readFile(file, 'utf8')))),
  )
  await writeFile(out, drawCurves(reports))
}

/** The sizes stand in the order given, a step apart: they grow tenfold and more. */
function drawCurves(reports: Report[]): string {
  const values = reports.flatMap(({ measured }) => SHOWN.map(([name]) => measured[name]?.p50 ?? 0))
  const most = Math.ceil(Math.max(...values, 1))
  const x = (at: number) => LEFT + (at * (WIDTH - LEFT - RIGHT)) / Math.max(1, reports.length - 1)
  const y = (value: number) => HEIGHT - BOTTOM - (value * (HEIGHT - TOP - BOTTOM)) / most
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = most * share
    return `<path d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}" stroke="#888" stroke-opacity=".35"/>
${label(LEFT - 8, y(value) + 4, 'end', value.toFixed(1))}`
  })
  const sizes = reports.map(({ size }, at) => label(x(at), HEIGHT - BOTTOM + 22, 'middle', size))
  const ends = spread(SHOWN.map(([name]) => y(reports.at(-1)?.measured[name]?.p50 ?? 0)))
  const lines = SHOWN.map(([name, colour], which) => {
    const points = reports.flatMap(({ measured }, at) => {
      const found = measured[name]
      return found ? [`${x(at).toFixed(1)},${y(found.p50).toFixed(1)}`] : []
    })
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5"/>
${label(WIDTH - RIGHT + 10, (ends[which] ?? 0) + 4, 'start', name, colour)}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="13">
<title>Median time of one search by the number of passages, in milliseconds</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${label(LEFT, 18, 'start', 'ms, median; by passages')}
${[...grid, ...sizes, ...lines].join('\n')}
</svg>
`
}

const LINE = 18

/** Moves what would overlap downwards, from the top on. */
function spread(heights: number[]): number[] {
  const moved = [...heights]
  const order = moved
    .map((_, at) => at)
    .sort((one, other) => (moved[one] ?? 0) - (moved[other] ?? 0))
  let free = -Infinity
  for (const at of order) {
    moved[at] = Math.max(moved[at] ?? 0, free)
    free = (moved[at] ?? 0) + LINE
  }
  return moved
}

type Anchor = 'start' | 'middle' | 'end'

function label(x: number, y: number, ...[anchor, text, fill = '#333']: [Anchor, string, string?]) {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${text}</text>`
}
