const UNITS = [
  '个工作日',
  '工作日',
  '个百分点',
  '个小时',
  '小时',
  '分钟',
  '个月',
  '个星期',
  '星期',
  '个季度',
  '季度',
  '周年',
  '年度',
  '年期',
  '人次',
  '场次',
  '万元',
  '亿元',
  '元',
  '人民币',
  '块钱',
  '厘米',
  'cm',
  '毫米',
  'mm',
  '米',
  '平方米',
  '公里',
  '%',
  '日',
  '天',
  '年',
  '月',
  '周',
  '时',
  '分',
  '秒',
  '家',
  '户',
  '名',
  '位',
  '人',
  '次',
  '场',
  '项',
  '个',
  '种',
  '份',
  '级',
  '号',
  '条',
  '章',
  '款',
  '点',
  '届',
  '倍',
  '期',
  '批',
  '所',
  '类',
  '处',
  '座',
  '室',
  '层',
  '方',
  '部',
  '节',
  '课',
  '岁',
  '成',
  '折',
  '支',
  '件',
  '篇',
  '字',
  '页',
  '区',
  '站',
  '楼',
  '路',
  '门',
  '块',
  '大',
  '套',
  '步',
  '轮',
  '遍',
  '回',
  '档',
  '等',
  '班',
  '席',
  '强',
].toSorted((a, b) => b.length - a.length)

/** Units with one meaning. */
const SAME: Record<string, string> = {
  天: '日',
  个工作日: '工作日',
  个小时: '小时',
  个星期: '周',
  星期: '周',
  个季度: '季度',
  年度: '年',
  周年: '年',
  户: '家',
  位: '名',
  人: '名',
  场次: '场',
  厘米: 'cm',
  毫米: 'mm',
  块钱: '元',
  人民币: '元',
  遍: '次',
  回: '次',
}
const SCALE: Record<string, number> = { 万: 1e4, 亿: 1e8, 千: 1e3, 百: 100 }
const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壹: 1,
  贰: 2,
  叁: 3,
  伍: 5,
}
const STEPS: Record<string, number> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1000,
  万: 1e4,
  亿: 1e8,
}

const ARABIC = /\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.-]\d+)*/y
const CHINESE = /[零〇一二两三四五六七八九十百千万亿壹贰叁伍拾佰]+/y
const ORDINAL =
  /第([零〇一二两三四五六七八九十百\d]+)(条|章|款|项|点|部分|号|节|届|期|季度|批|次|类|门|行|位)/y
const ANNEX = /附[录件表] ?(?:[a-z](?![a-z])|\d{1,2})/y
const PERCENT = /百分之([零〇一二两三四五六七八九十百\d.]+)/y
const HALF = /半(个月|年|天|日|小时|数)|一半|过半/y

export type ReadNumber = {
  text: string
  /** Number and unit, one form for one amount. */ value: string
}

/** The number with its unit that begins there, in digits or in Chinese. */
export function readNumber(text: string, at: number): ReadNumber | undefined {
  return readSpecial(text, at) ?? readArabic(text, at) ?? readChinese(text, at)
}

function readSpecial(text: string, at: number): ReadNumber | undefined {
  const annex = match(ANNEX, text, at)
  if (annex) return { text: annex[0], value: annex[0].replace(' ', '') }
  const ordinal = match(ORDINAL, text, at)
  if (ordinal) return { text: ordinal[0], value: `第${toNumber(ordinal[1] ?? '')}${ordinal[2]}` }
  const percent = match(PERCENT, text, at)
  if (percent) return { text: percent[0], value: `${toNumber(percent[1] ?? '')}%` }
  const half = match(HALF, text, at)
  if (!half) return undefined
  const unit = half[1]
  if (unit === undefined || unit === '数') return { text: half[0], value: '50%' }
  return { text: half[0], value: unit === '年' ? '6个月' : `0.5${SAME[unit] ?? unit}` }
}

function readArabic(text: string, at: number): ReadNumber | undefined {
  const digits = match(ARABIC, text, at)?.[0]
  if (digits === undefined) return undefined
  const scale = SCALE[text.charAt(skipSpace(text, at + digits.length))]
  const after = scale ? skipSpace(text, at + digits.length) + 1 : at + digits.length
  const plain = digits.replaceAll(',', '')
  const number = scale && !plain.includes('-') ? String(Number(plain) * scale) : plain
  return withUnit(text, at, { after, number })
}

function readChinese(text: string, at: number): ReadNumber | undefined {
  const written = match(CHINESE, text, at)?.[0]
  if (written === undefined) return undefined
  const number = toNumber(written)
  if (number === undefined || isArticle(written, text, at)) return undefined
  const read = withUnit(text, at, { after: at + written.length, number: String(number) })
  const bare = read.text === written
  return bare && written.length < 2 ? undefined : read
}

/** “一份报告” and “上一年” say no amount. */
function isArticle(written: string, text: string, at: number): boolean {
  if (written !== '一') return false
  return (
    /[上下这那同每另某任前后哪]/u.test(text.charAt(at - 1)) ||
    /[份张本批支套款幅类种]|[个项方]是/u.test(text.slice(at + 1, at + 3))
  )
}

function withUnit(
  text: string,
  at: number,
  { after, number }: { after: number; number: string },
): ReadNumber {
  const from = skipSpace(text, /[多余]/u.test(text.charAt(after)) ? after + 1 : after)
  const unit = UNITS.find((each) => text.startsWith(each, from))
  if (unit === undefined) return { text: text.slice(at, after), value: number }
  const end = from + unit.length
  if (unit === '成') return { text: text.slice(at, end), value: `${Number(number) * 10}%` }
  if (unit === '万元') return { text: text.slice(at, end), value: `${Number(number) * 1e4}元` }
  if (unit === '亿元') return { text: text.slice(at, end), value: `${Number(number) * 1e8}元` }
  return { text: text.slice(at, end), value: `${number}${SAME[unit] ?? unit}` }
}

function skipSpace(text: string, at: number): number {
  return text[at] === ' ' ? at + 1 : at
}

/** A numeral in digits, in Chinese digit by digit (二〇二二) or in Chinese steps (三十五). */
export function toNumber(written: string): number | undefined {
  if (/^[\d.]+$/u.test(written)) return Number(written)
  const characters = [...written]
  if (characters.every((character) => character in DIGITS)) {
    return Number(characters.map((character) => DIGITS[character]).join(''))
  }
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const character of characters) {
    const step = STEPS[character]
    if (step === undefined) digit = DIGITS[character] ?? digit
    else if (step >= 1e4) {
      total = (total + section + (digit ?? 0) || 1) * step
      section = 0
      digit = undefined
    } else {
      section += (digit ?? 1) * step
      digit = undefined
    }
  }
  return total + section + (digit ?? 0)
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
