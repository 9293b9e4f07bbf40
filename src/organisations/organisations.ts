import { and, asc, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { actedBy, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { type organisationLevels, organisations } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { organisationScope, type Viewer } from './scope.ts'

export type OrganisationLevel = (typeof organisationLevels)[number]

/** 市中心 → 区中心 → 工作站; a station can also stand right below the city. */
const parentLevels: Record<OrganisationLevel, readonly OrganisationLevel[]> = {
  city: [],
  district: ['city'],
  station: ['city', 'district'],
}

const columns = {
  id: organisations.id,
  name: organisations.name,
  level: organisations.level,
  parentId: organisations.parentId,
  district: organisations.district,
  phone: organisations.phone,
  address: organisations.address,
  hours: organisations.hours,
  listed: organisations.listed,
  closedAt: organisations.closedAt,
}

export type Organisation = {
  [Name in keyof typeof columns]: (typeof organisations.$inferSelect)[Name]
}

type Page = { after?: string | undefined; limit: number }

/** The viewer's own organisation and those below it by name; `after` is the last name of the page before. */
export async function listOrganisations(
  db: Database,
  viewer: Viewer,
  { after, limit }: Page,
): Promise<Organisation[]> {
  const rest = after === undefined ? undefined : gt(organisations.name, after)
  return db
    .select(columns)
    .from(organisations)
    .where(and(organisationScope(viewer), rest))
    .orderBy(asc(organisations.name))
    .limit(limit)
}

/** @throws AppError `not_found`, also for one that the viewer does not see; `conflict` when it is closed */
export async function findOpenOrganisation(
  db: Database,
  viewer: Viewer,
  id: string,
): Promise<{ id: string; level: OrganisationLevel; path: string }> {
  const [found] = await db
    .select({
      id: organisations.id,
      level: organisations.level,
      path: organisations.path,
      closedAt: organisations.closedAt,
    })
    .from(organisations)
    .where(and(eq(organisations.id, id), organisationScope(viewer)))
    .for('share')
  if (!found) throw unknownOrganisation()
  if (found.closedAt) throw new AppError('conflict', 'organisation_closed')
  return found
}

type Details = {
  district?: string | null | undefined
  phone?: string | null | undefined
  address?: string | null | undefined
  hours?: string | null | undefined
  /** Everybody may know address, telephone and hours. */
  listed?: boolean | undefined
}

export type NewOrganisation = Details & {
  name: string
  level: OrganisationLevel
  parentId: string | null
}

/**
 * Adds an organisation below one that the account sees; one at the top only who stands above all of them.
 * @throws AppError `not_found`, `invalid` for levels that don't fit, `conflict` for a taken name
 */
export async function createOrganisation(
  deps: Pick<Deps, 'db' | 'now'>,
  account: ActingAccount,
  { name, level, parentId, ...details }: NewOrganisation,
): Promise<Organisation> {
  return deps.db.transaction(async (tx) => {
    const parent = parentId === null ? null : await findOpenOrganisation(tx, account, parentId)
    if (parent === null && account.organisationPath !== null) throw unknownOrganisation()
    checkLevel(level, parent?.level)
    const id = newId()
    const path = `${parent?.path ?? ''}${id}/`
    const [created] = await tx
      .insert(organisations)
      .values({ id, name, level, parentId, path, ...details, createdAt: deps.now() })
      .onConflictDoNothing()
      .returning(columns)
    if (!created) throw new AppError('conflict', 'organisation_name_taken')
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'open_organisation',
      objectId: id,
      result: 'ok',
      details: parentId === null ? {} : { parentId },
    })
    return created
  })
}

function checkLevel(level: OrganisationLevel, parent: OrganisationLevel | undefined) {
  const fits = parent === undefined ? level === 'city' : parentLevels[level].includes(parent)
  if (!fits) throw new AppError('invalid', 'organisation_level_wrong')
}

export type OrganisationChange = Details & {
  name?: string | undefined
  closed?: boolean | undefined
}

/**
 * Its place in the tree stays: the numbers of past years stand under it.
 * @throws AppError `not_found`; `conflict` for a taken name, or closing one with open ones below it
 */
export async function changeOrganisation(
  deps: Pick<Deps, 'db' | 'now'>,
  { account, id }: { account: ActingAccount; id: string },
  { closed, ...details }: OrganisationChange,
): Promise<Organisation> {
  return deps.db.transaction(async (tx) => {
    const [seen] = await tx
      .select({ path: organisations.path, closedAt: organisations.closedAt })
      .from(organisations)
      .where(and(eq(organisations.id, id), organisationScope(account)))
      .for('update')
    if (!seen) throw unknownOrganisation()
    if (closed && (await hasOpenBelow(tx, id, seen.path))) {
      throw new AppError('conflict', 'organisation_has_open_below')
    }
    if (details.name !== undefined) await checkName(tx, id, details.name)
    const closedAt = closed === undefined ? seen.closedAt : closedNow(closed, seen.closedAt, deps)
    const [changed] = await tx
      .update(organisations)
      .set({ ...details, closedAt })
      .where(eq(organisations.id, id))
      .returning(columns)
    if (!changed) throw unknownOrganisation()
    await appendAudit(tx, {
      ...actedBy(account),
      action: closed ? 'close_organisation' : 'change_organisation',
      objectId: id,
      result: 'ok',
      details: {},
    })
    return changed
  })
}

const closedNow = (closed: boolean, before: Date | null, { now }: Pick<Deps, 'now'>) =>
  closed ? (before ?? now()) : null

async function hasOpenBelow(tx: Database, id: string, path: string): Promise<boolean> {
  const [open] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(
      and(
        sql`${organisations.path} like ${`${path}%`}`,
        ne(organisations.id, id),
        isNull(organisations.closedAt),
      ),
    )
    .limit(1)
  return open !== undefined
}

async function checkName(tx: Database, id: string, name: string) {
  const [other] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.name, name), ne(organisations.id, id)))
  if (other) throw new AppError('conflict', 'organisation_name_taken')
}

function unknownOrganisation() {
  return new AppError('not_found', 'organisation_unknown')
}
