import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readKnowledgeFolder } from '../../src/packaged.ts'
import { readKnowledge } from '../../src/knowledge/read-knowledge.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { documents } = readKnowledge(await readKnowledgeFolder(at('../../knowledge')))

const fold = (text: string) => text.replace(/\s/g, '')
const readSeed = (file: string) => readFile(at(`../fixtures/seeds/${file}`), 'utf8')
const withoutMarks = (text: string) => text.replace(/\[bookmark: [^\]]*\]/g, '')
const withoutHeadingMarks = (text: string) => text.replace(/^#{1,6} /gm, '')
const timesIn = (text: string, part: string) => text.split(part).length - 1

test('the four source documents are there', () => {
  expect(documents.map(({ id }) => id).sort()).toEqual([
    'action-plan-2022',
    'measures-draft',
    'opinions-2021',
    'service-spec',
  ])
})

test.each(documents)('$id names the source that it was taken from', async ({ source }) => {
  const hash = createHash('sha256')
    .update(await readSeed(source.file))
    .digest('hex')
  expect(source.sha256).toBe(hash)
})

test.each(documents)(
  '$id says what its source says once its mends are undone',
  async (document) => {
    const undone = document.mends.reduce(
      (text, { from, to }) => text.replace(to, () => from),
      document.body,
    )
    const seed = withoutMarks(await readSeed(document.source.file))
    expect(fold(withoutHeadingMarks(undone))).toBe(fold(seed))
  },
)

test.each(documents)(
  'each mend of $id names one place of the source and one of the text',
  async (document) => {
    const seed = withoutMarks(await readSeed(document.source.file))
    for (const { from, to } of document.mends) {
      expect([from, timesIn(seed, from)]).toEqual([from, 1])
      expect([to, timesIn(document.body, to)]).toEqual([to, 1])
    }
  },
)

test.each(documents)(
  'no line of the source of $id is broken up or changed unless a mend says so',
  async (document) => {
    const mended = document.mends.reduce(
      (text, { from, to }) => text.replace(from, () => withoutHeadingMarks(to)),
      withoutMarks(await readSeed(document.source.file)),
    )
    const lines = mended.split('\n').map((line) => line.trim())
    const text = withoutHeadingMarks(document.body)
    expect(lines.filter((line) => !text.includes(line))).toEqual([])
  },
)

test('no sentence of the action plan is cut by a page break', () => {
  const body = documents.find(({ id }) => id === 'action-plan-2022')?.body ?? ''
  const paragraphs = body
    .split('\n\n')
    .filter((block) => block.length > 60 && !block.startsWith('#'))
  expect(paragraphs.length).toBeGreaterThan(20)
  for (const paragraph of paragraphs) expect(paragraph.trim()).toMatch(/(。|的通知)$/)
})

test('the evaluation chapter has its heading and the address of the Beijing platform its slashes', () => {
  const body = documents.find(({ id }) => id === 'service-spec')?.body ?? ''
  expect(body).toContain('\n## 服务评价与改进\n\n知识产权公共服务机构应采取内部评价')
  expect(body).toContain('http://www.beijingip.cn')
  expect(body).toContain('应包括：\n\n1. 服务事项名称；')
})
