import { and, eq } from 'drizzle-orm'
import { type Account, actorOf } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Database } from '../../db/database.ts'
import { reports } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { findOpenOrganisation } from '../../organisations/organisations.ts'
import { inScope } from '../../organisations/scope.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { ReportSection, ReportState, ReportStep } from '../../shared/report-states.ts'
import { dayAt, parseDay } from '../../shared/shanghai-day.ts'
import { bearsStateSecretMark } from '../../shared/state-secret.ts'
import { stripHidden } from '../../shared/text.ts'
import { periodBefore } from '../figures.ts'
import type { Period } from '../measures.ts'
import { computingKey } from './list-reports.ts'

/** Ten years and some days: more than any plan of the sources. */
const MOST_DAYS = 3_660

type Acting = Pick<Deps, 'db' | 'now'>

/**
 * Begins a report of an organisation and what lies below it; a job computes it.
 * @throws AppError `not_found` organisation that the account does not see · `invalid` period
 */
export async function createReport(
  { db, now }: Acting,
  account: Account,
  { organisationId, period }: { organisationId: string; period: Period },
): Promise<string> {
  const at = now()
  checkPeriod(period, at)
  const before = comparedWith(period)
  return db.transaction(async (tx) => {
    await findOpenOrganisation(tx, account, organisationId)
    const id = newId()
    await tx.insert(reports).values({
      id,
      organisationId,
      ...period,
      beforeFrom: before.from,
      beforeTo: before.to,
      state: 'computing',
      version: 1,
      progress: 0,
      texts: {},
      authors: [account.id],
      createdAt: at,
      updatedAt: at,
    })
    await queueComputing(tx, { id, version: 1 }, at)
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'create_report',
      objectId: id,
      result: 'ok',
      details: { organisationId },
    })
    return id
  })
}

function checkPeriod({ from, to }: Period, now: Date): void {
  const [first, last] = [parseDay(from), parseDay(to)]
  if (first > last || last > dayAt(now)) throw new AppError('invalid', 'report_period_wrong')
  if (last - first >= MOST_DAYS) throw new AppError('invalid', 'period_too_long')
}

/** Whole years with as many whole years before; else the days before. */
export function comparedWith(period: Period): Period {
  const { from, to } = period
  if (!from.endsWith('-01-01') || !to.endsWith('-12-31')) return periodBefore(period)
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  const years = last - first + 1
  return { from: `${first - years}-01-01`, to: `${last - years}-12-31` }
}

const queueComputing = (tx: Database, report: { id: string; version: number }, dueAt: Date) =>
  queueJob(tx, {
    kind: 'report',
    key: computingKey(report),
    payload: { reportId: report.id, version: String(report.version) },
    dueAt,
  })

type Change = { id: string; version: number }

export type Texts = { [Section in ReportSection]?: string | undefined }

/**
 * Keeps what staff have written; sections that are not named stay as they are. Who writes is an author from then on.
 * @throws AppError `not_found` · `conflict` somebody else changed it, or it is approved · `invalid` a secrecy mark
 */
export async function changeTexts(
  { db, now }: Acting,
  account: Account,
  { id, version, texts }: Change & { texts: Texts },
): Promise<void> {
  const written = cleanTexts(texts)
  await db.transaction(async (tx) => {
    const before = await lockReport(tx, account, { id, version })
    checkState(before, ['draft'])
    await tx
      .update(reports)
      .set({
        texts: { ...before.texts, ...written },
        authors: withAuthor(before.authors, account),
        version: version + 1,
        updatedAt: now(),
      })
      .where(eq(reports.id, id))
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'change_report',
      objectId: id,
      result: 'ok',
      details: {},
    })
  })
}

function cleanTexts(texts: Texts): Record<string, string> {
  const cleaned: Record<string, string> = {}
  for (const [section, text] of Object.entries<string | undefined>(texts)) {
    if (text === undefined) continue
    if (bearsStateSecretMark(text)) throw new AppError('invalid', 'state_secret_text')
    cleaned[section] = stripHidden(text).toWellFormed().trim()
  }
  return cleaned
}

const withAuthor = (authors: string[], { id }: Account) => [...new Set([...authors, id])]

const startsIn: Record<ReportStep, readonly ReportState[]> = {
  recompute: ['draft'],
  approve: ['draft'],
  discard: ['computing', 'draft'],
}

/**
 * Computes a draft anew, approves it (somebody who has not written of it), or throws it away.
 * @throws AppError `not_found` · `conflict` it has moved on · `forbidden` approved by an author
 */
export async function stepReport(
  { db, now }: Acting,
  account: Account,
  { id, version, step }: Change & { step: ReportStep },
): Promise<void> {
  const at = now()
  await db.transaction(async (tx) => {
    const before = await lockReport(tx, account, { id, version })
    checkState(before, startsIn[step])
    await take[step](tx, before, { account, at })
    await appendAudit(tx, {
      actor: actorOf(account),
      action: 'step_report',
      objectId: id,
      result: 'ok',
      details: { step },
    })
  })
}

type Row = typeof reports.$inferSelect
type Taking = { account: Account; at: Date }
type Take = (tx: Database, before: Row, taking: Taking) => Promise<void>

const take: Record<ReportStep, Take> = {
  recompute: async (tx, { id, authors, version }, { account, at }) => {
    const next = version + 1
    await tx
      .update(reports)
      .set({
        state: 'computing',
        progress: 0,
        version: next,
        authors: withAuthor(authors, account),
        updatedAt: at,
      })
      .where(eq(reports.id, id))
    await queueComputing(tx, { id, version: next }, at)
  },
  approve: async (tx, { id, authors, version }, { account, at }) => {
    if (authors.includes(account.id)) throw new AppError('forbidden', 'report_second_person')
    await tx
      .update(reports)
      .set({
        state: 'approved',
        version: version + 1,
        approvedBy: account.id,
        approvedAt: at,
        updatedAt: at,
      })
      .where(eq(reports.id, id))
  },
  discard: async (tx, { id }) => {
    await tx.delete(reports).where(eq(reports.id, id))
  },
}

/** @throws AppError `not_found`, also outside of the account's organisations; `conflict` for another version */
async function lockReport(tx: Database, account: Account, { id, version }: Change): Promise<Row> {
  const [found] = await tx
    .select()
    .from(reports)
    .where(and(eq(reports.id, id), inScope(tx, account, reports.organisationId)))
    .for('update')
  if (!found) throw new AppError('not_found', 'report_unknown')
  if (found.version !== version) throw new AppError('conflict', 'report_changed')
  return found
}

function checkState({ state }: Row, states: readonly ReportState[]): void {
  if (!states.includes(state)) throw new AppError('conflict', 'report_changed')
}
