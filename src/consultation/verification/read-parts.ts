import { agentMarks, companionMarks, targetMarks } from './actors.ts'
import type { Token } from './tokenise.ts'

/** A pivot is led to act: “鼓励 A 做”. */
export type Role = 'agent' | 'pivot' | 'target' | 'companion' | 'owner' | 'patient'
/** Where an actor, or who is served, stands in a clause; `at` and `chain` are places of tokens. */
export type Part = {
  actor: string
  role: Role
  at: number
  /** First and last actor of the enumeration that it stands in. */
  chain: readonly [first: number, last: number]
  /** Who asks or is served, who may be named in many ways. */
  served: boolean
}

const PIVOTS = new Set('指引 引导 鼓励 支持 帮助 协助 邀请 请 组织 推动 提升 要求 促使'.split(' '))
const RECEIVES = new Set(['接受', '受', '被'])
const PASSIVE = new Set('由 经 须经 需经 应由 是由 均由 都由'.split(' '))
/** After these no doer stands until a modal: “根据服务对象的需求”. */
const PREPOSITIONS = new Set(
  '对 向 为 给 根据 按照 针对 就 依据 结合 围绕 基于 在 对于 关于 除 以 从 因 视 应对'.split(' '),
)
/** “也对”, “还包括”. */
const TARGETS =
  /^[会也还并将再都就则而][对向为给]$|(?:包括|包含|涵盖|指的是|即是|就是|分别是|分别为)$/u
/** Between the members of an enumeration. */
export const JOINS = new Set('、 与 和 同 及 以及 或 或者 其'.split(' '))

/** Who stands where in a clause. */
export function readParts(tokens: readonly Token[]): Part[] {
  const parts: Part[] = []
  for (const [at, token] of tokens.entries()) {
    const actor = isActor(token) ? token.values[0] : applicantAt(tokens, at)
    if (actor === undefined) continue
    const chain = chainOf(tokens, at)
    const before = parts.findLast((part) => part.at >= chain[0])
    const role = roleOf(tokens, at, { before, chain })
    parts.push({ actor, at, chain, role, served: token.kind === 'asker' })
  }
  return nameAgain(tokens, turnCleft(tokens, turnPassive(tokens, ownDepartment(tokens, parts))))
}

/** “A 设立、认定、管理部门”: the department of A acts, not A. */
function ownDepartment(tokens: readonly Token[], parts: Part[]): Part[] {
  const at = parts.findIndex(({ actor }) => actor === '管理部门')
  const [owner, department] = [parts[at - 1], parts[at]]
  if (!owner || department?.role !== 'companion') return parts
  const between = tokens.slice(owner.at + 1, department.at)
  if (between.length < 2 || !between.every(({ kind, text }) => text === '、' || kind !== 'mark')) {
    return parts
  }
  return parts.map((part) => {
    if (part === department) return { ...part, role: owner.role }
    return part === owner ? { ...part, role: 'owner' as const } : part
  })
}

/** “A 是 B 设立的”: B does it, A has it done. */
function turnCleft(tokens: readonly Token[], parts: Part[]): Part[] {
  const [first] = parts
  const second = parts.find(({ at }) => at > (first?.chain[1] ?? 0))
  if (!first || second?.at !== first.chain[1] + 2 || !tokens.at(-1)?.text.endsWith('的'))
    return parts
  if (!/^(?:都|均|也|就)?是$/u.test(tokens[first.chain[1] + 1]?.text ?? '')) return parts
  if (second.chain[1] === tokens.length - 1) return parts
  return parts.map((part) => {
    if (part.at <= first.chain[1]) return { ...part, role: 'patient' as const }
    return part.chain[0] === second.chain[0] ? { ...part, role: 'agent' as const } : part
  })
}

/** “申请人为 A 或 B”: what comes last is the doer by another name. */
function nameAgain(tokens: readonly Token[], parts: Part[]): Part[] {
  const [first] = parts
  const last = parts.at(-1)
  if (!first || !last || first.role !== 'agent' || last.at < tokens.length - 1) return parts
  if (!/^(?:应|宜|可)?[为是]$/u.test(tokens[first.chain[1] + 1]?.text ?? '')) return parts
  return parts.map((part) =>
    part.chain[0] === last.chain[0] ? { ...part, role: 'agent' as const } : part,
  )
}

