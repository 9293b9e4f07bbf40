import { expect, test } from 'vitest'
import { createEventParser } from '../../src/web/chat/event-stream.ts'
import type { ServerEvent } from '../../src/web/chat/event-stream.ts'
import { foldPoint } from '../../src/web/chat/fold-point.ts'
import { parseInline, parseMarkdown } from '../../src/web/chat/parse-markdown.ts'
import { catalogueText } from '../../src/web/catalogue/catalogue-text.ts'
import { chatText } from '../../src/web/chat/chat-text.ts'
import { peopleText } from '../../src/web/chat/people/people-text.ts'
import { privacyText } from '../../src/web/shared/privacy-text.ts'
import { documentsText } from '../../src/web/documents/documents-text.ts'
import { searchText } from '../../src/web/search/search-text.ts'
import { commonText } from '../../src/web/shared/common-text.ts'

test('a mark becomes a citation and keeps the punctuation behind it', () => {
  expect(parseInline('书面申请[1]。')).toEqual([
    { kind: 'text', text: '书面申请' },
    { kind: 'citation', n: 1, tail: '。' },
  ])
})

test('only http and https become links', () => {
  const kinds = (text: string) => parseInline(text).map(({ kind }) => kind)
  expect(kinds('[a](https://a.cn/b)')).toEqual(['link'])
  expect(kinds('[a](javascript:alert)')).toEqual(['text'])
  expect(kinds('[a](//evil.cn)')).toEqual(['text'])
  expect(kinds('[a](data:text/html,x)')).toEqual(['text'])
})

test('a bare address is linked without the Chinese text after it', () => {
  expect(parseInline('网址http://epub.cnipa.gov.cn/，免费')).toContainEqual({
    kind: 'link',
    text: 'http://epub.cnipa.gov.cn/',
    href: 'http://epub.cnipa.gov.cn/',
  })
})

test('lists, tables and paragraphs are told apart', () => {
  const text = '**标题**\n- 一 [1]\n- 二\n\n1. 甲\n2. 乙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n完'
  const blocks = parseMarkdown(text)
  expect(blocks.map(({ kind }) => kind)).toEqual([
    'paragraph',
    'list',
    'list',
    'table',
    'paragraph',
  ])
})

test('hostile text is parsed in linear time', () => {
  const started = performance.now()
  for (const piece of ['**', '[', '[a](', '|', '- ', '[1', 'http://', '<script>']) {
    parseMarkdown(piece.repeat(10_000))
  }
  expect(performance.now() - started).toBeLessThan(1500)
})

test('a long answer is folded behind a whole sentence and its marks', () => {
  const text = '甲乙丙丁[1]。'.repeat(20) + '这一句很重要[2]。'.repeat(80)
  const point = foldPoint(text)
  expect(point).toBeLessThanOrEqual(610)
  expect(text.slice(0, point)).toMatch(/。$/)
  expect(foldPoint('短。'.repeat(100))).toBeUndefined()
})

test('a table is never folded in its middle', () => {
  const table = `| a | b |\n|---|---|\n${'| 很长的单元格内容 | 另一个单元格内容 |\n'.repeat(60)}`
  expect(foldPoint(table)).toBeUndefined()
})

test('an event stream is read the same however it is cut', () => {
  const stream =
    ': hello\nid: 1\nevent: meta\ndata: {"a":1}\n\nid: 2\r\nevent: sentence\r\ndata: x\r\ndata: y\r\n\r\n'
  const read = (size: number) => {
    const events: ServerEvent[] = []
    const parse = createEventParser((event) => events.push(event))
    for (let at = 0; at < stream.length; at += size) parse(stream.slice(at, at + size))
    return events
  }
  expect(read(1000)).toEqual([
    { id: '1', event: 'meta', data: '{"a":1}' },
    { id: '2', event: 'sentence', data: 'x\ny' },
  ])
  expect(read(1)).toEqual(read(1000))
  expect(read(7)).toEqual(read(1000))
})

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}:${typeof value}`]
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
}

test('every text exists in Chinese and in English', () => {
  const tables = [
    chatText,
    peopleText,
    privacyText,
    catalogueText,
    documentsText,
    searchText,
    commonText,
  ]
  for (const { zh, en } of tables) {
    expect(keysOf(en)).toEqual(keysOf(zh))
  }
})
