import { type Reading, sentenceAt } from './close-text.ts'
import type { Context } from './context.ts'
import { findPhrases, matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, oneOfPhrases, type SolicitationWords } from './words.ts'

const NUMBER = String.raw`(?:(?<![\d.,])\d[\d.,]{0,15}|[一二两三四五六七八九十百千万几]{1,8})`
const UNIT =
  '(?:元|块|圆|万(?!件|人|家|个)|千(?!件|人|家|个)|k(?![a-z])|w(?![a-z])|rmb|usd|美元|美金|刀|dollars|yuan)'
const AMOUNT = String.raw`(?:${NUMBER}(?:多|余|来)?${UNIT}|(?:¥|\$|rmb|usd)\d[\d.,]{0,15})`
/** So much for each. */
const PIECE = String.raw`(?<!\d)\d{3,5}(?:一|每|/)(?:件|单|份|次|小时|篇|个)`
const DISCOUNT = '[一二三四五六七八九\\d.]{1,3}折(?![旧叠射合算价中页扣])'
/** Somebody's view of a fee, not the offer of one. */
const VIEW = /建议|认为|提醒|了解|写明|查|约定|不|免|无|未|是否|怎么|如何/u

/** Prices of paid services; not what authorities, courts and grants say of money. */
export function findFees(reading: Reading, context: Context, words: SolicitationWords): Finding[] {
  const { original, close } = reading
  const { fees, own, frames, self } = words
  const isOfficial = officialSentences(reading, words)
  const offer = new RegExp(
    `${oneOf([...frames.fee_names, ...frames.deals, ...fees.paid, ...fees.names, ...self.persons, ...fees.wares])}|${DISCOUNT}`,
    'u',
  )
  const isOffer = (at: number) => offer.test(sentenceAt(close.text, at).text)
  const name = oneOf(fees.names)
  const amount = `${AMOUNT}|我们?收${NUMBER}|${name}.{0,3}\\d{3,6}|\\d{3,6}[元块]?的?${name}|(?:一次|每次|半小时|一小时)\\d{2,5}(?!次|字)|${PIECE}|${DISCOUNT}`
  const amounts = matchesOf(close.text, new RegExp(amount, 'gu'))
  const ownFirm = `${oneOfPhrases(own.firm)}[^。!?;\\n]{0,12}${oneOf(fees.own)}`
  const ourselves = '(?:我们|我)的?[^。!?;,\\n]{0,8}(?:收费|报价|代理费|套餐|优惠|便宜)'
  const ours = matchesOf(close.text, new RegExp(`${ownFirm}|${ourselves}`, 'gu')).filter(
    ({ text }) => !VIEW.test(text),
  )
  return [
    ...findPhrases(reading, context, { kind: 'fee', phrases: fees.phrases }),
    ...[...amounts.filter(({ start }) => !isOfficial(start) && isOffer(start)), ...ours]
      .filter(({ start }) => !context.isNegated(start, 'other') && !context.isWarning(start))
      .map((span) => toFinding('fee', { original, form: close }, span)),
  ]
}

/** Official fees, damages, grants: unless the sentence also offers what is paid for. */
function officialSentences({ close }: Reading, { fees }: SolicitationWords) {
  const [official, offering, paid] = [fees.official, fees.offering, fees.paid].map(
    (words) => new RegExp(oneOf(words), 'u'),
  )
  return (at: number) => {
    const { text } = sentenceAt(close.text, at)
    return Boolean(official?.test(text)) && !(offering?.test(text) && paid?.test(text))
  }
}
