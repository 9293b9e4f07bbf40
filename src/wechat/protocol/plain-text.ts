const LINK = /\[([^\][]{1,200})\]\((https?:\/\/[^\s()]{1,500})\)/g
const EMPHASIS = /(\*\*|__|~~)(\S(?:[^*_~\n]{0,500}\S)?)\1/g
const CODE = /`([^`\n]{1,500})`/g

/** WeChat shows no Markdown: headings, lists, tables and emphasis become lines; links become `<a>`. */
export function withoutMarkdown(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  return lines
    .filter((line) => !isRule(line.trim()))
    .map(plainLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** `---`, `***`, ```` ``` ```` and the line under the head of a table. */
function isRule(line: string): boolean {
  return /^(?:[-*_]{3,}|```\w*|\|[-:| ]+\|)$/.test(line)
}

function plainLine(line: string): string {
  const start = line.trimStart()
  const indent = line.length - start.length > 1 ? '  ' : ''
  return `${indent}${plainInline(plainBlock(start))}`
}

function plainBlock(line: string): string {
  if (/^#{1,6} /.test(line)) return `【${line.replace(/^#+ /, '').trim()}】`
  if (/^[-*+] /.test(line)) return `• ${line.slice(2)}`
  if (line.startsWith('> ')) return line.slice(2)
  if (line.startsWith('|') && line.trimEnd().endsWith('|')) {
    const cells = line.trim().slice(1, -1).split('|')
    return cells.map((cell) => cell.trim()).join('　')
  }
  return line
}

function plainInline(line: string): string {
  return line
    .replace(LINK, (_, label: string, url: string) => link(label, url))
    .replace(EMPHASIS, '$2')
    .replace(CODE, '$1')
}

/** A link as WeChat shows it; anything else in angle brackets is shown as it stands. */
export function link(label: string, url: string): string {
  const safe = url.replace(/["<>\s]/g, (character) => encodeURIComponent(character))
  return `<a href="${safe}">${label.replace(/[<>]/g, '')}</a>`
}
