import { type Context, Hono } from 'hono'
import { changeStanding } from '../../cases/tickets/change-standing.ts'
import { changeExpert } from '../../experts/change-expert.ts'
import type { RowError } from '../../experts/csv/read-expert-rows.ts'
import { enterExpert } from '../../experts/enter-expert.ts'
import { exportExperts, writeTemplate } from '../../experts/export-experts.ts'
import { importExperts } from '../../experts/import-experts.ts'
import { addLeave, removeLeave } from '../../experts/leave.ts'
import { listExperts } from '../../experts/list-experts.ts'
import { readExpert } from '../../experts/read-expert.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { limitBodyTo } from '../../http/limit-body.ts'
import { requireAccount, type StaffEnv } from '../../http/require-account.ts'
import { preferredLanguage, textOf } from '../../http/texts.ts'
import { validate } from '../../http/validate.ts'
import { loadKnowledge } from '../../knowledge/runtime-knowledge.ts'
import { AppError } from '../../shared/errors.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  EnteredExpert,
  ExpertBody,
  ExpertChangeInput,
  ExpertInput,
  ExpertList,
  ExpertQuery,
  ImportBody,
  ImportQuery,
  LeaveBody,
  LeaveInput,
  LeaveParam,
  StandingBody,
  StandingInput,
} from './experts-schemas.ts'

const LARGEST_FILE = 1024 * 1024

const limitFile = limitBodyTo({
  maxSize: LARGEST_FILE,
  onError: () => {
    throw new AppError('too_large', 'import_too_large')
  },
})

const languageOf = (c: Context<AppEnv & StaffEnv>) =>
  preferredLanguage(c.req.header('accept-language'))

async function districtsOf(c: Context<AppEnv & StaffEnv>): Promise<Set<string>> {
  const { districts } = await loadKnowledge(c.get('deps'))
  return new Set(districts.map(({ name }) => name))
}

async function checkDistricts(c: Context<AppEnv & StaffEnv>, named: readonly string[] | undefined) {
  if (!named || named.length === 0) return
  const known = await districtsOf(c)
  if (!named.every((name) => known.has(name))) throw new AppError('invalid', 'district_unknown')
}

const csv = (name: string) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}.csv"`,
})

const describeErrors = (c: Context<AppEnv & StaffEnv>, errors: RowError[]) =>
  errors.map(({ row, column, problem }) => {
    return { row, column, code: problem, message: textOf(`import_${problem}`, languageOf(c)) }
  })

/** Mounted before the limit on what other requests may bring. */
export const expertImportRoutes = new Hono<AppEnv>().post(
  '/',
  describe({
    summary: 'Enters experts from a CSV file; all or none, unless `partial`',
    status: 201,
    body: ImportBody,
    staff: true,
  }),
  requireAccount('administrator', 'staff'),
  validate('query', ImportQuery),
  limitFile,
  async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const context = { districts: await districtsOf(c) }
    const file = { ...c.req.valid('query'), bytes, context }
    const { entered, errors } = await importExperts(c.get('deps'), c.get('account'), file)
    const told = describeErrors(c, errors)
    if (entered > 0) return c.json({ entered, errors: told }, 201)
    const detail = textOf('import_refused', languageOf(c))
    const problem = { type: 'about:blank', title: 'invalid', status: 400, detail, code: 'invalid' }
    return c.json({ ...problem, entered, errors: told }, 400, {
      'content-type': 'application/problem+json; charset=utf-8',
    })
  },
)

export const expertRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'The experts of the own organisation and those below it, without contact data',
      body: ExpertList,
      staff: true,
    }),
    requireAccount('administrator', 'staff', 'auditor'),
    validate('query', ExpertQuery),
    async (c) =>
      c.json(await listExperts(c.get('deps').db, c.get('account'), c.req.valid('query'))),
  )
  .post(
    '/',
    describe({
      summary: 'Enters an expert, and says which conditions of the standard are not met',
      status: 201,
      body: EnteredExpert,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    validate('json', ExpertInput),
    async (c) => {
      const { organisationId, ...expert } = c.req.valid('json')
      await checkDistricts(c, expert.districts)
      const input = { organisationId, expert }
      return c.json(await enterExpert(c.get('deps'), c.get('account'), input), 201)
    },
  )
  .get(
    '/template',
    describe({ summary: 'An empty CSV file to fill in', staff: true }),
    requireAccount('administrator', 'staff'),
    (c) => c.body(writeTemplate(languageOf(c)), 200, csv('experts-template')),
  )
  .get(
    '/export',
    describe({ summary: 'The rosters as CSV, without contact data', staff: true }),
    requireAccount('administrator', 'staff'),
    async (c) => {
      const text = await exportExperts(c.get('deps'), c.get('account'), languageOf(c))
      return c.body(text, 200, csv('experts'))
    },
  )
  .get(
    '/:id',
    describe({ summary: 'One expert, with contact data', body: ExpertBody, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    async (c) => c.json(await readExpert(c.get('deps'), c.get('account'), c.req.valid('param').id)),
  )
  .patch(
    '/:id',
    describe({ summary: 'Changes what the roster says of an expert', status: 204, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', ExpertChangeInput),
    async (c) => {
      const change = c.req.valid('json')
      await checkDistricts(c, change.districts)
      const which = { by: c.get('account'), id: c.req.valid('param').id }
      await changeExpert(c.get('deps'), which, change)
      return c.body(null, 204)
    },
  )
  .post(
    '/:id/standing',
    describe({
      summary: 'Suspends, reinstates or removes an expert, or notes a withdrawal; with the reason',
      body: StandingBody,
      staff: true,
    }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', StandingInput),
    async (c) => {
      const which = { by: c.get('account'), id: c.req.valid('param').id }
      return c.json(await changeStanding(c.get('deps'), which, c.req.valid('json')))
    },
  )
  .post(
    '/:id/leave',
    describe({ summary: 'Notes leave of an expert', status: 201, body: LeaveBody, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('param', IdParam),
    validate('json', LeaveInput),
    async (c) => {
      const which = { by: c.get('account'), id: c.req.valid('param').id }
      return c.json(await addLeave(c.get('deps'), which, c.req.valid('json')), 201)
    },
  )
  .delete(
    '/:id/leave/:leave',
    describe({ summary: 'Takes leave back', status: 204, staff: true }),
    requireAccount('administrator', 'staff'),
    validate('param', LeaveParam),
    async (c) => {
      const { id, leave: leaveId } = c.req.valid('param')
      await removeLeave(c.get('deps'), { by: c.get('account'), id, leaveId })
      return c.body(null, 204)
    },
  )
