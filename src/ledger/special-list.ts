import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { actedBy, type Account, type ActingAccount } from '../accounts/account.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Database } from '../db/database.ts'
import { accounts, organisations, specialLists, specialServices } from '../db/schema/index.ts'
import type { Deps } from '../deps.ts'
import { loadKnowledge } from '../knowledge/runtime-knowledge.ts'
import { organisationScope } from '../organisations/scope.ts'
import { AppError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { isOfNow, lockList } from './key-list.ts'
import { type Screening, screenWords } from './screen-words.ts'
import { isOverdue } from './special-due.ts'

/** More than one organisation can offer of its own kind. */
const MOST_SERVICES = 50
/** More than the city has; a list without an end is no answer. */
const MOST_PLACES = 2_000

/** The 特色服务清单 of one organisation and year (service-spec, station.services.regional). */
export type SpecialList = { organisationId: string; year: number }

/** The four things that the standard asks for: content, for whom, how often, what is expected of it. */
export type SpecialWords = { content: string; audience: string; frequency: string; outcome: string }

type Action = 'add_special_service' | 'change_special_service' | 'remove_special_service'

/**
 * Puts a service on a list; on one that is published, everybody sees it at once.
 * @throws AppError `not_found` · `conflict` full, or not of this year or the next · `invalid` words
 */
export async function addSpecialService(
  deps: Screening,
  account: ActingAccount,
  { words, ...list }: SpecialList & { words: SpecialWords },
): Promise<string> {
  const screened = await screenWords(deps, words)
  return deps.db.transaction(async (tx) => {
    await lockOpenList(tx, account, list, deps)
    if ((await tx.$count(specialServices, isOf(list))) >= MOST_SERVICES) {
      throw new AppError('conflict', 'special_list_full')
    }
    const [id, at] = [newId(), deps.now()]
    const times = { createdAt: at, updatedAt: at }
    await tx
      .insert(specialServices)
      .values({ id, ...list, ...screened, version: 1, changedBy: account.id, ...times })
    await note(tx, account, { ...list, action: 'add_special_service' })
    return id
  })
}

type Change = SpecialList & { serviceId: string; version: number }

/** @throws AppError as `addSpecialService` · `conflict` somebody else has changed it */
export async function changeSpecialService(
  deps: Screening,
  account: ActingAccount,
  { serviceId, version, words, ...list }: Change & { words: SpecialWords },
): Promise<void> {
  const screened = await screenWords(deps, words)
  await deps.db.transaction(async (tx) => {
    await lockOpenList(tx, account, list, deps)
    const [changed] = await tx
      .update(specialServices)
      .set({ ...screened, version: version + 1, changedBy: account.id, updatedAt: deps.now() })
      .where(isOne({ ...list, serviceId, version }))
      .returning({ id: specialServices.id })
    if (!changed) throw new AppError('conflict', 'special_service_changed')
    await note(tx, account, { ...list, action: 'change_special_service' })
  })
}

/**
 * Takes a service off a list; a published one keeps at least one.
 * @throws AppError as `changeSpecialService`
 */
export async function removeSpecialService(
  deps: Pick<Deps, 'db' | 'now'>,
  account: ActingAccount,
  { serviceId, version, ...list }: Change,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockOpenList(tx, account, list, deps)
    const [removed] = await tx
      .delete(specialServices)
      .where(isOne({ ...list, serviceId, version }))
      .returning({ id: specialServices.id })
    if (!removed) throw new AppError('conflict', 'special_service_changed')
    const isPublished = (await tx.$count(specialLists, isPublishedOf(list))) > 0
    if (isPublished && (await tx.$count(specialServices, isOf(list))) === 0) {
      throw new AppError('conflict', 'special_list_empty')
    }
    await note(tx, account, { ...list, action: 'remove_special_service' })
  })
}

/**
 * Has everybody read a list, from now on with every change.
 * @throws AppError `not_found` · `conflict` published already, empty, or not of this year or the next
 */
