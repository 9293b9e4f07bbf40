import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Citation, Status } from '../../../src/shared/message.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

const draftTitle = '北京市知识产权公共服务机构管理办法（征求意见稿）'
const specTitle = '知识产权公共服务规范'

type MockDocument = {
  id: string
  title: string
  titleEn: string
  issuer: string | null
  documentNumber: string | null
  issuedOn: string | null
  status: Status
  statusText: string
}

export const documents: MockDocument[] = [
  {
    id: 'measures-draft',
    title: draftTitle,
    titleEn: 'Measures for IP Public Service Institutions (Draft for Comment)',
    issuer: null,
    documentNumber: null,
    issuedOn: null,
    status: 'draft',
    statusText: '征求意见稿，尚未正式施行',
  },
  {
    id: 'service-spec',
    title: specTitle,
    titleEn: 'Specification for IP Public Services',
    issuer: '北京市知识产权局',
    documentNumber: null,
    issuedOn: null,
    status: 'unverified',
    statusText: '未载明文号和施行日期，效力待核',
  },
  {
    id: 'action-plan-2022',
    title: '北京市知识产权信息公共服务体系建设行动方案（2022—2024年）',
    titleEn: 'Action Plan for IP Information Public Services (2022–2024)',
    issuer: '北京市知识产权局',
    documentNumber: '京知局〔2022〕88号',
    issuedOn: '2022-04-20',
    status: 'ended',
    statusText: '实施期已满（2022—2024）',
  },
]

type MockPassage = {
  document: string
  locator: string
  unit: string
  path: string[]
  kind: string
  text: string
}

/** The articles of the draft as they stand in `knowledge/`, and the items of each. */
function readArticles(): MockPassage[] {
  const body = read('knowledge/policies/measures-draft.md').split(/^---$/m)[2] ?? ''
  const passages: MockPassage[] = []
  let chapter = ''
  for (const block of body.split(/\n(?=第\d+条|##? )/)) {
    const heading = /^## (.*)/.exec(block)
    const article = /^第(\d+)条/.exec(block)
    if (heading !== null) chapter = heading[1] ?? ''
    if (article === null) continue
    const unit = `art${article[1]}`
    const path = [draftTitle, chapter]
    const text = block.trim()
    const shared = { document: 'measures-draft', unit, path }
    passages.push({ ...shared, locator: unit, kind: 'article', text })
    text.split('\n').forEach((line, at) => {
      if (line.startsWith('（')) {
        passages.push({ ...shared, locator: `${unit}(${at})`, kind: 'item', text: line.trim() })
      }
    })
  }
  return passages
}

export const passages: MockPassage[] = [
  ...readArticles(),
  {
    document: 'service-spec',
    locator: 'annexA.1',
    unit: 'annexA.1',
    path: [specTitle, '附录A', '常用知识产权检索平台'],
    kind: 'platform',
    text: '1 国家知识产权公共服务网站 https://ggfw.cnipa.gov.cn',
  },
  {
    document: 'service-spec',
    locator: 'basic.8',
    unit: 'basic.8',
    path: [specTitle, '服务内容', '基础服务', '知识产权信息查询检索服务'],
    kind: 'service',
    text: '公共服务机构应利用知识产权基础信息资源为服务对象提供免费或低成本的基础性知识产权信息检索服务。宜按照以下方式开展工作：\n1. 对常用知识产权检索平台进行整理、收录，常用知识产权检索平台参见附录A；',
  },
]

export function documentOf(id: string): MockDocument {
  const found = documents.find((document) => document.id === id)
  if (found === undefined) throw new Error(`no document ${id}`)
  return found
}

export const urlOf = (document: string, locator: string) =>
  `/documents/${document}#${encodeURIComponent(locator)}`

export const headingOf = ({ path }: MockPassage) => path.slice(1).join(' › ')

export function cite(n: number, address: string, quote?: string): Citation {
  const [document = '', locator = ''] = address.split('#')
  const passage = passages.find((each) => each.document === document && each.locator === locator)
  if (passage === undefined) throw new Error(`no passage ${address}`)
  const { title, status, statusText } = documentOf(document)
  const cited = quote ?? passage.text
  return {
    n,
    document,
    title,
    locator,
    heading: headingOf(passage),
    quote: cited,
    start: 0,
    end: cited.length,
    status,
    statusText,
    url: urlOf(document, locator),
  }
}

type Entry = Record<string, unknown> & { clause: string | null; parts?: Entry[] }

function sourced(entry: Entry) {
  const [document = '', locator = ''] = (entry.clause ?? '').split('#')
  const { status, statusText } = documentOf('service-spec')
  const clause = entry.clause === null ? null : { document, locator, url: urlOf(document, locator) }
  return { nameEn: entry['name_en'], clause, status, statusText }
}

const joined = (lines: unknown) => (Array.isArray(lines) ? lines.join('\n') : null)

function serviceOf(entry: Entry): object {
  const fields = {
    name: entry['name'],
    audience: entry['audience'],
    content: joined(entry['content']),
    process: joined(entry['process']),
    timeLimit: entry['time_limit'],
    inquiryPhone: entry['inquiry_phone'],
    supervisionPhone: entry['supervision_phone'],
  }
  const missing = Object.entries(fields).flatMap(([key, value]) => (value === null ? [key] : []))
  const { id, group, order, name, modality } = entry
  const parts: object[] = (entry.parts ?? []).map(serviceOf)
  return { id, group, order, name, modality, fields, missing, ...sourced(entry), parts }
}

function readCatalogue(kind: string): unknown[] {
  const entries = parse(read(`knowledge/catalogue/${kind}.yml`)) as Entry[]
  if (kind === 'services') return entries.map(serviceOf)
  return entries.map((entry) => ({ ...entry, ...sourced(entry) }))
}

const points = [
  {
    name: '海淀区中心',
    district: '海淀区',
    address: '海淀区某路1号',
    phone: '010-11112222',
    hours: null,
    special: [
      {
        content: '医药健康企业专利预审辅导',
        audience: '园区内的医药企业',
        frequency: '每月一次',
        outcome: '辅导意见',
      },
    ],
  },
  {
    name: '中关村工作站',
    district: '海淀区',
    address: null,
    phone: null,
    hours: '工作日 9:00—17:00',
    special: [],
  },
]

export const catalogue: Record<string, unknown[]> = {
  ...Object.fromEntries(
    ['services', 'platforms', 'courses', 'districts'].map((kind) => [kind, readCatalogue(kind)]),
  ),
  points,
}
