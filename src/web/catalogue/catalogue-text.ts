import type { Language } from '../shared/language.ts'
import type { pointFields, ServiceField, Tab } from './catalogue.ts'

const zhTabs: Record<Tab, string> = {
  services: '服务事项',
  platforms: '检索平台',
  courses: '培训课程',
  districts: '各区产业',
  points: '服务网点',
}

const enTabs: Record<Tab, string> = {
  services: 'Services',
  platforms: 'Search platforms',
  courses: 'Courses',
  districts: 'Districts',
  points: 'Where to go',
}

type PointField = (typeof pointFields)[number]

const zhPoint: Record<PointField, string> = {
  district: '所在区',
  address: '地址',
  phone: '电话',
  hours: '服务时间',
}

const enPoint: Record<PointField, string> = {
  district: 'District',
  address: 'Address',
  phone: 'Telephone',
  hours: 'Hours',
}

const zhFields: Record<ServiceField, string> = {
  audience: '服务对象',
  content: '服务内容',
  process: '服务流程',
  timeLimit: '服务时限',
  inquiryPhone: '咨询电话',
  supervisionPhone: '监督电话',
}

const enFields: Record<ServiceField, string> = {
  audience: 'For whom',
  content: 'Content',
  process: 'Process',
  timeLimit: 'Time limit',
  inquiryPhone: 'Inquiries',
  supervisionPhone: 'Supervision',
}

const zh = {
  title: '服务目录',
  intro: '知识产权公共服务事项、检索平台、培训课程和各区产业方向，逐项注明依据。',
  tabs: zhTabs,
  tabList: '目录分类',
  filter: '在本页查找',
  shown: (shown: number, all: number) =>
    shown === all ? `共 ${all} 项` : `共 ${all} 项，显示 ${shown} 项`,
  nothing: '没有相符的项目。',
  groups: { basic: '基础服务', special: '特色服务' },
  fields: zhFields,
  missing: '资料未提供',
  entered: '（服务机构填写，非标准原文）',
  must: '应',
  should: '宜',
  mustNote: '“应”表示规范要求提供，“宜”表示规范推荐提供。',
  expand: '展开各项内容',
  collapse: '收起',
  clause: '查看依据条款',
  website: '访问网站',
  topics: '课程内容',
  industries: '特色主导产业及核心服务方向',
  pointsNote: '由各服务机构自行登记，不是文件内容；前往之前请先电话确认。',
  pointFields: zhPoint,
  special: '本年度特色服务清单',
  specialFields: { audience: '对象', frequency: '频次', outcome: '预期成果' },
  board: '大屏展示',
  leaveBoard: '退出大屏',
  pause: '暂停轮播',
  play: '继续轮播',
  previous: '上一页',
  next: '下一页',
  page: (page: number, all: number) => `第 ${page} 页，共 ${all} 页`,
}

const en: typeof zh = {
  title: 'Service catalogue',
  intro:
    'IP public services, search platforms, courses and district industries, each with its source.',
  tabs: enTabs,
  tabList: 'Parts of the catalogue',
  filter: 'Find on this page',
  shown: (shown, all) => (shown === all ? `${all} entries` : `${shown} of ${all} entries`),
  nothing: 'Nothing matches.',
  groups: { basic: 'Basic services', special: 'Special services' },
  fields: enFields,
  missing: 'Not given in the source',
  entered: ' (entered by the institution, not in the source)',
  must: '应 (shall)',
  should: '宜 (should)',
  mustNote: '应 (shall): the standard requires it. 宜 (should): the standard recommends it.',
  expand: 'Show details',
  collapse: 'Hide details',
  clause: 'Open the clause',
  website: 'Open website',
  topics: 'Topics',
  industries: 'Leading industries and main directions of service',
  pointsNote:
    'Entered by the institutions themselves, not taken from the documents; please call before you go.',
  pointFields: enPoint,
  special: 'Special services of this year',
  specialFields: { audience: 'For whom', frequency: 'How often', outcome: 'Expected outcome' },
  board: 'Big screen',
  leaveBoard: 'Leave big screen',
  pause: 'Pause',
  play: 'Resume',
  previous: 'Previous page',
  next: 'Next page',
  page: (page, all) => `Page ${page} of ${all}`,
}

export type CatalogueText = typeof zh

export const catalogueText: Record<Language, CatalogueText> = { zh, en }
