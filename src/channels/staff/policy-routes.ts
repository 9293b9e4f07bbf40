import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { listPolicyNotices, readPolicyNotice } from '../../policy-notices/list-notices.ts'
import {
  changePolicyNotice,
  createPolicyNotice,
  stepPolicyNotice,
} from '../../policy-notices/write-notice.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  NewPolicyNotice,
  PolicyNoticeChange,
  PolicyNoticeList,
  PolicyNoticeQuery,
  PolicyNoticeRow,
  PolicyNoticeStep,
} from './policy-schemas.ts'

const readers = requireAccount('administrator', 'staff', 'auditor')
const handlers = requireAccount('administrator', 'staff')

/** Under `/api/staff/policy-notices`. */
export const staffPolicyRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      summary: 'Policy notices of the own organisation and those below it, the latest first',
      body: PolicyNoticeList,
      staff: true,
    }),
    readers,
    validate('query', PolicyNoticeQuery),
    async (c) => {
      const query = c.req.valid('query')
      return c.json({ notices: await listPolicyNotices(c.get('deps'), c.get('account'), query) })
    },
  )
  .post(
    '/',
    describe({
      summary: 'Writes a policy notice as a draft',
      status: 201,
      body: PolicyNoticeRow,
      staff: true,
    }),
    handlers,
    validate('json', NewPolicyNotice),
    async (c) => {
      const [deps, account] = [c.get('deps'), c.get('account')]
      const id = await createPolicyNotice(deps, account, c.req.valid('json'))
      return c.json(await readPolicyNotice(deps, account, id), 201)
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'One policy notice, with how many it has come to',
      body: PolicyNoticeRow,
      staff: true,
    }),
    readers,
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await readPolicyNotice(c.get('deps'), c.get('account'), id))
    },
  )
  .put(
    '/:id',
    describe({
      summary: 'Changes a policy notice that is a draft',
      body: PolicyNoticeRow,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', PolicyNoticeChange),
    async (c) => {
      const [deps, account, { id }] = [c.get('deps'), c.get('account'), c.req.valid('param')]
      await changePolicyNotice(deps, account, { id, ...c.req.valid('json') })
      return c.json(await readPolicyNotice(deps, account, id))
    },
  )
  .post(
    '/:id/step',
    describe({
      summary: 'Submits, returns, approves (by a second person) or withdraws a policy notice',
      body: PolicyNoticeRow,
      staff: true,
    }),
    handlers,
    validate('param', IdParam),
    validate('json', PolicyNoticeStep),
    async (c) => {
      const [deps, account, { id }] = [c.get('deps'), c.get('account'), c.req.valid('param')]
      await stepPolicyNotice(deps, account, { id, ...c.req.valid('json') })
      return c.json(await readPolicyNotice(deps, account, id))
    },
  )
