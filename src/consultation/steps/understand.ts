import { expandQuestion, mentions, normaliseQuestion } from '../../knowledge/normalise-question.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { type Field, fields, type Urgency } from '../../shared/message.ts'
import { fold, languageOf } from '../../shared/text.ts'
import type { Draft, Question, Understanding } from '../draft.ts'
import { classifyQuestion, type Intent } from '../understanding/classify-question.ts'
import { completeFollowUp } from '../understanding/complete-follow-up.ts'
import { findDistricts } from '../understanding/find-districts.ts'
import { type DocumentLimits, limitDocuments } from '../understanding/limit-documents.ts'
import { searchForm } from '../understanding/search-form.ts'
import {
  mayHoldInstructions,
  withoutInstructions,
} from '../understanding/set-aside-instructions.ts'
import {
  askingSentences,
  mayBeTelling,
  setAsideTelling,
} from '../understanding/set-aside-telling.ts'
import { splitParts } from '../understanding/split-parts.ts'

type Embed = (text: string) => Promise<number[] | undefined>

/**
 * What the question is about and what it wants. `embed` is that of the whole question. Of a message
 * that also gives the service orders only the question is read.
 */
export async function understand(
  question: Question,
  knowledge: RuntimeKnowledge,
  embed: Embed,
): Promise<Understanding> {
  const { understood, intent } = await read(question, knowledge, embed)
  const text = normaliseQuestion(question.text, knowledge.lexicon)
  const judgeByWords = (piece: string) => classifyQuestion(piece, undefined, knowledge)
  if (!mayHoldInstructions(text, intent, judgeByWords)) return understood
  const judge = async (piece: string) => classifyQuestion(piece, await embed(piece), knowledge)
  const rest = await withoutInstructions(text, judge)
  if (rest === undefined) return understood
  const kept = await read({ ...question, text: rest }, knowledge, embed)
  return { ...kept.understood, instructionsSetAside: true }
}

async function read(question: Question, knowledge: RuntimeKnowledge, embed: Embed) {
  const { lexicon } = knowledge
  const text = normaliseQuestion(question.text, lexicon)
  const history = question.history.map((turn) => ({
    ...turn,
    text: normaliseQuestion(turn.text, lexicon),
  }))
  const full = completeFollowUp(text, history)
  const embedding = await embed(full)
  const intent = await readIntent(full, embedding, knowledge, embed)
  const language = languageOf(question.text)
  const form = searchForm(full, language, lexicon)
  const label = knowledge.intents[intent.intent]?.label[language] ?? intent.intent
  const understood: Understanding = {
    language,
    full,
    embedding: form === full ? embedding : await embed(form),
    parts: full === text ? splitParts(text) : [full],
    instructionsSetAside: false,
    expansions: expandQuestion(full, lexicon),
    intent: intent.intent,
    intentOutcome: intent.outcome,
    confidence: intent.probability,
    detail: intent.detail,
    field: fieldOf(full, knowledge),
    districts: findDistricts(text, lexicon),
    urgency: urgencyOf(full, intent.intent),
    reasons: [label],
  }
  return { understood, intent }
}

/** What the message wants, whatever it tells of its asker beside. */
async function readIntent(
  full: string,
  embedding: number[] | undefined,
  knowledge: RuntimeKnowledge,
  embed: Embed,
): Promise<Intent> {
  const whole = classifyQuestion(full, embedding, knowledge)
  const asking = askingSentences(full)
  if (asking === undefined || !mayBeTelling(whole)) return whole
  return setAsideTelling(whole, classifyQuestion(asking, await embed(asking), knowledge))
}

/** The field whose words the question names most often; 综合 when none or two alike. */
function fieldOf(text: string, { lexicon }: RuntimeKnowledge): Field {
  const folded = fold(text)
  const counted = fields.map((field) => ({
    field,
    count: (lexicon.fields[field] ?? []).filter((word) => mentions(folded, fold(word))).length,
  }))
  const best = counted.reduce((most, each) => (each.count > most.count ? each : most))
  const alike = counted.filter(({ count }) => count === best.count)
  return best.count > 0 && alike.length === 1 ? best.field : '综合'
}

const HURRY =
  /今晚|今天|马上|立刻|现在就|正在|明天|后天|火急|紧急|急急|只剩|就剩|还剩|仅剩|最后[一两三\d]+天|[\d一二两三四五六七]+\s*(?:天|小时)(?:内|之内)|传票|开庭|tonight|today|tomorrow|urgent|asap|\d+\s*hours|immediately/iu

/** Intents about a concrete matter of the asker: they take an expert's judgement. */
export const CONCRETE = new Set([
  'dispute',
  'overseas',
  'urgent_evidence',
  'infringement_opinion',
  'contract_review',
  'expert_opinion',
])

/** Urgent is a concrete matter that names a near end of time. */
function urgencyOf(text: string, intent: string): Urgency {
  if (intent === 'urgent_evidence') return 'urgent'
  return CONCRETE.has(intent) && HURRY.test(text) ? 'urgent' : 'normal'
}

type Beginning = Pick<Draft, 'question' | 'knowledge' | 'understanding' | 'asOf'> &
  Omit<DocumentLimits, 'asOf'>

export function beginDraft({ now, outOfUse, ...beginning }: Beginning): Draft {
  const { understanding, knowledge, asOf } = beginning
  return {
    ...beginning,
    documents: limitDocuments(knowledge, { asOf, now, outOfUse }),
    found: [],
    parts: [],
    rerankedBy: undefined,
    sentences: [],
    citations: [],
    outcome: understanding.intentOutcome,
    reason: understanding.intent,
    coverage: 'none',
    level: 'self',
    suggestions: [],
    findings: [],
    writer: 'extract',
    writing: undefined,
  }
}
