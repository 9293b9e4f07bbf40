import { stripHidden } from '../shared/text.ts'
import type { Block } from './parsing/parsed-document.ts'

const ARTICLE = /^第\s*[0-9零〇一二三四五六七八九十百千]{1,6}\s*条/u
const CHAPTER =
  /^第\s*[0-9零〇一二三四五六七八九十百]{1,4}\s*([编章节])(?:\s|　|$|(?=[^条款]{1,30}$))/u
const CHAPTER_LEVELS: Record<string, number> = { 编: 1, 章: 2, 节: 3 }
const DEEPEST = 6

/**
 * The text of a document in the form of the packaged ones (Markdown headings, one paragraph a block), from what
 * parsing has found. What a reader of the file does not see is left out; staff see it as a finding.
 */
export function buildBody(blocks: readonly Block[]): string {
  const paragraphs = blocks.flatMap((block) => {
    if (block.hidden) return []
    const text = stripHidden(block.text).replaceAll(/\s+/gu, ' ').trim()
    return text === '' ? [] : [toMarkdown({ ...block, text })]
  })
  return `${paragraphs.join('\n\n')}\n`
}

/** An article begins a unit even where the file has it as a heading; a chapter is a heading even where not. */
function toMarkdown({ text, kind, level = 1 }: Block): string {
  const plain = text.replace(/^#/u, '＃')
  if (ARTICLE.test(text)) return plain
  const part = CHAPTER.exec(text)?.[1]
  if (part !== undefined) return `${marks(CHAPTER_LEVELS[part] ?? 2)} ${plain}`
  return kind === 'heading' ? `${marks(level)} ${plain}` : plain
}

const marks = (level: number) => '#'.repeat(Math.min(level, DEEPEST))
