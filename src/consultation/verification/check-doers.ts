import type { Finding } from './claim.ts'
import { type Aligned, type Reading, align, weigh } from './reading.ts'
import { type Clause, unitsOf } from './read-clauses.ts'
import { JOINS, type Part } from './read-parts.ts'
import type { Token } from './tokenise.ts'
import { isLead, type Source } from './read-evidence.ts'

/** What is done to or for those who are served, said of them: “您可以得到指导”. */
const TURNED =
  /^(?:得到|获得|享受|享有|咨询|询问|求助|了解|查询|查阅|找|联系|访问|登录|反馈|参加|领取|看|拨打|索取|享受到|提意见|使用|用)/u
const CONCERNED =
  /^(?:如果|若|要是|如)?(?:遇到|碰到|面临|遇上|有|没有|还没|尚未|未|想|需要|在|提出|收到|接到|不少于|数量)/u
const CASE = /^(?:如果|若|当|要是|如)|(?:的|时|的话)$/u
const COPULA = /^(?:都|均|也|就|共)?(?:是|为|属于|分[为成]?|包括|指)/u
const IS = /^(?:都|均|也|就|则)*(?:是|属于|分)/u
/** “分成 A、B 和 C”, “对象是 A”, “以及其他 A”: they are named, and nothing follows. */
const NAMING = /(?:是|为|分[为成]|包括|以及其他)$/u
/** “工作站可以有若干家”: there are some, nobody does anything. */
const EXISTS = /^(?:一?共|还|则|也|只)*有?(?:若干|多|几|不止一)[家个名]?$/u
const PASSIVE = /[由经被受]/u
const LEADING = /^(?:指引|引导|鼓励|支持|帮助|协助|邀请|请(?!求)|组织|推动|要求|指导)/u

const STATE = new Set(['extent', 'mark', 'modal', 'filler'])
const ACTING = new Set(['word', 'filler', 'han', 'frequency', 'extent'])
const AIDING = /^(?:配合|协助|帮助|帮|指导|辅导|联合|组织|推动|引导|支持)$/u

/** Who does it in the sentence does it in the clause that the sentence comes from. */
export function checkDoers(reading: Reading): Finding[] {
  return reading.clauses.flatMap((clause) => {
    const agents = clause.parts.filter(({ role }) => role === 'agent')
    const deed = deedOf(clause, reading.clauses)
    if (agents.length === 0 || weigh(deed) < 1) return []
    const aligned = align(deed, reading.sources, reading.context.language === 'en' ? 0.5 : 0.8)
    return agents
      .filter(
        (part) =>
          aligned.length > 0 && !aligned.some((each) => does(part, clause, { each, reading })),
      )
      .map(({ actor }) => ({
        check: 'actors' as const,
        detail: `${actor} does it in ${clause.text}`,
      }))
  })
}

/** What follows the last doer, with more of the sentence when that says little. */
export function deedOf(clause: Clause, clauses: readonly Clause[]): Set<string> {
  const agents = clause.parts.filter(({ role }) => role === 'agent')
  const end = Math.max(-1, ...agents.map(({ chain }) => chain[1]))
  const [next, second] = clause.tokens.slice(end + 1, end + 3)
  if (isNoDeed(clause, end)) return new Set()
  if (next && second?.text === '的' && next.kind !== 'filler') return lettersOf([next])
  const after = unitsOf(clause.tokens.slice(end + 1))
  if (weigh(after) >= 2) return after
  const units = new Set(clause.units)
  for (const { actor } of agents) units.delete(`@${actor}`)
  if (weigh(units) >= 2) return units
  return COPULA.test(textAfter(clause, end)) ? new Set() : continued(clause, units, clauses)
}

/** Actors in a row, or “有若干家”. */
function isNoDeed(clause: Clause, end: number): boolean {
  const next = clause.tokens[end + 1]
  if (next && JOINS.has(next.text)) return true
  const agent = clause.parts.find(({ role }) => role === 'agent')
  const before = clause.tokens.slice(0, agent?.chain[0] ?? 0).map(({ text }) => text)
  if (!next && NAMING.test(before.join(''))) return true
  return clause.tokens.every(isMember) || EXISTS.test(textAfter(clause, end))
}

/** Of a clause that only lists actors. */
function isMember({ kind, text }: Token): boolean {
  return kind === 'actor' || kind === 'asker' || kind === 'mark' || JOINS.has(text)
}

/** With the clauses up to the next doer, or else with the clause before. */
function continued(clause: Clause, units: Set<string>, clauses: readonly Clause[]): Set<string> {
  const at = clauses.indexOf(clause)
  const later = clauses.slice(at + 1)
  const stop = later.findIndex((each) => each.sentence !== clause.sentence || each.ownAgents)
  const goesOn = later.slice(0, stop < 0 ? later.length : stop).flatMap((each) => [...each.units])
  const whole = new Set([...units, ...goesOn])
  return weigh(whole) < 1 ? new Set([...whole, ...(clauses[at - 1]?.units ?? [])]) : whole
}

/** Of a word alone the meanings would find it everywhere. */
function lettersOf(tokens: readonly Token[]): Set<string> {
  return new Set([...unitsOf(tokens)].filter((unit) => !unit.startsWith('~')))
}

function does(
  part: Part,
  said: Clause,
  { each, reading }: { each: Aligned; reading: Reading },
): boolean {
  const { clause, source } = each
  const doers = doersOf(clause, source, reading)
  if (doers.size === 0 || doers.has(part.actor) || source.defined === part.actor) return true
  const deed = textAfter(said, part.chain[1])
  if (part.served && isServed(deed, clause)) return true
  if (isDescribed(part, said, each)) return true
  if (has(clause, part.actor, 'patient') && PASSIVE.test(textOf(said, reading))) return true
  if (part.actor === '您') return isAddressed(said, each, doers)
  return said.level < 2.5 && !LEADING.test(deed) && isLed(part.actor, clause, source)
}

