import { z } from 'zod'
import type { WrittenBrief } from '../../cases/brief.ts'
import type { Deps } from '../../deps.ts'
import { checkSolicitation } from '../../experts/check-solicitation.ts'
import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import type { ChatModel } from '../../models/chat-model.ts'
import { createMask } from '../../privacy/mask-personal-data.ts'
import { asData } from '../../prompts/as-data.ts'
import { renderPrompt } from '../../prompts/prompts.ts'
import { cleanModelText } from '../../shared/clean-model-text.ts'
import { parseJson } from '../../shared/parse-json.ts'
import { fold, terms } from '../../shared/text.ts'
import { checkForm } from '../verification/check-form.ts'
import { checkManners } from '../verification/check-manners.ts'
import { normalise } from '../verification/tokenise.ts'
import { verifySentence } from '../verification/verify-sentence.ts'
import { describeEvidence } from '../writing/list-evidence.ts'
import { areNumbersIn, isSaid } from './is-said.ts'
import type { BriefEvidence } from './list-brief-evidence.ts'

/** What a brief is written from. */
export type BriefSource = {
  /** What the asker has said, in order. */
  said: string[]
  evidence: BriefEvidence[]
  language: 'zh' | 'en'
  knowledge: RuntimeKnowledge
}

const MOST_TOKENS = 1_500
const MOST_LINES = 40
const LONGEST_TURN = 1_000
const most = { fact: 12, question: 1, answer: 8, ask_back: 5 } as const
type Part = keyof typeof most

const Line = z.object({
  part: z.enum(['fact', 'question', 'answer', 'ask_back']),
  evidence: z.array(z.string().max(20)).max(6).default([]),
  text: z.string().min(1).max(400),
})
type Line = z.infer<typeof Line>

/**
 * The brief of a case by the model (prompts/brief.md), from what the asker said, masked, and from the passages
 * of the evidence. The model counts as hostile: a fact must be the asker's own, the suggested answer pass the
 * checks of every answer, a question invent nothing; what fails is left out.
 * @returns undefined where nothing of use is left
 * @throws ModelError
 */
export async function writeBriefWithModel(
  deps: Pick<Deps, 'prompts' | 'filingNumber' | 'now'>,
  chat: ChatModel,
  source: BriefSource,
): Promise<WrittenBrief | undefined> {
  const { mask } = createMask()
  const said = source.said.map((text) => mask(asData(text, LONGEST_TURN)))
  const messages = renderPrompt(deps.prompts, 'brief', {
    conversation: said.map((text) => `<turn by="asker">${text}</turn>`).join('\n'),
    passages: describeEvidence(source.evidence),
  })
  const { text } = await chat.complete({ purpose: 'brief', messages, maxTokens: MOST_TOKENS })
  const lines = readLines(text)
  const kept = lines.filter((line) => holds[line.part](line, { ...source, said }))
  const of = (part: Part) => kept.filter((line) => line.part === part).slice(0, most[part])
  const textsOf = (part: Part) => [...new Set(of(part).map((line) => line.text))]
  const answer = of('answer').map(({ text: sentence, evidence }) => ({ text: sentence, evidence }))
  if (textsOf('fact').length === 0 && answer.length === 0) return undefined
  const cited = new Set(answer.flatMap(({ evidence }) => evidence))
  const label = source.knowledge.replies.label.model[source.language]
  return {
    writer: 'model',
    facts: textsOf('fact'),
    question: textsOf('question')[0] ?? '',
    evidence: source.evidence.filter(({ id }) => cited.has(id)).map(({ shown }) => shown),
    answer,
    askBack: textsOf('ask_back'),
    leftOut: lines.length - kept.length,
    model: chat.name,
    prompt: deps.prompts.brief.version,
    label: deps.filingNumber ? `${label} (${deps.filingNumber})` : label,
    at: deps.now().toISOString(),
  }
}

function readLines(text: string): Line[] {
  return text
    .split('\n')
    .slice(0, MOST_LINES)
    .flatMap((raw) => {
      const line = Line.safeParse(parseJson(raw.trim().replace(/,$/, '')))
      const clean = line.success ? cleanModelText(line.data.text) : undefined
      if (!line.success || clean === undefined) return []
      return [{ ...line.data, text: clean, evidence: [...new Set(line.data.evidence)] }]
    })
}

type Check = (line: Line, source: BriefSource) => boolean

const holds: Record<Part, Check> = {
  fact: ({ text }, { said }) => isSentence(text) && isSaid(text, said),
  question: (line, source) => isHarmless(line, source) && isOnSubject(line, source),
  ask_back: (line, source) => isHarmless(line, source) && /[?？]$/u.test(line.text),
  answer: ({ text, evidence: ids }, { evidence, language, knowledge, said }) =>
    ids.length > 0 &&
    verifySentence(
      { text, evidence: ids },
      { language, evidence, question: said.join('\n'), lexicon: knowledge.lexicon },
    ).length === 0,
}

/** The end of a sentence may be missing. */
const isSentence = (text: string) =>
  checkForm(/[\p{L}\p{N}”’）)]$/u.test(text) ? `${text}。` : text).length === 0

/** Nothing that a public institution never says, no number out of nowhere, nothing that solicits. */
const isHarmless: Check = ({ text }, { said, evidence, knowledge }) =>
  isSentence(text) &&
  checkManners(normalise(text)).length === 0 &&
  areNumbersIn(text, [...said, ...evidence.map((each) => each.text)].join('\n')) &&
  checkSolicitation(text, knowledge).length === 0

const LEAST_KNOWN = 0.5

const isOnSubject: Check = ({ text }, { said, evidence }) => {
  const known = fold([...said, ...evidence.map((each) => each.text)].join('\n'))
  const words = terms(text)
  return words.filter((word) => known.includes(word)).length >= words.length * LEAST_KNOWN
}
