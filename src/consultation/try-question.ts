import { and, count, eq, gt } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { auditEntries } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { markGuide } from '../operation/guide.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import type { Answer } from '../shared/message.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { stripHidden } from '../shared/text.ts'
import { consult } from './consult.ts'
import type { Draft, Question } from './draft.ts'

const TRIALS_PER_MINUTE = 10
const MINUTE_MS = 60_000

/**
 * One question's way step by step, for an administrator; nothing of it is kept but that one was tried.
 * @throws AppError `invalid` for nothing visible or a state-secret mark, `rate_limited`
 */
export async function tryQuestion(deps: Deps, by: ActingAccount, text: string) {
  const question = stripHidden(text).trim()
  if (question === '') throw new AppError('invalid', 'question_empty')
  if (bearsStateSecretMark(question)) throw new AppError('invalid', 'state_secret')
  await recordTrial(deps, by)
  const knowledge = await loadKnowledge(deps)
  const asked: Question = {
    messageId: newId(),
    conversationId: newId(),
    channel: 'web',
    text: question,
    history: [],
  }
  const started = performance.now()
  const { draft, answer, durations } = await consult(deps, knowledge, asked)
  const ms = Math.round(performance.now() - started)
  return { ms, steps: stepsOf(durations), ...describeDraft(draft), answer: answerOf(answer) }
}

async function recordTrial({ db, now }: Deps, by: ActingAccount): Promise<void> {
  const since = new Date(now().getTime() - MINUTE_MS)
  await db.transaction(async (tx) => {
    const [row] = await tx
      .select({ trials: count() })
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.actorId, by.id),
          eq(auditEntries.action, 'try_question'),
          gt(auditEntries.at, since),
        ),
      )
    if ((row?.trials ?? 0) >= TRIALS_PER_MINUTE) {
      throw new AppError('rate_limited', 'trial_too_often')
    }
    await markGuide({ db: tx, now }, by, 'test_question')
    await appendAudit(tx, { ...actedBy(by), action: 'try_question', result: 'ok', details: {} })
  })
}

const stepsOf = (durations: Record<string, number>) =>
  Object.entries(durations).map(([step, ms]) => ({ step, ms }))

function describeDraft({ understanding, found, findings, writing, rerankedBy, knowledge }: Draft) {
  return {
    index: knowledge.index.id,
    understanding: {
      language: understanding.language,
      full: understanding.full,
      parts: understanding.parts,
      expansions: understanding.expansions,
      intent: understanding.intent,
      detail: understanding.detail ?? null,
      confidence: understanding.confidence,
      field: understanding.field,
      districts: understanding.districts,
      urgency: understanding.urgency,
      reasons: understanding.reasons,
      instructionsSetAside: understanding.instructionsSetAside,
      /** False where the search goes by words alone. */
      embedded: understanding.embedding !== undefined,
    },
    found: found.map(({ document, locator, path, text, score, dense, words, ledBy }) => {
      return { document, locator, path, text, score, dense, words, ledBy }
    }),
    rerankedBy: rerankedBy ?? null,
    /** Sentences that the check of the extractive answer left out. */
    findings,
    writing: writing
      ? {
          model: writing.model,
          prompts: writing.prompts,
          usage: writing.usage,
          fault: writing.fault,
          lines: writing.lines,
        }
      : null,
  }
}

function answerOf(answer: Answer) {
  const { outcome, reason, coverage, writer, text, citations, routing, suggestions, label } = answer
  return { outcome, reason, coverage, writer, text, citations, routing, suggestions, label }
}
