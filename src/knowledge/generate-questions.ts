import { z } from 'zod'
import type { Log } from '../http/log.ts'
import { type ChatModel, ModelError, type ModelFault } from '../models/chat-model.ts'
import { findPersonalData } from '../privacy/find-personal-data.ts'
import { asData } from '../prompts/as-data.ts'
import { type Prompts, renderPrompt } from '../prompts/prompts.ts'
import { cleanModelText } from '../shared/clean-model-text.ts'
import { sha256 } from '../shared/ids.ts'
import { fold } from '../shared/text.ts'
import { addressOf, type AskedQuestions } from './index-entries.ts'
import type { Passage } from './passage.ts'
import type { Knowledge } from './read-knowledge.ts'

/** What a model has written, by the hash of passage and prompt: kept with the index as a record. */
export const GeneratedQuestions = z.record(
  z.string(),
  z.object({ model: z.string(), questions: z.array(z.string()) }),
)
export type GeneratedQuestions = z.infer<typeof GeneratedQuestions>

export type QuestionWriter = {
  /** Undefined: nothing new is written, what was written of the same passages stays. */
  chat: ChatModel | undefined
  prompts: Prompts
  log: Log
  progress?: (done: number, total: number) => void
}

const COUNT = 6
const AT_A_TIME = 4
const MOST_TOKENS = 600

type Written = GeneratedQuestions[string]

/** The units of documents of which `knowledge/questions` has no question at all. */
export function listUnasked({ passages, questions }: Pick<Knowledge, 'passages' | 'questions'>) {
  const asked = new Set(questions.map(({ document }) => document))
  return passages.filter(({ document, locator, unit }) => locator === unit && !asked.has(document))
}

/**
 * Questions for units that nobody has asked about (prompts/passage-questions.md): those in `known`
 * of the same passage, prompt and model, and new ones. A unit for which the model fails keeps what
 * it had; one line of the log says so.
 */
export async function generateQuestions(
  units: Passage[],
  known: GeneratedQuestions,
  writer: QuestionWriter,
): Promise<{ byAddress: AskedQuestions; kept: GeneratedQuestions }> {
  const { chat, prompts, log, progress = () => {} } = writer
  const keyed = await Promise.all(
    units.map(async (unit) => ({ unit, key: await keyOf(unit, prompts) })),
  )
  const kept = new Map(keyed.flatMap(({ key }) => (known[key] ? [[key, known[key]]] : [])))
  const due = chat ? keyed.filter(({ key }) => kept.get(key)?.model !== chat.name) : []
  const faults: ModelFault[] = []
  let done = 0
  await inParallel(due, async ({ unit, key }) => {
    const written = chat && (await writeQuestions(unit, chat, prompts))
    if (typeof written === 'object') kept.set(key, written)
    else if (written) faults.push(written)
    progress((done += 1), due.length)
  })
  const [fault] = faults
  if (fault) log('warn', 'questions_not_generated', { units: faults.length, fault })
  const byAddress = keyed.map(({ unit, key }) => {
    const questions = kept.get(key)?.questions ?? []
    return [addressOf(unit), questions.map((text) => ({ text }))] as const
  })
  return { byAddress: new Map(byAddress), kept: Object.fromEntries(kept) }
}

const headingOf = ({ path }: Passage) => path.join(' › ')

function keyOf(unit: Passage, prompts: Prompts): Promise<string> {
  const { version } = prompts['passage-questions']
  return sha256(JSON.stringify([version, COUNT, headingOf(unit), unit.text]))
}

async function inParallel<Item>(items: Item[], work: (item: Item) => Promise<void>) {
  const queue = items.values()
  const workers = Array.from({ length: AT_A_TIME }, async () => {
    for (const item of queue) await work(item)
  })
  await Promise.all(workers)
}

async function writeQuestions(
  unit: Passage,
  chat: ChatModel,
  prompts: Prompts,
): Promise<Written | ModelFault> {
  const messages = renderPrompt(prompts, 'passage-questions', {
    heading: asData(headingOf(unit)),
    passage: asData(unit.text),
    count: String(COUNT),
  })
  try {
    const request = { purpose: 'passage-questions', messages, maxTokens: MOST_TOKENS }
    const { text } = await chat.complete(request)
    return { model: chat.name, questions: readQuestions(text) }
  } catch (error) {
    if (error instanceof ModelError) return error.fault
    throw error
  }
}

const LONGEST_QUESTION = 60
const SHORTEST_STATEMENT = 4
const LIST_MARK = /^(?:[-*•]|[（(]?\d{1,2}[.、)）:：])\s*/u
const ADDRESS = /:\/\/|www\.|[a-z0-9]\.(?:cn|com|net|org|gov|edu|io)(?![a-z])/iu
/** Longer than a year: an article of the documents never has so many digits, a telephone has. */
const TELEPHONE = /\d{5}/u

/** The usable lines of what a model wrote, each once. */
export function readQuestions(text: string): string[] {
  const lines = (cleanModelText(text) ?? '')
    .split('\n')
    .map((line) => line.trim().replace(LIST_MARK, '').trim())
    .filter(isUsable)
  return [...new Map(lines.map((line) => [fold(line), line])).values()].slice(0, COUNT)
}

function isUsable(line: string): boolean {
  const length = [...line].length
  if (length > LONGEST_QUESTION || !/[\p{L}\p{N}]/u.test(line)) return false
  if (length < SHORTEST_STATEMENT && !/[?？]$/u.test(line)) return false
  const plain = fold(line)
  return !ADDRESS.test(plain) && !TELEPHONE.test(plain) && findPersonalData(line).length === 0
}
