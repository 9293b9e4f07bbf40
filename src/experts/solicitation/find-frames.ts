import { clauseAt, type Reading } from './close-text.ts'
import type { Context } from './context.ts'
import { nameReader } from './find-firms.ts'
import { compilePhrases, type Finding, oneOf, type SolicitationWords } from './words.ts'
import { matchesOf, toFinding } from './find-phrases.ts'

type Span = { start: number; end: number }

/**
 * Offers that name no offerer: your matter done by nobody in particular, one firm praised, a fee that can be
 * talked about, a talk elsewhere.
 */
export function findFrames(
  reading: Reading,
  context: Context,
  words: SolicitationWords,
): Finding[] {
  const { original, close } = reading
  const { frames } = words
  const hasDoer = doerBefore(frames.doers)
  const inForm = { original, form: close }
  const isOpen = ({ start }: Span) =>
    !context.isNegated(start, 'other') && !context.isWarning(start) && !context.isOfOthers(start)
  const find = (source: string) => matchesOf(close.text, new RegExp(source, 'gu')).filter(isOpen)
  const phrases = (list: readonly string[]) => find(compilePhrases(list).close.source)
  const fees = find(`${oneOf(frames.fee_names)}[^。!?;\\n]{0,6}?${oneOf(frames.deals)}`)
  const metered = find(METERED).filter(({ start }) => !hasDoer(close.text, start))
  const waived = find(`免(?:收|除|去)${oneOf(words.fees.names)}`)
  const cheap = find(
    '(?:只要|仅需|只需|低至|全套)\\d{2,5}(?![\\d年月日天个件名人次页字%项条类份周小])|便宜[一二三四五六七八九\\d]成',
  )
  const numerals = find(`[${NUMERALS}]{7,}`)
  const part = find('(?:先付|预付|首付|先交|先收)[^。,]{0,4}(?:成|半|定金|押金|\\d|百分)')
  const left = find('留(?:一下|个|下|一个)?(?:您的)?(?:座机|电话|手机|号码|邮箱|微信)')
  const record = find(
    '(?:经手|代理|承办|做|办|打|写)(?:过|了)[^。,;]{0,6}(?:上百|几百|数百|上千|几十|\\d+多?)[余多来]?(?:件|起|案|家)',
  )
  const success = find('成功率[^。,;]{0,6}(?:很高|更高|高很多|百分|九成|\\d)')
  return [
    ...[...fees, ...waived, ...cheap, ...part, ...metered].map((span) =>
      toFinding('fee', inForm, span),
    ),
    ...[...phrases(frames.elsewhere), ...numerals, ...left, ...findFollow(reading, words)].map(
      (span) => toFinding('contact', inForm, span),
    ),
    ...[
      ...record,
      ...success,
      ...phrases(frames.promises),
      ...findForYou(reading, words).filter(isOpen),
    ].map((span) => toFinding('solicit', inForm, span)),
    ...[...findPraise(reading, words), ...findBrands(reading, words)]
      .filter(isOpen)
      .map((span) => toFinding('firm', inForm, span)),
  ]
}

const METERED = '按(?:字数|页|件|小时|月|年)(?:收|计|打包)'

/** Digits of a number that is read out. */
const NUMERALS = '一二三四五六七八九零〇幺两壹贰叁肆伍陆柒捌玖拐洞勾'

/** To be followed, by a name or in quotation marks; not of a public body. */
function findFollow({ close }: Reading, { frames, public_bodies: bodies }: SolicitationWords) {
  const isPublic = new RegExp(`官方|官网|中心|国家|北京|首都|${oneOf(bodies)}`, 'u')
  const source = `(?:关注|订阅|搜索?|点|看|移步)[^。!?;,\\n]{0,8}?${oneOf(frames.follow)}`
  return matchesOf(close.text, new RegExp(source, 'gu')).filter(
    ({ start }) => !isPublic.test(clauseAt(close.text, start).text),
  )
}

/** `可以帮您撰写` with nobody before it who does it. */
function findForYou({ close }: Reading, { frames, self }: SolicitationWords): Span[] {
  const hasDoer = doerBefore([...frames.doers, ...self.persons])
  const source = `(?:帮|替|为|给|代)(?:您们?|你们?|贵司|贵公司|贵方|企业)${oneOf(frames.for_you)}`
  return matchesOf(close.text, new RegExp(source, 'gu')).filter(
    ({ start }) => !hasDoer(close.text, start),
  )
}

/** Whether the clause says before a place who does it. */
function doerBefore(doers: readonly string[]) {
  const doer = new RegExp(oneOf(doers), 'u')
  return (text: string, at: number) => doer.test(text.slice(clauseAt(text, at).start, at))
}

function findPraise({ close }: Reading, { frames }: SolicitationWords): Span[] {
  const source = `${oneOf(frames.praised)}[^。!?;\\n]{0,10}?${oneOf(frames.praise)}`
  return matchesOf(close.text, new RegExp(source, 'gu'))
}

const SHORTEST_NAME = 2

/** `找京诚知产代理`, but not `委托专业代理`. */
function findBrands(
  { close }: Reading,
  { frames, firms, public_bodies: bodies }: SolicitationWords,
) {
  const nameIn = nameReader([...firms.generic, ...frames.brands])
  const isPublic = new RegExp(oneOf(bodies), 'u')
  const source = `${oneOf(frames.finding)}(?:一下|下|了)?(?<name>\\p{Script=Han}{2,10}?)${oneOf(frames.brands)}(?=[,。!?;他她就来做办吧]|$)`
  return matchesOf(close.text, new RegExp(source, 'gu')).filter(({ text, groups }) => {
    return !isPublic.test(text) && nameIn(groups['name'] ?? '').length >= SHORTEST_NAME
  })
}
