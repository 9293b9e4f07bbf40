import { headerOf, headingOf } from '../../knowledge/present.ts'
import { listDocuments, readPassagePage, versionOn } from '../../knowledge/read-pages.ts'
import { statusOn } from '../../knowledge/read-documents.ts'
import { loadKnowledge, type RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { searchEverything } from '../../knowledge/search-everything.ts'
import { type Asking, contextOf, linkTo, problemWith } from './asking.ts'
import { presentSource } from './present-source.ts'
import type { PassageInput, SearchInput } from './tool-schemas.ts'

/** The search of GET /api/search, with the days of each source. @throws ToolProblem for an unknown document */
export async function searchKnowledge(asking: Asking, input: SearchInput) {
  const { query, limit, document, status } = input
  const context = contextOf(asking)
  const knowledge = await loadKnowledge(asking.deps)
  if (document !== undefined) knownDocument(knowledge, document, context.language)
  const wanted = { q: query, limit, document, status }
  const found = await searchEverything(asking.deps, wanted, context)
  const results = found.map(({ locator, heading, kind, text, url, ...of }) => ({
    ...presentSource(headerOf(knowledge, of.document), context),
    locator,
    heading,
    kind,
    text,
    url: linkTo(asking, url),
  }))
  return { day: context.day, results }
}

/** One clause with its unit, of today's version or of that which applied on a day. @throws ToolProblem, AppError */
export async function getPassage(asking: Asking, input: PassageInput) {
  const { document, locator, as_of: asOf } = input
  const context = contextOf(asking)
  const knowledge = await loadKnowledge(asking.deps)
  const named = knownDocument(knowledge, document, context.language)
  const header = asOf === undefined ? named : versionOn(knowledge, document, asOf)
  const then = asOf === undefined ? context : { ...context, asOf: { from: asOf, to: asOf } }
  const address = { id: header.id, locator }
  const page = await readPassagePage(asking.deps.db, knowledge, address, then)
  const passage = {
    ...presentSource(header, then),
    locator,
    heading: headingOf(page.path, locator),
    kind: page.kind,
    text: page.text,
    statusThen: asOf === undefined ? null : statusOn(header, asOf),
    unitText: page.unitText,
    note: page.note,
    url: linkTo(asking, page.url),
  }
  return { day: context.day, asOf: asOf ?? null, passage }
}

/** The documents and their former versions with their status as of today. */
export async function listSources(asking: Asking) {
  const context = contextOf(asking)
  const knowledge = await loadKnowledge(asking.deps)
  const present = ({ id, titleEn, issuer, documentNumber, issuedOn }: Summary) => ({
    ...presentSource(headerOf(knowledge, id), context),
    titleEn,
    issuer,
    documentNumber,
    issuedOn,
    url: linkTo(asking, `/documents/${id}`),
  })
  const { documents } = listDocuments(knowledge, context)
  return {
    day: context.day,
    documents: documents.map((each) => ({ ...present(each), former: each.former.map(present) })),
  }
}

type Summary = ReturnType<typeof listDocuments>['documents'][number]['former'][number]

function knownDocument(knowledge: RuntimeKnowledge, id: string, language: 'zh' | 'en') {
  const header = knowledge.documents.find((each) => each.id === id)
  if (header) return header
  const ids = knowledge.documents.filter(({ curated }) => !curated).map((each) => each.id)
  throw problemWith('document_unknown', language, ids)
}
