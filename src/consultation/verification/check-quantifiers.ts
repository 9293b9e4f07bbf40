import { extents, frequencies } from './chinese-words.ts'
import type { Finding } from './claim.ts'
import { type Reading, align } from './reading.ts'
import type { Token } from './tokenise.ts'

/** Said of a kind as a whole, which the source speaks of: “每家工作站都应…”. */
const GENERIC =
  /^(?:每|各|每个|每家|每名|每位|每项|每一个|每一家|每一名|每一项|每一位|各个|所有|所有的|都|均|皆|凡|凡是)$/u

/** Words of extent that may be left unsaid or said loosely. */
const LOOSE = new Set([
  '直接',
  '公开',
  '自主',
  '自行',
  '主动',
  '若干',
  '只',
  '全部',
  '只能',
  '有的',
  '有些',
])

/** How often, how much of it, for whom alone: said only as the evidence says it. */
export function checkQuantifiers(reading: Reading): Finding[] {
  const findings: Finding[] = []
  const tokens = reading.clauses.flatMap((clause) => clause.tokens)
  for (const [at, { kind, text, values }] of tokens.entries()) {
    if (kind !== 'frequency' && kind !== 'extent') continue
    if (isExact(text, tokens.slice(at + 1, at + 3))) continue
    if (GENERIC.test(text)) continue
    if (LOOSE.has(text) && looselyHeld(text, reading)) continue
    if (!isHeld(values[0] ?? text, reading.wording)) {
      findings.push({ check: 'quantifiers', detail: `${text} is not in the evidence` })
    }
  }
  return [...findings, ...weakenersDropped(reading)]
}

/** “只设一家” says no less than “设立一家”; the check of the numbers judges bounds. */
function isExact(text: string, after: readonly Token[]): boolean {
  return /^[只仅][有设]?$/u.test(text) && after.some(({ kind }) => kind === 'number')
}

const spellings = new Map<string, string[]>()
for (const [word, meaning] of [...Object.entries(frequencies), ...Object.entries(extents)]) {
  spellings.set(meaning, [...(spellings.get(meaning) ?? []), word])
}

function isHeld(meaning: string, wording: string): boolean {
  const words = spellings.get(meaning) ?? [meaning]
  if (words.some((word) => wording.includes(word))) return true
  if (meaning === '每年') return /年(?:度|均|会|访问)/u.test(wording)
  if (meaning === '事先') return /[先前]/u.test(wording)
  return meaning === '全部' && /均|每|皆|凡|全覆盖|各/u.test(wording)
}

function looselyHeld(text: string, { wording }: Reading): boolean {
  if (text === '有的' || text === '有些') return /或|部分/u.test(wording)
  return wording.includes(text)
}

/** A goal, a preference or a trial stays one. */
const WEAKENERS: [RegExp, RegExp][] = [
  [/力争|争取/u, /力争|争取|目标|计划|努力|力求|希望|拟|旨在/u],
  [/的优先/u, /优先|更好|加分|更有优势|加分项/u],
  [/探索/u, /探索|尝试|试点|摸索/u],
]

function weakenersDropped({ clauses, sources }: Reading): Finding[] {
  const said = clauses.map(({ text }) => text).join(',')
  const findings: Finding[] = []
  for (const clause of clauses) {
    for (const { clause: held } of align(clause.units, sources)) {
      const rule = WEAKENERS.find(([pattern]) => pattern.test(held.text))
      if (!rule || rule[1].test(said)) continue
      const both = [...clause.units].filter((unit) => held.units.has(unit)).length
      if (both < Math.max(4, held.units.size * 0.6)) continue
      findings.push({ check: 'quantifiers', detail: `no longer a ${rule[0].source}` })
    }
  }
  return findings
}
