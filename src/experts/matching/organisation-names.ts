import { Converter } from 'opencc-js/t2cn'
import { fold, stripHidden } from '../../shared/text.ts'

/**
 * A name taken apart as 企业名称登记管理规定 art. 6 puts it together: place, trade name, industry,
 * legal form. Latin words stand between single spaces, so that `intel` is no part of `intellect`.
 */
export type OrganisationName = {
  /** Without legal form, brackets and spaces. */
  whole: string
  /** What tells it from others of its place and industry; empty when nothing does. */
  trade: string
  /** Both without the spaces between Latin words. */
  wholeJoined: string
  tradeJoined: string
}

export type Likeness = 'same' | 'possible' | 'none'

const LEGAL_FORMS = [
  '特殊普通合伙',
  '普通合伙',
  '有限合伙',
  '有限责任',
  '股份有限',
  '分公司',
  '分所',
  '子公司',
  '总公司',
  '公司',
  '有限',
  '股份',
  '集团',
  '控股',
  '合作社',
  '个体工商户',
  '工作室',
]

const LATIN_FORMS = new Set(
  (
    'co company corp corporation inc incorporated ltd limited llc llp plc gmbh ag sa srl bv nv kk pte pty ' +
    'group holding holdings the of and technology technologies tech international china beijing shanghai'
  ).split(' '),
)

const PROVINCES =
  '河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾'
const CITIES =
  '北京 天津 上海 重庆 石家庄 太原 呼和浩特 沈阳 大连 长春 哈尔滨 南京 苏州 无锡 杭州 宁波 合肥 福州 厦门 南昌 济南 青岛 郑州 ' +
  '武汉 长沙 广州 深圳 珠海 东莞 佛山 南宁 海口 成都 贵阳 昆明 拉萨 西安 兰州 西宁 银川 乌鲁木齐'
const DISTRICTS =
  '东城 西城 朝阳 海淀 丰台 石景山 门头沟 房山 通州 顺义 昌平 大兴 怀柔 平谷 密云 延庆 经济技术开发 浦东新 滨海新'
const OTHER_PLACES =
  '中国 中华 全国 内蒙古自治区 内蒙古 广西壮族自治区 广西 西藏自治区 西藏 宁夏回族自治区 宁夏 新疆维吾尔自治区 新疆 ' +
  '香港特别行政区 香港 澳门特别行政区 澳门 亦庄 中关村'

const PLACES = longestFirst([
  ...withEnding(PROVINCES, '省'),
  ...withEnding(CITIES, '市'),
  ...withEnding(DISTRICTS, '区'),
  ...OTHER_PLACES.split(' '),
])

const INDUSTRIES = longestFirst(
  (
    '律师事务所 专利代理事务所 商标事务所 专利商标事务所 会计师事务所 事务所 知识产权代理 专利代理 商标代理 代理 律师 知识产权 ' +
    '科学技术 科技 技术 信息 网络 电子 通信 通讯 软件 硬件 数据 智能 人工智能 互联网 计算机 半导体 集成电路 微电子 在线 云 ' +
    '服务 咨询 管理 顾问 投资 资本 基金 金融 银行 保险 证券 贸易 商贸 进出口 国际 实业 产业 发展 开发 工程 建设 建筑 设计 装饰 ' +
    '文化 传媒 传播 广告 影视 艺术 出版 教育 培训 体育 旅游 酒店 餐饮 食品 饮料 农业 生物 医药 制药 药业 医疗 器械 健康 医院 ' +
    '化工 化学 材料 新材料 能源 新能源 电力 电网 石油 石化 燃气 环保 环境 机械 设备 装备 制造 工业 汽车 车辆 航空 航天 物流 运输 ' +
    '铁路 交通 移动 电信 联通 终端 家居 家具 服装 服饰 纺织 日化 化妆品 超市 百货 商城 电器 仪器 仪表 光电 系统 平台 ' +
    '大学 学院 学校 中学 小学 研究院 研究所 研究中心 中心 实验室 科学院 科学 师范 理工 协会 学会 联盟 商会 区块链'
  ).split(' '),
)

