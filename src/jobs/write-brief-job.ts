import { and, asc, eq } from 'drizzle-orm'
import { noteOnCase, system } from '../cases/change-case.ts'
import { listBriefEvidence } from '../consultation/briefs/list-brief-evidence.ts'
import { writeBriefWithModel } from '../consultation/briefs/write-brief.ts'
import type { Database } from '../db/database.ts'
import { cases, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { ModelError } from '../models/chat-model.ts'
import { endedStates } from '../shared/case-states.ts'
import type { OutsideHandler } from './run-outside-jobs.ts'

const MOST_TURNS = 12

/**
 * Lets the model write the brief of a case that has just been opened, beside the plain one, which stays
 * whatever happens. Never of a confidential case (DESIGN §2.7).
 * @throws ModelError where the model may do it at another time
 */
export const writeBriefJob: OutsideHandler = async (deps, { caseId = '' }) => {
  const { chat, db } = deps
  const [subject] = await db.select().from(cases).where(eq(cases.id, caseId))
  if (!chat || !subject || subject.confidential || endedStates.includes(subject.state))
    return nothing
  const { askerId, conversationId, language } = subject
  const turns = await readTurns(db, conversationId)
  const knowledge = await loadKnowledge(deps)
  const answers = turns.flatMap(({ answer }) => answer ?? [])
  const cited = { answers, language, now: deps.now() }
  const evidence = await listBriefEvidence(db, knowledge, cited)
  const said = turns.flatMap(({ question }) => question ?? [])
  const source = { said, evidence, language, knowledge }
  const written = await unlessSwitchedOff(writeBriefWithModel(deps, chat, source))
  if (!written) {
    deps.log('info', 'brief_not_written', { caseId })
    return nothing
  }
  return (tx) => keep(tx, deps, { caseId, askerId, written })
}

const nothing = async () => {}

async function readTurns(db: Database, conversationId: string) {
  const rows = await db
    .select({ question: messages.question, answer: messages.answer })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.turn))
  return rows.slice(-MOST_TURNS)
}

/** Who switched the model off did not want to be told that it does nothing. */
async function unlessSwitchedOff<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ModelError && error.fault === 'switched_off') return undefined
    throw error
  }
}

type Kept = { caseId: string; askerId: string; written: object }

/** Not where the asker has had themselves erased, or the case was marked confidential, meanwhile. */
async function keep(tx: Database, { now }: Deps, { caseId, askerId, written }: Kept) {
  const [kept] = await tx
    .update(cases)
    .set({ writtenBrief: written })
    .where(and(eq(cases.id, caseId), eq(cases.askerId, askerId), eq(cases.confidential, false)))
    .returning({ id: cases.id })
  if (kept) await noteOnCase(tx, { caseId, event: 'brief_written', actor: system, now: now() })
}
