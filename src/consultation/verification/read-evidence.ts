import { actorNames } from './actors.ts'
import { dictionaryOf, type Dictionary } from './dictionary.ts'
import type { Evidence, VerifyContext } from './claim.ts'
import { type Clause, readClauses } from './read-clauses.ts'
import { type Token, normalise, tokenise } from './tokenise.ts'

/** One cited passage, read once: its clauses and what its headings add. */
export type Source = {
  evidence: Evidence
  /** Normalised; marks kept. */
  text: string
  headings: string
  tokens: Token[]
  clauses: Clause[]
  headingTokens: Token[]
  /** Actors that the headings name: the doers of clauses that name none. */
  headingActors: Set<string>
  /** The actor that the passage defines or describes under its name. */
  defined: string | undefined
  /** The headings make plain clauses duties. */
  duties: boolean
}

/** Headings under which a plain clause is a rule of conduct or a duty. */
const DUTIES = /行为准则|服务要求|职责|义务/u

/** “（一）”, “1.” or “a)” before an item of a list. */
const ENUMERATOR = /^(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}\.|[a-z]\))\s*/gmu

const read = new WeakMap<Evidence, Source>()

export function readEvidence(evidence: Evidence, context: VerifyContext): Source {
  const known = read.get(evidence)
  if (known) return known
  const source = readSource(evidence, dictionaryOf(context.lexicon))
  read.set(evidence, source)
  return source
}

function readSource(evidence: Evidence, dictionary: Dictionary): Source {
  const text = normalise(evidence.text)
  const headings = normalise([evidence.title, ...evidence.headings, kindOf(evidence)].join('\n'))
  const tokens = tokenise(text.replaceAll(ENUMERATOR, ''), dictionary)
  const headingTokens = tokenise(headings, dictionary)
  const clauses = readClauses(tokens.filter(({ text: read_ }) => read_ !== '-'))
  const headingActors = new Set(
    headingTokens.filter(({ kind }) => kind === 'actor').flatMap(({ values }) => values),
  )
  const source = {
    evidence,
    text,
    headings,
    tokens,
    clauses,
    headingTokens,
    headingActors,
    defined: actorNames[(evidence.headings.at(-1) ?? '').replace(/[(（].*$/su, '')],
    duties:
      DUTIES.test(evidence.headings.join('\n')) || DUTIES.test(/【[^】]*】/u.exec(text)?.[0] ?? ''),
  }
  return source
}

/** What the locator says of the text. */
function kindOf({ locator }: Evidence): string {
  if (locator.startsWith('notice')) return '通知'
  return locator.startsWith('foreword') ? '前言' : ''
}

/** `art7.lead` stands above `art7(2)`. */
export function isLead(lead: Source, item: Source): boolean {
  const [unit] = item.evidence.locator.split(/[.(](?=[^.(]*$)/u)
  const { document, locator } = lead.evidence
  return document === item.evidence.document && locator === `${unit}.lead`
}
