import { and, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { type Channel, conversations, messageEvents, messages } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { describeError } from '../http/log.ts'
import { recordSecrecyIncident } from '../privacy/record-incident.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { AppError } from '../shared/errors.ts'
import { newId, sha256 } from '../shared/ids.ts'
import type { Answer, Sentence } from '../shared/message.ts'
import { stripHidden } from '../shared/text.ts'
import type { Case } from '../cases/change-case.ts'
import { passToPerson } from '../cases/pass-to-person.ts'
import { consult } from './consult.ts'
import type { HistoryTurn, Question } from './draft.ts'
import { releaseSentence } from './message-events.ts'
import { recordAnswer, recordFailure } from './record-answer.ts'
import { bearsStateSecretMark } from '../shared/state-secret.ts'
import { personAnswer, withheldAnswer } from './fixed-answers.ts'

const HISTORY_TURNS = 6
const QUESTIONS_PER_MINUTE = 20

export type AskedQuestion = {
  askerId: string
  conversationId: string
  text: string
  idempotencyKey: string | undefined
  preferred: 'zh' | 'en'
  /** The web where it is not said. */
  channel?: Channel
}

export type Asked = { messageId: string; answer: Promise<Answer> }

/**
 * Stores the question and begins its answer, which outlives the request.
 * Text with a state-secret mark is stopped before anything of it is stored (DESIGN §2.7).
 * @throws AppError `not_found` conversation of somebody else or none · `conflict` idempotency key
 *   used for another text · `rate_limited` · `invalid` nothing visible in the text
 */
export async function askQuestion(deps: Deps, asked: AskedQuestion): Promise<Asked> {
  const text = stripHidden(asked.text).trim()
  if (text === '') throw new AppError('invalid', 'question_empty')
  const requestHash = await sha256(`${asked.conversationId}\n${text}`)
  const earlier = await findEarlier(deps, asked, requestHash)
  if (earlier) return earlier
  const history = await readHistory(deps.db, asked)
  const withheld = bearsStateSecretMark(text)
  const question: Question = {
    messageId: newId(),
    conversationId: asked.conversationId,
    channel: asked.channel ?? 'web',
    text,
    history,
  }
  const stored = await storeQuestion(deps, question, { ...asked, requestHash, withheld })
  if (!stored) {
    const first = await findEarlier(deps, asked, requestHash)
    if (first) return first
    throw new AppError('conflict', 'answer_running')
  }
  const active = withheld ? undefined : await passToPerson(deps, question)
  const answer = chooseAnswer(deps, question, { withheld, active })
  deps.background(
    answer.then(
      () => {},
      () => {},
    ),
  )
  return { messageId: question.messageId, answer }
}

type Circumstances = { withheld: boolean; active: Case | undefined }

function chooseAnswer(deps: Deps, question: Question, { withheld, active }: Circumstances) {
  if (withheld) return answerWithheld(deps, question)
  return active ? answerByPerson(deps, question, active) : answerQuestion(deps, question)
}

/** While a person has the conversation in hand the machine is silent but for saying so (DESIGN §3). */
async function answerByPerson(deps: Deps, question: Question, active: Case): Promise<Answer> {
  const knowledge = await loadKnowledge(deps)
  return recordAnswer(deps, question, personAnswer(knowledge, question, active, deps.now()))
}

/** Answers a stored question and records the answer; also used for those a crash left behind. */
export async function answerQuestion(deps: Deps, question: Question): Promise<Answer> {
  try {
    const knowledge = await loadKnowledge(deps)
    const release = (sentence: Sentence) => releaseSentence(deps, question.messageId, sentence)
    return await recordAnswer(deps, question, await consult(deps, knowledge, question, release))
  } catch (error) {
    deps.log('error', 'answer_failed', { messageId: question.messageId, ...describeError(error) })
    await recordFailure(deps, question.messageId)
    throw error
  }
}

/** Answers what bears a state-secret mark, of which nothing is stored. */
export async function answerWithheld(deps: Deps, question: Question): Promise<Answer> {
  const knowledge = await loadKnowledge(deps)
  const answer = withheldAnswer(knowledge, question, deps.now())
  return recordAnswer(deps, question, answer)
}

async function findEarlier(
  deps: Deps,
  { conversationId, idempotencyKey, askerId }: AskedQuestion,
  requestHash: string,
): Promise<Asked | undefined> {
  if (idempotencyKey === undefined) return undefined
  const [row] = await deps.db
    .select({ id: messages.id, requestHash: messages.requestHash })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.idempotencyKey, idempotencyKey),
        eq(conversations.askerId, askerId),
      ),
    )
  if (!row) return undefined
  if (row.requestHash !== requestHash) throw new AppError('conflict', 'idempotency_conflict')
  const answer = awaitAnswer(deps, row.id)
  // Who streams does not await it: its failure must not end the process.
  answer.catch(() => {})
  return { messageId: row.id, answer }
}

