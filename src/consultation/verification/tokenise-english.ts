import type { Lexicon } from '../../knowledge/schemas.ts'
import { dictionaryOf } from './dictionary.ts'
import { type EnglishEntry, type Ground, plain, readEntry } from './english-entries.ts'
import { englishIrregulars, englishMonths, englishNumbers, englishUnits } from './english-words.ts'
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
  const ground = { wording, dictionary, lexicon }
  while (at < words.length) {
    splitUnknown(words, at, ground)
    const read = readDate(words, at) ?? readNumber(words, at) ?? readPhrase(words, at, ground)
    tokens.push(...read.tokens)
    at += read.length
  }
  return ownersFirst(giversOf(tokens)).map((token, start) => ({ ...token, start }))
}

/** “early-warning” is two words like any others, where no list has it as one. */
function splitUnknown(words: string[], at: number, ground: Ground): void {
  const parts = words[at]?.split('-').filter((part) => part !== '') ?? []
  if (parts.length > 1 && entriesAt(words, at, ground).length === 0) words.splice(at, 1, ...parts)
}

/** “guidance from the city centre” is given 由 it. */
function giversOf(tokens: Token[]): Token[] {
  return tokens.map((token, at) =>
    token.text === '从' && tokens[at + 1]?.kind === 'actor' ? plain('filler', '由') : token,
  )
}

/** “operator of a workstation” is 工作站的运营单位, and “evaluation of” it 工作站的评价. */
function ownersFirst(tokens: Token[]): Token[] {
  const turned = [...tokens]
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1]
    const after = tokens[at + 1]
    if (token.text !== '的' || !before || after?.kind !== 'actor') continue
    if (before.kind !== 'actor' && before.kind !== 'word' && before.text !== '数量') continue
    turned[at - 1] = after
    turned[at + 1] = before
  }
  return turned
}

type Read = { tokens: Token[]; length: number }

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

const SCALES: Record<string, number> = { hundred: 100, thousand: 1000, million: 1e6, billion: 1e9 }

/** “80”, “three years”, “2 million visits”, “2024”. */
function readNumber(words: string[], at: number): Read | undefined {
  const [word = '', next = ''] = words.slice(at, at + 2)
  const number = valueOf(word)
  if (number === undefined) return undefined
  const scale = SCALES[next] ?? 1
  const length = scale === 1 ? 1 : 2
  const isYear = /^(?:19|20)\d{2}\.?$/u.test(word)
  const unit = unitAfter(words, at + length, isYear ? 0 : 2)
  if (unit) return numberOf(`${number * scale}${unit.text}`, length + unit.length)
  if (word === 'one') return { tokens: [plain('filler', '一个')], length: 1 }
  return numberOf(`${number * scale}${isYear ? '年' : ''}`, length)
}

function valueOf(word: string): number | undefined {
  if (!/^\d/u.test(word)) return englishNumbers[word]
  const number = Number(word.replaceAll(',', '').replace(/\.$/u, ''))
  return Number.isNaN(number) ? undefined : number
}

function numberOf(value: string, length: number): Read {
  return { tokens: [plain('number', value, [value])], length }
}

/** A unit up to so many words on; what is counted is read once more as a word. */
function unitAfter(
  words: string[],
  at: number,
  most: number,
): { text: string; length: number } | undefined {
  for (const length of [2, 1]) {
    for (let skip = 0; skip <= most; skip += 1) {
      const text = englishUnits[words.slice(at + skip, at + skip + length).join(' ')]
      if (text === undefined) continue
      return { text, length: /^[家名场次]$/u.test(text) ? 0 : skip + length }
    }
  }
  return undefined
}

/** The longest phrase that the passages hold, else the longest that has an entry. */
function readPhrase(words: string[], at: number, ground: Ground): Read {
  if (isPeriod(words, at)) return { tokens: [plain('filler', '在')], length: 1 }
  const found = entriesAt(words, at, ground)
  const best = found.find(({ isHeld }) => isHeld) ?? found[0]
  const length = best?.length ?? 0
  if (length > 1 && splitsPhrase(words, at, { length, ground })) return { tokens: [], length: 1 }
  if (length < 2 && isPassive(words, at)) return { tokens: [plain('filler', '被')], length: 1 }
  return best ?? readUnknown(words[at] ?? '', ground)
}

/** “the public service” is not “the public” with a service. */
function splitsPhrase(
  words: string[],
  at: number,
  { length, ground }: { length: number; ground: Ground },
): boolean {
  if (!/^(?:the|an?)$/u.test(words[at] ?? '')) return false
  const [longest] = entriesAt(words, at + 1, ground)
  return longest !== undefined && longest.length >= length
}

function entriesAt(words: string[], at: number, ground: Ground): (EnglishEntry & Read)[] {
  const found: (EnglishEntry & Read)[] = []
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length -= 1) {
    const entry = readEntry(words.slice(at, at + length).join(' '), ground)
    if (entry) found.push({ ...entry, length })
  }
  return found
}

/** “is established”, “are jointly built”: it is done to the subject. */
function isPassive(words: string[], at: number): boolean {
  if (!/^(?:is|are|was|were|be|been)$/u.test(words[at] ?? '')) return false
  const next = words[at + 1]?.endsWith('ly') ? words[at + 2] : words[at + 1]
  return next !== undefined && (/.ed$/u.test(next) || next in englishIrregulars)
}

function readUnknown(word: string, { dictionary }: Ground): Read {
  if (/\p{Script=Han}/u.test(word)) {
    return { tokens: tokenise(normalise(word), dictionary), length: 1 }
  }
  const kind = /\p{L}/u.test(word) ? 'latin' : 'mark'
  return { tokens: [plain(kind, word)], length: 1 }
}
