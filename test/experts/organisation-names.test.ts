import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareNames,
  readOrganisationName,
} from '../../src/experts/matching/organisation-names.ts'

const likeness = (left: string, right: string) =>
  compareNames(readOrganisationName(left), readOrganisationName(right))

test.each([
  ['华为技术有限公司', '華為技術股份有限公司'],
  ['ＴＣＬ科技集团', 'tcl 科技'],
  ['百度在线网络技术（北京）有限公司', '百度在线网络技术(北京)有限公司'],
  ['百度在线网络技术（北京）有限公司', '百度在线网络技术有限公司'],
  ['华 为\u200b技术', '华为技术'],
  ['Acme Robotics Co., Ltd.', 'ACME ROBOTICS LIMITED'],
  ['I.B.M.', 'IBM'],
  ['张三', '张 三'],
])('%s is %s', (left, right) => {
  expect(likeness(left, right)).toBe('same')
})

test.each([
  ['华为', '华为技术有限公司'],
  ['华为终端有限公司', '华为技术有限公司北京研究所'],
  ['北京小米移动软件有限公司', '小米科技有限责任公司'],
  ['北京市金杜律师事务所', '金杜律师事务所上海分所'],
  ['中国移动', '中国移动通信集团北京有限公司'],
  ['北京大学', '北京大学第一医院'],
  ['3M中国有限公司', '３Ｍ'],
  ['Huawei Device Co., Ltd.', 'Huawei Technologies'],
  ['蓝天公司（原白云软件有限公司）', '白云软件'],
])('%s may be %s', (left, right) => {
  expect(likeness(left, right)).toBe('possible')
})

test.each([
  ['清华大学', '北京大学'],
  ['北京银行', '南京银行'],
  ['北京理工大学', '大连理工大学'],
  ['大学', '清华大学'],
  ['科技有限公司', '晨光科技有限公司'],
  ['北京晨光科技有限公司', '北京远航科技有限公司'],
  ['Intel', 'Intellect Ltd'],
  ['公司', '晨光公司'],
  ['', ''],
  ['。', '，'],
  ['有限公司', 'Co., Ltd.'],
])('%s is not %s', (left, right) => {
  expect(likeness(left, right)).toBe('none')
})

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '北京',
        '市',
        '华为',
        '科技',
        '有限公司',
        '（',
        '）',
        ' ',
        'TCL',
        'of',
        '集团',
        '大学',
        '王',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
)

test('names are alike in both directions, and a name with content is its own', () => {
  fc.assert(
    fc.property(names, names, (left, right) => {
      expect(likeness(left, right)).toBe(likeness(right, left))
      const own = readOrganisationName(left).whole === '' ? 'none' : 'same'
      expect(likeness(left, left)).toBe(own)
    }),
  )
})

test('a trade name is found in every form of its company', () => {
  const form = fc.constantFrom(
    '有限公司',
    '股份有限公司',
    '（北京）科技有限公司',
    '集团',
    '技术有限责任公司',
    '',
  )
  const place = fc.constantFrom('', '北京', '北京市', '上海市', '中国')
  const trade = fc.constantFrom('晨光', '远航', '鸿鹄', 'Acme', '3M')
  fc.assert(
    fc.property(trade, place, form, form, (name, where, one, another) => {
      expect(likeness(`${where}${name}${one}`, `${name}${another}`)).not.toBe('none')
    }),
  )
})

test('a name as long as a book is read at once', () => {
  for (const part of ['科技', '北京', '公司', '(', 'a ', '有', '（北京）', '\u200b']) {
    const started = performance.now()
    readOrganisationName(part.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(3_000)
  }
})
