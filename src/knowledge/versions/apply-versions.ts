import type { VersionOrigin } from '../../shared/document-versions.ts'
import type { Passage } from '../passage.ts'
import type { SourceDocument } from '../read-documents.ts'
import type { DocumentHeader, Questions } from '../schemas.ts'
import { splitPassages } from '../split-passages.ts'
import { holdsFrom } from './applying.ts'
import { compareUnits } from './compare-units.ts'

/** A version that is in use, or was until another took its place; not one that was withdrawn. */
export type VersionInUse = {
  document: string
  number: number
  origin: VersionOrigin
  state: 'published' | 'replaced'
  header: DocumentHeader
  body: string
}

/**
 * The documents with their published versions: the current one under the name of the document, a former one that
 * held at some time as `measures-draft@1`, with the day on which it was superseded.
 */
export function applyVersions(
  packaged: readonly SourceDocument[],
  versions: readonly VersionInUse[],
): SourceDocument[] {
  if (versions.length === 0) return [...packaged]
  const known = packaged.map(({ id }) => id)
  const added = versions.map(({ document }) => document).filter((id) => !known.includes(id))
  return [...known, ...new Set(added.toSorted())].flatMap((id) => {
    const own = versions.filter(({ document }) => document === id)
    const base = packaged.find((document) => document.id === id)
    return listVersions(
      own.toSorted((one, other) => one.number - other.number),
      base,
    )
  })
}

function listVersions(
  own: readonly VersionInUse[],
  base: SourceDocument | undefined,
): SourceDocument[] {
  const published = own.find(({ state }) => state === 'published')
  const comesPackaged = published === undefined || published.origin === 'packaged'
  const current = comesPackaged ? base : toDocument(published, { version: published.number })
  if (!current) return []
  const former = own.flatMap((version) => {
    if (version.state === 'published') return []
    const later = own.filter(({ number }) => number > version.number)
    const superseded = supersededFrom(
      version.header,
      later.map(({ header }) => header),
    )
    return superseded === null ? [] : toFormer(version, superseded)
  })
  return [current, ...former]
}

/** A draft takes the place of drafts only: what is in force stays in force. */
export function supersedes(later: DocumentHeader, former: DocumentHeader): boolean {
  return later.status_stated !== 'draft' || former.status_stated === 'draft'
}

/**
 * The day from which a later version holds in its place; undefined while none does, null when it never held
 * because a later one names no day, or an earlier one.
 */
export function supersededFrom(
  header: DocumentHeader,
  later: readonly DocumentHeader[],
): string | undefined | null {
  const days = later.filter((each) => supersedes(each, header)).map(holdsFrom)
  if (days.length === 0) return undefined
  if (days.includes(null)) return null
  const first = days.reduce((least, day) =>
    least !== null && day !== null && day < least ? day : least,
  )
  const own = holdsFrom(header)
  return first !== null && own !== null && first <= own ? null : first
}

function toFormer(version: VersionInUse, superseded: string | undefined): SourceDocument {
  const { document, number } = version
  return toDocument(version, {
    id: `${document}@${number}`,
    version: number,
    version_of: document,
    ...(superseded !== undefined && { superseded_from: superseded }),
  })
}

type Naming = Pick<DocumentHeader, 'version'> & Partial<DocumentHeader>

function toDocument({ document, header, body }: VersionInUse, naming: Naming): SourceDocument {
  return { ...header, id: document, ...naming, body }
}

/** The units of a text, without what is nested in them. */
export const unitsOf = (document: SourceDocument): Passage[] => unitsAmong(splitPassages(document))

export const unitsAmong = (passages: readonly Passage[]): Passage[] =>
  passages.filter(({ locator, unit }) => locator === unit)

/**
 * What people ask of the packaged text, asked of the same units of its other versions: an article that was
 * renumbered or reworded keeps its questions, those of a removed one are dropped.
 */
export function carryQuestions(
  questions: readonly Questions[],
  packaged: readonly SourceDocument[],
  documents: readonly SourceDocument[],
): Questions[] {
  return documents.flatMap((document) => {
    const base = document.version_of ?? document.id
    const own = questions.filter((each) => each.document === base)
    const source = packaged.find(({ id }) => id === base)
    if (document.version === undefined || !source) return own
    return own.map((file) => carryFile(file, source, document))
  })
}

function carryFile(file: Questions, source: SourceDocument, document: SourceDocument): Questions {
  const passages = splitPassages(document)
  const locators = new Set(passages.map(({ locator }) => locator))
  const moved = new Map(
    compareUnits(unitsOf(source), unitsAmong(passages)).flatMap((change): [string, string][] =>
      'before' in change && 'after' in change
        ? [[change.before.locator, change.after.locator]]
        : [],
    ),
  )
  const carried = file.passages.flatMap(({ locator, questions }) => {
    const to = moved.get(locator)
    if (to === undefined) return []
    const kept = questions.flatMap(({ text, about }) => {
      if (!about) return [{ text }]
      const nested = about
        .map((each) => (each.startsWith(locator) ? `${to}${each.slice(locator.length)}` : each))
        .filter((each) => locators.has(each))
      return [nested.length > 0 ? { text, about: nested } : { text }]
    })
    return [{ locator: to, questions: kept }]
  })
  return { document: document.id, passages: carried }
}
