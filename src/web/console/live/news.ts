import { isBoolean, isNumber, isString, listOf, nullable, objectOf } from '../../shared/guards.ts'

export type Person = { id: string; name: string }

export type News = {
  at: number
  changed: { id: string; code: string; state: string; version: number }[]
  missed: boolean
  notices: { unread: number; newest: string | null }
  there: Person[]
}

export const isNews = objectOf<News>({
  at: isNumber,
  changed: listOf(objectOf({ id: isString, code: isString, state: isString, version: isNumber })),
  missed: isBoolean,
  notices: objectOf<News['notices']>({ unread: isNumber, newest: nullable(isString) }),
  there: listOf(objectOf<Person>({ id: isString, name: isString })),
})