const ANSWER_WAIT_MS = 30_000

/** The answer of a message that somebody else is writing, or has written. */
async function awaitAnswer(deps: Deps, messageId: string): Promise<Answer> {
  for (let waited = 0; waited < ANSWER_WAIT_MS; waited += 200) {
    const woken = deps.bell.wait(messageId, 200)
    const [row] = await deps.db
      .select({ answer: messages.answer, state: messages.state })
      .from(messages)
      .where(eq(messages.id, messageId))
    if (row?.answer) return row.answer
    if (row?.state === 'failed') break
    await woken
  }
  throw new AppError('unavailable', 'internal')
}

/**
 * The last turns of a conversation, before turn `before` where that is given.
 * @throws AppError `not_found` conversation of somebody else or none
 */
export async function readHistory(
  db: Database,
  asked: Pick<AskedQuestion, 'askerId' | 'conversationId'>,
  before?: number,
): Promise<HistoryTurn[]> {
  const rows = await db
    .select({
      question: messages.question,
      answer: sql<string | null>`${messages.answer}->>'text'`,
    })
    .from(conversations)
    .leftJoin(
      messages,
      and(
        eq(messages.conversationId, conversations.id),
        before === undefined ? undefined : lt(messages.turn, before),
      ),
    )
    .where(
      and(eq(conversations.id, asked.conversationId), eq(conversations.askerId, asked.askerId)),
    )
    .orderBy(desc(messages.turn))
    .limit(HISTORY_TURNS)
  if (rows.length === 0) throw new AppError('not_found', 'conversation_unknown')
  return rows
    .reverse()
    .flatMap(({ question, answer }): HistoryTurn[] => [
      ...(question === null ? [] : [{ role: 'asker' as const, text: question }]),
      ...(answer === null ? [] : [{ role: 'assistant' as const, text: answer }]),
    ])
}

type Stored = AskedQuestion & { requestHash: string; withheld: boolean }

/** @returns false when another request took the turn or the key at the same moment */
async function storeQuestion(deps: Deps, question: Question, asked: Stored): Promise<boolean> {
  const now = deps.now()
  return deps.db.transaction(async (tx) => {
    const turn = await nextTurn(tx, asked, now)
    const inserted = await tx
      .insert(messages)
      .values({
        id: question.messageId,
        conversationId: question.conversationId,
        turn,
        question: asked.withheld ? null : question.text,
        state: 'running',
        idempotencyKey: asked.idempotencyKey,
        requestHash: asked.requestHash,
        askedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: messages.id })
    if (inserted.length === 0) return false
    const { messageId, conversationId } = question
    await tx
      .insert(messageEvents)
      .values({ messageId, n: 1, event: 'meta', data: { messageId, conversationId } })
    if (asked.withheld) {
      const textHash = await sha256(question.text)
      await recordSecrecyIncident(tx, { at: now, channel: question.channel, textHash })
      deps.log('warn', 'state_secret_mark', { messageId })
    }
    return true
  })
}

/** @throws AppError `rate_limited` after 20 questions of the asker within a minute */
async function nextTurn(tx: Database, asked: AskedQuestion, now: Date): Promise<number> {
  const minuteAgo = new Date(now.getTime() - 60_000)
  const [row] = await tx
    .select({
      last: sql<number | null>`max(${messages.turn})
        filter (where ${eq(messages.conversationId, asked.conversationId)})`,
      recent: sql<string>`count(*) filter (where ${gt(messages.askedAt, minuteAgo)})`,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(eq(conversations.askerId, asked.askerId))
  if (Number(row?.recent ?? 0) >= QUESTIONS_PER_MINUTE) {
    throw new AppError('rate_limited', 'too_many_questions')
  }
  return (row?.last ?? 0) + 1
}
