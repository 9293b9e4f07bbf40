import { simplifiedForms } from '../../knowledge/solicitation.ts'
import { type PlainText, toPlainText } from '../../privacy/plain-text.ts'

/** Text in two forms with the places of their characters in the original. */
export type Reading = {
  original: string
  /** Half width, lower case, nothing hidden. */
  plain: PlainText
  /** That without spaces, symbols and the like, in simplified characters: what hides words is gone. */
  close: PlainText
}

const HEARTS = /[❤♥♡💗💖💙💚🧡💛💜]/u
const KEPT = /[\p{L}\p{N}。!?;,:、\n+@¥$%]/u
const BREAK = /[。!?;,:、\n]/

export function readClosely(
  original: string,
  words: { traditional: string; simplified: string },
): Reading {
  const plain = toPlainText(original)
  const forms = simplifiedForms(words)
  const kept: Kept[] = []
  let place = 0
  for (const character of plain.text) {
    const spoken = forms.get(character) ?? readSymbol(character, plain.text, place)
    if (KEPT.test(spoken) || joinsWord(plain.text, place))
      kept.push({ text: spoken, place, width: character.length })
    place += character.length
  }
  return { original, plain, close: toText(joinSingles(kept), plain) }
}

/** A heart is read `xin`, as 信, unless that stands after it anyway. */
function readSymbol(character: string, text: string, at: number): string {
  if (character === '➕') return '+'
  if (!HEARTS.test(character)) return character
  return text.startsWith('信', at + character.length) ? '' : '信'
}

type Kept = { text: string; place: number; width: number }

/** A point between digits, a line within a name. */
function joinsWord(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 1), at + 2)
  return /^(?:\d\.\d|[a-z\d][_-][a-z\d])$/.test(around)
}

/** `加,我,微,信`: breaks beside a row of single characters hold nothing apart. */
function joinSingles(kept: Kept[]): Kept[] {
  const breaks = kept.flatMap(({ text }, at) => (BREAK.test(text) ? [at] : []))
  const edges = [-1, ...breaks, kept.length]
  const isSingle = (segment: number) => {
    const [from, to] = [edges[segment], edges[segment + 1]]
    return from !== undefined && to !== undefined && to - from === 2
  }
  const isRow = (segment: number) =>
    isSingle(segment) && (isSingle(segment - 1) || isSingle(segment + 1))
  const dropped = new Set(breaks.filter((_, segment) => isRow(segment) || isRow(segment + 1)))
  return kept.filter((_, at) => !dropped.has(at))
}

function toText(kept: Kept[], { starts, ends }: PlainText): PlainText {
  const close = { text: '', starts: [] as number[], ends: [] as number[] }
  for (const { text, place, width } of kept) {
    close.text += text
    for (let each = 0; each < text.length; each += 1) {
      close.starts.push(starts[place] ?? 0)
      close.ends.push(ends[place + width - 1] ?? 0)
    }
  }
  return close
}

const SENTENCE_END = /[。!?;\n]/
const CLAUSE_END = /[。!?;\n,:、]/

export const sentenceAt = (text: string, at: number) => partAt(text, at, SENTENCE_END)
export const clauseAt = (text: string, at: number) => partAt(text, at, CLAUSE_END)

const FURTHEST = 200

/** What stands between two ends around a place, at most a few hundred characters. */
function partAt(text: string, at: number, end: RegExp): { text: string; start: number } {
  let start = at
  const first = Math.max(0, at - FURTHEST)
  while (start > first && !end.test(text.charAt(start - 1))) start -= 1
  let stop = at
  const last = Math.min(text.length, at + FURTHEST)
  while (stop < last && !end.test(text.charAt(stop))) stop += 1
  return { text: text.slice(start, stop), start }
}
