import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../src/experts/csv/decode-text.ts'
import { guard, unguard } from '../../src/experts/csv/formula-guard.ts'
import { formatCsv, parseCsv } from '../../src/experts/csv/parse-csv.ts'
import { readExpertRows } from '../../src/experts/csv/read-expert-rows.ts'

const context = { districts: new Set(['海淀区', '朝阳区']) }
const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readExpertRows(bytesOf(text), context)

const HEADER = '姓名,从业年限,领域,所在单位'

describe('comma-separated text', () => {
  const field = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' ') }),
  )
  const records = fc.array(fc.array(field, { minLength: 1, maxLength: 6 }), { maxLength: 8 })

  test('reads what it has written', () => {
    fc.assert(
      fc.property(records, (rows) => {
        expect(parseCsv(formatCsv(rows))).toEqual({ records: rows })
      }),
    )
  })

  test('takes any line end, a last line without one, and quotes inside a bare field', () => {
    const rows = [
      ['a', 'b'],
      ['c', 'd"e'],
    ]
    for (const end of ['\n', '\r', '\r\n']) {
      expect(parseCsv(`a,b${end}c,d"e`)).toEqual({ records: rows })
      expect(parseCsv(`"a",b${end}c,d"e${end}`)).toEqual({ records: rows })
    }
    expect(parseCsv('a,\n')).toEqual({ records: [['a', '']] })
    expect(parseCsv('')).toEqual({ records: [] })
  })

  test('names the row whose quotes do not match', () => {
    expect(parseCsv('a\n"b')).toEqual({ unreadableRow: 2 })
    expect(parseCsv('a\n"b"c\nd')).toEqual({ unreadableRow: 2 })
  })

  test('is read or refused whatever it holds, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const csv = parseCsv(text)
        expect('records' in csv || csv.unreadableRow > 0).toBe(true)
      }),
    )
    const start = performance.now()
    parseCsv(`"${'a""'.repeat(300_000)}`)
    parseCsv('"a",'.repeat(250_000))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

test('a spreadsheet calculates nothing of what is written, and nothing of it is lost', () => {
  const start = fc.constantFrom('', "'", '=', '+', '-', '@', '\t', '＝', '＠', "'=", "''+")
  fc.assert(
    fc.property(start, fc.string(), (first, rest) => {
      const field = first + rest
      expect(guard(field)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      expect(unguard(guard(field))).toBe(field)
    }),
  )
})

test('text is UTF-8 with or without its mark, or GB18030', () => {
  const text = '姓名,单位\n李娜,某所'
  const gb = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xa5, 0xce, 0xbb])
  expect(decodeText(bytesOf(text))).toBe(text)
  expect(decodeText(bytesOf(`\u{FEFF}${text}`))).toBe(text)
  expect(decodeText(gb)).toBe('姓名,单位')
  expect(decodeText(Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff]))).toBeUndefined()
})

test('columns may stand in any order, under their Chinese or English names', () => {
  const { rows, errors } = read(
    'Employer,fields,NAME,从业年限,区域,languages,本人同意,email,客户\n' +
      '某所,专利；商标,李娜,8年,海淀区、朝阳区,中文;en,是,li@a.cn,甲公司|乙公司\n',
  )
  expect(errors).toEqual([])
  expect(rows).toEqual([
    {
      row: 2,
      expert: {
        name: '李娜',
        qualification: '',
        years: 8,
        recommendedBy: '',
        filingNumber: null,
        fields: ['专利', '商标'],
        industries: [],
        districts: ['海淀区', '朝阳区'],
        languages: ['zh', 'en'],
        employer: '某所',
        clients: ['甲公司', '乙公司'],
        competitors: [],
        capacity: 3,
        consented: true,
        email: 'li@a.cn',
        phone: null,
      },
    },
  ])
})

test('each wrong cell is named with its row and column, and right rows are kept', () => {
  const file = [
    `${HEADER},区域,语言,邮箱,电话,本人同意,同时在办上限`,
    ',8,专利,某所',
    '',
    '李娜,八,专利；机械,某所,海淀,火星文,x@y,#,也许,0',
    '王强,8,专利,某所,海淀区,中文,a@b.cn,010-62345678,否,5',
    '王强,9,商标,某所',
    '赵敏,8,专利,某所,,,,,,3,多余',
  ]
  const { rows, errors, readable } = read(file.join('\r\n'))
  expect(readable).toBe(true)
  expect(rows.map(({ row, expert }) => [row, expert.name])).toEqual([[5, '王强']])
  expect(errors).toEqual([
    { row: 2, column: '姓名', problem: 'missing' },
    { row: 4, column: '从业年限', problem: 'not_a_number' },
    { row: 4, column: '领域', problem: 'unknown_field' },
    { row: 4, column: '区域', problem: 'unknown_district' },
    { row: 4, column: '语言', problem: 'unknown_language' },
    { row: 4, column: '同时在办上限', problem: 'not_a_number' },
    { row: 4, column: '本人同意', problem: 'not_yes_or_no' },
    { row: 4, column: '邮箱', problem: 'not_an_email' },
    { row: 4, column: '电话', problem: 'not_a_phone' },
    { row: 6, column: null, problem: 'twice' },
    { row: 7, column: null, problem: 'row_too_long' },
  ])
})

test.for([
  ['unknown_encoding', '\0'],
  ['unreadable', `${HEADER}\n"`],
  ['column_missing', '姓名,从业年限,领域\na,1,专利'],
  ['column_unknown', `${HEADER},星座\n`],
  ['column_twice', `${HEADER},name\n`],
  ['no_rows', `${HEADER}\n\n`],
  ['too_many_rows', `${HEADER}\n${'李娜,8,专利,某所\n'.repeat(2001)}`],
] as const)('a file is refused as a whole: %s', ([problem, text]) => {
  const { rows, errors, readable } = read(text)
  expect([rows, readable]).toEqual([[], false])
  expect(errors.map((error) => error.problem)).toContain(problem)
})

test('whatever bytes are sent, they are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const { rows, errors } = readExpertRows(bytes, context)
      expect(rows.length + errors.length).toBeGreaterThan(0)
    }),
  )
})
