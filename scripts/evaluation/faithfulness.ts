import { z } from 'zod'
import { claimIn } from '../../src/archive/verify-pack.ts'
import type { Consulted } from '../../src/consultation/consult.ts'
import { verifySentence } from '../../src/consultation/verification/verify-sentence.ts'
import { describeEvidence, listEvidence } from '../../src/consultation/writing/list-evidence.ts'
import type { Deps } from '../../src/deps.ts'
import { type ChatModel, ModelError } from '../../src/models/chat-model.ts'
import { createMask } from '../../src/privacy/mask-personal-data.ts'
import { asData } from '../../src/prompts/as-data.ts'
import { type Prompts, renderPrompt } from '../../src/prompts/prompts.ts'

/** One sentence of a model as it was shown, judged twice. */
export type JudgedSentence = {
  text: string
  /** Names of the checks that it fails when they are made again. */
  findings: string[]
  /** What the model said to prompts/doubt.md; null where it gave no verdict. */
  doubted: boolean | null
}

const MOST_TOKENS = 200
const Verdict = z.object({ supported: z.boolean() })

/** Judges every sentence that a model wrote and the answer shows; excerpts are not among them. */
export async function judgeSentences(
  { draft, answer }: Pick<Consulted, 'draft' | 'answer'>,
  { now, prompts }: Pick<Deps, 'now' | 'prompts'>,
  chat: ChatModel,
): Promise<JudgedSentence[]> {
  if (answer.writer !== 'model') return []
  const evidence = listEvidence(draft, now())
  const judged: JudgedSentence[] = []
  for (const sentence of answer.sentences) {
    const text = claimIn(sentence)
    if (text === undefined) continue
    const cited = evidence.filter(({ passage }) =>
      sentence.citations.some(
        ({ document, start, end }) =>
          passage.document === document && passage.start <= start && end <= passage.end,
      ),
    )
    const findings = verifySentence(
      { text, evidence: cited.map(({ id }) => id) },
      {
        language: answer.language,
        evidence,
        question: draft.question.text,
        lexicon: draft.knowledge.lexicon,
      },
    )
    const passages = describeEvidence(cited)
    const doubted = await doubt({ text, passages }, prompts, chat)
    judged.push({ text, findings: findings.map(({ check }) => check), doubted })
  }
  return judged
}

type Doubtful = { text: string; passages: string }

async function doubt({ text, passages }: Doubtful, prompts: Prompts, chat: ChatModel) {
  const sentence = createMask().mask(asData(text))
  const messages = renderPrompt(prompts, 'doubt', { passages, sentence })
  try {
    const request = { purpose: 'doubt', messages, maxTokens: MOST_TOKENS, json: true }
    return readVerdict((await chat.complete(request)).text)
  } catch (error) {
    if (error instanceof ModelError) return null
    throw error
  }
}

/** True where it doubts; null where nothing can be made out. Fences and words around it are passed over. */
function readVerdict(text: string): boolean | null {
  const [json = ''] = /\{[^{}]*\}/u.exec(text) ?? []
  try {
    return !Verdict.parse(JSON.parse(json)).supported
  } catch {
    return null
  }
}
