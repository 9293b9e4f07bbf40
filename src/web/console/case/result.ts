import type { CaseResult } from '../../../cases/case-result.ts'
import { isString, nullable, objectOf, oneOf } from '../../shared/guards.ts'
import { shanghaiDay } from '../../../shared/shanghai-day.ts'
import { api, read } from '../api.ts'
import { take } from './approve.ts'
import type { Took } from './approve.ts'
import { can } from './permissions.ts'
import type { CaseDetail } from './use-case.ts'

/** As the service knows them (`cases/case-result.ts`, which a browser does not load). */
export const doers = ['centre', 'station', 'public_body', 'partner'] as const
export const outcomes = ['done', 'partly', 'not_possible', 'passed_on'] as const

const isResult = objectOf<CaseResult>({
  done: isString,
  doer: oneOf(doers),
  by: isString,
  on: isString,
  outcome: oneOf(outcomes),
  followUpOn: nullable(isString),
  recordedAt: isString,
})

/** What came of a request, or undefined while there is nothing. */
export const readResult = (value: unknown): CaseResult | undefined =>
  isResult(value) ? value : undefined

/** What is filled in; `followUpOn` is empty for none. */
export type GivenResult = Omit<CaseResult, 'recordedAt' | 'followUpOn'> & { followUpOn: string }

export const today = (): string => shanghaiDay(new Date())

/** What the form begins with: what was noted before, to be corrected, or nothing. */
export function beginResult(noted: CaseResult | undefined): GivenResult {
  if (!noted) {
    return { done: '', doer: 'centre', by: '', on: today(), outcome: 'done', followUpOn: '' }
  }
  const { recordedAt: _, ...given } = noted
  return { ...given, followUpOn: given.followUpOn ?? '' }
}

export const isComplete = ({ done, by, on }: GivenResult): boolean =>
  [done, by, on].every((each) => each.trim() !== '')

/** Consultations are answered; anything else has a result, noted once and corrected after that. */
export const canNote = ({ kind, state }: CaseDetail): boolean =>
  kind !== 'consultation' && (state === 'delivered' || can('reply', state) || can('take', state))

/** Notes the result, after having taken the case in hand where nobody has. @throws ApiError */
export async function noteResult(
  detail: CaseDetail,
  given: GivenResult,
  took: Took,
): Promise<void> {
  const version = can('take', detail.state) ? await take(detail, took) : detail.version
  const { followUpOn, ...rest } = given
  const json = { ...rest, version, followUpOn: followUpOn === '' ? null : followUpOn }
  await read(api.cases[':id'].result.$post({ param: { id: detail.id }, json }))
}
