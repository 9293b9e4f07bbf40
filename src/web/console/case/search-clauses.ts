import { statuses } from '../../../shared/message.ts'
import { callApi } from '../../shared/call-api.ts'
import { isString, listOf, objectOf, oneOf } from '../../shared/guards.ts'
import { ApiError } from '../api.ts'
import { readPreferences } from '../preferences.ts'
import type { Clause } from './brief.ts'

const MOST_RESULTS = 8

type Found = Omit<Clause, 'quote'> & { text: string }

const isFound = objectOf<{ results: Found[] }>({
  results: listOf(
    objectOf<Found>({
      document: isString,
      locator: isString,
      title: isString,
      heading: isString,
      text: isString,
      status: oneOf(statuses),
      statusText: isString,
      url: isString,
    }),
  ),
})

/** What the public search finds, as clauses to cite. @throws ApiError */
export async function searchClauses(words: string): Promise<Clause[]> {
  const query = new URLSearchParams({ q: words, limit: String(MOST_RESULTS) })
  const { language } = readPreferences()
  const answer = await callApi({ path: `/api/search?${query}`, guard: isFound, language })
  if (!answer.ok) throw new ApiError(answer.problem)
  return answer.value.results.map(({ text: quote, ...clause }) => ({ ...clause, quote }))
}