export async function publishSpecialList(
  deps: Pick<Deps, 'db' | 'now'>,
  account: ActingAccount,
  list: SpecialList,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockOpenList(tx, account, list, deps)
    const rows = await tx.$count(specialServices, isOf(list))
    if (rows === 0) throw new AppError('conflict', 'special_list_empty')
    const [published] = await tx
      .insert(specialLists)
      .values({ ...list, publishedBy: account.id, publishedAt: deps.now() })
      .onConflictDoNothing()
      .returning({ year: specialLists.year })
    if (!published) throw new AppError('conflict', 'special_list_published')
    await appendAudit(tx, {
      ...actedBy(account),
      action: 'publish_special_list',
      objectId: list.organisationId,
      result: 'ok',
      details: { year: list.year, rows },
    })
  })
}

/**
 * One list with the industries of its district (一区一特色, annexD).
 * @throws AppError `not_found` an organisation that the viewer does not see
 */
export async function readSpecialList(
  deps: Pick<Deps, 'db' | 'cache' | 'now'>,
  viewer: Account,
  list: SpecialList,
) {
  const [place] = await deps.db
    .select({ name: organisations.name, district: organisations.district })
    .from(organisations)
    .where(and(eq(organisations.id, list.organisationId), organisationScope(viewer)))
  if (!place) throw new AppError('not_found', 'organisation_unknown')
  const services = await deps.db
    .select({
      id: specialServices.id,
      content: specialServices.content,
      audience: specialServices.audience,
      frequency: specialServices.frequency,
      outcome: specialServices.outcome,
      version: specialServices.version,
    })
    .from(specialServices)
    .where(isOf(list))
    .orderBy(asc(specialServices.createdAt), asc(specialServices.id))
    .limit(MOST_SERVICES)
  const [published] = await deps.db
    .select({ by: accounts.name, at: specialLists.publishedAt })
    .from(specialLists)
    .innerJoin(accounts, eq(accounts.id, specialLists.publishedBy))
    .where(isPublishedOf(list))
  const { districts } = await loadKnowledge(deps)
  return {
    ...list,
    organisation: place.name,
    district: place.district,
    industries: districts.find(({ name }) => name === place.district)?.industries ?? null,
    services,
    published: published ? { by: published.by, at: published.at.toISOString() } : null,
    overdue: !published && isOverdue(list.year, deps.now()),
    changeable: isOfNow(list.year, deps),
  }
}

/** Which stations have published their list of a year, and which not: the report of what is missing. */
export async function listSpecialLists(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  viewer: Account,
  year: number,
) {
  const services = sql<number>`(select count(*)::int from ${specialServices}
    where ${specialServices.organisationId} = ${organisations.id} and ${specialServices.year} = ${year})`
  const rows = await db
    .select({
      organisationId: organisations.id,
      organisation: organisations.name,
      district: organisations.district,
      services: services.mapWith(Number),
      publishedAt: specialLists.publishedAt,
    })
    .from(organisations)
    .leftJoin(
      specialLists,
      and(eq(specialLists.organisationId, organisations.id), eq(specialLists.year, year)),
    )
    .where(and(isStation, organisationScope(viewer)))
    .orderBy(asc(organisations.district), asc(organisations.name))
    .limit(MOST_PLACES)
  return rows.map(({ publishedAt, ...row }) => ({
    ...row,
    publishedAt: publishedAt?.toISOString() ?? null,
    overdue: publishedAt === null && isOverdue(year, now()),
  }))
}

const isStation = and(eq(organisations.level, 'station'), isNull(organisations.closedAt))

const isOf = ({ organisationId, year }: SpecialList) =>
  and(eq(specialServices.organisationId, organisationId), eq(specialServices.year, year))

const isPublishedOf = ({ organisationId, year }: SpecialList) =>
  and(eq(specialLists.organisationId, organisationId), eq(specialLists.year, year))

const isOne = ({ serviceId, version, ...list }: Change) =>
  and(isOf(list), eq(specialServices.id, serviceId), eq(specialServices.version, version))

/** Of two who change or publish a list, one waits for the other. @throws AppError `not_found` · `conflict` */
async function lockOpenList(
  tx: Database,
  account: Account,
  { organisationId, year }: SpecialList,
  deps: Pick<Deps, 'now'>,
): Promise<void> {
  await lockList(tx, account, organisationId)
  if (!isOfNow(year, deps)) throw new AppError('conflict', 'special_list_ended')
}

type Noted = SpecialList & { action: Action }

const note = (tx: Database, account: ActingAccount, { organisationId, year, action }: Noted) =>
  appendAudit(tx, {
    ...actedBy(account),
    action,
    objectId: organisationId,
    result: 'ok',
    details: { year },
  })
