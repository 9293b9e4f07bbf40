import { stripHidden } from '../../shared/text.ts'
import { checkActors } from './check-actors.ts'
import { checkConditions } from './check-conditions.ts'
import { checkContent } from './check-content.ts'
import { checkForm, checkLanguage } from './check-form.ts'
import { checkJoints } from './check-joints.ts'
import { checkManners } from './check-manners.ts'
import { checkModality } from './check-modality.ts'
import { checkNames } from './check-names.ts'
import { checkNegation } from './check-negation.ts'
import { checkNumbers } from './check-numbers.ts'
import { checkOpposites } from './check-opposites.ts'
import { checkOrder } from './check-order.ts'
import { checkPolarity } from './check-polarity.ts'
import { checkQuantifiers } from './check-quantifiers.ts'
import { checkQuotations } from './check-quotations.ts'
import { checkStatus } from './check-status.ts'
import type { Claim, Evidence, Finding, VerifyContext } from './claim.ts'
import { dictionaryOf } from './dictionary.ts'
import type { Reading } from './reading.ts'
import { type Clause, readClauses } from './read-clauses.ts'
import { isDisclaimer } from './read-disclaimer.ts'
import { readEvidence } from './read-evidence.ts'
import { normalise, tokenise } from './tokenise.ts'
import { tokeniseEnglish } from './tokenise-english.ts'

export { cleanModelText } from '../../shared/clean-model-text.ts'
export { checks, type Claim, type Evidence, type Finding, type VerifyContext } from './claim.ts'

/** A sentence that says nothing of the matter: a greeting, a hand-over to the list that follows. */
const EMPTY_WORDS =
  /^(?:您好|你好|具体如下|答复如下|具体来说如下|感谢您的咨询|hello|thank you)[,，!！。:：]*(?:[^\p{L}]*)$/iu

/**
 * Decides by plain rules whether one sentence of a model may be shown: `[]` releases it. The model
 * counts as hostile, the passages as true; a sentence that states anything must cite (DESIGN §3).
 */
export function verifySentence(claim: Claim, context: VerifyContext): Finding[] {
  const shape = checkForm(claim.text)
  if (shape.length > 0) return shape
  const text = stripHidden(claim.text).trim()
  const plain = [...checkLanguage(text, context), ...checkManners(normalise(text))]
  if (plain.length > 0) return plain
  if (claim.evidence.length === 0 && EMPTY_WORDS.test(text)) return []
  const cited = findCited(claim, context)
  if (!cited) return [{ check: 'evidence', detail: 'cites nothing that was found' }]
  return compare(text, cited, context)
}

function findCited({ evidence }: Claim, context: VerifyContext): Evidence[] | undefined {
  const byId = new Map(context.evidence.map((each) => [each.id, each]))
  const cited = evidence.map((id) => byId.get(id.trim()))
  if (cited.length === 0 || cited.includes(undefined)) return undefined
  return cited.filter((each) => each !== undefined)
}

const comparisons = [
  checkStatus,
  checkNumbers,
  checkQuotations,
  checkNames,
  checkContent,
  checkModality,
  checkNegation,
  checkPolarity,
  checkActors,
  checkQuantifiers,
  checkOpposites,
  checkJoints,
  checkOrder,
  checkConditions,
]

function compare(text: string, cited: Evidence[], context: VerifyContext): Finding[] {
  const reading = read(text, cited, context)
  return comparisons.flatMap((check) => check(reading))
}

function read(raw: string, cited: Evidence[], context: VerifyContext): Reading {
  const text = withoutArticle(everyPeriod(withoutMark(normalise(raw))))
  const sources = cited.map((evidence) => readEvidence(evidence, context))
  const wording = sources.map((source) => `${source.headings}\n${source.text}`).join('\n')
  const isEnglish = context.language === 'en'
  const tokens = isEnglish
    ? tokeniseEnglish(text, wording, context.lexicon)
    : tokenise(text, dictionaryOf(context.lexicon))
  return {
    text,
    plain: isEnglish ? tokens.map((token) => token.text).join('') : text,
    tokens,
    clauses: withoutDisclaimers(readClauses(tokens)),
    sources,
    wording,
    context,
  }
}

function withoutDisclaimers(clauses: Clause[]): Clause[] {
  return clauses.filter((clause) => !isDisclaimer(clause, clauses))
}

/** “一年更新一次” and “每年开一次” are 每年. */
function everyPeriod(text: string): string {
  return text.replaceAll(/[每一1](年|个?月|周|季度|半年)([^,;:。]{0,4}?)[一1][次回]/gu, '每$1$2')
}

/** “有一个平台”: there is one, and nobody has counted. */
const withoutArticle = (text: string) => text.replaceAll(/有[一1][个门项种份类套款]/gu, '有')

/** “有的，比如…”: yes, there are. */
const ASSENT = /^(?:有的?|是的?|对的?|会的?|没错|嗯)[,。]/u

/** Without the mark of a list item before it, citation marks in it, and the yes with which an answer begins. */
function withoutMark(text: string): string {
  return text
    .replace(ASSENT, '')
    .replaceAll(/\[e?\d{1,2}\]/gu, '')
    .replace(
      /^(?:[-*•]|\(?[\d一二三四五六七八九十]{1,2}[.、)]|[①-⑳]|第?[一二三四五六七八九十]是)\s*/u,
      '',
    )
}
