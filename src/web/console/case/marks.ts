const MARK = /\[(\d{1,2})\]/g

/** The text without the marks of one clause, those of the clauses after it counted anew. */
export function dropMark(text: string, dropped: number): string {
  return text.replaceAll(MARK, (mark, digits: string) => {
    const n = Number(digits)
    if (n === dropped) return ''
    return n > dropped ? `[${n - 1}]` : mark
  })
}

/** The numbers that stand in the text and name none of so many clauses. */
export function strayMarks(text: string, clauses: number): number[] {
  const named = [...text.matchAll(MARK)].map(([, digits]) => Number(digits))
  return [...new Set(named)].filter((n) => n < 1 || n > clauses)
}
