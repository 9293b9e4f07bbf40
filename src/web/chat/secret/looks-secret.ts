import { plainWords, topicWords } from './secret-words.ts'

/** Further on a text is not read: what it is shows by then. */
const readAtMost = 4000
const enough = 4
const mostOfTopics = 2
const mostOfDetails = 3
const mostOfMeasures = 4
const longText = 200

/** Shares and times, which one also writes of fees and terms; one digit before the unit is enough to see it. */
const share = /\d\s?(?:%|％|份|小时|分钟|转|minutes|hours)/g
/** Quantities of engineers and chemists. */
const measure =
  /\d\s?(?:℃|°c|wt|mol|毫米|微米|纳米|毫升|摄氏度|目(?!前)|mm|μm|um|nm|ml|mg|rpm|mpa|kpa|kv|khz|mhz|ghz)/g
/** Parts that refer to what was said before, and steps that are counted: how inventions are described. */
const description = /所述|该装置|该方法|步骤\s?[一二三四五六七八九十\d]|\bs\d{1,3}\b|said \w/g
/** As a claim begins: 一种……方法，其包括. */
const claim = /(?:方法|装置|系统|设备|组合物|材料|结构)[，,]\s?其?(?:特征|包括|包含|由)/

const countOf = (text: string, words: readonly string[]) =>
  words.filter((word) => text.includes(word)).length

const numberOf = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).length

/**
 * Whether a text reads like an invention or a secret that is not public. Judged on the device, by words: it may be
 * wrong either way, so it warns and never stops. Linear in the length of the text.
 */
export function looksSecret(text: string): boolean {
  const words = text.slice(0, readAtMost).toLowerCase()
  const plain = countOf(words, plainWords)
  const details =
    Math.min(numberOf(words, share), mostOfDetails) +
    Math.min(2 * numberOf(words, measure), mostOfMeasures) +
    Math.min(numberOf(words, description), mostOfDetails) +
    (claim.test(words) ? 3 : 0)
  if (plain === 0 && details < mostOfDetails) return false
  const points =
    2 * plain +
    Math.min(countOf(words, topicWords), mostOfTopics) +
    details +
    (words.length >= longText ? 1 : 0)
  return points >= enough
}
