export type Dimension = 'days' | 'years' | 'people' | 'yuan' | 'percent' | `count of ${string}`

/** A number with its unit, and where it stands. Days and years are brought to one unit each. */
export type Quantity = {
  dimension: Dimension
  value: number
  /** As it is written: `5个工作日`. */
  text: string
  start: number
  end: number
}

const MULTIPLIERS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000, 万: 1e4, 亿: 1e8 }
const DIGITS = '零一二三四五六七八九'

const UNITS: [RegExp, Dimension, number][] = [
  [/^(?:小时|hours?$)/u, 'days', 1 / 24],
  [/^(?:周|weeks?$)/u, 'days', 7],
  [/^(?:个?工作日|个?自然日|日|天|(?:working |business )?days?$)/u, 'days', 1],
  [/^(?:个月|months?$)/u, 'years', 1 / 12],
  [/^(?:周年|年|years?$)/u, 'years', 1],
  [/^(?:名|位|人$|people$|persons?$)/u, 'people', 1],
  [/^(?:元|块|yuan$)/u, 'yuan', 1],
  [/^(?:%|percent$)/u, 'percent', 1],
]

const NUMBER = '(百分之)?(\\d{1,9}(?:\\.\\d{1,4})?|[零一二两三四五六七八九十百千]{1,7})'
const UNIT =
  '个?工作日|个?自然日|working days?|business days?|days?|小时|hours?|周年|周|weeks?|个月|months?|years?|年|天|日|' +
  '人次|场次|名|位|人|people|persons?|元|块|yuan|%|percent|家|户|项|种|类|门|次|场|件|处|所|个(?=[\\p{Script=Han}]{2})'
const QUANTITY = new RegExp(`${NUMBER}[ \\t]?(百|千|万|亿)?[ \\t]?(${UNIT})?`, 'giu')

/** Numbers with a unit in the order of the text; years of the calendar, dates and ordinals are none. */
export function readQuantities(text: string): Quantity[] {
  return [...text.matchAll(QUANTITY)].flatMap((match) => {
    const [whole, share, number = '', multiplier = '', unit = share && '%'] = match
    const start = match.index
    const value = numberOf(number) * (MULTIPLIERS[multiplier] ?? 1)
    const isYear = unit === '年' && value >= 1_000
    if (!unit || isYear || isPlaceInOrder(text.slice(Math.max(0, start - 3), start))) return []
    const behind = start + whole.length
    // `个` alone counts nothing in particular: what it counts is the next word.
    const end = unit === '个' ? behind + 2 : behind
    const counted = unit === '个' ? text.slice(behind, end) : unit
    const { dimension, factor } = measureOf(unit, counted)
    return [{ dimension, value: value * factor, text: text.slice(start, end).trim(), start, end }]
  })
}

function measureOf(unit: string, counted: string): { dimension: Dimension; factor: number } {
  const known = UNITS.find(([written]) => written.test(unit.toLowerCase()))
  if (!known) return { dimension: `count of ${counted}`, factor: 1 }
  const [, dimension, factor] = known
  return { dimension, factor }
}

/** Every number of a text, with or without a unit. */
export function readNumbers(text: string): number[] {
  return [...text.matchAll(QUANTITY)].map(([, , number = '', multiplier = '']) => {
    return numberOf(number) * (MULTIPLIERS[multiplier] ?? 1)
  })
}

/** `第3条`, `5月26日`, `附录3`: these count nothing. */
function isPlaceInOrder(before: string): boolean {
  return /[第月号年.\d]$|附录$|十[二三四]五$/u.test(before.trimEnd())
}

/** Arabic or Chinese numerals below ten thousand. */
function numberOf(numeral: string): number {
  if (/^\d/.test(numeral)) return Number(numeral)
  let sum = 0
  let digit = 0
  for (const character of numeral) {
    const place = MULTIPLIERS[character]
    if (place === undefined) digit = character === '两' ? 2 : DIGITS.indexOf(character)
    else {
      sum += (digit || 1) * place
      digit = 0
    }
  }
  return sum + digit
}
