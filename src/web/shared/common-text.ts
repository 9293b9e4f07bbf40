import type { Status } from '../../shared/message.ts'
import type { Problem } from './call-api.ts'
import type { Language } from './language.ts'
import type { TextSize } from './preferences.ts'

const zhStatus: Record<Status, string> = {
  draft: '征求意见稿',
  not_yet: '尚未施行',
  in_force: '现行有效',
  ended: '期限已满',
  unverified: '状态待核',
}

const enStatus: Record<Status, string> = {
  draft: 'Draft for comment',
  not_yet: 'Not yet in force',
  in_force: 'In force',
  ended: 'Period ended',
  unverified: 'Status unverified',
}

const zhNextSize: Record<TextSize, string> = { normal: '大字', large: '特大字', huge: '标准字' }
const enNextSize: Record<TextSize, string> = {
  normal: 'Large text',
  large: 'Largest text',
  huge: 'Normal text',
}

const zh = {
  brand: '知问',
  service: '北京知识产权公共服务智能咨询',
  navigation: '本站栏目',
  chat: '咨询',
  search: '搜索',
  catalogue: '服务目录',
  documents: '政策文件',
  otherLanguage: 'English',
  nextSize: zhNextSize,
  status: zhStatus,
  close: '关闭',
  retry: '重试',
  copy: '复制',
  copied: '已复制',
  copyFailed: '复制失败，请手动选择文字',
  print: '打印',
  loading: '正在加载',
  newTab: '（在新窗口打开）',
  networkDown: '网络连接失败，请检查网络后重试。',
  unexpected: '服务暂时无法正常应答，请稍后重试。',
  citationTitle: (n: number) => `依据 ${n}`,
  original: '查看原文',
  copyQuote: '复制',
  fullTextFailed: '暂时读不到条款全文，以上是引用的原句。',
  draftNote: '征求意见稿尚未生效，仅供了解，以正式发布的文件为准。',
}

const en: typeof zh = {
  brand: 'Zhiwen',
  service: 'Beijing IP public services consultation',
  navigation: 'Sections',
  chat: 'Ask',
  search: 'Search',
  catalogue: 'Services',
  documents: 'Documents',
  otherLanguage: '中文',
  nextSize: enNextSize,
  status: enStatus,
  close: 'Close',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy. Please select the text yourself',
  print: 'Print',
  loading: 'Loading',
  newTab: ' (opens in a new window)',
  networkDown: 'The network cannot be reached. Check your connection and try again.',
  unexpected: 'The service cannot answer properly at the moment. Please try again later.',
  citationTitle: (n) => `Source ${n}`,
  original: 'Open document',
  copyQuote: 'Copy',
  fullTextFailed: 'The full clause cannot be read at the moment; above is the quoted sentence.',
  draftNote: 'A draft for comment is not in force. The officially published document prevails.',
}

export const commonText: Record<Language, typeof zh> = { zh, en }

export function problemText(problem: Problem, language: Language): string {
  if (problem.detail !== '') return problem.detail
  return problem.code === 'network'
    ? commonText[language].networkDown
    : commonText[language].unexpected
}
