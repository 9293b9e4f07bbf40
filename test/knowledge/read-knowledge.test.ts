import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readKnowledgeFolder } from '../../src/packaged.ts'
import { readKnowledge } from '../../src/knowledge/read-knowledge.ts'
import { AppError } from '../../src/shared/errors.ts'

const files = await readKnowledgeFolder(fileURLToPath(new URL('../../knowledge', import.meta.url)))

/** All but the questions, which take long to read. */
const quick = Object.fromEntries(
  Object.entries(files).filter(([file]) => !file.startsWith('questions/')),
)

/** The file with its first `from` replaced, and the line on which that stood. */
function spoil(file: string, from: string, to: string) {
  const content = files[file] ?? ''
  const index = content.indexOf(from)
  if (index < 0) throw new Error(`${file} has no ${from}`)
  const line = content.slice(0, index).split('\n').length
  return { file, line, content: content.slice(0, index) + to + content.slice(index + from.length) }
}

function complaintOf(changed: Record<string, string | undefined>): string {
  const kept = Object.entries({ ...quick, ...changed }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  try {
    readKnowledge(Object.fromEntries(kept))
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return ''
}

test('the knowledge that comes with the package is sound', () => {
  expect(complaintOf(files)).toBe('')
})

const spoiled = [
  [
    'policies/opinions-2021.md',
    '{ starts: 为贯彻落实,',
    '{ heading: 一、总体要求, starts: 为贯彻落实,',
    'units.0.heading',
  ],
  ['catalogue/services.yml', 'clause: service-spec#basic.1', 'clause: null', '0.clause'],
  ['policies/measures-draft.md', 'status_stated: draft', 'status_stated: valid', 'status_stated'],
  ['policies/opinions-2021.md', 'comment_to: 2021-10-26', 'comment_to: October', 'comment_to'],
  ['policies/service-spec.md', '{ heading: 标识,', '{ heading: 标识牌,', 'units.'],
  ['policies/action-plan-2022.md', 'to: "低成本专业化"', 'to: "低成本的专业化"', 'mends.'],
  ['catalogue/services.yml', 'modality: 应', 'modality: 必须', '0.modality'],
  ['catalogue/services.yml', 'time_limit: null', 'time_limit: 3个工作日', '0.time_limit'],
  [
    'catalogue/services.yml',
    'clause: service-spec#basic.3',
    'clause: service-spec#basic.33',
    '2.clause',
  ],
  ['catalogue/courses.yml', '- 专利规避设计', '- 专利规避方案', '4.topics.2'],
  [
    'catalogue/platforms.yml',
    'url: http://www.beijingip.cn',
    'url: http://www.beijingip.com',
    '11.url',
  ],
  [
    'catalogue/districts.yml',
    'industry_list: [金融业,',
    'industry_list: [银行业,',
    '0.industry_list.0',
  ],
  ['catalogue/terms.yml', '非营利性机构，', '机构，', '1.definition'],
  ['lexicon.yml', '驰名商标: [名牌商标', '名牌: [名牌商标', 'synonyms.名牌'],
  ['lexicon.yml', 'trade secret: 商业秘密', 'trade secret: 行业机密', 'english.trade secret'],
  ['lexicon.yml', '商镖: 商标', '商标: 商镖', 'typos.商标'],
  ['lexicon.yml', '延庆区: [延庆', '延庆区: [怀柔, 延庆', 'places.延庆区'],
  ['lexicon.yml', '密云区: [密云', '密云县: [密云', 'places.密云县'],
  ['replies.yml', 'zh: 这个问题不在', 'cn: 这个问题不在', 'refuse.off_topic'],
  ['replies.yml', '没有载明{what}', '没有载明{name}', 'notices.missing_part.zh'],
  ['settings.yml', 'candidates: 120', 'candidates: many', 'search.candidates'],
  ['utterances/vague.yml', 'ask: what_matter', 'ask: what', 'utterances.0.ask'],
  ['utterances/vague.yml', ', ask: what_matter', '', 'utterances.0.ask'],
  ['utterances/missing_fact.yml', ', slot: fee', '', 'utterances.0.slot'],
  [
    'utterances/service.yml',
    'topics: [知识产权政策宣贯服务]',
    'topics: [政策宣贯]',
    'utterances.0.topics',
  ],
  ['utterances/promise.yml', 'intent: promise', 'intent: assurance', 'intent'],
  ['utterances/thanks.yml', 'intent: thanks', 'intent: greeting', 'intent'],
  ['questions/services.yml', 'locator: basic.1', 'locator: basic.99', 'passages.0.locator'],
] as const

test.each(spoiled)(
  'a slip in %s (%s → %s) is reported with its line and field',
  (name, from, to, field) => {
    const { file, line, content } = spoil(name, from, to)
    const reported = complaintOf({ [file]: content }).split('\n')
    const place = new RegExp(`^${file}:(${line}|${line + 1}) ${field.replaceAll('.', '\\.')}`)
    expect(reported).toContainEqual(expect.stringMatching(place))
    expect(reported.length).toBeLessThanOrEqual(2)
  },
)

test('a file that is no YAML is reported with the line of the fault', () => {
  const { content } = spoil('settings.yml', 'candidates: 120', 'candidates: [40')
  expect(complaintOf({ 'settings.yml': content })).toMatch(/^settings\.yml:\d+ yaml: /)
})

test('a key that stands twice is reported, not silently overwritten', () => {
  const { content, line } = spoil('lexicon.yml', '商镖: 商标', '商镖: 商标\n  商镖: 商标')
  expect(complaintOf({ 'lexicon.yml': content })).toContain(
    `lexicon.yml:${line + 1} yaml: Map keys must be unique`,
  )
})

test('two places of a document that would have one address are reported', () => {
  const { content } = spoil('policies/opinions-2021.md', '### (二)工作目标', '### (一)工作目标')
  expect(complaintOf({ 'policies/opinions-2021.md': content })).toMatch(
    /^policies\/opinions-2021\.md:\d+ units: .*point1~2$/m,
  )
})

test('a missing file is reported', () => {
  expect(complaintOf({ 'replies.yml': undefined })).toBe('replies.yml:1 file: is missing')
})

test('a policy without a header is reported', () => {
  expect(complaintOf({ 'policies/new.md': '# 某办法\n' })).toMatch(/^policies\/new\.md:1 header: /)
})

test('two documents with one id are reported', () => {
  const copy = files['policies/measures-draft.md']
  expect(complaintOf({ 'policies/zz.md': copy })).toContain(
    'policies/zz.md:2 id: another file has measures-draft too',
  )
})

test('all problems of all files are reported at once', () => {
  const { content } = spoil('settings.yml', 'denseWeight: 0.85', 'denseWeight: 5')
  const complaint = complaintOf({
    'settings.yml': content.replace('top: 20', 'top: ten'),
    'replies.yml': undefined,
  })
  expect(complaint.split('\n').map((line) => line.split(' ')[1])).toEqual([
    'file:',
    'search.denseWeight:',
    'search.top:',
  ])
})

test('a file saved by Windows reads the same', () => {
  const windows = Object.fromEntries(
    Object.entries(files).map(([file, content]) => [
      file,
      `\uFEFF${content.replaceAll('\n', '\r\n')}`,
    ]),
  )
  expect(readKnowledge(windows).passages).toEqual(readKnowledge(files).passages)
})
