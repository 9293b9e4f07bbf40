import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readKnowledgeFolder } from '../../src/packaged.ts'
import type { Passage } from '../../src/knowledge/passage.ts'
import { readDocument } from '../../src/knowledge/read-documents.ts'
import { readKnowledge } from '../../src/knowledge/read-knowledge.ts'
import { splitPassages } from '../../src/knowledge/split-passages.ts'

const folder = fileURLToPath(new URL('../../knowledge', import.meta.url))
const { documents, passages } = readKnowledge(await readKnowledgeFolder(folder))
const units = passages.filter(({ kind }) => kind !== 'item')
const find = (address: string) => {
  const found = passages.find(({ document, locator }) => `${document}#${locator}` === address)
  if (!found) throw new Error(`no passage ${address}`)
  return found
}
const count = (document: string, kind: string) =>
  units.filter((unit) => unit.document === document && unit.kind === kind).length
const isSound = (list: Passage[], body: string) =>
  list.every((passage) => {
    const unit = list.find(({ locator }) => locator === passage.unit)
    return (
      passage.text === body.slice(passage.start, passage.end) &&
      passage.text === passage.text.trim() &&
      passage.text !== '' &&
      unit !== undefined &&
      unit.start <= passage.start &&
      passage.end <= unit.end &&
      (passage.kind === 'item') === (passage.locator !== passage.unit)
    )
  })

test('a passage is exactly the text at its offsets, and lies in its unit', () => {
  for (const { id, body } of documents)
    expect(
      isSound(
        passages.filter(({ document }) => document === id),
        body,
      ),
    ).toBe(true)
})

test('every article, point, service and annex row is a unit', () => {
  expect(count('measures-draft', 'article')).toBe(25)
  expect(count('opinions-2021', 'point')).toBe(17)
  expect(count('action-plan-2022', 'point')).toBe(15)
  expect(count('action-plan-2022', 'goal')).toBe(5)
  expect(count('service-spec', 'service')).toBe(16 + 3 + 4)
  expect(count('service-spec', 'term')).toBe(3)
  expect(count('service-spec', 'platform')).toBe(17)
  expect(count('service-spec', 'course')).toBe(13)
  expect(count('service-spec', 'district')).toBe(17)
})

test('no unit holds text of another one', () => {
  for (const { id } of documents) {
    const own = units.filter(({ document }) => document === id).sort((a, b) => a.start - b.start)
    own.reduce((before, unit) => {
      expect(unit.start).toBeGreaterThanOrEqual(before.end)
      return unit
    })
  }
})

test('only headings, table heads and the names of drafters belong to no unit', () => {
  const left = documents.flatMap(({ id, body }) => {
    const own = units.filter(({ document }) => document === id)
    return [...body.matchAll(/[^\n]+/g)]
      .filter(({ index }) => !own.some(({ start, end }) => start <= index && index < end))
      .map(([line]) => line)
      .filter((line) => !line.startsWith('#'))
  })
  expect(left.map((line) => line.slice(0, 9))).toEqual([
    '本文件主要起草人：',
    '序号 名称 网址',
    '课程名称 课程内容',
    '序号 区域 特色主',
  ])
})

test('an item of an article can be quoted alone and says which one it is', () => {
  const item = find('measures-draft#art7(2)')
  expect(item.text).toMatch(
    /^（二）所服务企业数量不少于50家.*60%以上的企业对知识产权公共服务有明确需求；$/,
  )
  expect(item).toMatchObject({ unit: 'art7', kind: 'item' })
  expect(find('measures-draft#art7').text).toMatch(/^第7条 【工作站设立条件】/)
  expect(item.path).toEqual([
    '北京市知识产权公共服务机构管理办法（征求意见稿）',
    '第2章 机构设立、变更、撤销',
  ])
})

test('an item whose number the source has lost is quoted without that number', () => {
  expect(find('service-spec#expert.requirements(3)').text).toMatch(/^咨询、一对一指导、培训等形式/)
  expect(find('service-spec#basic.6(2)').text).toMatch(/^提供专利预审或优先审查咨询服务/)
  expect(find('service-spec#basic.1(b)').text).toMatch(/^b\) 归纳和整理知识产权政策/)
})

test('a paragraph keeps the list that it introduces, and the next paragraph does not join it', () => {
  const facilities = find('service-spec#station.setup.facilities.p1').text
  expect(facilities).toMatch(/^工作站的空间场所应：/)
  expect(facilities).toMatch(/张贴知识产权公共服务事项清单。$/)
  expect(find('service-spec#station.setup.facilities.p2').text).toMatch(
    /^工作站应建立知识产权线上信息平台/,
  )
})

