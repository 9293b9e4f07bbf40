import { terms } from '../../shared/text.ts'
import { type Quantity, readNumbers, readQuantities } from './read-quantities.ts'

export type Asked = {
  question: string
  /** Official words for what the question calls otherwise. */
  expansions: string[]
}

/** What the source has in place of what the question takes for granted, in the source's own words. */
export type Correction = { kind: 'number' | 'body'; stated: string }

/** Official name of a body → its other names. */
export type Bodies = Record<string, string[]>

/**
 * The number or the body that a question presupposes wrongly, as the chosen quotes have it.
 * Undefined in doubt: where the quotes hold what the asker says, where they hold several things
 * that could be meant, and where the asker speaks of their own affairs.
 */
export function correctPremise(
  asked: Asked,
  quotes: string[],
  bodies: Bodies,
): Correction | undefined {
  const presumed = presumingSentences(asked.question)
  if (presumed.length === 0) return undefined
  return correctNumber(presumed, asked, quotes) ?? correctBody(presumed, quotes, bodies)
}

const PRESUMES =
  /[吗么](?:$|[?？,，])|是不是|是否|对吧|对不对|是吧|没错吧|吧(?:$|[?？!！,，])|不是[^?？]{0,30}[?？]|听说|听人|据说|有人说|他们说|\bright\?|\bcorrect\?|i heard|i was told|^(?:is|are|does|do|did|must)\b/iu
const HEARSAY = /我(?:听说|听人[说讲]?|没记错|没记反|记得|想问|就想问|问一下)|(?:告诉|给|跟|教)我/gu
const OWN = /我|咱|俺|本公司|本单位|本司|\b(?:i|we|our|my)\b/iu
/** Whether something is enough is not a claim about the rule. */
const MEASURES_ITSELF =
  /可以|能不能|能否|能[^?？]{0,20}吗|够|行吗|行不行|来得及|符合|达标|合格|算不算|\b(?:can|enough|may)\b/iu

/** Sentences that ask whether what they say is so, and do not speak of the asker. */
function presumingSentences(question: string): string[] {
  return question
    .split(/(?<=[?？。；;!！\n])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => {
      const plain = sentence.replace(HEARSAY, '')
      return PRESUMES.test(sentence) && !OWN.test(plain) && !MEASURES_ITSELF.test(plain)
    })
}

const LEAST_SHARED = 2

/** A number with its unit where the quotes have another one for the same thing. */
function correctNumber(presumed: string[], asked: Asked, quotes: string[]): Correction | undefined {
  const stated = quotes.flatMap((quote) =>
    readQuantities(quote).map((quantity) => ({ quantity, words: wordsAround(quote, quantity) })),
  )
  const numbers = new Set(quotes.flatMap(readNumbers))
  for (const claimed of presumed.flatMap(claimedIn)) {
    const alike = stated.filter(({ quantity }) => quantity.dimension === claimed.dimension)
    const isStated =
      numbers.has(claimed.number) || alike.some((each) => same(each.quantity, claimed))
    const found = isStated ? undefined : nearest(alike, wordsOf(asked))
    if (found) return { kind: 'number', stated: found }
  }
  return undefined
}

const same = (one: { value: number }, other: { value: number }) =>
  Math.abs(one.value - other.value) < 0.01 * Math.max(one.value, other.value)

/** `一家公司` says "a", not "one"; `一年` says one. */
const ARTICLE = /^一(?![年天日周])/u

function claimedIn(sentence: string) {
  return readQuantities(sentence)
    .filter(({ text }) => !ARTICLE.test(text))
    .map((quantity) => ({ ...quantity, number: readNumbers(quantity.text)[0] ?? 0 }))
}

type Stated = { quantity: Quantity; words: Set<string> }

/** The one value that shares most words with the question; none when two share as many. */
function nearest(alike: Stated[], asked: Set<string>): string | undefined {
  const ranked = alike
    .map(({ quantity, words }) => ({
      quantity,
      shared: [...words].filter((word) => asked.has(word)).length,
    }))
    .sort((left, right) => right.shared - left.shared)
  const [best] = ranked
  if (!best) return undefined
  const others = ranked.filter(({ quantity }) => !same(quantity, best.quantity))
  const isAlone = others.length === 0
  if (best.shared < (isAlone ? 1 : LEAST_SHARED)) return undefined
  return others.some(({ shared }) => shared >= best.shared) ? undefined : best.quantity.text
}

