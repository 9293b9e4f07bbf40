const DIGITS = '〇一二三四五六七八九'
const FORMAL = '零壹贰叁肆伍陆柒捌玖'

/** A number in a format of ECMA-376 part 1, 17.18.59; what is not known here, in digits. */
export function formatNumber(value: number, format: string): string {
  if (!Number.isInteger(value) || value < 0 || value > 99_999) return String(value)
  return (formats[format] ?? String)(value)
}

/** 10 to 19 begin with 十. */
function chinese(value: number): string {
  const text = countInChinese(value, '零一二三四五六七八九', ['', '十', '百', '千', '万'])
  return value >= 10 && value < 20 ? text.slice(1) : text
}

const formats: Record<string, (value: number) => string> = {
  chineseCounting: chinese,
  chineseCountingThousand: chinese,
  japaneseCounting: chinese,
  taiwaneseCounting: chinese,
  taiwaneseCountingThousand: chinese,
  chineseLegalSimplified: (value) => countInChinese(value, FORMAL, ['', '拾', '佰', '仟', '万']),
  ideographDigital: (value) => digitByDigit(value, DIGITS),
  taiwaneseDigital: (value) => digitByDigit(value, DIGITS),
  japaneseDigitalTenThousand: (value) => digitByDigit(value, DIGITS),
  decimalZero: (value) => String(value).padStart(2, '0'),
  decimalFullWidth: (value) => digitByDigit(value, '０１２３４５６７８９'),
  decimalEnclosedCircle: enclose,
  decimalEnclosedCircleChinese: enclose,
  decimalEnclosedParen: (value) => `(${value})`,
  decimalEnclosedFullstop: (value) => `${value}.`,
  lowerLetter: (value) => letters(value),
  upperLetter: (value) => letters(value).toUpperCase(),
  lowerRoman: (value) => roman(value).toLowerCase(),
  upperRoman: roman,
}

const digitByDigit = (value: number, digits: string): string =>
  [...String(value)].map((digit) => digits[Number(digit)] ?? '').join('')

function enclose(value: number): string {
  return value >= 1 && value <= 20 ? String.fromCodePoint(0x2460 + value - 1) : `(${value})`
}

/** 2026 is 二千零二十六. */
function countInChinese(value: number, digits: string, units: readonly string[]): string {
  if (value === 0) return digits[0] ?? ''
  const figures = [...String(value)].map(Number)
  let text = ''
  let skipped = false
  figures.forEach((figure, at) => {
    if (figure === 0) {
      skipped = true
      return
    }
    const unit = units[figures.length - 1 - at] ?? ''
    text += `${skipped ? digits[0] : ''}${digits[figure] ?? ''}${unit}`
    skipped = false
  })
  return text
}

/** 27 is aa, as Word counts. */
function letters(value: number): string {
  if (value < 1 || value > 780) return String(value)
  const letter = String.fromCodePoint(97 + ((value - 1) % 26))
  return letter.repeat(Math.floor((value - 1) / 26) + 1)
}

const ROMAN: readonly [number, string][] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
]

function roman(value: number): string {
  let rest = Math.min(value, 3999)
  let text = ''
  for (const [worth, sign] of ROMAN) {
    while (rest >= worth) {
      text += sign
      rest -= worth
    }
  }
  return text
}
