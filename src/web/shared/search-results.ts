import { statuses } from '../../shared/message.ts'
import type { Status } from '../../shared/message.ts'
import { isString, listOf, objectOf, oneOf } from './guards.ts'

/** What can be searched for by itself; anything else a document holds is a `clause`. */
export const kinds = [
  'article',
  'point',
  'section',
  'term',
  'service',
  'course',
  'platform',
  'district',
] as const
export type Kind = (typeof kinds)[number]

export type Result = {
  document: string
  title: string
  locator: string
  heading: string
  kind: string
  text: string
  status: Status
  statusText: string
  url: string
}

export const isResultList = objectOf<{ results: Result[] }>({
  results: listOf(
    objectOf<Result>({
      document: isString,
      title: isString,
      locator: isString,
      heading: isString,
      kind: isString,
      text: isString,
      status: oneOf(statuses),
      statusText: isString,
      url: isString,
    }),
  ),
})

export function kindOf(result: Result): Kind | 'clause' {
  return kinds.find((kind) => kind === result.kind) ?? 'clause'
}
