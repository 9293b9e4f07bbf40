import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { exportKeyList } from '../../ledger/export-enterprises.ts'
import { fixKeyList, readKeyList, thisYear, unlistKeyEnterprise } from '../../ledger/key-list.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  KeyEntryParam,
  KeyListBody,
  KeyListExport,
  KeyListInput,
  KeyListQuery,
} from './enterprises-schemas.ts'
import { languageOf, sendTable } from './send-table.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
const handlers = requireAccount('administrator', 'staff')

/** Under `/api/staff/key-lists`; `:id` is the organisation whose list it is. */
export const keyListRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({
      summary: 'The key enterprises of an organisation and year, as they were put on the list',
      body: KeyListBody,
      staff: true,
    }),
    readers,
    validate('param', IdParam),
    validate('query', KeyListQuery),
    async (c) => {
      const { year = thisYear(c.get('deps')) } = c.req.valid('query')
      const list = { organisationId: c.req.valid('param').id, year }
      return c.json(await readKeyList(c.get('deps'), c.get('account'), list))
    },
  )
  .get(
    '/:id/export',
    describe({ summary: 'The same as a CSV or XLSX file, safe to open', staff: true }),
    readers,
    validate('param', IdParam),
    validate('query', KeyListExport),
    async (c) => {
      const { format, year = thisYear(c.get('deps')) } = c.req.valid('query')
      const list = { organisationId: c.req.valid('param').id, year }
      const which = { list, format, language: languageOf(c) }
      const table = await exportKeyList(c.get('deps'), c.get('account'), which)
      return sendTable(c, { table, name: `key-enterprises-${year}`, format })
    },
  )
  .post(
    '/:id/fix',
    describe({
      summary: 'Fixes a list: nothing of it changes from now on',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', KeyListInput),
    async (c) => {
      const list = { organisationId: c.req.valid('param').id, ...c.req.valid('json') }
      await fixKeyList(c.get('deps'), c.get('account'), list)
      return c.body(null, 204)
    },
  )
  .delete(
    '/:id/entries/:entry',
    describe({ summary: 'Takes an enterprise off a list', status: 204, staff: true }),
    handlers,
    validate('param', KeyEntryParam),
    async (c) => {
      const { id: organisationId, entry: entryId } = c.req.valid('param')
      await unlistKeyEnterprise(c.get('deps'), c.get('account'), { organisationId, entryId })
      return c.body(null, 204)
    },
  )
