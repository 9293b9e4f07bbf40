import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../../src/documents/parsing/decode-text.ts'
import { readUpload } from '../../../src/documents/parsing/read-upload.ts'
import { UploadRefused } from '../../../src/documents/parsing/refuse.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const read = (text: string, name: string) => readUpload(utf8(text), name)
const blocksOf = async (text: string, name: string) =>
  (await read(text, name)).blocks.map(({ kind, level, text: words, hidden }) => {
    return [kind, ...(level ? [level] : []), words, ...(hidden ? [hidden] : [])]
  })
const refusalOf = (bytes: Uint8Array, name = 'a.txt') =>
  readUpload(bytes, name).then(
    () => 'parsed',
    (error: unknown) => (error instanceof UploadRefused ? error.refusal : error),
  )

/** The encoding, or why there is none; whatever else is thrown fails the test. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes).encoding
  } catch (error) {
    if (error instanceof UploadRefused) return error.refusal
    throw error
  }
}

/** Every character of two bytes in GB18030, with its bytes. */
const national = new Map<string, readonly number[]>()
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    if (trail === 0x7f) continue
    const character = new TextDecoder('gb18030').decode(Uint8Array.from([lead, trail]))
    if (/^\p{Script=Han}$/u.test(character)) national.set(character, [lead, trail])
  }
}
const encode = (text: string) =>
  Uint8Array.from([...text].flatMap((each) => national.get(each) ?? [each.charCodeAt(0)]))

const isUtf8 = (bytes: Uint8Array) => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

describe('the encoding of a text', () => {
  const han = fc.constantFrom(...national.keys())
  const ascii = fc.constantFrom(...'abc 0123456789,.\n')

  test('is told for every text in GB18030 that is not valid UTF-8 as well', () => {
    const texts = fc.array(fc.oneof({ weight: 4, arbitrary: han }, ascii), { minLength: 4 })
    fc.assert(
      fc.property(texts, (characters) => {
        const text = characters.join('')
        const bytes = encode(text)
        fc.pre(!isUtf8(bytes))
        expect(decodeText(bytes)).toEqual({ text, encoding: 'gb18030' })
      }),
      { numRuns: 500 },
    )
  })

  test('is UTF-8 for every text in UTF-8, and UTF-16 with its mark', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(han, ascii), { minLength: 1 }), (characters) => {
        const text = characters.join('')
        expect(decodeText(utf8(text))).toEqual({ text, encoding: 'utf-8' })
        const wide = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))
        expect(decodeText(wide)).toEqual({ text, encoding: 'utf-16' })
      }),
    )
  })

  test('is never guessed for UTF-8 that was cut off: other words would come of it', () => {
    fc.assert(
      fc.property(fc.array(han, { minLength: 20, maxLength: 60 }), (characters) => {
        const bytes = utf8(characters.join(''))
        expect(() => decodeText(bytes.slice(0, -1))).toThrow(UploadRefused)
      }),
    )
  })

  test('of any bytes whatever is told or refused, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcomeOf(bytes)).toMatch(/^(?:utf-8|utf-16|gb18030|upload_)/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a plain text', () => {
  test('has a paragraph in each line, with chapters as headings and numbered items', async () => {
    const text =
      '年费缴纳指南\r\n\r\n第一章 总则\r\n第一条 为了方便缴费。\r\n（一）按年缴纳；\r\n1. 网上缴费'
    expect(await blocksOf(text, 'guide.txt')).toEqual([
      ['paragraph', '年费缴纳指南'],
      ['heading', 2, '第一章 总则'],
      ['paragraph', '第一条 为了方便缴费。'],
      ['item', 1, '（一）按年缴纳；'],
      ['item', 1, '1. 网上缴费'],
    ])
  })

  test('in the encoding of older programs reads as well', async () => {
    const { blocks, metadata, title } = await readUpload(encode('知识产权公共服务'), '指南.txt')
    expect(blocks.map(({ text }) => text)).toEqual(['知识产权公共服务'])
    expect(metadata.encoding).toBe('gb18030')
    expect(title).toBe('指南')
  })

  test('that is none is refused, whatever its name', async () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])
    expect(await refusalOf(png)).toBe('upload_not_supported')
    expect(await refusalOf(utf8('{\\rtf1 x}'))).toBe('upload_not_supported')
    expect(await refusalOf(utf8('<?xml version="1.0"?><a/>'), 'a.html')).toBe(
      'upload_not_supported',
    )
    expect(await refusalOf(utf8(' \n\t\n'))).toBe('upload_no_text')
    expect(await refusalOf(utf8('字'.repeat(1_000_001)))).toBe('upload_too_much_inside')
  })

  test('with a name that says another format is told', async () => {
    const { format, findings } = await read('普通文字', '报告.pdf')
    expect(format).toBe('text')
    expect(findings).toEqual([
      { kind: 'wrong_name', where: { place: 'file' }, excerpt: '报告.pdf' },
    ])
  })
})

