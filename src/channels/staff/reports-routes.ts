import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { changeTexts, createReport, stepReport } from '../../insight/report/change-report.ts'
import { exportReport } from '../../insight/report/export-report.ts'
import { listReports, readReport, type Report } from '../../insight/report/list-reports.ts'
import type { ReportFormat } from '../../shared/report-states.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  FileQuery,
  NewReport,
  ReportBody,
  ReportList,
  ReportQuery,
  ReportStepInput,
  ReportTextsInput,
} from './reports-schemas.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
const handlers = requireAccount('administrator', 'staff')

const types: Record<ReportFormat, string> = {
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** Under `/api/staff/reports`. */
export const reportRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Reports of the own organisation and those below it, the newest first',
      body: ReportList,
      staff: true,
    }),
    readers,
    validate('query', ReportQuery),
    async (c) => {
      const { db } = c.get('deps')
      return c.json({ reports: await listReports(db, c.get('account'), c.req.valid('query')) })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Begins a report of an organisation over a period; it is computed in the background',
      status: 201,
      body: ReportBody,
      staff: true,
    }),
    handlers,
    validate('json', NewReport),
    async (c) => {
      const { organisationId, ...period } = c.req.valid('json')
      const account = c.get('account')
      const id = await createReport(c.get('deps'), account, { organisationId, period })
      return c.json(present(await readReport(c.get('deps').db, account, id)), 201)
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'One report: figures with the queries that give them, sentences, texts of staff',
      body: ReportBody,
      staff: true,
    }),
    readers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(present(await readReport(c.get('deps').db, c.get('account'), id)))
    },
  )
  .put(
    '/:id/texts',
    describe({
      summary: 'Keeps what staff write beside the figures of a draft; figures cannot be changed',
      body: ReportBody,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', ReportTextsInput),
    async (c) => {
      const { id } = c.req.valid('param')
      await changeTexts(c.get('deps'), c.get('account'), { id, ...c.req.valid('json') })
      return c.json(present(await readReport(c.get('deps').db, c.get('account'), id)))
    },
  )
  .post(
    '/:id/step',
    describe({
      summary: 'Computes a draft anew, approves it as a second person, or discards it',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', ReportStepInput),
    async (c) => {
      const { id } = c.req.valid('param')
      await stepReport(c.get('deps'), c.get('account'), { id, ...c.req.valid('json') })
      return c.body(null, 204)
    },
  )
  .get(
    '/:id/file',
    describe({
      summary: 'A report as a file, with exact numbers or for everybody; audited',
      staff: true,
    }),
    readers,
    validate('param', IdParam),
    validate('query', FileQuery),
    async (c) => {
      const { id } = c.req.valid('param')
      const which = { id, ...c.req.valid('query') }
      const file = await exportReport(c.get('deps'), c.get('account'), which)
      return c.body(file, 200, {
        'content-type': types[which.format],
        'content-disposition': `attachment; filename="report-${which.version}.${which.format}"`,
        'cache-control': 'no-store',
      })
    },
  )

function present({ contents, ...report }: Report) {
  return {
    ...report,
    content: contents?.inner ?? null,
    hasOpen: contents !== null && contents.open !== null,
  }
}
