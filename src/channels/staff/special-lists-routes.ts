import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { exportSpecialList } from '../../ledger/export-special-list.ts'
import { thisYear } from '../../ledger/key-list.ts'
import {
  addSpecialService,
  changeSpecialService,
  listSpecialLists,
  publishSpecialList,
  readSpecialList,
  removeSpecialService,
} from '../../ledger/special-list.ts'
import { IdParam } from './accounts-schemas.ts'
import { languageOf, sendTable } from './send-table.ts'
import {
  AddedBody,
  NewSpecial,
  SpecialBody,
  SpecialChange,
  SpecialExport,
  SpecialParam,
  SpecialPublish,
  SpecialQuery,
  SpecialRemoval,
  SpecialStations,
} from './special-lists-schemas.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
const handlers = requireAccount('administrator', 'staff')

/** 特色服务清单, under `/api/staff/special-lists`; `:id` is the organisation whose list it is. */
export const specialListRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Which stations have published their list of special services of a year',
      body: SpecialStations,
      staff: true,
    }),
    readers,
    validate('query', SpecialQuery),
    async (c) => {
      const { year = thisYear(c.get('deps')) } = c.req.valid('query')
      const stations = await listSpecialLists(c.get('deps'), c.get('account'), year)
      return c.json({ year, stations })
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'The list of special services of an organisation and year',
      body: SpecialBody,
      staff: true,
    }),
    readers,
    validate('param', IdParam),
    validate('query', SpecialQuery),
    async (c) => {
      const { year = thisYear(c.get('deps')) } = c.req.valid('query')
      const list = { organisationId: c.req.valid('param').id, year }
      return c.json(await readSpecialList(c.get('deps'), c.get('account'), list))
    },
  )
  .get(
    '/:id/export',
    describe({ summary: 'The same as a CSV or XLSX file, safe to open', staff: true }),
    readers,
    validate('param', IdParam),
    validate('query', SpecialExport),
    async (c) => {
      const { format, year = thisYear(c.get('deps')) } = c.req.valid('query')
      const list = { organisationId: c.req.valid('param').id, year }
      const wanted = { list, format, language: languageOf(c) }
      const table = await exportSpecialList(c.get('deps'), c.get('account'), wanted)
      return sendTable(c, { table, name: `special-services-${year}`, format })
    },
  )
  .post(
    '/:id/publish',
    describe({
      summary: 'Has everybody read a list, with every later change',
      status: 204,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', SpecialPublish),
    async (c) => {
      const list = { organisationId: c.req.valid('param').id, ...c.req.valid('json') }
      await publishSpecialList(c.get('deps'), c.get('account'), list)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/services',
    describe({
      summary: 'Puts a special service on a list',
      status: 201,
      body: AddedBody,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', NewSpecial),
    async (c) => {
      const added = { organisationId: c.req.valid('param').id, ...c.req.valid('json') }
      return c.json({ id: await addSpecialService(c.get('deps'), c.get('account'), added) }, 201)
    },
  )
  .put(
    '/:id/services/:service',
    describe({ summary: 'Changes a special service', status: 204, staff: true }),
    handlers,
    validate('param', SpecialParam),
    validate('json', SpecialChange),
    async (c) => {
      const { id: organisationId, service: serviceId } = c.req.valid('param')
      const change = { organisationId, serviceId, ...c.req.valid('json') }
      await changeSpecialService(c.get('deps'), c.get('account'), change)
      return c.body(null, 204)
    },
  )
  .delete(
    '/:id/services/:service',
    describe({ summary: 'Takes a special service off a list', status: 204, staff: true }),
    handlers,
    validate('param', SpecialParam),
    validate('query', SpecialRemoval),
    async (c) => {
      const { id: organisationId, service: serviceId } = c.req.valid('param')
      const removed = { organisationId, serviceId, ...c.req.valid('query') }
      await removeSpecialService(c.get('deps'), c.get('account'), removed)
      return c.body(null, 204)
    },
  )