function isActor({ kind }: Token): boolean {
  return kind === 'actor' || kind === 'asker'
}

/** “申请设立工作站的单位” is who applies. */
function applicantAt(tokens: readonly Token[], at: number): string | undefined {
  if (tokens[at - 1]?.text !== '的' || !/^(?:单位|机构|组织)$/u.test(tokens[at]?.text ?? '')) {
    return undefined
  }
  return tokens.slice(Math.max(0, at - 8), at).some(({ text }) => /申请/u.test(text))
    ? '申请单位'
    : undefined
}

function chainOf(tokens: readonly Token[], at: number): readonly [number, number] {
  return [endOfChain(tokens, at, -1), endOfChain(tokens, at, 1)]
}

function endOfChain(tokens: readonly Token[], at: number, step: 1 | -1): number {
  let end = at
  for (let next = at + step; ; next += step) {
    const token = tokens[next]
    if (!token || !(JOINS.has(token.text) || isActor(token))) return end
    if (!isActor(token)) continue
    if (next === end + step) return end
    end = next
  }
}

type Place = { before: Part | undefined; chain: readonly [number, number] }

function roleOf(tokens: readonly Token[], at: number, { before, chain }: Place): Role {
  const mark = tokens[at - 1]?.text ?? ''
  const after = tokens[chain[1] + 1]
  if (RECEIVES.has(mark)) return 'agent'
  if (owns(tokens, chain[1]) || isAsked(after)) return 'owner'
  return before?.role ?? markedRole(mark, isBound(after)) ?? unmarkedRole(tokens.slice(0, at))
}

/** “A 的…”, “A 负责人” and “A B”, where B is an actor of A. */
function owns(tokens: readonly Token[], at: number): boolean {
  const [after, next] = tokens.slice(at + 1, at + 3)
  if (after && isActor(after)) return true
  return /^(?:的|负责人|所|自身|本身|名下|下属|内部)/u.test(
    `${after?.text ?? ''}${next?.text ?? ''}`,
  )
}

/** “A 怎么设立” asks what is done to A. */
function isAsked(after: Token | undefined): boolean {
  return /^(?:怎么|如何|怎样|何时)/u.test(after?.text ?? '')
}

function isBound(after: Token | undefined): boolean {
  return after?.kind === 'modal' || (after?.kind === 'negation' && after.level > 0)
}

function unmarkedRole(before: readonly Token[]): Role {
  if (before.some(({ text }) => PREPOSITIONS.has(text))) return 'target'
  if (isOpening(before)) return 'agent'
  const kind = before.at(-1)?.kind
  return kind === 'word' || kind === 'han' ? 'target' : 'owner'
}

function markedRole(text: string, bound: boolean): Role | undefined {
  if (bound && text === '作为') return 'agent'
  if (agentMarks.includes(text)) return 'agent'
  if (PIVOTS.has(text)) return 'pivot'
  if (targetMarks.includes(text) || TARGETS.test(text)) return 'target'
  if (companionMarks.includes(text)) return 'companion'
  return bound ? 'agent' : undefined
}

/** Nothing but joining words, marks, modals and owners stand before the first doer. */
function isOpening(tokens: readonly Token[]): boolean {
  return tokens.every(
    (token, at) =>
      token.kind === 'filler' ||
      token.kind === 'mark' ||
      token.kind === 'modal' ||
      token.kind === 'number' ||
      (isActor(token) && (tokens[at + 1]?.text === '的' || at === tokens.length - 1)),
  )
}

/** “A 接受 B 指导” and “A 由 B 设立”: B does it, A has it done. */
function turnPassive(tokens: readonly Token[], parts: Part[]): Part[] {
  const at = tokens.findIndex(({ text }) => PASSIVE.has(text) || RECEIVES.has(text))
  const mark = tokens[at]?.text ?? ''
  const hasDoer = mark.endsWith('由') || RECEIVES.has(mark) || parts.some((part) => part.at > at)
  if (at < 0 || !hasDoer) return parts
  return parts.map((part) =>
    part.at < at && part.role === 'agent' ? { ...part, role: 'patient' } : part,
  )
}
