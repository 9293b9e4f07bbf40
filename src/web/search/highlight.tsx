import { flatMap } from '../shared/flat-map.ts'

const longestSnippet = 150
const before = 40

/** The words of the query that the text has; for Chinese, which has no spaces, else pairs of its characters. */
function termsOf(query: string, text: string): string[] {
  const words = query.split(/[\s，。、；：？！,.;:?!]+/).filter((word) => word.length > 1)
  const whole = words.filter((word) => text.toLowerCase().includes(word.toLowerCase()))
  if (whole.length > 0) return whole
  const chinese = words.filter((word) => /^[\u4e00-\u9fff]{3,}$/.test(word))
  const pairsOf = (word: string) =>
    [...word].slice(1).map((character, at) => word.charAt(at) + character)
  return flatMap(chinese, pairsOf).slice(0, 30)
}

function escapeForPattern(term: string): string {
  return term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function snippetOf(text: string, pattern: RegExp | undefined): string {
  if (text.length <= longestSnippet) return text
  const found = pattern === undefined ? 0 : Math.max(0, text.search(pattern))
  const from = found > before + 20 ? found - before : 0
  const to = from + longestSnippet
  return (from > 0 ? '……' : '') + text.slice(from, to) + (to < text.length ? '……' : '')
}

/** The part of a clause around the first match, with the searched words marked. */
export function Highlight(props: { text: string; query: string }) {
  const text = props.text.replace(/\s*\n\s*/g, ' ')
  const terms = termsOf(props.query, text)
  const pattern =
    terms.length === 0 ? undefined : new RegExp(`(${terms.map(escapeForPattern).join('|')})`, 'gi')
  const snippet = snippetOf(text, pattern)
  const parts = pattern === undefined ? [snippet] : snippet.split(pattern)
  return (
    <>{parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>
  )
}
