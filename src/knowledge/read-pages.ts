import { and, asc, eq, or } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import { passages } from '../db/schema/index.ts'
import { AppError } from '../shared/errors.ts'
import { addressOf } from './index-entries.ts'
import { clauseUrl, headerOf, type PresentContext, presentStatus } from './present.ts'
import type { RuntimeKnowledge } from './runtime-knowledge.ts'
import type { DocumentHeader } from './schemas.ts'
import { applyingIn, baseOf, holdsFrom } from './versions/applying.ts'

function summaryOf(header: DocumentHeader, context: PresentContext) {
  return {
    id: header.id,
    title: header.title,
    titleEn: header.title_en,
    issuer: header.issuer,
    documentNumber: header.document_number,
    issuedOn: header.issued_on,
    ...presentStatus(header, context),
    mends: header.mends,
  }
}

/** The current versions, each with the former ones that can still be read; curated answers are found, not listed. */
export function listDocuments(knowledge: RuntimeKnowledge, context: PresentContext) {
  const former = knowledge.documents.filter((header) => header.version_of !== undefined)
  const current = knowledge.documents.filter(
    (header) => header.version_of === undefined && !header.curated,
  )
  const documents = current.map((header) => ({
    ...summaryOf(header, context),
    former: former
      .filter((each) => each.version_of === header.id)
      .map((each) => summaryOf(each, context)),
  }))
  return { documents }
}

/** @throws AppError `not_found` */
export async function readDocumentPage(
  db: Database,
  knowledge: RuntimeKnowledge,
  id: string,
  context: PresentContext,
) {
  const header = headerOf(knowledge, id)
  const rows = await db
    .select({
      locator: passages.locator,
      unit: passages.unit,
      path: passages.path,
      kind: passages.kind,
      text: passages.text,
    })
    .from(passages)
    .where(and(eq(passages.indexId, knowledge.index.id), eq(passages.document, id)))
    .orderBy(asc(passages.start), asc(passages.id))
  return { ...summaryOf(header, context), passages: rows }
}

/** @throws AppError `not_found` */
export async function readPassagePage(
  db: Database,
  knowledge: RuntimeKnowledge,
  { id, locator }: { id: string; locator: string },
  context: PresentContext,
) {
  const header = headerOf(knowledge, id)
  const here = and(eq(passages.indexId, knowledge.index.id), eq(passages.document, id))
  const [passage] = await db
    .select()
    .from(passages)
    .where(and(here, eq(passages.locator, locator)))
  if (!passage) throw new AppError('not_found', 'passage_unknown')
  const [unit] = await db
    .select({ text: passages.text })
    .from(passages)
    .where(and(here, or(eq(passages.locator, passage.unit))))
  return {
    document: id,
    title: header.title,
    locator,
    unit: passage.unit,
    path: passage.path,
    kind: passage.kind,
    text: passage.text,
    unitText: unit?.text ?? passage.text,
    ...presentStatus(header, context),
    note:
      knowledge.platforms.find(
        ({ clause }) => clause === addressOf({ document: id, locator: passage.unit }),
      )?.note ?? null,
    url: clauseUrl(id, locator),
  }
}

/**
 * The version of a document that applied on a day such as `2023-06-01`; of several (a version without days cannot
 * be ruled out) the one that began last.
 * @throws AppError `not_found` for a document that is not there, or did not apply then
 */
export function versionOn(knowledge: RuntimeKnowledge, id: string, day: string): DocumentHeader {
  const named = headerOf(knowledge, id)
  const versions = named.version_of
    ? [named]
    : knowledge.documents.filter((header) => baseOf(header) === id)
  const [applied] = applyingIn(versions, { from: day, to: day }).toSorted((one, other) =>
    (holdsFrom(other) ?? '').localeCompare(holdsFrom(one) ?? ''),
  )
  if (!applied) throw new AppError('not_found', 'version_unknown_then')
  return applied
}
