import type { Deps } from '../deps.ts'
import { listOutOfUse } from '../knowledge/curated/read-curated.ts'
import { embedQuestion } from '../knowledge/embed-question.ts'
import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import { asksConfidentiality } from '../privacy/asks-confidentiality.ts'
import type { Answer, Routing } from '../shared/message.ts'
import type { Draft, Question } from './draft.ts'
import type { ConsultedAnswer } from './record-answer.ts'
import { shanghaiDay } from '../shared/shanghai-day.ts'
import { answer } from './steps/answer.ts'
import { overview } from './steps/overview.ts'
import { reconsider } from './steps/reconsider.ts'
import { rerank } from './steps/rerank.ts'
import { retrieve } from './steps/retrieve.ts'
import { topicsOf, triage } from './steps/triage.ts'
import { beginDraft, understand } from './steps/understand.ts'
import { verify } from './steps/verify.ts'
import { type ReleaseSentence, write } from './steps/write.ts'
import { readAsOf } from './understanding/read-as-of.ts'
import { rewriteFollowUp } from './writing/rewrite-follow-up.ts'

/** After `understand`, which begins the draft. Each step returns a fuller one. */
const steps = {
  retrieve,
  rerank,
  reconsider,
  overview,
  answer,
  verify,
  triage,
  write,
} satisfies Record<
  string,
  (draft: Draft, deps: Deps, release: ReleaseSentence) => Draft | Promise<Draft>
>

/** `durations`: milliseconds of each step, in order. */
export type Consulted = ConsultedAnswer & { draft: Draft; durations: Record<string, number> }

/** Nobody listens before the answer is whole. */
const keepAll: ReleaseSentence = () => Promise.resolve(true)

/**
 * One question's way through the pipeline (DESIGN §3). Writes nothing; `release` is called with
 * each sentence that a model wrote and our checks let pass, while it goes on writing.
 */
export async function consult(
  allDeps: Deps,
  knowledge: RuntimeKnowledge,
  question: Question,
  release: ReleaseSentence = keepAll,
): Promise<Consulted> {
  const deps = isConfidential(question) ? withoutOutsideModels(allDeps) : allDeps
  const durations: Record<string, number> = {}
  let lap = performance.now()
  const clock = (step: string) => {
    durations[step] = Math.round((performance.now() - lap) * 10) / 10
    lap = performance.now()
  }
  const embed = (text: string) => embedQuestion(deps, knowledge.index.embeddingModel, text)
  const whole = await rewriteFollowUp(deps, question)
  if (whole !== undefined) clock('rewrite')
  const full = whole === undefined ? question : { ...question, text: whole, history: [] }
  const asOf = readAsOf(full.text, shanghaiDay(deps.now()))
  const asked = asOf ? { ...full, text: asOf.rest } : full
  const [understanding, outOfUse] = await Promise.all([
    understand(asked, knowledge, embed),
    listOutOfUse(deps.db, knowledge.documents),
  ])
  let draft = beginDraft({ question, knowledge, understanding, asOf, now: deps.now(), outOfUse })
  clock('understand')
  for (const [name, step] of Object.entries(steps)) {
    draft = await step(draft, deps, release)
    clock(name)
  }
  const filingNumber = draft.writer === 'model' ? deps.filingNumber : undefined
  const answered = answerOf(draft, { now: deps.now(), filingNumber })
  return { draft, answer: answered, trace: traceOf(draft, durations), durations }
}

function isConfidential({ text, history }: Question): boolean {
  return [{ text }, ...history].some((turn) => asksConfidentiality(turn.text))
}

function withoutOutsideModels(deps: Deps): Deps {
  const embedder = deps.embedder?.outside ? undefined : deps.embedder
  return { ...deps, embedder, chat: undefined, reranker: undefined }
}

type Labelling = { now: Date; filingNumber: string | undefined }

function answerOf(draft: Draft, { now, filingNumber }: Labelling): Answer {
  const { question, understanding, knowledge, writer } = draft
  const label = knowledge.replies.label[writer][understanding.language]
  return {
    id: question.messageId,
    conversationId: question.conversationId,
    author: 'assistant',
    outcome: draft.outcome,
    reason: draft.reason,
    coverage: draft.coverage,
    writer,
    language: understanding.language,
    text: draft.sentences.map(({ text }) => text).join('\n'),
    sentences: draft.sentences,
    citations: draft.citations,
    routing: routingOf(draft),
    suggestions: draft.suggestions,
    label: filingNumber ? `${label} (${filingNumber})` : label,
    stopped: false,
    at: now.toISOString(),
  }
}

function routingOf(draft: Draft): Routing {
  const { field, districts, urgency, reasons } = draft.understanding
  return {
    level: draft.level,
    field,
    topics: topicsOf(draft),
    district: districts[0] ?? null,
    urgency,
    reasons,
  }
}

function traceOf(draft: Draft, durations: Record<string, number>): Record<string, unknown> {
  const { index } = draft.knowledge
  return {
    steps: durations,
    index: index.id,
    embeddingModel: index.embeddingModel,
    intent: draft.understanding.intent,
    confidence: draft.understanding.confidence,
    findings: draft.findings,
    ...(draft.asOf && { asOf: draft.asOf.range }),
    found: draft.found.map(({ document, locator, score, ledBy }) => {
      return { document, locator, score, ledBy }
    }),
    nearest: nearestOf(draft),
    rerankedBy: draft.rerankedBy ?? null,
    writing: draft.writing ?? null,
  }
}

/** How near in meaning the nearest unit came, 0–1; null where search was by words alone. */
function nearestOf({ found, understanding }: Draft): number | null {
  if (!understanding.embedding || found.length === 0) return null
  return Math.max(...found.map(({ dense }) => dense))
}
