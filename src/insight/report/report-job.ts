import { and, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { organisations, reports } from '../../db/schema/index.ts'
import type { Deps } from '../../deps.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { AppError } from '../../shared/errors.ts'
import { computeReport } from './compute-report.ts'

/**
 * Computes a report outside of any transaction, so that its progress is seen and others come in between its queries.
 * One that was discarded, or is to be computed once more, is left alone.
 */
export async function computeReportJob(
  deps: Deps,
  payload: Record<string, string>,
): Promise<(tx: Database) => Promise<void>> {
  const { db } = deps
  const which = waiting(payload)
  const [found] = await db
    .select({ report: reports, organisation: organisations })
    .from(reports)
    .innerJoin(organisations, eq(organisations.id, reports.organisationId))
    .where(which)
  if (!found) return nothing
  const { report, organisation } = found
  const { report: texts, settings } = await loadKnowledge(deps)
  if (!texts) throw new AppError('unavailable', 'knowledge_missing')
  const at = deps.now()
  const wanted = {
    organisation,
    period: { from: report.from, to: report.to },
    before: { from: report.beforeFrom, to: report.beforeTo },
    at,
  }
  const sources = { db, texts, trainingTargets: settings.training.targets }
  const content = await computeReport(sources, wanted, async (progress) => {
    await db.update(reports).set({ progress }).where(which)
  })
  return async (tx) => {
    await tx
      .update(reports)
      .set({
        content,
        state: 'draft',
        progress: 100,
        computedAt: at,
        updatedAt: deps.now(),
      })
      .where(which)
  }
}

const nothing = async () => {}

const waiting = ({ reportId = '', version }: Record<string, string>) =>
  and(
    eq(reports.id, reportId),
    eq(reports.version, Number(version)),
    eq(reports.state, 'computing'),
  )
