import { isResultList } from '../../shared/search-results.ts'
import { callApi } from '../../shared/call-api.ts'
import { clauseOf } from '../../shared/clause.ts'
import { ApiError } from '../api.ts'
import { readPreferences } from '../preferences.ts'
import type { Clause } from '../../shared/clause.ts'

const MOST_RESULTS = 8

/** What the public search finds, as clauses to cite. @throws ApiError */
export async function searchClauses(words: string): Promise<Clause[]> {
  const query = new URLSearchParams({ q: words, limit: String(MOST_RESULTS) })
  const { language } = readPreferences()
  const answer = await callApi({ path: `/api/search?${query}`, guard: isResultList, language })
  if (!answer.ok) throw new ApiError(answer.problem)
  return answer.value.results.map(clauseOf)
}