test('a service names itself in its path and so do its items', () => {
  for (const locator of ['basic.13', 'basic.13(2)'])
    expect(find(`service-spec#${locator}`).path).toEqual([
      '知识产权公共服务规范',
      '服务内容',
      '基础服务',
      '知识产权金融服务',
    ])
})

test('a part of a service begins with its title, its items do not', () => {
  expect(find('service-spec#special.3.4').text).toMatch(
    /^提升信息化服务与线下精准服务的融合度\n\n公共服务机构宜/,
  )
  expect(find('service-spec#special.3.4.lead').text).toMatch(/^公共服务机构宜/)
})

test('the phone number of the comment period of 2021 is never quoted without that period', () => {
  const withPhone = passages.filter(({ text }) => text.includes('84084142'))
  expect(withPhone.map(({ locator }) => locator)).toEqual(['notice.comments'])
  expect(withPhone[0]?.text).toContain('2021年9月27日至10月26日')
})

test('the names of the drafters are not found', () => {
  expect(passages.filter(({ text }) => /起草人|孟波|周晓倩/.test(text))).toEqual([])
})

test('the heading of a document is its title and no part of a path below it', () => {
  for (const { id, title } of documents)
    for (const { path } of passages.filter(({ document }) => document === id)) {
      expect(path[0]).toBe(title)
      expect(path.slice(1).some((heading) => heading.startsWith('附件1'))).toBe(false)
    }
})

test('addresses stay the same from version to version', async () => {
  const addresses = passages.map(({ document, locator, kind }) => `${document}#${locator} ${kind}`)
  await expect(`${addresses.join('\n')}\n`).toMatchFileSnapshot('./addresses.txt')
})

const divisible = { id: 'upload', title: '某办法', units: [], unindexed: [] }

test('Chinese and Arabic numbers give the same address', () => {
  const body = '第二十一条 甲\n\n第22条 乙\n\n## （十）丙\n\n丁\n\n## （一百零三）戊\n\n己'
  const locators = splitPassages({ ...divisible, body }).map(({ locator }) => locator)
  expect(locators).toEqual(['art21', 'art22', 'point10', 'point103'])
})

test('a heading needs no blank line around it', () => {
  const list = splitPassages({ ...divisible, body: '前文\n## （一）甲\n乙\n丙\n## （二）丁\n戊' })
  expect(list.map(({ path, text }) => [path[1], text])).toEqual([
    [undefined, '前文'],
    ['（一）甲', '乙\n丙'],
    ['（二）丁', '戊'],
  ])
})

test('two places that would have the same address get different ones', () => {
  const body = '## （一）甲\n\n乙\n\n## （一）丙\n\n丁'
  expect(splitPassages({ ...divisible, body }).map(({ locator }) => locator)).toEqual([
    'point1',
    'point1~2',
  ])
})

const piece = fc.oneof(
  fc.constantFrom(
    '# 某办法',
    '## 第一章 总则',
    '### （二）其他',
    '#### 3. 名目',
    '#无空格',
    '第十条 【名称】正文',
    '第条',
    '——目标。',
    'a) 甲；',
    '（一）乙；',
    '1. 丙；',
    '丁。',
    '1 某平台 https://example.cn',
    '---',
    '',
  ),
  fc.string({ unit: 'grapheme' }),
)
const markdown = fc
  .array(fc.tuple(piece, fc.constantFrom('\n', '\n\n', '\n \n', '  ', '\r\n')))
  .map((pairs) => pairs.map(([text, gap]) => text + gap).join(''))

test('any text can be split, into sound passages with addresses of their own', () => {
  fc.assert(
    fc.property(markdown, fc.constantFrom('某办法', '丁'), (body, title) => {
      const units = [
        {
          heading: '第一章 总则',
          locator: 'one',
          kind: 'section',
          rows: true,
          titled: false,
          whole: false,
        },
        { starts: '丁', locator: 'two', kind: 'notice', rows: false, titled: true, whole: true },
      ] as const
      const list = splitPassages({
        ...divisible,
        title,
        body,
        units: [...units],
        unindexed: [{ starts: '——' }],
      })
      const locators = list.map(({ locator }) => locator)
      expect(new Set(locators).size).toBe(locators.length)
      expect(isSound(list, body)).toBe(true)
    }),
  )
})

test('any file can be read: as a document, or with problems that name a line of it', () => {
  const header = fc.constantFrom('---\n', '---\nid: a\n', '---\nid: [\n---\n', '')
  fc.assert(
    fc.property(header, markdown, (head, text) => {
      const read = readDocument('policies/x.md', head + text)
      const problems = 'problems' in read ? read.problems : []
      const lines = (head + text).split('\n').length
      for (const { line } of problems) expect(line >= 1 && line <= lines).toBe(true)
    }),
  )
})
