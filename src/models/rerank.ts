import { z } from 'zod'
import type { RerankEndpoint } from '../config.ts'
import { limitBody } from './limit-body.ts'

const DEADLINE_MS = 1_000
const LONGEST_REPLY = 1_000_000

const Reply = z.object({
  results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })),
})

export type Reranker = {
  name: string
  /**
   * How well each document answers the query, by the index of the document; higher is better.
   * Undefined where the endpoint gave no score for every one in time: then the order stays.
   */
  rerank: (
    query: string,
    documents: string[],
    signal?: AbortSignal,
  ) => Promise<number[] | undefined>
}

/**
 * Scores of an endpoint that speaks the rerank protocol of Jina and Cohere.
 * @param tell is told what went wrong, without any text that was sent or the key
 */
export function createReranker(
  endpoint: RerankEndpoint,
  tell: (problem: string) => void,
): Reranker {
  return {
    name: endpoint.model,
    rerank: async (query, documents, signal) => {
      if (documents.length === 0) return []
      try {
        return await askForScores(endpoint, { query, documents, signal })
      } catch (error) {
        if (!signal?.aborted) tell(problemOf(error))
        return undefined
      }
    },
  }
}

type Asked = { query: string; documents: string[]; signal: AbortSignal | undefined }

class RerankProblem extends Error {}

async function askForScores(
  { url, key, model }: RerankEndpoint,
  { query, documents, signal }: Asked,
): Promise<number[]> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  const response = await fetch(addressOf(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model, query, documents, top_n: documents.length }),
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new RerankProblem(`answered ${response.status}`)
  }
  const reply = Reply.safeParse(await limitBody(response, LONGEST_REPLY).json())
  if (!reply.success) throw new RerankProblem('answered with something else than scores')
  return scoresOf(reply.data, documents.length)
}

/** The base address or the whole one: vendors print either. */
function addressOf(url: string): string {
  const base = new URL(url)
  const path = base.pathname.replace(/\/$/u, '')
  base.pathname = path.endsWith('/rerank') ? path : `${path}/rerank`
  return base.href
}

function scoresOf({ results }: z.infer<typeof Reply>, count: number): number[] {
  const scores = new Map(results.map(({ index, relevance_score: score }) => [index, score]))
  const ordered = Array.from({ length: count }, (_, index) => scores.get(index))
  const known = ordered.filter((score) => score !== undefined)
  if (known.length === count && results.length === count) return known
  throw new RerankProblem(`scored ${results.length} of ${count} documents`)
}

function problemOf(error: unknown): string {
  if (error instanceof RerankProblem) return error.message
  if (error instanceof SyntaxError) return 'answered with no JSON'
  const isLate = error instanceof Error && error.name === 'TimeoutError'
  return isLate ? `gave no answer within ${DEADLINE_MS} ms` : 'could not be reached'
}
