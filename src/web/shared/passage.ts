import { statuses } from '../../shared/message.ts'
import type { Status } from '../../shared/message.ts'
import { isString, nullable, objectOf, oneOf } from './guards.ts'

/** One citable place of a document, with the whole unit (article, item, row) it stands in. */
type AddressedPassage = {
  document: string
  title: string
  locator: string
  text: string
  unitText: string
  status: Status
  statusText: string
  note: string | null
  url: string
}

export const isAddressedPassage = objectOf<AddressedPassage>({
  document: isString,
  title: isString,
  locator: isString,
  text: isString,
  unitText: isString,
  status: oneOf(statuses),
  statusText: isString,
  note: nullable(isString),
  url: isString,
})

export function passagePath(document: string, locator: string): string {
  return `/api/documents/${encodeURIComponent(document)}/passages/${encodeURIComponent(locator)}`
}