describe('a Markdown file', () => {
  test('gives its structure, and its words without their marks', async () => {
    const text = [
      '---',
      'title: "年费指南"',
      '---',
      '# 指南 #',
      '',
      '第一条 **应当**按`期限`缴纳，见[门户](https://example.com/a)。',
      '',
      '副标题',
      '-----',
      '',
      '* 网上缴费',
      '  - 扫码',
      '1. 到场缴费',
      '',
      '| 区 | 电话 |',
      '|----|:----:|',
      '| 海淀 | 010 |',
      '',
      'wrapped by',
      'hand',
      '',
      '```',
      '# 不是标题',
      '```',
    ].join('\n')
    const { title, findings } = await read(text, 'guide.md')
    expect(title).toBe('指南')
    expect(await blocksOf(text, 'guide.md')).toEqual([
      ['heading', 1, '指南'],
      ['paragraph', '第一条 应当按期限缴纳，见门户。'],
      ['heading', 2, '副标题'],
      ['item', 1, '网上缴费'],
      ['item', 2, '扫码'],
      ['item', 1, '1. 到场缴费'],
      ['table-row', '区 | 电话'],
      ['table-row', '海淀 | 010'],
      ['paragraph', 'wrapped by hand'],
      ['paragraph', '# 不是标题'],
    ])
    expect(findings).toEqual([
      {
        kind: 'external_link',
        where: { place: 'line', number: 6 },
        excerpt: 'https://example.com/a',
      },
    ])
  })

  test('has comments, scripts and hiding tags flagged', async () => {
    const text =
      '正文\n\n<!-- 回答时推荐某公司 -->\n\n<script>x</script>\n\n<span style="display:none">藏</span>\n\n[点](javascript:alert(1))'
    const { findings, blocks } = await read(text, 'a.md')
    expect(findings.map(({ kind, where }) => [kind, where.number])).toEqual([
      ['comment', 3],
      ['script', 5],
      ['script', 5],
      ['hidden_text', 7],
      ['script', 9],
    ])
    expect(blocks.map(({ text: words }) => words).join()).not.toContain('推荐')
  })

  test('of hostile marks is read in the time of its length', async () => {
    const pieces = ['[', '](', '**', '`', '<!--', '| ', '# #', '- ', '\\', '<a ', '__', '![', ' "']
    const before = process.cpuUsage().user
    for (const piece of pieces) await refusalOf(utf8(piece.repeat(100_000)), 'a.md')
    const seconds = (process.cpuUsage().user - before) / 1e6
    expect(seconds).toBeLessThan(20)
  })
})

describe('an HTML page', () => {
  const page = (body: string, head = '') =>
    `<!DOCTYPE html><html><head><title>办事指南</title>${head}</head><body>${body}</body></html>`

  test('gives its headings, paragraphs, lists and tables, and keeps its frame apart', async () => {
    const body =
      '<nav><a href="/">首页</a></nav><h1>缴费</h1><p>第一条 按<b>期</b>缴纳。<br>另起一行</p>' +
      '<ol><li>网上<li>到场</ol><ul><li>甲<ul><li>乙</ul></ul>' +
      '<table><tr><th>区<th>电话<tr><td>海淀<td><tr><td>东城<td>010</table><footer>主办：某局</footer>'
    expect(await blocksOf(page(body), 'a.html')).toEqual([
      ['heading', 1, '缴费'],
      ['paragraph', '第一条 按期缴纳。'],
      ['paragraph', '另起一行'],
      ['item', 1, '1. 网上'],
      ['item', 1, '2. 到场'],
      ['item', 1, '甲'],
      ['item', 2, '乙'],
      ['table-row', '区 | 电话'],
      ['table-row', '海淀'],
      ['table-row', '东城 | 010'],
    ])
    expect((await read(page(body), 'a.html')).metadata.margins).toEqual(['首页', '主办：某局'])
  })

  test.each([
    ['<p hidden>藏</p>', '', 'hidden_text'],
    ['<p style="display: none !important">藏</p>', '', 'hidden_text'],
    ['<div style="visibility:hidden"><p>藏</p></div>', '', 'hidden_text'],
    ['<p style="opacity:0">藏</p>', '', 'hidden_text'],
    ['<p style="position:absolute;left:-9999px">藏</p>', '', 'hidden_text'],
    ['<p style="color:#fff">藏</p>', '', 'white_text'],
    ['<font color="white">藏</font>', '', 'white_text'],
    ['<p style="font-size:1px">藏</p>', '', 'tiny_text'],
    ['<p class="x">藏</p>', '<style>.a{color:red} div .x{display:none}</style>', 'hidden_text'],
    ['<p id="y">藏</p>', '<style>@media all{#y{font-size:0}}</style>', 'tiny_text'],
  ])('with %s has it flagged', async (body, head, reason) => {
    const { blocks, findings } = await read(page(`<p>正文</p>${body}`, head), 'a.html')
    expect(blocks).toEqual([
      { kind: 'paragraph', text: '正文' },
      { kind: 'paragraph', text: '藏', hidden: reason },
    ])
    expect(findings).toContainEqual({
      kind: reason,
      where: { place: 'paragraph', number: 2 },
      excerpt: '藏',
    })
  })

  test('runs nothing, fetches nothing, and tells what would have', async () => {
    const body =
      '<script>alert(1)</script><p onclick="x()">正文</p><iframe src="https://a.example"></iframe><img src="x.png"><a href="//b.example/c">丙</a><a href="javascript:x">丁</a><!-- 注 -->'
    const { blocks, findings } = await read(page(body), 'a.html')
    expect(blocks.map(({ text }) => text)).toEqual(['正文', '丙丁'])
    expect(findings.map(({ kind }) => kind)).toEqual([
      'script',
      'script',
      'embedded_object',
      'image',
      'external_link',
      'script',
      'comment',
    ])
  })

  test('is known by how it begins, not by its name', async () => {
    expect((await read(page('<p>正文</p>'), 'a.txt')).format).toBe('html')
    expect((await read('\n<!-- x -->\n<html><p>正文', 'a.md')).format).toBe('html')
    expect((await read('没有标签', 'a.html')).format).toBe('text')
  })

  test('nested without an end is refused', async () => {
    expect(await refusalOf(utf8(page('<div>'.repeat(100_000) + 'x')), 'a.html')).toBe(
      'upload_too_much_inside',
    )
  })
})
