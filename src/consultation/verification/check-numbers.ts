import type { Finding } from './claim.ts'
import { type Reading, shared } from './reading.ts'
import type { Clause } from './read-clauses.ts'
import { countsMembers } from './count-members.ts'
import type { Token } from './tokenise.ts'

type Bound =
  | 'least'
  | 'most'
  | 'above'
  | 'below'
  | 'near'
  | 'before'
  | 'outside'
  | 'reached'
  | 'none'
type Amount = { value: string; bound: Bound; clause: Clause }

const BEFORE: [Bound, RegExp][] = [
  [
    'least',
    /(?:不[能得应可]?少于|至少|不[能得应可]?低于|最少|起码|满|不小于|下限|最低)[^\d]{0,6}$/u,
  ],
  [
    'most',
    /(?:不[能得应可]?超过|不[能得应可]?多于|最多|至多|不高于|最长|最迟|不晚于|上限|时限|期限|不大于)[^\d]{0,8}$/u,
  ],
  ['above', /(?<!不.?)(?:超过|超|高于|大于|多于|逾|突破)$/u],
  ['below', /(?<!不.?)(?:少于|低于|小于)$|(?:不足|未满|不到)$/u],
  ['near', /(?:近|接近|将近|约|大约)$/u],
  ['before', /(?:前|之前|提前|以前|早于)$/u],
  ['reached', /(?:达到|达|满足)$/u],
]
const AFTER: [Bound, RegExp][] = [
  ['least', /^(?:及其?以上|或以上|或者以上|以上|或更多|及更多|起)/u],
  ['most', /^(?:及以下|以下|以内|之内|内)/u],
  ['before', /^(?:的?之前|前|以前)/u],
  ['outside', /^(?:以外|之外|外|之后|后|以后)/u],
  ['above', /^(?:多|余)/u],
  ['near', /^(?:左右|上下)/u],
]
/** What a sentence may say of an amount with this bound: never more than the source. */
const ALLOWED: Record<Bound, Bound[]> = {
  least: ['least', 'reached'],
  most: ['most'],
  above: ['above', 'least'],
  below: ['below', 'most'],
  near: ['near'],
  before: ['before'],
  outside: ['outside'],
  reached: ['reached', 'none'],
  none: ['none', 'reached'],
}

/** Every number with its unit and bound stands in a clause of the evidence on the same matter. */
export function checkNumbers(reading: Reading): Finding[] {
  const held = reading.sources.flatMap(({ clauses }) => clauses.flatMap(amountsOf))
  const named = namedAmounts(reading)
  const findings = strangeDates(reading)
  for (const amount of reading.clauses.flatMap(amountsOf)) {
    if (named.has(amount.value) && amount.bound === 'none') continue
    if (countsMembers(amount.value, amount.clause, reading)) continue
    const same = held.filter(({ value }) => sameValue(amount.value, value, reading))
    if (same.length === 0) {
      findings.push({ check: 'numbers', detail: `${amount.value} is not in the evidence` })
    } else if (!same.some(({ bound }) => isAllowed(amount, bound, reading))) {
      findings.push({ check: 'quantifiers', detail: `${amount.value} has another bound` })
    } else if (!same.some((other) => onOneMatter(amount, other, reading))) {
      findings.push({ check: 'numbers', detail: `${amount.value} belongs to another matter` })
    }
  }
  return findings
}

/** The parts of a date that stand together stand together in the evidence. */
function strangeDates({ clauses, wording, context }: Reading): Finding[] {
  if (context.language === 'en') return []
  const held = wording.replaceAll(/\s/gu, '')
  return clauses
    .flatMap(({ text }) => text.match(/\d+年\d+月(?!\d)|\d+月\d+日/gu) ?? [])
    .filter((date) => !held.includes(date))
    .map((date) => ({ check: 'numbers', detail: `${date} is not in the evidence` }))
}

