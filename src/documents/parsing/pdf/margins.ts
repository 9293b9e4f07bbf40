import type { Line } from './lay-out.ts'

export type PageLines = { height: number; lines: Line[] }

/** How many lines at either end may be margins. */
const EDGE_LINES = 3
/** Part of the height of a page. */
const EDGE = 0.12
const SAME_PLACE = 6
const PAGE_NUMBER =
  /^[-—–·\s]{0,4}(?:第 ?)?\d{1,4}(?: ?页)?(?: ?[/／共,，]{1,2} ?\d{1,4} ?页?)?[-—–·\s]{0,4}$/

/** Parts the lines that stand on most pages at the same place, and page numbers, from the text. */
export function partMargins(pages: readonly PageLines[]): { body: Line[][]; margins: string[] } {
  const seen = new Map<string, number>()
  for (const page of pages)
    for (const key of new Set(edgesOf(page).map(keyOf))) seen.set(key, (seen.get(key) ?? 0) + 1)
  const often = Math.max(2, pages.length / 2)
  const margins = new Set<string>()
  const body = pages.map((page) => {
    const edges = new Set(edgesOf(page))
    return page.lines.filter((line) => {
      const isMargin =
        edges.has(line) && isRepeated(line, page, (seen.get(keyOf(line)) ?? 0) >= often)
      if (isMargin) margins.add(line.text)
      return !isMargin
    })
  })
  return { body, margins: [...margins] }
}

function isRepeated(line: Line, { height }: PageLines, isOften: boolean): boolean {
  const isAtEdge = line.y < height * EDGE || line.y > height * (1 - EDGE)
  return isAtEdge && (isOften || (line.text.length < 20 && PAGE_NUMBER.test(line.text)))
}

function edgesOf({ lines }: PageLines): Line[] {
  const sorted = lines.toSorted((a, b) => a.y - b.y)
  return [...sorted.slice(0, EDGE_LINES), ...sorted.slice(-EDGE_LINES)]
}

/** Pages differ in their numbers only. */
const keyOf = ({ text, y }: Line): string =>
  `${Math.round(y / SAME_PLACE)} ${text.replace(/\d+/g, '#')}`
