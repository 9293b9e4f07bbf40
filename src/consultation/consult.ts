import type { Deps } from '../deps.ts'
import { embedQuestion } from '../knowledge/embed-question.ts'
import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import type { Answer, Routing } from '../shared/message.ts'
import type { Draft, Question } from './draft.ts'
import type { ConsultedAnswer } from './record-answer.ts'
import { answer } from './steps/answer.ts'
import { reconsider } from './steps/reconsider.ts'
import { retrieve } from './steps/retrieve.ts'
import { topicsOf, triage } from './steps/triage.ts'
import { beginDraft, understand } from './steps/understand.ts'
import { verify } from './steps/verify.ts'

/** After `understand`, which begins the draft. Each step returns a fuller one. */
const steps = { retrieve, reconsider, answer, verify, triage } satisfies Record<
  string,
  (draft: Draft, deps: Deps) => Draft | Promise<Draft>
>

export type Consulted = ConsultedAnswer & { draft: Draft }

/** One question's way through the pipeline (DESIGN §3). Writes nothing. */
export async function consult(
  deps: Deps,
  knowledge: RuntimeKnowledge,
  question: Question,
): Promise<Consulted> {
  const durations: Record<string, number> = {}
  let lap = performance.now()
  const clock = (step: string) => {
    durations[step] = Math.round((performance.now() - lap) * 10) / 10
    lap = performance.now()
  }
  const embed = (text: string) => embedQuestion(deps, knowledge.index.embeddingModel, text)
  let draft = beginDraft(question, knowledge, await understand(question, knowledge, embed))
  clock('understand')
  for (const [name, step] of Object.entries(steps)) {
    draft = await step(draft, deps)
    clock(name)
  }
  return { draft, answer: answerOf(draft, deps.now()), trace: traceOf(draft, durations) }
}

export function answerOf(draft: Draft, now: Date): Answer {
  const { question, understanding, knowledge } = draft
  return {
    id: question.messageId,
    conversationId: question.conversationId,
    author: 'assistant',
    outcome: draft.outcome,
    reason: draft.reason,
    coverage: draft.coverage,
    language: understanding.language,
    text: draft.sentences.map(({ text }) => text).join('\n'),
    sentences: draft.sentences,
    citations: draft.citations,
    routing: routingOf(draft),
    suggestions: draft.suggestions,
    label: knowledge.replies.label[understanding.language],
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
    model: null,
    intent: draft.understanding.intent,
    confidence: draft.understanding.confidence,
    findings: draft.findings,
    found: draft.found.map(({ document, locator, score }) => ({ document, locator, score })),
  }
}
