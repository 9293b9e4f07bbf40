import type { Deps } from '../../deps.ts'
import { type ChatModel, type ChatUsage, ModelError } from '../../models/chat-model.ts'
import { createMask } from '../../privacy/mask-personal-data.ts'
import { asData } from '../../prompts/as-data.ts'
import { type PromptId, type PromptInputs, renderPrompt } from '../../prompts/prompts.ts'
import type { Citation } from '../../shared/message.ts'
import type { Draft } from '../draft.ts'
import { type Claim, type Finding, verifySentence } from '../verification/verify-sentence.ts'
import { describeHistory } from './describe-history.ts'
import { describeEvidence, listEvidence } from './list-evidence.ts'
import { type Closing, type ContractLine, readContract, readWhole } from './read-contract.ts'
import { createTeller, type Told, withoutLinks } from './tell-sentence.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'

/** What became of a line that the model wrote. */
export type LineRecord = {
  text: string
  evidence: string[]
  became: 'released' | 'mended' | 'quoted' | 'dropped'
  findings: Finding[]
}

export type WritingTrace = {
  model: string
  /** Version of each prompt used. */
  prompts: Record<string, number>
  usage: ChatUsage
  evidence: { id: string; document: string; locator: string }[]
  lines: LineRecord[]
  /** Why the extractive answer is given instead; null where the model's is. */
  fault: string | null
  filingNumber: string | null
}

export type Written = {
  sentences: Told[]
  citations: Citation[]
  closing: Closing | undefined
  /** The asker wanted no more. */
  stopped: boolean
}

/** Shows a sentence to the asker; false once they want no more. */
export type Release = (sentence: Told) => Promise<boolean>

const MOST_SENTENCES = 8
const MOST_MENDED = 3
const MOST_TOKENS = 1_200
const MOST_MENDED_TOKENS = 300
/** A model whose lines fail more often than not is listened to no further after this many. */
const ENOUGH_LINES = 4

type Job = { draft: Draft; deps: Deps; chat: ChatModel; release: Release; signal: AbortSignal }

/**
 * Lets the model write from what was found (prompts/answer.md). Each sentence is checked before it
 * is released; one that fails is rewritten once, then replaced by the words of its evidence.
 * @returns `written` undefined when the model failed, or too much of what it wrote did
 */
export async function writeWithModel(
  job: Job,
): Promise<{ written: Written | undefined; trace: WritingTrace }> {
  const writing = beginWriting(job)
  const { trace, teller } = writing
  try {
    const { sentences, closing, stopped } = await listen(job, writing)
    if (stopped || (sentences.length > 0 && !mostlyFailed(trace.lines))) {
      return { written: { sentences, closing, stopped, citations: teller.citations.list }, trace }
    }
    trace.fault = 'not_supported'
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    trace.fault = error.fault
  }
  return { written: undefined, trace }
}

function beginWriting({ draft, deps, chat }: Job) {
  const { knowledge, understanding } = draft
  const { language } = understanding
  const evidence = listEvidence(draft, deps.now())
  const trace: WritingTrace = {
    model: chat.name,
    prompts: {},
    usage: { promptTokens: 0, completionTokens: 0 },
    evidence: evidence.map(({ id, document, locator }) => ({ id, document, locator })),
    lines: [],
    fault: null,
    filingNumber: deps.filingNumber ?? null,
  }
  const teller = createTeller(evidence, { knowledge, day: shanghaiDay(deps.now()), language })
  return { evidence, trace, teller, mask: createMask() }
}

type Writing = ReturnType<typeof beginWriting>

async function listen(job: Job, writing: Writing) {
  const { lines } = writing.trace
  const sentences: Told[] = []
  let closing: Closing | undefined
  let stopped = false
  for await (const line of readContract(askForAnswer(job, writing))) {
    if (line.kind === 'closing') closing ??= line
    else {
      const told = await judge(job, writing, line)
      if (told) {
        sentences.push(told)
        stopped = !(await job.release(told))
      }
    }
    if (stopped || sentences.length >= MOST_SENTENCES) break
    if (lines.length >= ENOUGH_LINES && mostlyFailed(lines)) break
  }
  return { sentences, closing, stopped }
}

