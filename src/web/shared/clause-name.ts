/** Headings name the chapter; an article is named by its address (`art7(2)` lies in 第7条). */
export function clauseName(clause: { heading: string; locator: string }): string {
  const [, number] = /^art(\d+)/.exec(clause.locator) ?? []
  if (number === undefined) return clause.heading
  const article = `第${number}条`
  if (clause.heading.includes(article)) return clause.heading
  return clause.heading === '' ? article : `${clause.heading} › ${article}`
}
