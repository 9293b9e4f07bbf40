/** The small part of Markdown that answers use. Everything else, HTML above all, stays plain text. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong'; text: string }
  | { kind: 'link'; text: string; href: string }
  /** `tail`: punctuation behind the mark, which must not begin a line. */
  | { kind: 'citation'; n: number; tail: string }

export type Block =
  | { kind: 'paragraph'; lines: Inline[][] }
  | { kind: 'heading'; content: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

const inlinePattern = new RegExp(
  [
    String.raw`\*\*([^*\n]+)\*\*`,
    String.raw`\[([^\]\n]{1,200})\]\((https?:\/\/[^\s)]{1,500})\)`,
    String.raw`\[(\d{1,2})\]([。，；、：！？）”,.;:!?)]?)`,
    String.raw`(https?:\/\/[\w\-.~:/?#@!$&*+,;=%]{1,500})`,
  ].join('|'),
  'g',
)

const listPattern = /^\s*(?:[-*•]|(\d{1,3})[.、)])\s+(.*)$/
const headingPattern = /^#{1,6}\s+(.*)$/
const tableRowPattern = /^\s*\|.*\|\s*$/
const tableRulePattern = /^\s*\|[\s:|-]+\|\s*$/

function inlineOf(match: RegExpExecArray): Inline {
  const [whole, strong, linkText, linkHref, mark, tail = '', address] = match
  if (strong !== undefined) return { kind: 'strong', text: strong }
  if (linkText !== undefined && linkHref !== undefined) {
    return { kind: 'link', text: linkText, href: linkHref }
  }
  if (mark !== undefined) return { kind: 'citation', n: Number(mark), tail }
  if (address !== undefined) return { kind: 'link', text: address, href: address }
  return { kind: 'text', text: whole }
}

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  const pattern = new RegExp(inlinePattern)
  let end = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push(inlineOf(match))
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function parseCells(row: string): Inline[][] {
  const inner = row.trim().slice(1, -1)
  return inner.split('|').map((cell) => parseInline(cell.trim()))
}

function countRows(lines: string[], from: number): number {
  let end = from
  while (end < lines.length && tableRowPattern.test(lines[end] ?? '')) end += 1
  return end - from
}

/** A line that goes on with the block before it, or opens one of its own. */
function addLine(blocks: Block[], line: string, joins: boolean): void {
  const last = blocks[blocks.length - 1]
  const item = listPattern.exec(line)
  if (item !== null) {
    const [, number, content = ''] = item
    const ordered = number !== undefined
    if (last?.kind === 'list' && last.ordered === ordered) last.items.push(parseInline(content))
    else {
      const start = ordered ? Number(number) : 1
      blocks.push({ kind: 'list', ordered, start, items: [parseInline(content)] })
    }
    return
  }
  const heading = headingPattern.exec(line)
  if (heading !== null) {
    blocks.push({ kind: 'heading', content: parseInline(heading[1] ?? '') })
  } else if (joins && last?.kind === 'paragraph') last.lines.push(parseInline(line))
  else blocks.push({ kind: 'paragraph', lines: [parseInline(line)] })
}

export function parseMarkdown(text: string): Block[] {
  const lines = text.split(/\r?\n/)
  const blocks: Block[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (tableRowPattern.test(line) && tableRulePattern.test(lines[index + 1] ?? '')) {
      const count = countRows(lines, index + 2)
      const rows = lines.slice(index + 2, index + 2 + count).map(parseCells)
      blocks.push({ kind: 'table', head: parseCells(line), rows })
      index += 1 + count
    } else if (line.trim() !== '') {
      addLine(blocks, line, (lines[index - 1] ?? '').trim() !== '')
    }
  }
  return blocks
}
