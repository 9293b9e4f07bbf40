import type { Lexicon } from '../../knowledge/schemas.ts'
import { type Dictionary, dictionaryOf } from './dictionary.ts'
import { englishContent } from './english-content.ts'
import {
  englishFillers,
  englishGrammar,
  englishMonths,
  englishNumbers,
  englishUnits,
} from './english-words.ts'
import { type Token, normalise, tokenise } from './tokenise.ts'

const WORD = /[a-z][a-z'’&-]*(?:\.[a-z]+)*|\d[\d,.]*|%|[,;:]|\p{Script=Han}+|[^\s]/gu
const LINK = /(?:https?:\/\/|www\.)\S+|[a-z0-9._-]+@[a-z0-9.-]+|(?:[a-z0-9-]+\.)+[a-z]{2,}\/?\S*/gu
const POSSESSIVE = /(?<=[a-z])['’]s?(?=[ ,.;:])/gu
/** Words of the longest phrase of the lists. */
const LONGEST = 5

/**
 * The tokens of an English sentence in the words of the documents, so that the same checks read
 * both languages. Of several Chinese words for one English, the one that the passages use.
 */
export function tokeniseEnglish(text: string, wording: string, lexicon: Lexicon): Token[] {
  const dictionary = dictionaryOf(lexicon)
  const links = text.match(LINK) ?? []
  const words = text.replaceAll(LINK, ' ').replaceAll(POSSESSIVE, ' ').match(WORD) ?? []
  const tokens: Token[] = links.map((link) => plain('link', link.replace(/[.,;:]+$/u, '')))
  let at = 0
  while (at < words.length) {
    const read =
      readDate(words, at) ??
      readNumber(words, at) ??
      readPhrase(words, at, { wording, dictionary, lexicon })
    tokens.push(...read.tokens)
    at += read.length
  }
  return ownersFirst(tokens).map((token, start) => ({ ...token, start }))
}

/** “operator of a workstation” is 工作站的运营单位. */
function ownersFirst(tokens: Token[]): Token[] {
  const turned = [...tokens]
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1]
    const after = tokens[at + 1]
    if (token.text !== '的' || before?.kind !== 'actor' || after?.kind !== 'actor') continue
    turned[at - 1] = after
    turned[at + 1] = before
  }
  return turned
}

type Read = { tokens: Token[]; length: number }
type Ground = { wording: string; dictionary: Dictionary; lexicon: Lexicon }

/** “27 September 2021”, “September 27” and “Article 25”. */
function readDate(words: string[], at: number): Read | undefined {
  const near = words.slice(at, at + 3).map((word) => word.replace(/[.,]+$/u, ''))
  const [first = '', second = ''] = near
  const reference = readReference(first, second)
  if (reference) return reference
  const pair = near.slice(0, 2)
  const month = pair.map((word) => englishMonths[word]).find((each) => each !== undefined)
  const day = pair.find((word) => /^\d{1,2}$/u.test(word))
  const year = near.slice(1).find((word) => /^\d{4}$/u.test(word))
  const opens = first in englishMonths || (first === day && second in englishMonths)
  if (month === undefined || !opens || (day ?? year) === undefined) return undefined
  const parts = [
    ...(year === undefined ? [] : [`${year}年`]),
    `${month}月`,
    ...(day === undefined ? [] : [`${day}日`]),
  ]
  return { tokens: parts.map((part) => plain('number', part, [part])), length: parts.length }
}

const REFERENCES: Record<string, (number: string) => string> = {
  article: (number) => `第${number}条`,
  chapter: (number) => `第${number}章`,
  annex: (letter) => `附录${letter}`,
  appendix: (letter) => `附录${letter}`,
}

function readReference(word: string, number: string): Read | undefined {
  const value = /^(?:\d{1,3}|[a-z])$/u.test(number) ? REFERENCES[word]?.(number) : undefined
  return value === undefined ? undefined : { tokens: [plain('number', value, [value])], length: 2 }
}

/** “over three years” says how long, not how much. */
function isPeriod(words: string[], at: number): boolean {
  const after = words.slice(at + 1, at + 5).join(' ')
  return (
    words[at] === 'over' && /^(?:the |a )?(?:[a-z]+ |\d+ )?(?:years?|months?|days?)\b/u.test(after)
  )
}

function readNumber(words: string[], at: number): Read | undefined {
  const word = words[at] ?? ''
  const number = /^\d/u.test(word)
    ? Number(word.replaceAll(',', '').replace(/\.$/u, ''))
    : englishNumbers[word]
  if (number === undefined || Number.isNaN(number)) return undefined
  for (const length of [2, 1]) {
    for (const skip of [0, 1, 2]) {
      const from = at + 1 + skip
      const unit = englishUnits[words.slice(from, from + length).join(' ')]
      if (unit === undefined) continue
      const counted = ['家', '名', '场', '次'].includes(unit)
      const value = `${number}${unit}`
      return { tokens: [plain('number', value, [value])], length: counted ? 1 : 1 + skip + length }
    }
  }
  if (word === 'one') return { tokens: [plain('filler', '一个')], length: 1 }
  return { tokens: [plain('number', String(number), [String(number)])], length: 1 }
}

function readPhrase(words: string[], at: number, ground: Ground): Read {
  if (isPeriod(words, at)) return { tokens: [plain('filler', '在')], length: 1 }
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length -= 1) {
    const phrase = words.slice(at, at + length).join(' ')
    const tokens = readEntry(phrase, ground)
    if (tokens) return { tokens, length }
  }
  const word = words[at] ?? ''
  if (/\p{Script=Han}/u.test(word)) {
    return { tokens: tokenise(normalise(word), ground.dictionary), length: 1 }
  }
  const kind = /\p{L}/u.test(word) ? 'latin' : 'mark'
  return { tokens: [plain(kind, word)], length: 1 }
}

function readEntry(phrase: string, { wording, dictionary, lexicon }: Ground): Token[] | undefined {
  const grammar = englishGrammar[phrase]
  if (grammar !== undefined) {
    const entry = dictionary.entries.get(grammar)
    return [entry ? { ...entry, text: grammar, start: 0 } : plain('filler', grammar)]
  }
  const forms = formsOf(phrase, lexicon)
  const [first] = forms
  const held = forms.find((each) => wording.includes(each))
  const form = held ?? (englishFillers.has(phrase) ? undefined : first)
  if (form === undefined) return readFiller(phrase)
  return [{ ...plain('word', form), values: dictionary.entries.get(form)?.values ?? [] }]
}

function formsOf(phrase: string, lexicon: Lexicon): string[] {
  const forms = englishContent[phrase] ?? []
  if (phrase.split(' ').some((word) => word in englishGrammar)) return forms
  const named = lexicon.english[phrase] ?? lexicon.english[singular(phrase)]
  return named === undefined ? forms : [...forms, named]
}

function readFiller(word: string): Token[] | undefined {
  if (!englishFillers.has(word)) return undefined
  return word === 'of' ? [plain('filler', '的')] : []
}

function singular(phrase: string): string {
  return phrase.replace(/ies$/u, 'y').replace(/s$/u, '')
}

function plain(kind: Token['kind'], text: string, values: string[] = []): Token {
  return { kind, text, values, level: 0, start: 0 }
}
