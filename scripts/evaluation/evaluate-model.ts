import type { Consulted } from '../../src/consultation/consult.ts'
import type { Deps } from '../../src/deps.ts'
import type { ChatUsage } from '../../src/models/chat-model.ts'
import { countTokens, sumTokens, type TokenCount } from './count-tokens.ts'
import { type JudgedSentence, judgeSentences } from './faithfulness.ts'
import { formatMetrics, quantile } from './report.ts'

/** What a model did for one question, as it stands in the file of the run. */
export type ModelRecord = {
  writer: 'model' | 'extract'
  /** Why the excerpt is given instead; null where the model wrote, or was not asked. */
  fault: string | null
  sentences: JudgedSentence[]
}

/** Per million tokens, in whatever currency. */
export type Prices = { input: number; output: number }

type Written = ModelRecord & { asked: boolean }

/** Watches the model of `deps` through an evaluation; `deps` is what to ask with. */
export function evaluateModel(deps: Deps) {
  const { chat } = deps
  if (!chat) return undefined
  const answering: TokenCount = new Map()
  const judging: TokenCount = new Map()
  const judge = countTokens(chat, judging)
  const written: Written[] = []
  return {
    deps: { ...deps, chat: countTokens(chat, answering) },
    /** Forgets what a question took that does not count. */
    restart: () => answering.clear(),
    record: async (consulted: Consulted): Promise<ModelRecord> => {
      const { draft } = consulted
      const record = {
        writer: draft.writer,
        fault: draft.writing?.fault ?? null,
        sentences: await judgeSentences(consulted, deps, judge),
      }
      written.push({ ...record, asked: draft.writing !== undefined })
      return record
    },
    report: (prices: Prices | undefined) => formatReport(written, { answering, judging, prices }),
  }
}

type Counts = { answering: TokenCount; judging: TokenCount; prices: Prices | undefined }

function formatReport(written: Written[], { answering, judging, prices }: Counts): string {
  const asked = written.filter((each) => each.asked)
  const sentences = asked.flatMap((each) => each.sentences)
  const judged = sentences.filter(({ doubted }) => doubted !== null)
  const metrics = formatMetrics({
    'written by the model': {
      hits: asked.filter(({ writer }) => writer === 'model').length,
      of: asked.length,
    },
    'faithful by the checks': {
      hits: sentences.filter(({ findings }) => findings.length === 0).length,
      of: sentences.length,
    },
    'faithful by the doubt': {
      hits: judged.filter(({ doubted }) => doubted === false).length,
      of: judged.length,
    },
  })
  const perAnswer = asked.map((each) => each.sentences.length)
  return [
    metrics,
    `fallen back: ${formatFaults(asked)}`,
    `sentences of the model: ${sentences.length}, an answer median ${quantile(perAnswer, 0.5)}; without a verdict of the doubt: ${sentences.length - judged.length}`,
    ...formatTokens('answers', answering, asked.length),
    ...formatTokens('doubt', judging, asked.length),
    ...(prices ? [formatCost(sumTokens(answering.values()), prices, asked.length)] : []),
  ].join('\n')
}

function formatFaults(asked: Written[]): string {
  const counts = new Map<string, number>()
  for (const { fault } of asked) if (fault) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  const named = [...counts].sort(([, left], [, right]) => right - left)
  return named.map(([fault, count]) => `${fault} ${count}`).join(', ') || 'none'
}

function formatTokens(what: string, counted: TokenCount, answers: number): string[] {
  const all = sumTokens(counted.values())
  if (all.promptTokens + all.completionTokens === 0) return []
  const share = (tokens: number) => Math.round(tokens / Math.max(1, answers))
  return [
    `tokens of the ${what}: ${all.promptTokens} in, ${all.completionTokens} out; ` +
      `${share(all.promptTokens)} in, ${share(all.completionTokens)} out for one`,
  ]
}

function formatCost(
  { promptTokens, completionTokens }: ChatUsage,
  { input, output }: Prices,
  answers: number,
): string {
  const whole = (promptTokens * input + completionTokens * output) / 1e6
  return `cost of one answer: ${(whole / Math.max(1, answers)).toFixed(6)}`
}
