import { and, eq, gt, inArray, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { appendAudit } from '../audit/append-audit.ts'
import { newCaseCode } from '../cases/case-code.ts'
import { chooseOrganisation } from '../cases/choose-organisation.ts'
import type { Database } from '../db/database.ts'
import {
  accounts,
  cases,
  complaints,
  consultations,
  conversations,
  messages,
  organisations,
  statements,
  tickets,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { DAY_MS, dueAfter } from './due-after.ts'
import { screenText } from './screen-text.ts'

const MOST_PER_DAY = 10

export const complaintKinds = ['complaint', 'report'] as const

export type ComplaintInput = {
  kind: (typeof complaintKinds)[number]
  text: string
  caseCode?: string | undefined
  messageId?: string | undefined
  contact?: string | undefined
}

/** Where the contact of a complaint may be opened, and nowhere else. */
export const complaintContext = contextOf.complaintContact

/**
 * Takes a 投诉举报 in, at any time (DESIGN §2.12). The staff and the experts of the case that it is about are
 * put into `about`, and neither see it nor hear of it.
 * @throws AppError `not_found` case or message of somebody else or none · `rate_limited` · `invalid` text with
 *   a state-secret mark
 */
export async function openComplaint(
  deps: Deps,
  askerId: string,
  input: ComplaintInput,
): Promise<{ code: string; dueAt: string }> {
  const { settings } = await loadKnowledge(deps)
  const text = await screenText(deps, input.text)
  if (text === '') throw new AppError('invalid', 'request_invalid')
  const now = deps.now()
  const dueAt = dueAfter(now, settings.service.complaintDays)
  return deps.db.transaction(async (tx) => {
    await limitComplaints(tx, askerId, now)
    const concerned = await findConcerned(tx, { askerId, now }, input)
    const id = newId()
    const code = newCaseCode('TS')
    const contact = input.contact?.trim()
    await tx.insert(complaints).values({
      id,
      code,
      askerId,
      text,
      dueAt,
      ...concerned,
      kind: input.kind,
      state: 'open',
      version: 1,
      sealedContact: contact ? await deps.cipher.seal(contact, complaintContext(id)) : null,
      createdAt: now,
    })
    await announceComplaint(tx, { code, ...concerned, key: `complaint_opened:${id}` }, now)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: await referenceToAsker(tx, deps.cipher, askerId) },
      action: 'open_complaint',
      objectId: id,
      result: 'ok',
      details: {},
    })
    return { code, dueAt: dueAt.toISOString() }
  })
}

/** @throws AppError `rate_limited` after 10 complaints of the asker within a day */
async function limitComplaints(tx: Database, askerId: string, now: Date): Promise<void> {
  const recent = await tx
    .select({ id: complaints.id })
    .from(complaints)
    .where(
      and(
        eq(complaints.askerId, askerId),
        gt(complaints.createdAt, new Date(now.getTime() - DAY_MS)),
      ),
    )
    .limit(MOST_PER_DAY)
  if (recent.length === MOST_PER_DAY) throw new AppError('rate_limited', 'too_many_complaints')
}

type Concerned = {
  caseId: string | null
  messageId: string | null
  organisationId: string
  about: string[]
}

async function findConcerned(
  tx: Database,
  { askerId, now }: { askerId: string; now: Date },
  { caseCode, messageId }: ComplaintInput,
): Promise<Concerned> {
  const district = messageId === undefined ? null : await districtOf(tx, askerId, messageId)
  const named = { messageId: messageId ?? null }
  if (caseCode === undefined) {
    const { id } = await chooseOrganisation(tx, district, now)
    return { ...named, caseId: null, organisationId: id, about: [] }
  }
  const [row] = await tx
    .select({ id: cases.id, organisationId: cases.organisationId })
    .from(cases)
    .where(and(eq(cases.code, caseCode), eq(cases.askerId, askerId)))
  if (!row) throw new AppError('not_found', 'case_unknown')
  const about = await findPeopleOf(tx, row.id)
  return { ...named, caseId: row.id, organisationId: row.organisationId, about }
}

async function districtOf(
  tx: Database,
  askerId: string,
  messageId: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ district: sql<string | null>`${consultations.routing}->>'district'` })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(consultations, eq(consultations.messageId, messages.id))
    .where(and(eq(messages.id, messageId), eq(conversations.askerId, askerId)))
  if (!row) throw new AppError('not_found', 'message_unknown')
  return row.district
}

/** Whoever has had the case in hand, has written in it or was offered it. */
async function findPeopleOf(tx: Database, caseId: string): Promise<string[]> {
  const inHand = tx.select({ id: cases.staffId }).from(cases).where(eq(cases.id, caseId))
  const authors = tx
    .select({ id: statements.authorId })
    .from(statements)
    .where(eq(statements.caseId, caseId))
  const offered = tx
    .select({ id: tickets.expertId })
    .from(tickets)
    .where(eq(tickets.caseId, caseId))
  const rows = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      or(
        inArray(accounts.id, inHand),
        inArray(accounts.id, authors),
        inArray(accounts.expertId, authors),
        inArray(accounts.expertId, offered),
      ),
    )
    .orderBy(accounts.id)
  return rows.map(({ id }) => id)
}

type Opened = {
  /** Of the notice. */
  key: string
  code: string
  organisationId: string
  about: string[]
}

/** Person by person, not the organisation's group: whom it is about may be in that. */
export async function announceComplaint(tx: Database, opened: Opened, now: Date): Promise<void> {
  for (const id of await findHandlers(tx, opened)) {
    await queueNotice(tx, {
      key: opened.key,
      kind: 'complaint_opened',
      recipient: { kind: 'account', id },
      data: { code: opened.code },
      now,
    })
  }
}

/** The staff of the organisation; where that has no others, the administrators who see it. */
async function findHandlers(tx: Database, { organisationId, about }: Opened): Promise<string[]> {
  const others = and(
    isNull(accounts.disabledAt),
    about.length > 0 ? notInArray(accounts.id, about) : undefined,
  )
  const staff = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.role, 'staff'), eq(accounts.organisationId, organisationId), others))
    .orderBy(accounts.id)
  const handlers = staff.length > 0 ? staff : await findAdministrators(tx, organisationId, others)
  return handlers.map(({ id }) => id)
}

function findAdministrators(tx: Database, organisationId: string, others: SQL | undefined) {
  const path = tx
    .select({ path: organisations.path })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  const own = alias(organisations, 'own')
  return tx
    .select({ id: accounts.id })
    .from(accounts)
    .leftJoin(own, eq(own.id, accounts.organisationId))
    .where(
      and(
        eq(accounts.role, 'administrator'),
        or(isNull(own.id), sql`starts_with((${path}), ${own.path})`),
        others,
      ),
    )
    .orderBy(accounts.id)
}
