import { type Cell, writeCsv } from '../export-figures.ts'
import { figureList, figureNames } from './figure-list.ts'
import type { OpenMonth } from './read-months.ts'

/** Under which others may use the figures; whoever runs the service decides (docs/open-data.md). */
export const LICENCE = {
  name: 'CC BY 4.0',
  url: 'https://creativecommons.org/licenses/by/4.0/',
}

const HEAD = ['month', 'dimension', 'name', 'figure', 'figure_zh', 'value', 'of', 'share']
const MERGED = '其他合并 (others, merged)'
const NOT_STATED = '未注明 (not stated)'

/** One row for each number; before them lines that begin with `#`: the licence, and how each figure is counted. */
export function writeOpenCsv(months: readonly OpenMonth[]): string {
  const notes = [
    `# licence: ${LICENCE.name} ${LICENCE.url}`,
    ...figureNames.map((figure) => {
      const { name, meaning } = figureList[figure]
      return `# ${figure}: ${name.zh}，${meaning.zh} / ${meaning.en}`
    }),
  ]
  const rows = months.flatMap(({ month, figures }) =>
    figures.map(({ dimension, name, merged, figure, value, of }): Cell[] => [
      month,
      dimension,
      tellName({ dimension, name, merged }),
      figure,
      figureList[figure].name.zh,
      value,
      of,
      of === null || of === 0 ? null : value / of,
    ]),
  )
  return writeCsv([...notes.map((note) => [note]), HEAD, ...rows])
}

type Named = { dimension: string; name: string; merged: boolean }

function tellName({ dimension, name, merged }: Named): string {
  if (merged) return MERGED
  return name === '' && dimension !== 'total' ? NOT_STATED : name
}