/** What is said of the actor is no deed of its own, and said of it in the source too. */
function isDescribed(part: Part, said: Clause, { clause, source }: Aligned): boolean {
  const deed = textAfter(said, part.chain[1])
  if (saysAlike(part, said, clause)) return true
  if (TURNED.test(deed) && has(clause, part.actor, 'target')) return true
  return (IS.test(deed) || isState(part, said)) && isNamed(part.actor, clause, source)
}

/** “专职、兼职均可”: it is so with them, nobody does it. */
function isState(part: Part, { tokens }: Clause): boolean {
  const after = tokens.slice(part.chain[1] + 1)
  return after.some(({ kind }) => kind === 'extent') && after.every(({ kind }) => STATE.has(kind))
}

/** The same actor before the same word of content, as in “服务对象要求保密的内容”. */
function saysAlike(part: Part, said: Clause, { parts, tokens }: Clause): boolean {
  const next = said.tokens[part.chain[1] + 1]
  if (next?.kind !== 'word' && next?.text !== '要求') return false
  return parts.some(
    ({ actor, chain }) => actor === part.actor && tokens[chain[1] + 1]?.text === next.text,
  )
}

/** In this clause, in the one before that names it, or in the next one that says what it includes. */
function isNamed(actor: string, clause: Clause, { clauses }: Source): boolean {
  const at = clauses.indexOf(clause)
  return clauses
    .slice(Math.max(0, at - 1), at + 2)
    .filter(({ sentence }) => sentence === clause.sentence)
    .some(({ parts }) => parts.some((part) => part.actor === actor))
}

/** 您 may be whoever comes from outside, has a wish or is offered a service. */
function isAddressed(said: Clause, { clause, source }: Aligned, doers: Set<string>): boolean {
  return (
    CASE.test(said.text) ||
    isOffered(said, clause, source) ||
    [...doers].some((doer) => OUTSIDE.has(doer))
  )
}

/** What “您可以” do is a service to them in the source. */
function isOffered({ level }: Clause, { sentence }: Clause, { clauses }: Source): boolean {
  const beside = clauses.filter((each) => each.sentence === sentence)
  return level <= 1 && beside.some(({ parts }) => parts.some(({ served }) => served))
}

/** Those who are served receive what is done, and have the wishes and troubles that it meets. */
function isServed(deed: string, { parts }: Clause): boolean {
  return TURNED.test(deed) || (CONCERNED.test(deed) && parts.some(({ served }) => served))
}

/** The clause and the next one: a topic may stand alone before its predicate. */
function textOf(said: Clause, { clauses }: Reading): string {
  return `${said.text},${clauses[clauses.indexOf(said) + 1]?.text ?? ''}`
}

const OUTSIDE = new Set(
  '服务对象 社会公众 申请单位 运营单位 行业组织 权利人 当事人 高校 平台企业 商户'.split(' '),
)

function textAfter({ tokens }: Clause, end: number): string {
  return tokens
    .slice(end + 1)
    .filter(({ kind }) => kind !== 'modal')
    .map(({ text }) => text)
    .join('')
}

/** Of a clause that names its doer, that one; else whom its lead, its headings or its passage name. */
function doersOf(clause: Clause, source: Source, { sources }: Reading): Set<string> {
  const announced = clause.ownAgents ? [] : announcedIn(clause, source)
  if (source.defined !== undefined && !clause.ownAgents) return new Set([source.defined])
  if (clause.agents.size + announced.length > 0) {
    return new Set([...clause.agents, ...announced, ...aidedIn(clause)])
  }
  const leads = sources.filter((lead) => isLead(lead, source))
  const named = leads.flatMap(({ clauses }) =>
    clauses.flatMap(({ parts }) => parts.filter(({ served }) => !served)),
  )
  const nameless = new Set([...source.headingActors, ...named.map(({ actor }) => actor)])
  return nameless.size === 0 ? nameless : new Set([...nameless, ...aidedIn(clause)])
}

/** “A 配合 B 制定清单”: B draws it up as well. */
function aidedIn({ parts, tokens }: Clause): string[] {
  return parts
    .filter(({ served, chain: [first, last] }) => {
      const before = tokens[first - 1]?.text ?? ''
      const after = tokens[last + 1]?.kind
      return !served && AIDING.test(before) && ACTING.has(after ?? '')
    })
    .map(({ actor }) => actor)
}

/** “结合需求，由 B 安排”: who is named only after. */
function announcedIn({ sentence }: Clause, { clauses }: Source): string[] {
  const beside = clauses.filter((each) => each.sentence === sentence)
  const first = beside.find(({ ownAgents }) => ownAgents)
  return first && /^(?:并|再|而|则)?(?:统一|应|宜|可)?由/u.test(first.text) ? [...first.agents] : []
}

/** Whether the clause, or the one before it, leads this actor to act. */
function isLed(actor: string, clause: Clause, { clauses }: Source): boolean {
  const at = clauses.indexOf(clause)
  return clauses
    .slice(Math.max(0, at - 1), at + 1)
    .filter(({ sentence }) => sentence === clause.sentence)
    .some(({ parts }) => parts.some((part) => part.actor === actor && part.role === 'pivot'))
}

function has({ parts }: Clause, actor: string, role: Part['role']): boolean {
  return parts.some((part) => part.actor === actor && part.role === role)
}