const GENERIC =
  /^(?:知识|识产|产权|公共|共服|服务|务公|是不|不是|是否|要求|必须|应当|需要|规定|可以|一个|多少|几个|the|of|is|a|to|for|in|and|it|that)$/u
const BEFORE = 45
const AFTER = 30

/** Of the sentence that the quantity stands in only what is near to it. */
function wordsAround(quote: string, { start, end }: Quantity): Set<string> {
  const before =
    quote
      .slice(Math.max(0, start - BEFORE), start)
      .split(/[。；;\n]/u)
      .at(-1) ?? ''
  const after = quote.slice(end, end + AFTER).split(/[。；;\n]/u)[0] ?? ''
  return meaningful(`${before} ${after}`)
}

function wordsOf({ question, expansions }: Asked): Set<string> {
  const plain = readQuantities(question).reduceRight(
    (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
    question,
  )
  return meaningful([plain, ...expansions].join(' '))
}

function meaningful(text: string): Set<string> {
  return new Set(terms(text).filter((term) => [...term].length > 1 && !GENERIC.test(term)))
}

const ACTS = [
  '批准',
  '审批',
  '设立',
  '认定',
  '撤销',
  '评价',
  '考核',
  '选聘',
  '聘任',
  '解释',
  '签署',
]

/** A body that does something, where the quotes have another body do it. */
function correctBody(presumed: string[], quotes: string[], bodies: Bodies): Correction | undefined {
  for (const sentence of presumed) {
    for (const act of ACTS) {
      const [claimed, ...more] = actorsOf(sentence, act, bodies)
      if (!claimed || more.length > 0 || quotes.some((quote) => names(quote, claimed, bodies)))
        continue
      const words = meaningful(sentence.replace(claimed.name, ' ').replaceAll(act, ' '))
      const acting = quotes
        .flatMap((quote) => quote.split(/[。；;\n]/u))
        .filter((clause) => [...meaningful(clause)].some((word) => words.has(word)))
        .map((clause) => actorsOf(clause, act, bodies).map(({ name }) => name))
        .filter((actors) => actors.length > 0)
      const stated = new Set(acting.map((actors) => actors.join('、')))
      if (stated.size === 1) return { kind: 'body', stated: [...stated].join('') }
    }
  }
  return undefined
}

function names(quote: string, { body }: Named, bodies: Bodies): boolean {
  return bodiesIn(quote, bodies).some((each) => each.body === body)
}

type Named = { body: string; name: string; at: number; end: number }

/** An act stands at most this many characters behind who does it. */
const REACH = 45

/** The bodies by which (由, 经, 归) something is done, as they are listed one after the other. */
function actorsOf(clause: string, act: string, bodies: Bodies): Named[] {
  const named = bodiesIn(clause, bodies)
  const first = named.findIndex(({ at, end }) => {
    const isLed = /[由经归]$/u.test(clause.slice(0, at))
    return isLed && clause.slice(end, end + REACH).includes(act)
  })
  if (first < 0) return []
  const rest = named.slice(first)
  const broken = rest.findIndex(
    ({ at }, place) => place > 0 && clause.slice(rest[place - 1]?.end, at) !== '、',
  )
  return broken < 0 ? rest : rest.slice(0, broken)
}

/** Bodies that a text names, the longest name at each place. */
function bodiesIn(text: string, bodies: Bodies): Named[] {
  const all = Object.entries(bodies)
    .flatMap(([body, others]) => [body, ...others].map((name) => ({ body, name })))
    .sort((left, right) => right.name.length - left.name.length)
  const taken: Named[] = []
  for (const { body, name } of all) {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length
      if (!taken.some((other) => at < other.end && other.at < end))
        taken.push({ body, name, at, end })
    }
  }
  return taken.sort((left, right) => left.at - right.at)
}
