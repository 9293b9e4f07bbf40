import { and, asc, eq, inArray, or } from 'drizzle-orm'
import { appendAudit } from '../audit/append-audit.ts'
import { readContact } from '../cases/contacts.ts'
import type { Database } from '../db/database.ts'
import {
  askers,
  cases,
  complaints,
  consultations,
  conversations,
  corrections,
  messages,
  ratings,
  statements,
  wechatUsers,
  wechatWords,
} from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { toOwnComplaint } from '../feedback/asker-complaints.ts'
import { complaintContext } from '../feedback/open-complaint.ts'
import { exportPolicies } from '../policy-notices/subscriptions.ts'
import { referenceToAsker } from '../security/asker-keys.ts'
import { contextOf } from '../security/sealed-fields.ts'
import { aiLabel } from '../shared/ai-label.ts'
import { newId } from '../shared/ids.ts'
import { exportRegistrations } from '../training/rights.ts'

/**
 * Everything that is kept about an asker (个人信息保护法 45), contact data opened. `AIGC` is the label of
 * generated content in the metadata of a file (GB 45438-2025) and speaks of `conversations[].turns[].answer`;
 * null where there are no answers. Words of people stand under `cases[].statements` and, of 微信客服, under
 * `conversations[].words`, unlabelled.
 */
export async function exportAsker(deps: Deps, askerId: string) {
  return deps.db.transaction(async (tx) => {
    const [asker] = await tx.select().from(askers).where(eq(askers.id, askerId))
    const talks = await readConversations(tx, askerId)
    const exported = {
      exportedAt: deps.now().toISOString(),
      AIGC: talks.some(({ turns }) => turns.some(({ answer }) => answer)) ? aiLabel(newId()) : null,
      since: asker?.createdAt.toISOString() ?? null,
      tokenExpiresAt: asker?.expiresAt.toISOString() ?? null,
      conversations: talks,
      wechat: await readWechatIdentities(tx, deps, askerId),
      ratings: await readRatings(tx, askerId),
      complaints: await readComplaints(tx, deps, askerId),
      cases: await readCases(tx, deps, askerId),
      registrations: await exportRegistrations(tx, deps, askerId),
      policies: await exportPolicies(tx, askerId),
    }
    const reference = await referenceToAsker(tx, deps.cipher, askerId)
    await appendAudit(tx, {
      actor: { kind: 'asker', id: reference },
      action: 'export_asker',
      objectId: reference,
      result: 'ok',
      details: {},
    })
    return exported
  })
}

