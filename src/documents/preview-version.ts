import type { Database } from '../db/database.ts'
import { splitPassages } from '../knowledge/split-passages.ts'
import { compareUnits, type Unit, type UnitChange } from '../knowledge/versions/compare-units.ts'
import { unitsAmong, unitsOf } from '../knowledge/versions/apply-versions.ts'
import { readListed } from './list-versions.ts'
import { documentOf, findVersion, listUsed, type StoredVersion } from './store-version.ts'
import { findFieldProblems } from './version-fields.ts'

/** What a second person looks at before a version is published: passages, findings, difference. */
export async function previewVersion(db: Database, id: string) {
  const version = await findVersion(db, id)
  const former = await findFormer(db, version)
  const listed = await readListed(db, id)
  if (!listed) throw new Error('a version without a row')
  const passages = splitPassages(documentOf(version))
  return {
    version: listed,
    problems: findFieldProblems(listed.fields),
    doubled: passages.filter(({ locator }) => locator.includes('~')).map(({ locator }) => locator),
    passages: passages.map(({ locator, unit, kind, path, text }) => {
      return { locator, unit, kind, path, text }
    }),
    against: former?.number ?? null,
    changes: former
      ? tellChanges(compareUnits(unitsOf(documentOf(former)), unitsAmong(passages)))
      : [],
  }
}

/** What it took the place of, or would take the place of. */
async function findFormer(
  db: Database,
  version: StoredVersion,
): Promise<StoredVersion | undefined> {
  const used = await listUsed(db, version.document)
  return used.find(({ number }) => number < version.number)
}

function tellChanges(changes: readonly UnitChange[]) {
  return changes.map((change) => ({
    kind: change.kind,
    before: 'before' in change ? tellUnit(change.before) : null,
    after: 'after' in change ? tellUnit(change.after) : null,
  }))
}

const tellUnit = ({ locator, path, text }: Unit) => ({ locator, path, text })