const ENDINGS = [...INDUSTRIES, ...PLACES]

const BRACKETS = /\(([^()]{0,40})\)/g
const TOKENS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu
const HAN = /\p{Script=Han}/u
const LEAST_LENGTH = 2

const toSimplified = Converter({ from: 't', to: 'cn' })

const MOST_KEPT = 4_096
const LONGEST_KEPT = 100
const kept = new Map<string, OrganisationName>()

/** Any name, also a hostile one: linear in its length. Rosters repeat names, so readings are kept. */
export function readOrganisationName(name: string): OrganisationName {
  const known = kept.get(name)
  if (known) return known
  const read = takeApart(name)
  if (kept.size >= MOST_KEPT) kept.clear()
  if (name.length <= LONGEST_KEPT) kept.set(name, read)
  return read
}

function takeApart(name: string): OrganisationName {
  const plain = fold(toSimplified(stripHidden(name).normalize('NFKC')))
  const withoutPlaces = plain.replaceAll(BRACKETS, (_, inner: string) =>
    stripPlaces(inner.trim()) === '' ? '' : ` ${inner} `,
  )
  const whole = joinTokens(withoutPlaces)
  const trade = findTrade(whole)
  return { whole, trade, wholeJoined: joinWords(whole), tradeJoined: joinWords(trade) }
}

function findTrade(whole: string): string {
  const placeless = stripPlaces(whole)
  const trade = stripEnd(placeless, ENDINGS)
  if (joinWords(trade).length >= LEAST_LENGTH) return trade
  // 中国移动, 北京银行: the place is what tells it from the others of its industry.
  return placeless === whole ? '' : whole
}

/**
 * Whether two names may be of one organisation. Names that share a trade name, or of which one holds
 * the other's, count as `possible`: better an expert too few than a conflict.
 */
export function compareNames(left: OrganisationName, right: OrganisationName): Likeness {
  if (left.whole === '' || right.whole === '') return 'none'
  if (left.wholeJoined === right.wholeJoined) return 'same'
  const possible =
    holds(left.whole, right.trade) ||
    holds(right.whole, left.trade) ||
    (left.trade !== '' && left.tradeJoined === right.tradeJoined)
  return possible ? 'possible' : 'none'
}

const holds = (whole: string, trade: string) => trade !== '' && whole.includes(trade)

function joinTokens(text: string): string {
  const words = LEGAL_FORMS.reduce((rest, form) => rest.replaceAll(form, ''), text).matchAll(TOKENS)
  return [...words]
    .flatMap(([word]) => (LATIN_FORMS.has(word) ? [] : [HAN.test(word) ? word : ` ${word} `]))
    .join('')
    .replaceAll('  ', ' ')
}

function stripPlaces(text: string): string {
  return stripEnd(stripStart(text, PLACES), PLACES)
}

function stripStart(text: string, words: string[]): string {
  let rest = text
  for (let found = ''; ; rest = rest.slice(found.length)) {
    found = words.find((word) => rest.startsWith(word)) ?? ''
    if (found === '') return rest
  }
}

/** Leaves no single letter: 白云软件 is 白云, though 云 is an industry. */
function stripEnd(text: string, words: string[]): string {
  let rest = text
  for (let found = ''; ; rest = rest.slice(0, rest.length - found.length)) {
    found = words.find((word) => rest.length !== word.length + 1 && rest.endsWith(word)) ?? ''
    if (found === '') return rest
  }
}

const joinWords = (text: string) => text.replaceAll(' ', '')

function withEnding(names: string, ending: string): string[] {
  return names.split(' ').flatMap((name) => [name, name + ending])
}

function longestFirst(words: string[]): string[] {
  return words.sort((left, right) => right.length - left.length)
}
