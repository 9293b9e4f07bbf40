import { type Reading, sentenceAt } from './close-text.ts'
import type { Context } from './context.ts'
import { matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, oneOfPhrases, type SolicitationWords } from './words.ts'

const SHORTEST_NAME = 2
const NO_FIRM = /(?:研究|交易|派出|场|住|诊|事务|税务|检验|检测|版权|专利|我|本|律)$/u

/** Firms that are named, unless only as the other side's. */
export function findFirms(reading: Reading, words: SolicitationWords): Finding[] {
  const { original, close } = reading
  const { firms } = words
  const nameIn = nameReader(firms.generic)
  const opposing = new RegExp(oneOf(firms.opposing), 'u')
  const recommending = new RegExp(oneOf(firms.recommending), 'u')
  const full = new RegExp(
    String.raw`(?<before>\p{Script=Han}{0,14}?)(?<suffix>${firmSuffix(firms)})`,
    'gu',
  )
  const named = matchesOf(close.text, full).flatMap(({ start, end, groups }) => {
    const name = nameIn(groups['before'] ?? '')
    const from = end - (groups['suffix'] ?? '').length - name.length
    return name.length < SHORTEST_NAME ? [] : [{ start: Math.max(start, from), end }]
  })
  const short = new RegExp(
    String.raw`(?<refer>${oneOf(firms.referring)})(?<name>\p{Script=Han}{2,4})所(?=代理|办|就|做|问|吧|[,。]|$)`,
    'gu',
  )
  const referred = matchesOf(close.text, short).filter(({ groups }) => {
    const name = nameIn(groups['name'] ?? '')
    return name.length >= SHORTEST_NAME && !NO_FIRM.test(name)
  })
  return [...named, ...referred]
    .filter(({ start }) => {
      const { text } = sentenceAt(close.text, start)
      return !opposing.test(text) || recommending.test(text)
    })
    .map((span) => toFinding('firm', { original, form: close }, span))
}

/** `律师事务所`, `知识产权代理有限公司` and the like. */
export function firmSuffix({ kinds, parts, forms }: SolicitationWords['firms']): string {
  return `(?:${oneOf(kinds)}${oneOf(parts)}{0,3}${oneOf(forms)}|律所)`
}

/** What is left of the words before `律师事务所` once all that says which kind of firm is gone. */
export function nameReader(generic: readonly string[]): (before: string) => string {
  const words = generic.filter((word) => word.length > 1)
  const anywhere = new RegExp(oneOf([...words, '的', '个', '由']), 'gu')
  const first = new RegExp(`^${oneOf(generic.filter((word) => word.length === 1))}+`, 'u')
  return (before) => (before.replaceAll(anywhere, '|').split('|').at(-1) ?? '').replace(first, '')
}

/** The writer's own firm with what it does for money. */
export function findOwnFirm(
  { original, close }: Reading,
  context: Context,
  { own, offers }: SolicitationWords,
): Finding[] {
  const firm = new RegExp(oneOfPhrases(own.firm), 'gu')
  const self = `(?:我们?|本人)(?:本人|自己|就|也|都|完全|可以|能够?|来|亲自|直接|帮您|帮你){1,4}${oneOf(offers.acts)}(?!机构|师)`
  const service = new RegExp(oneOf(offers.services), 'gu')
  const firms = matchesOf(close.text, firm).filter(({ start }) => {
    if (context.isQuoted(start)) return false
    const sentence = sentenceAt(close.text, start)
    return matchesOf(sentence.text, service).some(
      (offer) => !context.isNegated(sentence.start + offer.start, 'other'),
    )
  })
  return [...firms, ...matchesOf(close.text, new RegExp(self, 'gu'))].map((span) =>
    toFinding('solicit', { original, form: close }, span),
  )
}
