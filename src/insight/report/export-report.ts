import { type Account, actorOf } from '../../accounts/account.ts'
import { appendAudit } from '../../audit/append-audit.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { ReportFormat, ReportVersion } from '../../shared/report-states.ts'
import { shanghaiDay } from '../../shared/shanghai-day.ts'
import type { Shown } from './lay-out.ts'
import { readReport, type Report } from './list-reports.ts'
import { renderDocx } from './render-docx.ts'
import { renderHtml } from './render-html.ts'

type Wanted = { id: string; format: ReportFormat; version: ReportVersion }

/**
 * A report as a file, UTF-8 or a DOCX package. What is no longer a draft bears who approved it.
 * @throws AppError `not_found` · `conflict` not computed yet, or without a version for everybody
 */
export async function exportReport(
  { db }: Pick<Deps, 'db'>,
  account: Account,
  { id, format, version }: Wanted,
): Promise<Uint8Array<ArrayBuffer>> {
  const shown = shownOf(await readReport(db, account, id), version)
  await db.transaction((tx) =>
    appendAudit(tx, {
      actor: actorOf(account),
      action: 'export_report',
      objectId: id,
      result: 'ok',
      details: { version, format },
    }),
  )
  const produced = newId()
  return format === 'docx'
    ? renderDocx(shown, produced)
    : new TextEncoder().encode(renderHtml(shown, produced))
}

function shownOf(
  { contents, texts, approvedBy, approvedAt }: Report,
  version: ReportVersion,
): Shown {
  if (!contents) throw new AppError('conflict', 'report_not_computed')
  const content = contents[version]
  if (!content) throw new AppError('conflict', 'report_not_open')
  const approved =
    approvedBy !== null && approvedAt !== null
      ? { by: approvedBy, on: shanghaiDay(new Date(approvedAt)) }
      : null
  return { content, texts, approved, isInner: version === 'inner' }
}