/** A prohibition “for three years” is one “within three years”, and “more than” is an English 以上. */
function isAllowed({ bound, clause, value }: Amount, held: Bound, { context }: Reading): boolean {
  if (context.language === 'en' && bound === 'above' && held === 'least') return true
  if (bound === 'none' && held === 'most' && /[年月周日]$/u.test(value)) {
    return clause.prohibition > 0
  }
  return ALLOWED[held].includes(bound)
}

function onOneMatter(amount: Amount, other: Amount, { clauses }: Reading): boolean {
  const near = clauses.filter(({ sentence }) => sentence === amount.clause.sentence)
  const units = new Set(near.flatMap((clause) => [...clause.units]))
  const said = [...units].filter((unit) => !unit.startsWith('#'))
  const matter = [...other.clause.units].filter((unit) => !unit.startsWith('#'))
  return matter.length === 0 || shared(new Set(said), new Set(matter)).size > 0
}

/** 个 counts anything, and so does an English number, whose unit may be a verb. */
function sameValue(said: string, held: string, { context }: Reading): boolean {
  if (said === held) return true
  const [number, unit] = takeApart(said)
  const [heldNumber, heldUnit] = takeApart(held)
  if (number !== heldNumber || heldUnit === '') return false
  if (unit === '')
    return context.language === 'en' && /^(?:[家名次场项个种件门份]|人次)$/u.test(heldUnit)
  return unit === '个' || heldUnit === '个'
}

function takeApart(value: string): [string, string] {
  const unit = value.replace(/^[\d.]+/u, '')
  return [value.slice(0, value.length - unit.length), unit]
}

function amountsOf(clause: Clause): Amount[] {
  return clause.tokens
    .filter((token) => token.kind === 'number' && !marksItem(token, clause))
    .map((token) => ({
      value: token.values[0] ?? token.text,
      bound: boundOf(token, clause),
      clause,
    }))
}

function boundOf(token: Token, { tokens }: Clause): Bound {
  const at = tokens.indexOf(token)
  if (/\d[多余]/u.test(token.text)) return 'above'
  const before = tokens
    .slice(Math.max(0, at - 6), at)
    .map(({ text }) => text)
    .join('')
  const after = tokens
    .slice(at + 1, at + 4)
    .map(({ text }) => text)
    .join('')
  const by = (rules: [Bound, RegExp][], text: string): Bound | undefined =>
    rules.find(([, pattern]) => pattern.test(text))?.[0]
  if (/[年月日]$/u.test(token.text) && after.startsWith('起')) return 'none'
  return by(AFTER, after) ?? by(BEFORE, before) ?? 'none'
}

/** “1.” or “(2)” at the beginning counts the items of a list and says no amount. */
function marksItem(token: Token, { tokens }: Clause): boolean {
  const at = tokens.indexOf(token)
  const after = tokens[at + 1]?.text ?? ''
  if (!/^[\d一二三四五六七八九十]{1,3}$/u.test(token.text)) return false
  if (at === 0) return after === '.' || after === ')' || after === '、'
  return at === 1 && tokens[0]?.text === '(' && after === ')'
}

/** Amounts of titles and headings, and the place that the locator names. */
function namedAmounts({ sources }: Reading): Set<string> {
  const named = new Set<string>()
  for (const { headingTokens, evidence } of sources) {
    for (const token of headingTokens) if (token.kind === 'number') named.add(token.values[0] ?? '')
    for (const place of placesOf(evidence.locator)) named.add(place)
  }
  return named
}

/** How one names the place of a passage: 第7条, its 第2项 or 第3款; 第13门 or 第13项 of a list. */
function placesOf(locator: string): string[] {
  const [, kind = '', number = '', item, paragraph] =
    /^([a-z]+[A-Z]?\.?)(\d+)(?:\((\d+)\))?(?:\.p(\d+))?/u.exec(locator) ?? []
  const units = kind === 'art' ? '条' : '项点门行位号'
  return [
    ...[...units].map((unit) => `第${number}${unit}`),
    ...(item === undefined ? [] : [`第${item}项`]),
    ...(paragraph === undefined ? [] : [`第${paragraph}款`]),
  ]
}
