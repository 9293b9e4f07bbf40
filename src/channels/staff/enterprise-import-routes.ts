import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBodyTo } from '../../http/limit-body.ts'
import { requireAccount } from '../../http/require-account.ts'
import { textOf } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import type { RowProblem } from '../../ledger/csv/read-enterprise-rows.ts'
import { importEnterprises } from '../../ledger/import-enterprises.ts'
import { AppError } from '../../shared/errors.ts'
import { EnterpriseImport } from './enterprises-schemas.ts'
import { ImportBody } from './experts-schemas.ts'
import { languageOf } from './send-table.ts'

const LARGEST_FILE = 1024 * 1024

const limitFile = limitBodyTo({
  maxSize: LARGEST_FILE,
  onError: () => {
    throw new AppError('too_large', 'import_too_large')
  },
})

/** Told in words of their own; the rest is the same for every list that is imported. */
const ownProblems: ReadonlySet<RowProblem> = new Set(['no_rows', 'known'])

const keyOf = (problem: RowProblem) =>
  ownProblems.has(problem) ? `import_${problem}_enterprise` : `import_${problem}`

/** Mounted before the limit on what other requests may bring. */
export const enterpriseImportRoutes = new Hono<AppEnv>().post(
  '/',
  describe({
    summary: 'Enters enterprises from a CSV file; all or none, unless `partial`',
    status: 201,
    body: ImportBody,
    staff: true,
  }),
  requireAccount('administrator', 'staff'),
  validate('query', EnterpriseImport),
  limitFile,
  async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const file = { ...c.req.valid('query'), bytes }
    const { entered, errors } = await importEnterprises(c.get('deps'), c.get('account'), file)
    const language = languageOf(c)
    const told = errors.map(({ row, column, problem }) => {
      return { row, column, code: problem, message: textOf(keyOf(problem), language) }
    })
    if (entered > 0) return c.json({ entered, errors: told }, 201)
    const detail = textOf('import_refused', language)
    const problem = { type: 'about:blank', title: 'invalid', status: 400, detail, code: 'invalid' }
    return c.json({ ...problem, entered, errors: told }, 400, {
      'content-type': 'application/problem+json; charset=utf-8',
    })
  },
)
