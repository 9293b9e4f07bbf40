import type { Deps } from '../deps.ts'
import { offerForm } from '../knowledge/classifier/offer-form.ts'
import type { RuntimeKnowledge } from '../knowledge/runtime-knowledge.ts'
import { type Span, splitReply } from '../knowledge/split-reply.ts'
import { toPlainText } from '../privacy/plain-text.ts'
import {
  checkSolicitation,
  type Finding,
  type SolicitationKnowledge,
} from './check-solicitation.ts'

/** An offer may take two or three sentences to be one. */
const LONGEST_RUN = 3
/** In log-odds (measured, docs/solicitation.md). */
const ALONE_DOUBT = 1
/** A greeting or 收到 is like nothing that was learnt from, and offers nothing. */
const SHORTEST = 8
/** Of more only the words are looked at: a reply is not to wait for seconds. */
const MOST_EMBEDDED = 120

/** What a reply is judged by. */
export type JudgingKnowledge = SolicitationKnowledge &
  Pick<RuntimeKnowledge, 'index' | 'solicitation' | 'offerOdds'>

type Judged = { text: string; confidential: boolean }

/**
 * What a reply is held for: what the lists find (`checkSolicitation`), unless its sentences read like none of the
 * offers in the examples; and sentences that read like an offer without a word of the lists (kind `offer`).
 * A handle or number stays whatever the model says (service-spec, 行为准则; 服务要求 1).
 * In order; offsets are UTF-16 places in the text as given. Confidential text is never sent outside.
 */
export async function judgeReply(
  deps: Pick<Deps, 'embedder' | 'log'>,
  knowledge: JudgingKnowledge,
  { text, confidential }: Judged,
): Promise<Finding[]> {
  const { likely } = knowledge.solicitation
  const runs = await weighRuns(deps, knowledge, { text, confidential })
  const listed = checkSolicitation(text, knowledge).filter(
    (finding) => isHandle(finding) || likelihoodAt(runs, finding) >= likely.listed,
  )
  const telling = runs.filter(({ start, end }) => text.slice(start, end).trim().length >= SHORTEST)
  const offers = narrowest(telling.filter(({ likelihood }) => likelihood >= likely.alone))
  const alone = offers.filter((offer) => !listed.some((finding) => overlap(finding, offer)))
  return [...listed, ...alone.map((offer) => toFinding(text, offer))].sort(
    (one, other) => one.start - other.start,
  )
}

const HANDLE = /\d{5}|@|[a-z\d-]_[a-z\d-]|\p{Script=Han}.{0,4}[a-z\d_-]{5}/u

const isHandle = ({ kind, quote }: Finding) =>
  kind === 'contact' && HANDLE.test(toPlainText(quote).text)

/** Words alone that read like an offer are for somebody to judge; what the lists find is refused. */
export const isListed = ({ kind }: Finding) => kind !== 'offer'

const overlap = (one: Span, other: Span) => one.start < other.end && other.start < one.end

type Run = Span & { likelihood: number }

const likelihoodAt = (runs: Run[], place: Span) =>
  Math.max(0, ...runs.filter((run) => overlap(run, place)).map(({ likelihood }) => likelihood))

/** Of runs that share sentences only the shortest, of these the likeliest: what is quoted should be the offer. */
function narrowest(runs: Run[]): Run[] {
  const sorted = runs.toSorted(
    (one, other) =>
      one.end - one.start - (other.end - other.start) || other.likelihood - one.likelihood,
  )
  const taken: Run[] = []
  for (const run of sorted) {
    if (!taken.some((other) => overlap(run, other))) taken.push(run)
  }
  return taken
}

function toFinding(text: string, { start, end }: Span): Finding {
  const quote = text.slice(start, end)
  const from = end - quote.trimStart().length
  return { kind: 'offer', quote: quote.trim(), start: from, end: from + quote.trim().length }
}

async function weighRuns(
  deps: Pick<Deps, 'embedder' | 'log'>,
  { index, solicitation, offerOdds }: JudgingKnowledge,
  { text, confidential }: Judged,
): Promise<Run[]> {
  const runs = listRuns(splitReply(text)).map((run) => {
    return { ...run, form: offerForm(text.slice(run.start, run.end), solicitation) }
  })
  const { embedder } = deps
  const isUsable = embedder?.name === index.embeddingModel && !(confidential && embedder.outside)
  const forms = [...new Set(runs.map(({ form }) => form))].slice(0, MOST_EMBEDDED)
  const vectors = isUsable ? await embed(deps, forms) : []
  const vectorOf = new Map(forms.map((form, at) => [form, vectors[at]]))
  return runs.map(({ form, doubt, ...run }) => {
    const odds = offerOdds(form, vectorOf.get(form)) - doubt
    return { ...run, likelihood: 1 / (1 + Math.exp(-odds)) }
  })
}

/** The sentences by themselves, and with those around them: out of its context an answer may look like an offer. */
function listRuns(sentences: Span[]): (Span & { doubt: number })[] {
  const whole = sentences.length <= LONGEST_RUN
  const starts = whole ? sentences.slice(0, 1) : sentences.slice(0, 1 - LONGEST_RUN)
  const runs = starts.map(({ start, end }, at) => {
    return { start, end: sentences[at + LONGEST_RUN - 1]?.end ?? sentences.at(-1)?.end ?? end }
  })
  const single = sentences.length > 1 ? sentences : []
  return [
    ...runs.map((run) => ({ ...run, doubt: 0 })),
    ...single.map((sentence) => ({ ...sentence, doubt: ALONE_DOUBT })),
  ]
}

/** Nothing where the model does not answer: the words decide then. */
async function embed(
  { embedder, log }: Pick<Deps, 'embedder' | 'log'>,
  forms: string[],
): Promise<number[][]> {
  try {
    return (await embedder?.embeddings.embedDocuments(forms)) ?? []
  } catch (error) {
    log('warn', 'embedding_failed', { error: error instanceof Error ? error.name : '' })
    return []
  }
}
