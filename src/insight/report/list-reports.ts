import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../../accounts/account.ts'
import type { Database } from '../../db/database.ts'
import { accounts, jobs, organisations, reports } from '../../db/schema/index.ts'
import { inScope } from '../../organisations/scope.ts'
import { AppError } from '../../shared/errors.ts'
import { Contents } from './content.ts'

const columns = {
  id: reports.id,
  organisationId: reports.organisationId,
  organisation: organisations.name,
  from: reports.from,
  to: reports.to,
  beforeFrom: reports.beforeFrom,
  beforeTo: reports.beforeTo,
  state: reports.state,
  version: reports.version,
  progress: reports.progress,
  /** The last try to compute it came to nothing; it is tried again. */
  failed: sql<boolean>`exists (select from ${jobs} where ${jobs.key} = ${keyOf()}
    and ${jobs.doneAt} is null and ${jobs.lastError} is not null)`,
  createdAt: reports.createdAt,
  computedAt: reports.computedAt,
  approvedBy: accounts.name,
  approvedAt: reports.approvedAt,
}

/** The key of the job that computes a report as it stands. */
function keyOf(): SQL {
  return sql`'report:' || ${reports.id} || ':' || ${reports.version}`
}
export const computingKey = ({ id, version }: { id: string; version: number }): string =>
  `report:${id}:${version}`

type Page = { after?: string | undefined; limit: number }

/** Reports of the viewer's organisations, the newest first. @param after id of the last one of the page before */
export async function listReports(db: Database, viewer: Account, { after, limit }: Page) {
  const position = sql`(${reports.createdAt}, ${reports.id})`
  const rows = await readRows(db, {
    limit,
    where: and(
      inScope(db, viewer, reports.organisationId),
      after === undefined
        ? undefined
        : lt(position, sql`(select created_at, id from reports where id = ${after})`),
    ),
  })
  return rows.map(present)
}

/**
 * One report with its figures and texts; `content` is null until it is computed.
 * @throws AppError `not_found`, also outside of the viewer's organisations
 */
export async function readReport(db: Database, viewer: Account, id: string) {
  const which = and(eq(reports.id, id), inScope(db, viewer, reports.organisationId))
  const [found] = await readRows(db, { where: which, limit: 1 })
  if (!found) throw new AppError('not_found', 'report_unknown')
  const [rest] = await db
    .select({ content: reports.content, texts: reports.texts, authors: reports.authors })
    .from(reports)
    .where(eq(reports.id, found.id))
  const names = await db
    .select({ name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, rest?.authors ?? []))
    .orderBy(accounts.name)
  return {
    ...present(found),
    contents: rest?.content ? Contents.parse(rest.content) : null,
    texts: rest?.texts ?? {},
    authors: names.map(({ name }) => name),
    isAuthor: rest?.authors.includes(viewer.id) ?? false,
  }
}
export type Report = Awaited<ReturnType<typeof readReport>>

function readRows(db: Database, { where, limit }: { where: SQL | undefined; limit: number }) {
  return db
    .select(columns)
    .from(reports)
    .innerJoin(organisations, eq(organisations.id, reports.organisationId))
    .leftJoin(accounts, eq(accounts.id, reports.approvedBy))
    .where(where)
    .orderBy(desc(reports.createdAt), desc(reports.id))
    .limit(limit)
}

const present = ({
  createdAt,
  computedAt,
  approvedAt,
  ...row
}: Awaited<ReturnType<typeof readRows>>[number]) => ({
  ...row,
  createdAt: createdAt.toISOString(),
  computedAt: computedAt?.toISOString() ?? null,
  approvedAt: approvedAt?.toISOString() ?? null,
})
