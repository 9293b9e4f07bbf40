import type { RuntimeKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { applyingIn, idsUnlessAll, searchedOn } from '../../knowledge/versions/applying.ts'
import type { AsOf } from './read-as-of.ts'
import type { Address } from './find-references.ts'

export type DocumentLimits = {
  asOf: AsOf | undefined
  now: Date
  /** Curated answers that have been withdrawn since the index was built. */
  outOfUse: ReadonlySet<string>
}

/** The versions that an answer may rest on: those that held when the question is about; undefined: all. */
export function limitDocuments(
  { documents }: RuntimeKnowledge,
  { asOf, now, outOfUse }: DocumentLimits,
): string[] | undefined {
  const chosen = asOf ? applyingIn(documents, asOf.range) : searchedOn(documents, now)
  const left = chosen.filter(({ id }) => !outOfUse.has(id))
  return idsUnlessAll(left, documents)
}

/** The addresses in the versions that are left: `measures-draft#art7` becomes `measures-draft@1#art7`. */
export function addressesWithin(
  addresses: readonly Address[],
  documents: readonly string[] | undefined,
): Address[] {
  if (!documents) return [...addresses]
  return addresses.flatMap(({ document, locator }) =>
    documents
      .filter((id) => id === document || id.startsWith(`${document}@`))
      .map((id) => ({ document: id, locator })),
  )
}
