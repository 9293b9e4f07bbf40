import type { Block } from './parsed-document.ts'

/** 编, 章 and 节 of a rule; its articles are paragraphs. */
const DIVISION = /^第[零〇一二三四五六七八九十百\d]{1,6}([编章节])(?:$|[\s\u3000])/
const LEVELS: Record<string, number> = { 编: 1, 章: 2, 节: 3 }
const ARTICLE = /^第\s?[零〇一二三四五六七八九十百\d]{1,6}\s?条/
const ITEM =
  /^(?:[（(][一二三四五六七八九十]{1,3}[）)]|[（(]?\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[a-z][)）]|[①-⑳])/
const LONGEST_HEADING = 100
const LONGEST_DIVISION = 40

/**
 * Tells headings and items by their words where the file does not: most official papers number by hand.
 * What the file calls a heading but reads like an article stays a paragraph.
 */
export function tellKinds(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    if (block.kind === 'table-row') return block
    if (block.kind === 'heading') return isHeading(block.text) ? block : asParagraph(block)
    return block.kind === 'paragraph' ? tellParagraph(block) : block
  })
}

const isHeading = (text: string): boolean => text.length <= LONGEST_HEADING && !ARTICLE.test(text)

function asParagraph({ level: _, ...block }: Block): Block {
  return tellParagraph({ ...block, kind: 'paragraph' })
}

function tellParagraph(block: Block): Block {
  const division = DIVISION.exec(block.text)?.[1]
  const level = division === undefined ? undefined : LEVELS[division]
  if (level !== undefined && block.text.length <= LONGEST_DIVISION)
    return { ...block, kind: 'heading', level }
  return ITEM.test(block.text) ? { ...block, kind: 'item', level: 1 } : block
}
