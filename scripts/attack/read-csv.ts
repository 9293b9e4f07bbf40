const FORMULA = /^[=+\-@\t\r＝＋－＠]/

/** What is wrong with an exported table: cells that a program would calculate, rows out of step. */
export function csvProblems(status: number, text: string): string[] {
  if (status !== 200) return [`the export was answered ${status}`]
  const rows = readCsv(text.replace(/^\uFEFF/, ''))
  const columns = new Set(rows.map(({ length }) => length))
  const formulas = rows.flat().filter((cell) => FORMULA.test(cell) && !/^[+-]?[\d.]+%?$/.test(cell))
  return [
    ...(columns.size <= 1 ? [] : [`rows of ${[...columns].join(', ')} columns`]),
    ...formulas.map((cell) => `a cell begins like a formula: ${cell.slice(0, 40)}`),
  ]
}

/** RFC 4180. */
function readCsv(text: string): string[][] {
  const cells = text.matchAll(/("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r?\n|$)/g)
  const rows: string[][] = [[]]
  for (const [whole, cell = '', end = ''] of cells) {
    if (whole === '') break
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    if (end !== ',') rows.push([])
  }
  return rows.filter(({ length }) => length > 0)
}
