import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readKnowledgeFolder } from '../../src/packaged.ts'
import { readKnowledge } from '../../src/knowledge/read-knowledge.ts'
import { listMissingFields } from '../../src/knowledge/schemas.ts'

const folder = fileURLToPath(new URL('../../knowledge', import.meta.url))
const { catalogue, passages, replies, lexicon, documents, utterances } = readKnowledge(
  await readKnowledgeFolder(folder),
)
const { services, courses, platforms, districts, terms } = catalogue
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

test('the service list holds 16 basic and 4 special services in the order of the source', () => {
  const orderOf = (group: string) =>
    services.filter((each) => each.group === group).map(({ order }) => order)
  expect(orderOf('basic')).toEqual(upTo(16))
  expect(orderOf('special')).toEqual(upTo(4))
  const overview = passages.find(({ locator }) => locator === 'basic.overview(1)')?.text ?? ''
  const named = services
    .filter(({ group }) => group === 'basic')
    .map(({ name }) => overview.indexOf(name))
  expect(named).toEqual([...named].sort((a, b) => a - b))
  expect(named).not.toContain(-1)
})

test('a field that the source does not give is empty and reported as missing', () => {
  const silent = ['time_limit', 'inquiry_phone', 'supervision_phone'] as const
  for (const service of services) {
    expect(listMissingFields(service)).toEqual(expect.arrayContaining([...silent]))
    for (const field of silent) expect(service[field]).toBeNull()
  }
})

test('a field that every part of a service gives is not missing', () => {
  const digital = services.find(({ id }) => id === 'digital-economy')
  expect(digital?.parts).toHaveLength(4)
  expect(digital && listMissingFields(digital)).toEqual([
    'process',
    'time_limit',
    'inquiry_phone',
    'supervision_phone',
  ])
})

const parts = services.flatMap((service) => [service, ...service.parts])
const unitOf = (clause: string | null) =>
  passages.find(({ document, locator }) => `${document}#${locator}` === clause)

test('no service is said to be stronger than its first sentence', () => {
  const said = parts.map(({ name, content }) => [
    name,
    /公共服务机构(应|宜)/.exec(content?.[0] ?? '')?.[1] ?? null,
  ])
  const own = parts.map(({ name, content, modality }) => [name, content ? modality : null])
  expect(own).toEqual(said)
})

test('a service carries the whole list of ways of its clause', () => {
  const described = parts.filter(({ clause }) => clause !== null)
  expect(described).toHaveLength(16 + 3 + 4)
  const listed = described.map(({ name, clause }) => {
    const blocks = unitOf(clause)?.text.split('\n\n') ?? []
    const ways = blocks.filter((block) => !block.endsWith('：') && /[；。]$/.test(block))
    return [name, ways.length]
  })
  const carried = described.map(({ name, content }) => [name, (content?.length ?? 0) - 1])
  expect(carried).toEqual(listed)
})

test('the annexes are complete', () => {
  expect(courses.map(({ number }) => number)).toEqual(upTo(13))
  expect(platforms.map(({ number }) => number)).toEqual(upTo(17))
  expect(districts.map(({ number }) => number)).toEqual(upTo(17))
  expect(courses.map(({ clause }) => clause)).toEqual(
    upTo(13).map((n) => `service-spec#annexB.${n}`),
  )
  expect(platforms.map(({ clause }) => clause)).toEqual(
    upTo(17).map((n) => `service-spec#annexA.${n}`),
  )
  expect(districts.map(({ clause }) => clause)).toEqual(
    upTo(17).map((n) => `service-spec#annexD.${n}`),
  )
  expect(terms).toHaveLength(3)
})

test('the industries of a district, taken together, leave nothing of its row out', () => {
  for (const { name, industries, industry_list } of districts) {
    const rest = industry_list.reduce((text, industry) => text.replace(industry, ''), industries)
    expect(`${name}${rest.replace(/[、和及等以为的]|领域|主导|包含/g, '')}`).toBe(name)
  }
})

test('every topic of a course is one of its lines', () => {
  for (const { clause, topics } of courses) {
    const lines = unitOf(clause)?.text.split('\n').slice(1) ?? []
    expect(topics).toEqual(lines.map((line) => line.replace(/[；。]$/, '')))
  }
})

const said = Object.values(replies).flatMap((group) => Object.values(group))

test('a canned reply neither commands nor names a number that no document has', () => {
  const texts = documents.map(({ body, title }) => title + body).join('\n')
  for (const { zh, en } of said) {
    expect(zh).not.toMatch(/应当|必须|务必|保证(?!。|，)/)
    expect(en).not.toMatch(/\b(must|shall|guaranteed)\b/i)
    for (const [number] of `${zh} ${en}`.matchAll(/[0-9]+/g)) expect(texts).toContain(number)
  }
})

test('a canned reply promises no time, and gives no phone number or address of its own', () => {
  for (const { zh, en } of said) {
    expect(zh).not.toMatch(
      /[0-9一二三四五六七八九十两]+ ?(个)?(工作日|小时|分钟|日内|天内)|尽快|马上回复|https?:/,
    )
    expect(en).not.toMatch(/within \d|\bhours\b(?!\.)|soon as|https?:/)
  }
})

test('a refusal says what the service can do', () => {
  for (const { zh, en } of Object.values(replies.refuse)) {
    expect(zh).toMatch(/可以|欢迎/)
    expect(en).toMatch(/\bI can\b|welcome|Please ask/)
  }
})

test('a missing fact is said to be missing from the documents', () => {
  for (const { zh, en } of Object.values(replies.missing_fact)) {
    expect(zh).toMatch(/^手头的资料没有/)
    expect(en).toMatch(/^The documents at hand (do not|hold neither)/)
  }
})

test('each question back asks one thing', () => {
  for (const { zh } of Object.values(replies.clarify)) expect(zh.match(/？/g)).toHaveLength(1)
})

test('what the sources lack is said by its name', () => {
  for (const text of Object.values(replies.notices.missing_part)) expect(text).toContain('{what}')
})

test('people name a district by its short name, in English and by the places in it', () => {
  expect(Object.keys(lexicon.places).sort()).toEqual(districts.map(({ name }) => name).sort())
  for (const { name, name_en } of districts.slice(0, 16)) {
    expect(lexicon.places[name]).toContain(name.replace(/区$/, ''))
    expect(lexicon.places[name]).toContain(name_en.replace(' District', ''))
  }
  expect(lexicon.places['经开区']).toEqual(expect.arrayContaining(['亦庄', 'Yizhuang']))
  expect(lexicon.places['朝阳区']).toContain('望京')
  expect(lexicon.places['昌平区']).toContain('回龙观')
  expect(lexicon.places['通州区']).toContain('城市副中心')
})

test('mending typos never changes what a document says', () => {
  for (const { body } of documents) {
    const mended = Object.entries(lexicon.typos).reduce(
      (text, [slip, meant]) => text.replaceAll(slip, meant),
      body,
    )
    expect(mended).toBe(body)
  }
})

test('the same words are no example of two intents', () => {
  const intents = new Map<string, string[]>()
  for (const { intent, utterances: list } of utterances)
    for (const { text } of list) intents.set(text, [...(intents.get(text) ?? []), intent])
  expect([...intents].filter(([, list]) => new Set(list).size > 1)).toEqual([])
})