function mostlyFailed(lines: LineRecord[]): boolean {
  const stood = lines.filter(({ became }) => became === 'released' || became === 'mended').length
  return stood * 2 < lines.length
}

async function judge(job: Job, writing: Writing, line: Exclude<ContractLine, Closing>) {
  const { trace, teller } = writing
  if (line.kind === 'garbage') {
    const findings = [{ check: 'form' as const, detail: line.detail }]
    trace.lines.push({ text: '', evidence: [], became: 'dropped', findings })
    return undefined
  }
  const record = (became: LineRecord['became'], findings: Finding[]) => {
    trace.lines.push({ text: line.text, evidence: line.evidence, became, findings })
  }
  const findings = check(job, writing, line)
  if (findings.length === 0) {
    const told = teller.claim(line)
    record(told ? 'released' : 'dropped', [])
    return told
  }
  const mended = await mend(job, writing, { claim: line, findings })
  const told = mended ? teller.claim(mended) : teller.quote(line)
  const instead = mended ? 'mended' : 'quoted'
  record(told ? instead : 'dropped', findings)
  return told
}

function check({ draft }: Job, { evidence }: Writing, claim: Claim): Finding[] {
  const { question, understanding, knowledge } = draft
  return verifySentence(
    { ...claim, text: withoutLinks(claim.text) },
    {
      language: understanding.language,
      evidence,
      question: `${question.text}\n${understanding.full}`,
      lexicon: knowledge.lexicon,
    },
  )
}

async function* askForAnswer(job: Job, writing: Writing): AsyncGenerator<string> {
  const { draft, deps } = job
  const { question, understanding } = draft
  const messages = prompt(job, writing, 'answer', {
    day: shanghaiDay(deps.now()),
    language: NAMES[understanding.language],
    // Without what was set aside as an instruction, and with what a follow-up leaves out.
    question: writing.mask.mask(asData(understanding.full)),
    history: describeHistory(question.history, writing.mask),
    passages: describeEvidence(writing.evidence),
  })
  const { chat, signal } = job
  const stream = chat.stream({ purpose: 'answer', messages, maxTokens: MOST_TOKENS, signal })
  addUsage(writing.trace, yield* stream)
}

type Failed = { claim: Claim; findings: Finding[] }

/** The model's second try at a sentence, if it passes. */
async function mend(job: Job, writing: Writing, { claim, findings }: Failed) {
  const { trace, evidence } = writing
  const cited = evidence.filter(({ id }) => claim.evidence.includes(id))
  const tried = trace.lines.filter(({ became }) => became === 'mended' || became === 'quoted')
  if (cited.length === 0 || tried.length >= MOST_MENDED) return undefined
  const messages = prompt(job, writing, 'mend-sentence', {
    language: NAMES[job.draft.understanding.language],
    sentence: writing.mask.mask(asData(claim.text)),
    problems: writing.mask.mask(asData(describeFindings(findings))),
    passages: describeEvidence(cited),
  })
  const { chat, signal } = job
  const request = { purpose: 'mend-sentence', messages, maxTokens: MOST_MENDED_TOKENS, signal }
  const { text, usage } = await chat.complete(request)
  addUsage(trace, usage)
  for (const line of readWhole(text)) {
    if (line.kind !== 'sentence') continue
    return check(job, writing, line).length === 0 ? line : undefined
  }
  return undefined
}

const describeFindings = (findings: Finding[]): string =>
  findings.map(({ check: name, detail }) => `${name}: ${detail}`).join('\n')

const NAMES = { zh: '中文', en: '英文（English）' }

function prompt<Id extends PromptId>(
  { deps }: Job,
  { trace }: Writing,
  id: Id,
  values: PromptInputs<Id>,
) {
  trace.prompts[id] = deps.prompts[id].version
  return renderPrompt(deps.prompts, id, values)
}

function addUsage({ usage }: WritingTrace, more: ChatUsage) {
  usage.promptTokens += more.promptTokens
  usage.completionTokens += more.completionTokens
}
