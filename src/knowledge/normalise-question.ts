import { Converter } from 'opencc-js/t2cn'
import type { Lexicon } from './schemas.ts'
import { fold } from '../shared/text.ts'

const toSimplified = Converter({ from: 't', to: 'cn' })

/** The question in the script of the documents: half width, simplified, common slips mended. */
export function normaliseQuestion(text: string, lexicon: Lexicon): string {
  const simplified = toSimplified(text.normalize('NFKC')).replaceAll('専', '专')
  return Object.entries(lexicon.typos).reduce(
    (mended, [slip, meant]) => mended.replaceAll(slip, meant),
    simplified,
  )
}

/** Official words for what the question calls otherwise, each once. */
export function expandQuestion(question: string, lexicon: Lexicon): string[] {
  const folded = fold(question)
  const found = new Set<string>()
  for (const [official, names] of Object.entries(lexicon.synonyms)) {
    if (names.some((name) => mentions(folded, fold(name)))) found.add(official)
  }
  for (const dictionary of [lexicon.english, lexicon.abbreviations]) {
    for (const [name, official] of Object.entries(dictionary)) {
      if (mentions(folded, fold(name))) found.add(official)
    }
  }
  return [...found].filter((official) => !folded.includes(fold(official)))
}

/** Latin names count as whole words only. Both arguments are folded. */
export function mentions(text: string, name: string): boolean {
  if (!/^[\x20-\x7e]+$/.test(name)) return text.includes(name)
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' '
    const after = text.slice(at + name.length).replace(/^(?:s|es)\b/, '')[0] ?? ' '
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true
  }
  return false
}
