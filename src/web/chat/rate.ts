import type { OwnRating, RatingInput } from '../../feedback/record-rating.ts'
import type { Result } from '../shared/call-api.ts'
import type { Language } from '../shared/language.ts'
import { isOwnRating } from './message-guards.ts'
import { callAsAsker } from './session.ts'

/** What is rated: an answer or a case. */
export type Rated = { messageId: string } | { caseCode: string }

function pathOf(rated: Rated): string {
  return 'messageId' in rated
    ? `/api/messages/${encodeURIComponent(rated.messageId)}/rating`
    : `/api/cases/${encodeURIComponent(rated.caseCode)}/rating`
}

/** Reasons that the server has once named go back to it as they are. */
export type Said = Omit<RatingInput, 'reasons'> & { reasons: string[] }

/** Takes the place of an earlier rating of the same. */
export function rate(rated: Rated, body: Said, language: Language): Promise<Result<OwnRating>> {
  return callAsAsker({ path: pathOf(rated), guard: isOwnRating, language, method: 'POST', body })
}
