import type { Lexicon } from '../../knowledge/schemas.ts'
import { actorNames, namesOf } from './actors.ts'
import type { Dictionary } from './dictionary.ts'
import { englishContent } from './english-content.ts'
import { englishFillers, englishGrammar, englishIrregulars } from './english-words.ts'
import type { Token } from './tokenise.ts'

export type Ground = { wording: string; dictionary: Dictionary; lexicon: Lexicon }

/** What an English word or phrase is in the words of the documents. */
export type EnglishEntry = {
  tokens: Token[]
  /** It is grammar, or the passages have its words. */
  isHeld: boolean
}

/** Of several Chinese words for one English, the one that the passages use. */
export function readEntry(phrase: string, ground: Ground): EnglishEntry | undefined {
  const lemmas = lemmasOf(phrase)
  const forms = lemmas.flatMap((lemma) => formsOf(lemma, ground.lexicon))
  const held = heldOf(forms, ground)
  const grammar = lemmas.map((lemma) => englishGrammar[lemma]).find((each) => each !== undefined)
  if (grammar !== undefined && !(isStranger(grammar, ground) && held !== undefined)) {
    return { tokens: [tokenOf(grammar, 'filler', ground)], isHeld: true }
  }
  if (held !== undefined) return { tokens: [tokenOf(held, 'word', ground)], isHeld: true }
  if (lemmas.some((lemma) => englishFillers.has(lemma))) {
    return { tokens: phrase === 'of' ? [plain('filler', '的')] : [], isHeld: false }
  }
  const [first] = forms
  return first === undefined
    ? undefined
    : { tokens: [tokenOf(first, 'word', ground)], isHeld: false }
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

/** Without -s, -ed, -ing, -er: companies, planned, using, richer. */
function bareForms(word: string): string[] {
  const regular = englishIrregulars[word]
  if (regular !== undefined) return [regular]
  if (word.length < 4) return []
  if (/ie[sdr]$/u.test(word)) return [`${word.slice(0, -3)}y`]
  const stem = /^(.{2,}?)(?:es|s|ed|d|ing|er)$/u.exec(word)?.[1]
  if (stem === undefined || word.endsWith('ss')) return []
  const full = word.replace(/(?:s|ed|ing|er)$/u, '')
  return [...new Set([full, stem, `${stem}e`, full.replace(/(.)\1$/u, '$1')])]
}

export function plain(kind: Token['kind'], text: string, values: string[] = []): Token {
  return { kind, text, values, level: 0, start: 0 }
}
