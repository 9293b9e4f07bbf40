import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { answerRecallItems, answerRecalls } from '../../db/schema/index.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { DocumentHeader } from '../../knowledge/schemas.ts'
import { holdsFrom } from '../../knowledge/versions/applying.ts'
import { supersedes } from '../../knowledge/versions/apply-versions.ts'
import { newId } from '../../shared/ids.ts'
import { instantOf, parseDay, shanghaiDay } from '../../shared/shanghai-day.ts'
import type { StoredVersion } from '../store-version.ts'

const MINUTE_MS = 60_000
/** An index is built in a minute or two; who began an answer before it was in use has ended it by the second look. */
const LOOKS_MS = [MINUTE_MS, 20 * MINUTE_MS]

type Publication = {
  version: StoredVersion
  /** The versions in use before, the newest first. */
  before: readonly StoredVersion[]
  now: Date
}

/**
 * Notes that past answers have to be looked through once the version holds: those that rest on versions whose
 * place it takes.
 */
export async function beginRecalls(
  tx: Database,
  { version, before, now }: Publication,
): Promise<void> {
  const header = DocumentHeader.parse(version.header)
  const day = holdsFrom(header)
  const first = day === null ? now : instantOf(parseDay(day))
  const from = first > now ? first : now
  for (const former of stillHeld(header, before, shanghaiDay(now))) {
    await beginRecall(tx, { version, former, from, now })
  }
}

type Beginning = {
  version: StoredVersion
  former: StoredVersion
  /** When answers begin to rest on the version. */
  from: Date
  now: Date
}

/** The same for one version, whatever its days: what was taken back was never right. */
export async function beginRecall(
  tx: Database,
  { version, former, from, now }: Beginning,
): Promise<void> {
  const id = newId()
  await tx.insert(answerRecalls).values({
    id,
    document: version.document,
    fromVersion: former.id,
    toVersion: version.id,
    state: 'waiting',
    createdAt: now,
  })
  for (const [look, ms] of LOOKS_MS.entries()) {
    await queueJob(tx, {
      kind: 'answer_recall',
      key: `answer_recall:${id}:${look + 1}`,
      payload: { recallId: id },
      dueAt: new Date(from.getTime() + ms),
    })
  }
}

/** Those in whose place no version between has come yet. */
function stillHeld(
  header: DocumentHeader,
  before: readonly StoredVersion[],
  today: string,
): StoredVersion[] {
  const read = before.map((version) => ({ version, header: DocumentHeader.parse(version.header) }))
  return read
    .filter((each) => supersedes(header, each.header))
    .filter((each) =>
      read.every(({ version, header: later }) => {
        const isLater = version.number > each.version.number && supersedes(later, each.header)
        return !isLater || (holdsFrom(later) ?? today) > today
      }),
    )
    .map(({ version }) => version)
}

/** Of a version that was taken back nobody is told that it has changed something. */
export async function endRecalls(tx: Database, versionId: string): Promise<void> {
  const ended = await tx
    .update(answerRecalls)
    .set({ state: 'ended' })
    .where(and(eq(answerRecalls.toVersion, versionId), ne(answerRecalls.state, 'ended')))
    .returning({ id: answerRecalls.id })
  const ids = ended.map(({ id }) => id)
  if (ids.length === 0) return
  await tx
    .update(answerRecallItems)
    .set({ state: 'dismissed' })
    .where(and(inArray(answerRecallItems.recallId, ids), eq(answerRecallItems.state, 'open')))
}
