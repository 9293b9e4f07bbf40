import fc from 'fast-check'
import type { PersonalDataKind } from '../../src/privacy/find-personal-data.ts'

/** Digits (or letters) of a made-up identifier, as one would write them without any spaces. */
type Identifier = { kind: PersonalDataKind; plain: string; groups: number[][]; context: string }

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

const mobile = fc
  .tuple(fc.constantFrom(...'3456789'), digits(9))
  .map(([second, rest]) => `1${second}${rest}`)

const provinces =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65'
const day = fc.date({
  min: new Date('1930-01-01T00:00:00Z'),
  max: new Date('2020-12-31T00:00:00Z'),
  noInvalidDate: true,
})

/** GB 11643 by its definition: the weighted sum with the check digit is 1 modulo 11. */
const residentId = fc
  .tuple(fc.constantFrom(...provinces.split(' ')), digits(4), day, digits(3))
  .map(([province, region, born, serial]) => {
    const body = province + region + born.toISOString().slice(0, 10).replaceAll('-', '') + serial
    const sum = [...body].reduce((total, digit, at) => total + Number(digit) * 2 ** (17 - at), 0)
    const check = (12 - (sum % 11)) % 11
    return body + (check === 10 ? 'X' : String(check))
  })

const bankCard = fc
  .tuple(fc.constantFrom('62', '621', '4', '51', '9558'), fc.constantFrom(16, 19))
  .chain(([bin, length]) => {
    const whole = bin === '51' ? 16 : length
    return digits(whole - bin.length - 1).map((rest) => withLuhn(bin + rest))
  })

function withLuhn(body: string): string {
  for (const check of '0123456789') {
    const sum = [...`${body}${check}`].toReversed().reduce((total, digit, at) => {
      const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
      return total + (value % 10) + Math.floor(value / 10)
    }, 0)
    if (sum % 10 === 0) return body + check
  }
  throw new Error('one of ten digits fits')
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditCode = fc
  .tuple(
    fc.constantFrom('91', '92', '52', '12'),
    fc.constantFrom(...provinces.split(' ')),
    digits(4),
    fc.string({ unit: fc.constantFrom(...CREDIT), minLength: 9, maxLength: 9 }),
  )
  .map(([kind, province, region, organisation]) => {
    const body = kind + province + region + organisation
    for (const check of CREDIT) {
      const sum = [...`${body}${check}`].reduce((total, character, at) => {
        return total + BigInt(CREDIT.indexOf(character)) * (at === 17 ? 1n : 3n ** BigInt(at))
      }, 0n)
      if (sum % 31n === 0n) return body + check
    }
    throw new Error('one of 31 characters fits')
  })

const of = (
  kind: PersonalDataKind,
  plain: fc.Arbitrary<string>,
  groups: number[][],
  contexts = [''],
): fc.Arbitrary<Identifier> =>
  fc
    .tuple(plain, fc.constantFrom(...contexts))
    .map(([value, context]) => ({ kind, plain: value, groups, context }))

const local = (length: number) =>
  fc.tuple(fc.constantFrom(...'2345678'), digits(length - 1)).map((parts) => parts.join(''))
const landline = fc.oneof(
  of(
    'landline',
    local(8).map((each) => `010${each}`),
    [
      [3, 8],
      [3, 4, 4],
    ],
  ),
  of(
    'landline',
    local(8).map((each) => `021${each}`),
    [
      [3, 8],
      [3, 4, 4],
    ],
  ),
  of(
    'landline',
    local(8).map((each) => `0755${each}`),
    [
      [4, 8],
      [4, 4, 4],
    ],
  ),
  of(
    'landline',
    local(7).map((each) => `0311${each}`),
    [
      [4, 7],
      [4, 3, 4],
    ],
  ),
  of('landline', local(8), [[8], [4, 4]], ['座机', '联系电话：', 'Tel: ']),
)

const name = fc.string({
  unit: fc.constantFrom(...'abcdefghkmnpqrstuvwxyz'),
  minLength: 6,
  maxLength: 10,
})
const email = fc
  .tuple(
    name,
    fc.constantFrom('', '.wang', '_2024', '88'),
    fc.constantFrom('qq.com', '163.com', 'mail.example.com.cn', 'ex-ample.org'),
  )
  .map(([local, more, domain]) => `${local}${more}@${domain}`)

/** Kinds whose forms are digits in groups. */
export const numberIdentifier = fc.oneof(
  of('mobile', mobile, [[11], [3, 4, 4], [3, 8], [7, 4]]),
  landline,
  of('id_card', residentId, [[18], [6, 8, 4], [6, 4, 4, 4]]),
  of('bank_card', bankCard, [[19], [4, 4, 4, 4, 3]]),
)

/** Kinds with letters. */
export const letterIdentifier = fc.oneof(
  of(
    'passport',
    fc.tuple(fc.constantFrom('E', 'G'), digits(8)).map((each) => each.join('')),
    [[9]],
  ),
  of(
    'passport',
    fc.tuple(fc.constantFrom('P', 'D', 'SE', 'EA'), digits(7)).map((each) => each.join('')),
    [[9]],
    ['护照', '护照号：', 'passport no. '],
  ),
  of('email', email, [[60]]),
  of('uscc', creditCode, [[18], [8, 8, 2], [2, 6, 10]]),
  of(
    'wechat',
    name.map((each) => `${each}_1`),
    [[60]],
    ['微信', '加我微信：', 'VX: ', '微信号是', 'wechat:'],
  ),
)

const HAN = ['零〇', '一幺', '二', '三', '四', '五', '六', '七', '八', '九']
const toHan = (text: string) =>
  text.replace(/\d/gu, (digit) => HAN[Number(digit)]?.charAt(digit === '1' ? 1 : 0) ?? digit)
const toFullWidth = (text: string) =>
  text.replace(/[!-~]/gu, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))
