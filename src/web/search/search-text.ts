import type { Language } from '../shared/language.ts'
import type { Kind } from '../shared/search-results.ts'

const zhKinds: Record<Kind | 'clause', string> = {
  clause: '政策条款',
  article: '办法条文',
  point: '政策要点',
  section: '规范条款',
  term: '术语定义',
  service: '服务事项',
  course: '培训课程',
  platform: '检索平台',
  district: '各区产业',
}

const enKinds: Record<Kind | 'clause', string> = {
  clause: 'Policy clauses',
  article: 'Articles',
  point: 'Policy points',
  section: 'Specification clauses',
  term: 'Definitions',
  service: 'Services',
  course: 'Courses',
  platform: 'Search platforms',
  district: 'Districts',
}

const zh = {
  title: '搜索',
  intro: '一次查遍政策条款、服务事项、培训课程、检索平台和各区产业方向。',
  query: '搜索内容',
  placeholder: '例如：专利优先审查、工作站设立条件',
  submit: '搜索',
  filters: '筛选条件',
  document: '文件',
  kind: '类别',
  district: '区域',
  status: '文件状态',
  all: '全部',
  kinds: zhKinds,
  found: (count: number) => `找到 ${count} 条结果`,
  nothing: '没有找到相符的内容。可以换一个说法，或减少筛选条件。',
  ask: '也可以直接向智能助手提问',
  start: '请输入要查的内容。',
}

const en: typeof zh = {
  title: 'Search',
  intro:
    'Policy clauses, services, courses, search platforms and district industries in one search.',
  query: 'Search for',
  placeholder: 'For example: 优先审查, station requirements',
  submit: 'Search',
  filters: 'Filters',
  document: 'Document',
  kind: 'Kind',
  district: 'District',
  status: 'Status',
  all: 'All',
  kinds: enKinds,
  found: (count) => `${count} ${count === 1 ? 'result' : 'results'}`,
  nothing: 'Nothing matches. Try other words or fewer filters.',
  ask: 'You can also ask the assistant',
  start: 'Type what you are looking for.',
}

type SearchText = typeof zh

export const searchText: Record<Language, SearchText> = { zh, en }