async function readConversations(tx: Database, askerId: string) {
  const own = await tx
    .select()
    .from(conversations)
    .where(eq(conversations.askerId, askerId))
    .orderBy(asc(conversations.createdAt), asc(conversations.id))
  const turns = await tx
    .select({
      conversationId: messages.conversationId,
      id: messages.id,
      number: consultations.number,
      question: messages.question,
      askedAt: messages.askedAt,
      state: messages.state,
      answer: messages.answer,
      routing: consultations.routing,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .leftJoin(consultations, eq(consultations.messageId, messages.id))
    .where(eq(conversations.askerId, askerId))
    .orderBy(asc(messages.turn))
  const words = await readWords(tx, askerId)
  const corrected = await readCorrections(tx, askerId)
  return own.map(({ id, channel, createdAt }) => ({
    id,
    channel,
    createdAt: createdAt.toISOString(),
    words: words
      .filter((word) => word.conversationId === id)
      .map(({ author, text, kind, at }) => ({ author, text, kind, at: at.toISOString() })),
    corrections: corrected
      .filter((correction) => correction.conversationId === id)
      .map(({ text, citations, at }) => ({ text, citations, at: at.toISOString() })),
    turns: turns
      .filter((turn) => turn.conversationId === id)
      .map(({ conversationId, askedAt, ...turn }) => ({
        ...turn,
        askedAt: askedAt.toISOString(),
      })),
  }))
}

/** 更正通知 of answers that rested on what has changed. */
function readCorrections(tx: Database, askerId: string) {
  return tx
    .select({
      conversationId: corrections.conversationId,
      text: corrections.text,
      citations: corrections.citations,
      at: corrections.at,
    })
    .from(corrections)
    .innerJoin(conversations, eq(conversations.id, corrections.conversationId))
    .where(eq(conversations.askerId, askerId))
    .orderBy(asc(corrections.at), asc(corrections.id))
}

/** What was said while a person served in 微信客服. */
function readWords(tx: Database, askerId: string) {
  return tx
    .select({
      conversationId: wechatWords.conversationId,
      author: wechatWords.author,
      text: wechatWords.text,
      kind: wechatWords.kind,
      at: wechatWords.at,
    })
    .from(wechatWords)
    .innerJoin(conversations, eq(conversations.id, wechatWords.conversationId))
    .where(eq(conversations.askerId, askerId))
    .orderBy(asc(wechatWords.at), asc(wechatWords.id))
}

/** As whom WeChat knows them. */
async function readWechatIdentities(tx: Database, { cipher }: Deps, askerId: string) {
  const rows = await tx
    .select()
    .from(wechatUsers)
    .where(eq(wechatUsers.askerId, askerId))
    .orderBy(asc(wechatUsers.createdAt), asc(wechatUsers.id))
  return Promise.all(
    rows.map(async ({ id, channel, sealedUser, scene, createdAt, wroteAt }) => ({
      channel,
      user: await cipher.open(sealedUser, contextOf.wechatUser(id)),
      scene,
      since: createdAt.toISOString(),
      wroteAt: wroteAt?.toISOString() ?? null,
    })),
  )
}

async function readRatings(tx: Database, askerId: string) {
  const rows = await tx
    .select({ rating: ratings, caseCode: cases.code })
    .from(ratings)
    .leftJoin(cases, eq(cases.id, ratings.caseId))
    .where(eq(ratings.askerId, askerId))
    .orderBy(asc(ratings.createdAt), asc(ratings.id))
  return rows.map(({ rating, caseCode }) => ({
    messageId: rating.messageId,
    caseCode,
    score: rating.score,
    solved: rating.solved,
    reasons: rating.reasons,
    text: rating.text,
    createdAt: rating.createdAt.toISOString(),
    updatedAt: rating.updatedAt.toISOString(),
  }))
}

async function readComplaints(tx: Database, { cipher }: Deps, askerId: string) {
  const rows = await tx
    .select()
    .from(complaints)
    .where(eq(complaints.askerId, askerId))
    .orderBy(asc(complaints.createdAt), asc(complaints.id))
  return Promise.all(
    rows.map(async (row) => ({
      ...toOwnComplaint(row),
      contact:
        row.sealedContact && (await cipher.open(row.sealedContact, complaintContext(row.id))),
    })),
  )
}

async function readCases(tx: Database, { cipher }: Deps, askerId: string) {
  const rows = await tx
    .select()
    .from(cases)
    .where(eq(cases.askerId, askerId))
    .orderBy(asc(cases.createdAt), asc(cases.id))
  const said = await readStatements(
    tx,
    rows.map(({ id }) => id),
  )
  const exported = []
  for (const row of rows) {
    exported.push({
      code: row.code,
      kind: row.kind,
      state: row.state,
      conversationId: row.conversationId,
      field: row.field,
      topics: row.topics,
      district: row.district,
      industry: row.industry,
      language: row.language,
      urgency: row.urgency,
      confidential: row.confidential,
      reasons: row.reasons,
      summary: row.summary,
      parties: row.parties,
      request: row.request,
      brief: row.brief,
      writtenBrief: row.writtenBrief,
      result: row.result,
      consentedAt: row.consentedAt.toISOString(),
      contactConsentAt: row.contactConsentAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
      contact: await readContact(tx, cipher, row.id),
      statements: said
        .filter(({ caseId }) => caseId === row.id)
        .map(({ caseId, ...statement }) => statement),
    })
  }
  return exported
}

/** What has reached the asker, and what they wrote themselves; drafts of others are not about them. */
async function readStatements(tx: Database, caseIds: string[]) {
  if (caseIds.length === 0) return []
  const rows = await tx
    .select()
    .from(statements)
    .where(
      and(
        inArray(statements.caseId, caseIds),
        or(eq(statements.state, 'delivered'), eq(statements.author, 'asker')),
      ),
    )
    .orderBy(asc(statements.createdAt), asc(statements.id))
  return rows.map((row) => ({
    caseId: row.caseId,
    author: row.author,
    authorName: row.authorName,
    text: row.text,
    citations: row.citations,
    createdAt: row.createdAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  }))
}
