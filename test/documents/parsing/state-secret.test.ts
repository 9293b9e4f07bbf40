import { describe, expect, test } from 'vitest'
import { readUpload } from '../../../src/documents/parsing/read-upload.ts'
import { openUploadParser } from '../../../src/open-upload-parser.ts'
import {
  type DocxOptions,
  paragraph,
  part,
  run,
  writeDocx,
} from '../../support/uploads/write-docx.ts'
import { writePdf } from '../../support/uploads/write-pdf.ts'

const MARK = '秘密★10年'
const BODY = paragraph('这里是很长的一段内部正文，没有任何标志，只是普通的工作安排与说明。')
const SECRET = { refusal: 'upload_state_secret' }
const utf8 = (text: string) => new TextEncoder().encode(text)

const properties = (name: string, value: string) =>
  `<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="${name}"><vt:lpwstr>${value}</vt:lpwstr></property></Properties>`

describe('a mark of secrecy in a Word file stops it', () => {
  const places: [string, string, DocxOptions?][] = [
    ['in the text', paragraph(MARK)],
    [
      'in pieces with different looks',
      paragraph(`${run('机', '<w:b/>')}${run('密')}${run('★')}${run('长期')}`),
    ],
    [
      'in deleted text',
      paragraph(`<w:del w:id="1"><w:r><w:delText>${MARK}</w:delText></w:r></w:del>`),
    ],
    ['in hidden text', paragraph(run(MARK, '<w:vanish/>'))],
    [
      'letter by letter, one below the other',
      ['机', '密', '★', '长期'].map((each) => paragraph(each)).join(''),
    ],
    [
      'in the cells of a table',
      `<w:tbl><w:tr><w:tc>${paragraph('绝密')}</w:tc><w:tc>${paragraph('★')}</w:tc></w:tr></w:tbl>`,
    ],
    ['alone at its head', `${paragraph('机密')}`],
    [
      'in a header that nothing refers to',
      '',
      { parts: { 'word/header9.xml': part('hdr', paragraph(MARK)) } },
    ],
    [
      'as a level alone in a footer',
      '',
      {
        parts: { 'word/foot.xml': part('ftr', paragraph('秘密')) },
        relations: [['footer', 'foot.xml']],
      },
    ],
    [
      'as a watermark',
      '',
      {
        parts: {
          'word/header1.xml': part(
            'hdr',
            paragraph('<w:r><w:pict><v:shape><v:textpath string="绝密"/></v:shape></w:pict></w:r>'),
          ),
        },
      },
    ],
    ['in a comment', '', { parts: { 'word/comments.xml': part('comments', paragraph(MARK)) } }],
    ['in a footnote', '', { parts: { 'word/footnotes.xml': part('footnotes', paragraph(MARK)) } }],
    ['in a chart', '', { parts: { 'word/charts/chart1.xml': `<c><v>${MARK}</v></c>` } }],
    ['in its title', '', { title: `方案（${MARK}）` }],
    [
      'in a property of its own',
      '',
      { parts: { 'docProps/custom.xml': properties('密级', '机密') } },
    ],
  ]
  test.each(places)('%s', async (_, body, options) => {
    const bytes = writeDocx(body.includes('机密') ? body + BODY : BODY + body, options)
    await expect(readUpload(bytes, '方案.docx')).rejects.toMatchObject(SECRET)
  })
})

describe('a mark of secrecy stops', () => {
  const text = { text: '普通的工作安排与说明，没有任何标志。', x: 90, y: 600 }
  test.each([
    ['a PDF, in its text', writePdf([[text, { text: '机密★20年', x: 90, y: 700 }]])],
    ['a PDF, alone in its margin', writePdf([[{ text: '秘密', x: 400, y: 815 }, text]])],
    ['a PDF, in its title', writePdf([[text]], { info: { Title: `方案 ${MARK}` } })],
    ['a PDF, in its subject', writePdf([[text]], { info: { Subject: '绝密' } })],
    ['a PDF, where nobody sees it', writePdf([[text, { text: MARK, x: 90, y: 500, mode: 3 }]])],
    ['a PDF, in a property of its own', writePdf([[text]], { info: { Level: '机密' } })],
    ['a page, where scripts are off', utf8(`<html><p>说明<noscript>${MARK}</noscript>`)],
    ['a page, alone in its head', utf8('<html><header>机密</header><p>说明')],
    [
      'a page, alone before all text',
      utf8('<html><meta name="a" content="甲"><img alt="乙"><p>机密<p>说明'),
    ],
    ['a page, in its text', utf8(`<html><p>说明<p>${MARK}</p>`)],
    ['a page, in a comment', utf8(`<html><p>说明<!-- ${MARK} -->`)],
    [
      'a page, in what programs are told',
      utf8('<html><meta name="classification" content="机密"><p>说明'),
    ],
    ['a page, in the words for a picture', utf8(`<html><p>说明<img alt="${MARK}">`)],
    ['a text', utf8(`说明\n${MARK}\n正文`)],
    ['a Markdown file, in its header', utf8('---\ntitle: 方案\nlevel: 机密\n---\n正文')],
  ])('%s', async (_, bytes) => {
    await expect(readUpload(bytes, '方案.md')).rejects.toMatchObject(SECRET)
  })

  test.each([
    '方案（机密★1年）.txt',
    '机密_方案.txt',
    '【秘密】方案.txt',
    '方案［绝密］.txt',
    '机密.txt',
    '秘密文件-三月.txt',
  ])('a file by its name: %s', async (name) => {
    await expect(readUpload(utf8('普通的文字'), name)).rejects.toMatchObject(SECRET)
  })

  test('all of it: nothing of the text leaves the process, in the error neither', async () => {
    const parse = openUploadParser({ timeoutMs: 50_000 })
    const bytes = writeDocx(BODY + paragraph(MARK))
    const error: unknown = await parse(bytes, '方案.docx').catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'invalid', message: 'upload_state_secret' })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/正文|★|方案/)
  })
})

describe('what only speaks of secrets passes', () => {
  test.each([
    ['商业秘密保护指南.txt', '企业应当对商业秘密采取保密措施。'],
    ['国家秘密定密管理规定解读.txt', '国家秘密分为绝密、机密、秘密三级。'],
    ['保密制度.txt', '* 国家秘密\n* 商业秘密\n* 个人隐私'],
    ['指南.txt', '不得泄露国家秘密\n★ 提示：请勿上传涉密材料，一经发现立即停止处理。'],
  ])('%s', async (name, text) => {
    const { blocks } = await readUpload(utf8(text), name)
    expect(blocks.length).toBe(text.split('\n').length)
  })
})
