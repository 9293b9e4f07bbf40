import { clauseAt, type Reading, sentenceAt } from './close-text.ts'
import type { Context } from './context.ts'
import { matchesOf, toFinding } from './find-phrases.ts'
import { type Finding, oneOf, type SolicitationWords } from './words.ts'

const MOST_FILLERS = 12
/** How far behind a person their deed may stand, in characters. */
const NEAR = 6
const FAR = 20
const NEGATION = '不|没|未|无|难以|并非|并不|别'

/**
 * A reply speaks of its writer only as of one who replies: advises, has looked up, explains. Whatever else a
 * first person does in it, or has done to them, in a sentence that speaks of trade, is held: an offer in any
 * words has somebody who offers.
 */
export function findSelf(reading: Reading, context: Context, words: SolicitationWords): Finding[] {
  const { original, close } = reading
  const isAllowed = readerOf(words)
  const trade = new RegExp(oneOf(words.self.trade), 'u')
  const deed = new RegExp(`^[^,:]{0,${NEAR}}${oneOf(words.self.deeds)}`, 'u')
  const matter = new RegExp(oneOf(words.self.matters), 'u')
  return matchesOf(close.text, personOf(words))
    .filter(({ start, end }) => !isAllowed(close.text, start, end))
    .filter(
      ({ start, end }) =>
        isLast(close.text, start, end) ||
        trade.test(sentenceAt(close.text, start).text) ||
        deed.test(close.text.slice(end, end + FAR)) ||
        !matter.test(restOf(close.text, start, end)),
    )
    .filter(({ start }) => !context.isQuoted(start) && !context.isNegated(start, 'contact'))
    .map(({ start, end }) => {
      const { text, start: from } = clauseAt(close.text, start)
      const clause = { start, end: Math.max(end, from + text.length) }
      return toFinding('solicit', { original, form: close }, clause)
    })
}

/** Things are done to who stands at the end of a clause: 交给我, 找我们. */
const isLast = (text: string, start: number, end: number) => restOf(text, start, end) === ''

/** What its clause says after the person. */
function restOf(text: string, start: number, end: number): string {
  const clause = clauseAt(text, start)
  return text.slice(end, clause.start + clause.text.length)
}

/** `本人` is also the applicant's: of the writer only at the head of a clause, or where something is entrusted. */
const WRITER =
  '(?<=委托|委托给|交给|联系|聘请)本人|(?<=^|[。!?;,:\\n])本人(?=可|愿|能|会|将|提供|承接|专业|擅长|代理|从事|从业|团队|所在|名下|微信|电话|手机|在)'

function personOf({ self }: SolicitationWords): RegExp {
  const person = `(?<![${self.not_before}])${oneOf(self.persons)}(?!们|${oneOf(self.not_after)})`
  return new RegExp(`${person}|${WRITER}`, 'gu')
}

/** Whether a first person only replies, by what stands beside it in its clause, or refuses. */
function readerOf({ self, public_bodies: bodies }: SolicitationWords) {
  const fillers = oneOf(self.fillers)
  const filler = new RegExp(`^${fillers}`, 'u')
  const act = new RegExp(`^(?:${NEGATION}|${oneOf(self.acts)})`, 'u')
  const thing = new RegExp(`^(?:手头)?的?${oneOf(self.things)}`, 'u')
  const passing = new RegExp(`^[^,]{0,8}?(?:把|将)[^,]{1,16}?${oneOf(self.passes_on)}`, 'u')
  const viewing = new RegExp(`^[^,]{0,4}?${oneOf(self.on)}[^,]{1,12}?${oneOf(self.views)}`, 'u')
  const withPublic = new RegExp(`^${oneOf(self.with_public)}`, 'u')
  const publicBody = new RegExp(oneOf(bodies), 'u')
  const before = new RegExp(`${oneOf(self.before)}$`, 'u')
  const refusal = new RegExp(oneOf(self.refusals), 'u')
  return (text: string, start: number, end: number): boolean => {
    const clause = clauseAt(text, start)
    if (before.test(text.slice(clause.start, start))) return true
    if (refusal.test(sentenceAt(text, start).text)) return true
    let rest = restOf(text, start, end)
    if ([thing, passing, viewing].some((each) => each.test(rest))) return true
    for (let count = 0; count < MOST_FILLERS && rest !== ''; count += 1) {
      if (act.test(rest)) return true
      if (withPublic.test(rest)) return publicBody.test(rest)
      const cut = filler.exec(rest)?.[0].length ?? 0
      if (cut === 0) return false
      rest = rest.slice(cut)
    }
    return false
  }
}
