import type { Lexicon } from '../../knowledge/schemas.ts'
import { actorNames, namesOf } from './actors.ts'
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

/** “operator of a workstation” is 工作站的运营单位, and “evaluation of” it 工作站的评价. */
function ownersFirst(tokens: Token[]): Token[] {
  const turned = [...tokens]
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1]
    const after = tokens[at + 1]
    if (token.text !== '的' || !before || after?.kind !== 'actor') continue
    if (before.kind !== 'actor' && before.kind !== 'word') continue
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

const SCALES: Record<string, number> = { hundred: 100, thousand: 1000, million: 1e6, billion: 1e9 }

function readNumber(words: string[], at: number): Read | undefined {
  const scale = SCALES[words[at + 1] ?? '']
  const read = scale === undefined ? undefined : readNumber(words.toSpliced(at + 1, 1), at)
  const [first] = read?.tokens ?? []
  if (read && first && scale !== undefined) {
    const value = first.text.replace(/^[\d.]+/u, (digits) => String(Number(digits) * scale))
    return { tokens: [plain('number', value, [value])], length: read.length + 1 }
  }
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
  if (/^(?:19|20)\d{2}$/u.test(word)) {
    return { tokens: [plain('number', `${word}年`, [`${word}年`])], length: 1 }
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

function readEntry(phrase: string, ground: Ground): Token[] | undefined {
  const lemmas = lemmasOf(phrase)
  const forms = lemmas.flatMap((lemma) => formsOf(lemma, ground.lexicon))
  const held = heldOf(forms, ground)
  const grammar = lemmas.map((lemma) => englishGrammar[lemma]).find((each) => each !== undefined)
  if (grammar !== undefined && !(isStranger(grammar, ground) && held !== undefined)) {
    return [tokenOf(grammar, 'filler', ground)]
  }
  if (held !== undefined) return [tokenOf(held, 'word', ground)]
  if (lemmas.some((lemma) => englishFillers.has(lemma))) return readFiller(phrase)
  const [first] = forms
  return first === undefined ? undefined : [tokenOf(first, 'word', ground)]
}

/** The form that the passages use, or one that they have a synonym of. */
function heldOf(forms: readonly string[], { wording, dictionary }: Ground): string | undefined {
  const meansSame = (form: string): boolean =>
    (dictionary.entries.get(form)?.values ?? []).some((id) =>
      dictionary.members.get(id)?.some((word) => word.length > 1 && wording.includes(word)),
    )
  return forms.find((each) => wording.includes(each)) ?? forms.find(meansSame)
}

/** A word of the documents is what it is in a Chinese sentence. */
function tokenOf(text: string, otherwise: 'word' | 'filler', { dictionary }: Ground): Token {
  const entry = dictionary.entries.get(text)
  return { ...plain(otherwise, text), ...entry }
}

/** An actor that the passages do not name; “staff” may then be 人员 and “users” 用户. */
function isStranger(name: string, { wording }: Ground): boolean {
  const actor = actorNames[name]
  return actor !== undefined && !namesOf(actor).some((each) => wording.includes(each))
}

function formsOf(phrase: string, lexicon: Lexicon): string[] {
  const forms = englishContent[phrase] ?? []
  if (phrase.split(' ').some((word) => word in englishGrammar)) return forms
  const named = lexicon.english[phrase]
  return named === undefined ? forms : [...forms, named]
}

/** The phrase as it is, then with its last word, or its first, in the form of a dictionary. */
function lemmasOf(phrase: string): string[] {
  const [first = '', ...rest] = phrase.split(' ')
  const last = rest.at(-1)
  if (last === undefined) return [phrase, ...bareForms(phrase)]
  const middle = [first, ...rest.slice(0, -1)].join(' ')
  return [
    phrase,
    ...bareForms(last).map((each) => `${middle} ${each}`),
    ...bareForms(first).map((each) => [each, ...rest].join(' ')),
  ]
}

/** Without -s, -ed, -ing: companies, planned, using. */
function bareForms(word: string): string[] {
  if (word.length < 4) return []
  if (word.endsWith('ies') || word.endsWith('ied')) return [`${word.slice(0, -3)}y`]
  const stem = /^(.{2,}?)(?:es|s|ed|d|ing)$/u.exec(word)?.[1]
  if (stem === undefined || word.endsWith('ss')) return []
  const full = word.replace(/(?:s|ed|ing)$/u, '')
  return [...new Set([full, stem, `${stem}e`, full.replace(/(.)\1$/u, '$1')])]
}

function readFiller(word: string): Token[] {
  return word === 'of' ? [plain('filler', '的')] : []
}

function plain(kind: Token['kind'], text: string, values: string[] = []): Token {
  return { kind, text, values, level: 0, start: 0 }
}
