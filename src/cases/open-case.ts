import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { cases, type Channel, conversations, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { queueNotice } from '../notices/queue-notice.ts'
import { asksConfidentiality } from '../privacy/asks-confidentiality.ts'
import { maskPersonalData } from '../privacy/mask-personal-data.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { type CaseKind, livingStates } from '../shared/case-states.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { Answer, Field } from '../shared/message.ts'
import { writeBrief } from './brief.ts'
import { newCaseCode } from './case-code.ts'
import { type Case, type CaseActor, noteOnCase } from './change-case.ts'
import { chooseOrganisation } from './choose-organisation.ts'
import { type Contact, writeContact } from './contacts.ts'

export type HandOver = {
  /** The web where it is not said. */
  channel?: Channel
  askerId: string
  conversationId: string
  kind: CaseKind
  contact: Contact
  district?: string | undefined
  field?: Field | undefined
  industry?: string | undefined
  confidential: boolean
  /** Opposing parties, for the check of conflicts. */
  parties: string[]
  /** 单独同意 that contact data may reach an expert of another organisation (个人信息保护法 23). */
  contactConsent: boolean
  /** Of a request or referral: what, when, where, to which kind of partner. */
  request?: Record<string, string> | undefined
}

const LONGEST_SUMMARY = 120

export type Opened = { case: Case; organisation: string; fresh: boolean }

/**
 * Hands a conversation over to people. A conversation has one living case of a kind: who asks again gets that.
 * Case, sealed contact data, consents, timeline, notice and audit are written in one transaction.
 * @throws AppError `not_found` conversation of somebody else or none
 */
export async function openCase(deps: Deps, handOver: HandOver): Promise<Opened> {
  return deps.db.transaction(async (tx) => {
    const now = deps.now()
    await lockConversation(tx, handOver)
    const living = await findLiving(tx, handOver)
    const organisation = await chooseOrganisation(tx, handOver.district ?? null, now)
    if (living) return { case: living, organisation: organisation.name, fresh: false }
    const row = await describeCase(tx, handOver)
    const [created] = await tx
      .insert(cases)
      .values({
        ...row,
        id: newId(),
        code: newCaseCode('ZW'),
        state: 'open',
        version: 1,
        organisationId: organisation.id,
        consentedAt: now,
        contactConsentAt: handOver.contactConsent ? now : null,
        createdAt: now,
        updatedAt: now,
      })
      .returning()
    if (!created) throw new Error('insert returned no row')
    await writeContact(tx, deps.cipher, created.id, handOver.contact)
    await announce(tx, deps, { ...handOver, created })
    return { case: created, organisation: organisation.name, fresh: true }
  })
}

/** Two requests for one conversation come after each other. */
async function lockConversation(tx: Database, { conversationId, askerId }: HandOver) {
  const [found] = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.id, conversationId), eq(conversations.askerId, askerId)))
    .for('update')
  if (!found) throw new AppError('not_found', 'conversation_unknown')
}

async function findLiving(tx: Database, { conversationId, kind }: HandOver) {
  const [living] = await tx
    .select()
    .from(cases)
    .where(
      and(
        eq(cases.conversationId, conversationId),
        eq(cases.kind, kind),
        inArray(cases.state, [...livingStates]),
      ),
    )
  return living
}

/** What the conversation tells of the case, over which the asker's own words go. */
async function describeCase(tx: Database, handOver: HandOver) {
  const { askerId, conversationId, kind, parties, industry = null, request = null } = handOver
  const turns = await tx
    .select({ id: messages.id, question: messages.question, answer: messages.answer })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), isNotNull(messages.answer)))
    .orderBy(desc(messages.turn))
  const answers = turns.flatMap(({ answer }) => answer ?? [])
  const asked = turns.flatMap(({ question }) => question ?? [])
  const concrete = answers.some(({ routing }) => routing.level === 'expert')
  return {
    kind,
    askerId,
    conversationId,
    parties,
    industry,
    request,
    ...readRouting(answers, handOver),
    messageId: await freeMessage(tx, turns[0]?.id, kind),
    confidential: handOver.confidential || asked.some(asksConfidentiality),
    reasons: reasonsOf(answers),
    summary: maskPersonalData(asked[0] ?? '').slice(0, LONGEST_SUMMARY),
    brief: await writeBrief(tx, conversationId, concrete),
  }
}

function readRouting(answers: Answer[], { field, district }: HandOver) {
  const [last] = answers
  const urgent = answers.some(({ routing }) => routing.urgency === 'urgent')
  return {
    field: field ?? fieldOf(answers),
    topics: [...new Set(answers.flatMap(({ routing }) => routing.topics))],
    district: district ?? last?.routing.district ?? null,
    language: last?.language ?? ('zh' as const),
    urgency: urgent ? ('urgent' as const) : ('normal' as const),
  }
}

function reasonsOf(answers: Answer[]): string[] {
  const escalated = answers.filter(({ outcome }) => outcome === 'escalate')
  const reasons = [...new Set(escalated.map(({ reason }) => reason))]
  return reasons.length > 0 ? reasons : ['asked_for_person']
}

function fieldOf(answers: Answer[]): Field {
  return answers.find(({ routing }) => routing.field !== '综合')?.routing.field ?? '综合'
}

/** One message gives rise to one case of a kind: after that has ended, the next one names none. */
async function freeMessage(tx: Database, messageId: string | undefined, kind: CaseKind) {
  if (messageId === undefined) return null
  const earlier = and(eq(cases.messageId, messageId), eq(cases.kind, kind))
  const [taken] = await tx.select({ id: cases.id }).from(cases).where(earlier).limit(1)
  return taken ? null : messageId
}

type Announced = Pick<HandOver, 'channel' | 'contactConsent'> & { created: Case }

async function announce(
  tx: Database,
  deps: Deps,
  { created, contactConsent, channel = 'web' }: Announced,
) {
  const { id: caseId, askerId, code, organisationId, urgency, field } = created
  const now = deps.now()
  const reference = await referenceToAsker(tx, deps.cipher, askerId)
  const actor = askerActor(reference)
  await noteOnCase(tx, { caseId, event: 'opened', actor, now, to: 'open' })
  await queueNotice(tx, {
    key: `case_opened:${caseId}`,
    kind: 'case_opened',
    recipient: { kind: 'organisation', id: organisationId },
    data: { code, urgency, field },
    caseId,
    now,
  })
  // Opening a case neither waits for a model nor fails with it; a confidential one never reaches it.
  if (deps.chat && !created.confidential) {
    const key = `case_brief:${caseId}`
    await queueJob(tx, { kind: 'case_brief', key, payload: { caseId }, dueAt: now })
  }
  const consents = contactConsent
    ? (['general', 'contact_to_expert'] as const)
    : (['general'] as const)
  for (const consent of consents) {
    await appendAudit(tx, {
      actor: actor.audit,
      action: 'give_consent',
      objectId: reference,
      result: 'ok',
      details: { consent, caseId },
    })
  }
  await appendAudit(tx, {
    actor: actor.audit,
    action: 'open_case',
    objectId: caseId,
    result: 'ok',
    details: { channel, organisationId },
  })
}

/** How timeline and audit name an asker: by a hash that their erasure makes meaningless. */
export const askerActor = (reference: string): CaseActor => ({
  kind: 'asker',
  id: null,
  audit: { kind: 'asker', id: reference },
})
