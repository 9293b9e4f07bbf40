import { type Part, readParts } from './read-parts.ts'
import type { Token } from './tokenise.ts'

export type Clause = {
  tokens: Token[]
  text: string
  /** The mark that ends it, empty at the end of the text. */
  closing: string
  /** Sentences of the text are numbered; a clause inherits only within its own. */
  sentence: number
  /** How binding: of its own modal, or inherited; 0 when the clause is plain. */
  level: number
  ownLevel: boolean
  parts: Part[]
  /** Who does it, its own or inherited. */
  agents: Set<string>
  ownAgents: boolean
  /** What it says, as pairs of characters and meanings. */
  units: Set<string>
  /** The units that a negation takes away, and how binding that negation is. */
  denied: Set<string>
  /** The same, to the end of the clause. */
  deniedWide: Set<string>
  prohibition: number
}

const CLOSING = /[,;:。!?？！\n，；：【】]/u
const SENTENCE_END = /[。!?；;\n！？【】]/u
/** A clause that only opens a case: its 要 means a wish and its 可 a possibility. */
const CASE = /(?:的|时|的话|情况下|后|之后|前|之前)$|^(?:如|若|如果|当|凡|要是|想|想要|打算)/u
/** A negation before these reaches only to the next 的; a prohibition reaches to the end. */
const MODIFIER_END = '的'

/** The clauses of a text in order, with what each inherits from those before it. */
export function readClauses(tokens: Token[]): Clause[] {
  const clauses: Clause[] = []
  let sentence = 0
  let current: Token[] = []
  const close = (closing: string): void => {
    if (current.length > 0) clauses.push(readClause(current, closing, sentence))
    if (SENTENCE_END.test(closing)) sentence += 1
    current = []
  }
  for (const token of tokens) {
    if (token.kind === 'mark' && CLOSING.test(token.text)) close(token.text)
    else current.push(token)
  }
  close('')
  inherit(clauses)
  return clauses
}

function readClause(tokens: Token[], closing: string, sentence: number): Clause {
  const text = tokens.map((token) => token.text).join('')
  const parts = readParts(tokens)
  const opensCase = closing === ',' && CASE.test(text)
  const modal = tokens
    .filter(({ kind }) => kind === 'modal' && !opensCase)
    .map(({ level }) => level)
  const prohibition = Math.max(
    0,
    ...tokens.filter(({ kind }) => kind === 'negation').map(({ level }) => level),
  )
  return {
    tokens,
    text,
    closing,
    sentence,
    level: Math.max(0, ...modal),
    ownLevel: modal.length > 0,
    parts,
    agents: new Set(parts.filter(({ role }) => role === 'agent').map(({ actor }) => actor)),
    ownAgents: parts.some(({ role }) => role === 'agent'),
    units: unitsOf(tokens),
    denied: deniedUnits(tokens, MODIFIER_END),
    deniedWide: deniedUnits(tokens, undefined),
    prohibition,
  }
}

/** Pairs of neighbouring characters and meanings of the content. */
export function unitsOf(tokens: readonly Token[]): Set<string> {
  const units = new Set<string>()
  let last = ''
  for (const token of tokens) {
    if (token.kind === 'actor') units.add(`@${token.values[0]}`)
    if (token.kind === 'filler' && token.text.length > 1) units.add(`=${token.text}`)
    if (token.kind === 'number') units.add(`#${token.values[0]}`)
    const content = contentOf(token)
    if (content === undefined) {
      last = ''
      continue
    }
    for (const value of token.kind === 'word' || token.kind === 'latin' ? token.values : []) {
      units.add(value)
    }
    const run = last + content
    for (let at = 0; at + 2 <= run.length; at += 1) units.add(run.slice(at, at + 2))
    last = content.slice(-1)
  }
  return units
}

function contentOf({ kind, text }: Token): string | undefined {
  if (kind === 'word' || kind === 'whole' || kind === 'han' || kind === 'latin') return text
  return kind === 'frequency' || kind === 'extent' ? text : undefined
}

function deniedUnits(tokens: readonly Token[], ending: string | undefined): Set<string> {
  const denied = new Set<string>()
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'negation') continue
    const rest = tokens.slice(at + 1)
    const end = token.level > 0 ? -1 : rest.findIndex(({ text }) => text === ending)
    const scope = end < 0 ? rest : rest.slice(0, end)
    for (const unit of unitsOf(scope)) denied.add(unit)
  }
  return denied
}

function inherit(clauses: Clause[]): void {
  let lead: Clause | undefined
  let before: Clause | undefined
  for (const clause of clauses) {
    const same = before?.sentence === clause.sentence ? before : undefined
    inheritLevel(clause, same?.closing === ':' ? lead : (same ?? lead))
    inheritAgents(clause, { same, lead, before })
    if (clause.closing === ':') lead = before ? raised(clause, before) : clause
    before = clause
  }
}

/** Its only modal is 能: what one is able to do may yet be a duty. */
export function isAbility({ tokens }: Clause): boolean {
  return tokens.every(({ kind, text }) => kind !== 'modal' || /^能够?$/u.test(text))
}

function inheritLevel(clause: Clause, from: Clause | undefined): void {
  if (!isAbility(clause) || clause.prohibition > 0) return
  clause.level = Math.max(clause.level, from?.level ?? 0)
}

type Earlier = Record<'same' | 'lead' | 'before', Clause | undefined>

function inheritAgents(clause: Clause, { same, lead, before }: Earlier): void {
  if (clause.ownAgents) return
  const near = [...(same?.agents ?? []), ...(lead ? doersOf(lead) : [])]
  const led = (same?.parts ?? []).filter(({ role }) => role === 'pivot').map(({ actor }) => actor)
  const inherited = [near, led, [...(before?.agents ?? [])]].find(({ length }) => length > 0) ?? []
  for (const agent of inherited) clause.agents.add(agent)
}

/** Of a lead: who acts in it, else whom it names. */
function doersOf({ parts, text }: Clause): string[] {
  const agents = parts.filter(({ role }) => role === 'agent')
  const named = agents.length > 0 ? agents : parts.filter(({ served }) => !served)
  const applicant = /申请/u.test(text) ? ['申请单位'] : []
  return [...named.map(({ actor }) => actor), ...applicant]
}

/** “…应具备能力。包括：”: what follows the colon is as binding as the sentence before it. */
function raised(clause: Clause, before: Clause): Clause {
  if (clause.level > 0 || clause.ownLevel) return clause
  return { ...clause, level: before.level, parts: [...before.parts, ...clause.parts] }
}
