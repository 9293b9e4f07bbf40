import type { Lexicon } from '../../knowledge/schemas.ts'
import { fold } from '../../shared/text.ts'
import { actorNames, askerNames } from './actors.ts'
import {
  extents,
  fillers,
  frequencies,
  lightWords,
  modals,
  negators,
  wholeWords,
} from './chinese-words.ts'
import { synonymGroups } from './synonyms.ts'

export type Kind =
  | 'modal'
  | 'negation'
  | 'actor'
  | 'asker'
  | 'frequency'
  | 'extent'
  | 'filler'
  | 'word'
  | 'whole'

export type Entry = {
  kind: Kind
  /** What it means: the actor, the frequency, the groups of synonyms. */
  values: string[]
  /** How binding a modal or a prohibition is. */
  level: number
}

export type Dictionary = {
  entries: Map<string, Entry>
  /** First character → length of the longest word that begins with it. */
  longest: Map<string, number>
  /** Meaning of a group → all its words. */
  members: Map<string, string[]>
}

/**
 * Names of the lexicon help to find a passage and are loose; these stand for money, results or
 * rights, and in an answer they count only as the documents say them.
 */
const LITERAL =
  /补贴|奖励|优惠|扶持|免费|公益|收费|不要钱|不花钱|便宜|花钱|赔|罚|保证|授权|加急|插队|提前|快|取消|关站|摘牌|举报|告状|免|白用|挣钱|起诉|法院|值班|贷款|便利/u

const built = new WeakMap<Lexicon, Dictionary>()

/** All closed words and the names of the lexicon, once per lexicon. */
export function dictionaryOf(lexicon: Lexicon): Dictionary {
  const known = built.get(lexicon)
  if (known) return known
  const dictionary = build(lexicon)
  built.set(lexicon, dictionary)
  return dictionary
}

function build(lexicon: Lexicon): Dictionary {
  const entries = new Map<string, Entry>()
  const members = new Map<string, string[]>()
  const groups = [...synonymGroups, ...lexiconGroups(lexicon)]
  for (const word of [...lightWords, ...wholeWords])
    put(entries, word, { kind: 'whole', values: [], level: 0 })
  for (const [at, words] of groups.entries()) {
    const id = `~${at}`
    members.set(id, words.map(fold))
    for (const word of words) join(entries, fold(word), id)
  }
  for (const word of fillers) put(entries, word, { kind: 'filler', values: [], level: 0 })
  for (const [word, value] of Object.entries(frequencies)) {
    put(entries, word, { kind: 'frequency', values: [value], level: 0 })
  }
  for (const [word, value] of Object.entries(extents)) {
    put(entries, word, { kind: 'extent', values: [value], level: 0 })
  }
  for (const [word, value] of Object.entries(askerNames)) {
    keep(entries, word, { kind: 'asker', values: [value], level: 0 })
  }
  for (const [word, value] of Object.entries(actorNames)) {
    put(entries, word, { kind: 'actor', values: [value], level: 0 })
  }
  for (const [word, level] of Object.entries(modals)) {
    put(entries, word, { kind: 'modal', values: [], level })
  }
  for (const [word, level] of Object.entries(negators)) {
    put(entries, word, { kind: 'negation', values: [], level })
  }
  return { entries, longest: longestOf(entries.keys()), members }
}

function longestOf(words: Iterable<string>): Map<string, number> {
  const longest = new Map<string, number>()
  for (const word of words) {
    const first = word.charAt(0)
    longest.set(first, Math.max(word.length, longest.get(first) ?? 0))
  }
  return longest
}

function put(entries: Map<string, Entry>, word: string, entry: Entry): void {
  entries.set(word, { ...entry, values: [...entry.values] })
}

/** A name of the asker keeps the synonyms that it also has. */
function keep(entries: Map<string, Entry>, word: string, entry: Entry): void {
  const before = entries.get(word)
  const groups = before?.kind === 'word' ? before.values : []
  put(entries, word, { ...entry, values: [...entry.values, ...groups] })
}

function join(entries: Map<string, Entry>, word: string, id: string): void {
  const before = entries.get(word)
  if (before) {
    before.values.push(id)
    if (before.kind === 'whole') before.kind = 'word'
  } else entries.set(word, { kind: 'word', values: [id], level: 0 })
}

function lexiconGroups(lexicon: Lexicon): string[][] {
  const named = Object.entries(lexicon.synonyms).map(([official, names]) => [
    official,
    ...names.filter((name) => name.length > 1 && !LITERAL.test(name)),
  ])
  const short = Object.entries(lexicon.abbreviations).map(([name, official]) => [official, name])
  const places = Object.entries(lexicon.places).map(([district, [short_]]) =>
    short_ === undefined ? [district] : [district, short_],
  )
  return [...named, ...short, ...places]
}
