import { and, eq, inArray } from 'drizzle-orm'
import { type Account, actorOf } from '../../src/accounts/account.ts'
import type { Case, CaseActor, Ticket } from '../../src/cases/change-case.ts'
import { staffActor } from '../../src/cases/staff/case-actions.ts'
import { cases, tickets } from '../../src/db/schema/index.ts'
import type { Deps } from '../../src/deps.ts'
import { pick, type Random } from '../simulation/random.ts'
import type { People } from './enter-people.ts'
import type { DemoTexts } from './read-demo-data.ts'

/** One case of the play, and who and what it needs. */
export type Scene = {
  deps: Deps
  people: People
  texts: DemoTexts
  random: Random
  askerId: string
  conversationId: string
  caseId: string
  code: string
}

export type Lines = readonly [string, ...string[]]

export const line = ({ random }: Scene, lines: Lines): string => pick(random, lines)

export async function caseOf({ deps, caseId }: Scene): Promise<Case> {
  const [row] = await deps.db.select().from(cases).where(eq(cases.id, caseId))
  if (!row) throw new Error(`no case ${caseId}`)
  return row
}

/** Where no staff of the case's organisation are, the administrator does their work. */
export async function staffOf(scene: Scene): Promise<{ account: Account; subject: Case }> {
  const subject = await caseOf(scene)
  const { staff, administrator } = scene.people
  return { account: staff.get(subject.organisationId) ?? administrator, subject }
}

/** What an action of staff names. */
export async function byStaff(scene: Scene) {
  const { account, subject } = await staffOf(scene)
  return { account, caseId: subject.id, version: subject.version }
}

/** What an author among staff names. */
export async function staffAuthor(scene: Scene) {
  const { account, caseId, version } = await byStaff(scene)
  const actor = staffActor(account)
  return { caseId, version, actor, accountId: account.id, name: account.name }
}

export type Turn = { ticket: Ticket; account: Account; actor: CaseActor }

/** The expert who has the case in hand. */
export async function expertOf({ deps, caseId, people }: Scene): Promise<Turn> {
  const open = inArray(tickets.state, ['offered', 'accepted', 'replied'])
  const [ticket] = await deps.db
    .select()
    .from(tickets)
    .where(and(eq(tickets.caseId, caseId), open))
  const account = ticket && people.experts.get(ticket.expertId)
  if (!account) throw new Error(`nobody has case ${caseId} in hand`)
  return { ticket, account, actor: { kind: 'expert', id: account.id, audit: actorOf(account) } }
}

/** What a response of the expert names. */
export async function byExpert(scene: Scene) {
  const { ticket, account, actor } = await expertOf(scene)
  const { id: ticketId, expertId, version } = ticket
  return { ticketId, expertId, version, actor, accountId: account.id }
}
