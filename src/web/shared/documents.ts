import { statuses } from '../../shared/message.ts'
import type { Status } from '../../shared/message.ts'
import { isString, listOf, nullable, objectOf, oneOf } from './guards.ts'
import type { Language } from './language.ts'

export type DocumentSummary = {
  id: string
  title: string
  titleEn: string
  issuer: string | null
  documentNumber: string | null
  issuedOn: string | null
  status: Status
  statusText: string
}

const summaryShape = {
  id: isString,
  title: isString,
  titleEn: isString,
  issuer: nullable(isString),
  documentNumber: nullable(isString),
  issuedOn: nullable(isString),
  status: oneOf(statuses),
  statusText: isString,
}

export const isDocumentList = objectOf<{ documents: DocumentSummary[] }>({
  documents: listOf(objectOf<DocumentSummary>(summaryShape)),
})

export type Passage = {
  locator: string
  /** The locator of the unit it stands in; its own for a unit. */
  unit: string
  path: string[]
  kind: string
  text: string
}

export type DocumentWithPassages = DocumentSummary & { passages: Passage[] }

export const isDocumentWithPassages = objectOf<DocumentWithPassages>({
  ...summaryShape,
  passages: listOf(
    objectOf<Passage>({
      locator: isString,
      unit: isString,
      path: listOf(isString),
      kind: isString,
      text: isString,
    }),
  ),
})

export function titleIn(document: DocumentSummary, language: Language): string {
  return language === 'en' ? document.titleEn : document.title
}
