import { type ServiceField, serviceFields } from '../../../shared/service-fields.ts'
import { isObject, isString, listOf } from '../../shared/guards.ts'

/** Reading contents that are of no known type: what is not there is empty. */
export const objectIn = (content: unknown): Record<string, unknown> =>
  isObject(content) ? content : {}

export const textIn = (value: unknown): string => {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : ''
}

const isStrings = listOf(isString)

export const linesIn = (value: unknown): string[] => (isStrings(value) ? value : [])

export const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** One entry a line; blank lines are none. */
export const splitLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Without blank lines and blanks around them: what is typed on the way is not what is meant. */
export function tidy(content: unknown): unknown {
  if (typeof content === 'string') return content.trim()
  if (Array.isArray(content)) return content.map(tidy).filter((each) => each !== '')
  if (!isObject(content)) return content
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, tidy(value)]))
}

/** Whether two contents say the same, whatever the order of their fields and the blanks around words. */
export const saysSame = (left: unknown, right: unknown): boolean =>
  JSON.stringify(inOrder(tidy(left))) === JSON.stringify(inOrder(tidy(right)))

function inOrder(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(inOrder)
  if (!isObject(content)) return content
  const names = Object.keys(content).sort()
  return names.map((name) => [name, inOrder(content[name])])
}

/** Those of the seven that neither the service nor all of its parts have. */
export function missingIn(content: unknown): ServiceField[] {
  const service = objectIn(content)
  const parts = listIn(service['parts']).map(objectIn)
  const has = (field: ServiceField) =>
    service[field] !== null || (parts.length > 0 && parts.every((part) => part[field] !== null))
  return serviceFields.filter((field) => !has(field))
}

/** A content as lines for people. */
export function tellContent(content: unknown): string {
  if (content === null || content === undefined) return '—'
  if (typeof content === 'string') return content
  if (Array.isArray(content)) return content.map(tellContent).join('\n')
  return Object.entries(objectIn(content))
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${tellContent(value)}`)
    .join('\n')
}