const toCircled = (text: string) =>
  text.replace(/\d/gu, (digit) =>
    digit === '0' ? '⓪' : String.fromCharCode(0x245f + Number(digit)),
  )

function split(text: string, sizes: number[], separator: string): string {
  const parts: string[] = []
  let at = 0
  for (const size of sizes) {
    parts.push(text.slice(at, at + size))
    at += size
  }
  parts.push(text.slice(at))
  return parts.filter((part) => part !== '').join(separator)
}

const hidden = fc.constantFrom(
  '\u200b',
  '\u200d',
  '\u00ad',
  '\u2060',
  '\ufeff',
  '\u202c',
  '\u{e0020}',
  '\ufe0f',
)

/** An identifier in one of the ways that people, or those who hide, write it. */
function written(identifier: fc.Arbitrary<Identifier>, forms: ((text: string) => string)[]) {
  return fc
    .record({
      identifier,
      group: fc.nat(3),
      separator: fc.constantFrom('', ' ', '-', '\u3000', '–', '  '),
      form: fc.constantFrom(...forms),
      hidden: fc.option(hidden, { freq: 2 }),
    })
    .map(
      ({ identifier: { kind, plain, groups, context }, group, separator, form, hidden: each }) => {
        const whole =
          separator.length === 2 || kind === 'uscc'
            ? separator.slice(0, 1).replace(/[–\u3000]/u, ' ')
            : separator
        const grouped = split(plain, groups[group % groups.length] ?? [], whole)
        const shown = form(grouped)
        const text = each === null ? shown : [...shown].join(each)
        return { kind, plain, text, context }
      },
    )
}

const same = (text: string) => text
export const writtenIdentifier = fc.oneof(
  { weight: 4, arbitrary: written(numberIdentifier, [same, same, toFullWidth, toHan, toCircled]) },
  { weight: 5, arbitrary: written(letterIdentifier, [same, same, toFullWidth]) },
)

/** What may stand beside an identifier. */
export const surroundings = fc.record({
  before: fc.constantFrom(
    '',
    '我想咨询商标转让，',
    '请回复',
    '专利年费怎么交？联系',
    'Please contact ',
    '问题：',
    '1、',
    '（',
    '给我打',
  ),
  after: fc.constantFrom(
    '',
    '，谢谢',
    '。晚上打',
    '怎么办',
    ' thanks',
    '）',
    '！',
    '请尽快',
    '\n第二行',
  ),
})

const year = fc.integer({ min: 1985, max: 2026 }).map(String)

/** Numbers of the trade, which say nothing of a person. */
export const officialNumber = fc.oneof(
  fc
    .tuple(year, fc.constantFrom(...'12389'), digits(7), fc.constantFrom(...'0123456789X'))
    .chain(([at, kind, serial, check]) =>
      fc.constantFrom(
        `专利号ZL${at}${kind}${serial}.${check}`,
        `ZL ${at} ${kind} ${serial}.${check}`,
        `申请号${at}${kind}${serial}.${check}`,
        `${at}${kind}${serial}.${check}`,
        `${at}${kind}${serial}${check}`,
        `CN${at}${kind}${serial}.${check}`,
      ),
    ),
  fc.tuple(digits(9), fc.constantFrom('A', 'B', 'U', 'S')).map((each) => `CN${each.join('')}`),
  fc.tuple(digits(9), fc.constantFrom('A', 'B', 'U')).map((each) => `CN ${each.join(' ')}`),
  digits(8).chain((serial) =>
    fc.constantFrom(
      `注册号${serial}`,
      `第${serial}号商标`,
      `商标注册号：${serial}`,
      `${serial}`,
      `${serial}A`,
      `第 ${serial} 号`,
    ),
  ),
  digits(7).map((serial) => `国际注册号G${serial}`),
  fc.tuple(year, digits(7)).map(([at, serial]) => `软著登字${at}SR${serial}`),
  fc.tuple(year, digits(8)).map(([at, serial]) => `国作登字-${at}-F-${serial}`),
  fc
    .tuple(year, fc.integer({ min: 1, max: 99999 }))
    .chain(([at, serial]) =>
      fc.constantFrom(
        `(${at})京73民初${serial}号`,
        `（${at}）最高法知民终${serial}号`,
        `国知发〔${at}〕${serial % 100}号`,
      ),
    ),
  fc.tuple(year, digits(6)).map(([at, serial]) => `PCT/CN${at}/${serial}`),
  digits(7).chain((serial) =>
    fc.constantFrom(
      `EP${serial}A1`,
      `EP ${serial}`,
      `US${serial}B2`,
      `US 1${serial}`,
      `JP${serial}`,
    ),
  ),
  fc.tuple(year, digits(6)).map(([at, serial]) => `WO${at}/${serial}`),
  digits(9).map((serial) => `布图设计登记号BS.${serial}`),
  fc.constantFrom(
    'G06F16/33',
    'H04L 9/32',
    'G06F 16/3329',
    '第35类3503群组',
    '京ICP备05012345号-1',
    '第1084条',
    '2022-01-01 2024-12-31',
    '400-810-1234',
    '12330',
    '12345',
    '010-12345',
  ),
  fc
    .integer({ min: 1_000_000, max: 99_999_999_999 })
    .chain((amount) =>
      fc.constantFrom(
        `${amount}元`,
        `¥${amount}`,
        `${amount.toLocaleString('en')} 元`,
        `${amount}万元`,
      ),
    ),
)
