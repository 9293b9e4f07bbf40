import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Case } from '../../cases/change-case.ts'
import { deliverReply, replyAsStaff, returnReply } from '../../cases/replies/deliver-reply.ts'
import {
  askBack,
  closeCase,
  forwardCase,
  mergeCase,
  recallCase,
  reopenCase,
  staffActor,
  takeCase,
  writeNote,
} from '../../cases/staff/case-actions.ts'
import { findCase } from '../../cases/staff/find-case.ts'
import { countCases, listCases } from '../../cases/staff/list-cases.ts'
import { readCase, viewContact } from '../../cases/staff/read-case.ts'
import { offerTicket } from '../../cases/tickets/offer-ticket.ts'
import { proposeExperts } from '../../cases/tickets/propose-experts.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount, type StaffEnv } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { IdParam } from './accounts-schemas.ts'
import {
  ActionInput,
  AskBackInput,
  AssignInput,
  CaseCounts,
  CaseList,
  CaseQuery,
  DeliverInput,
  ForwardInput,
  MergeInput,
  NoteInput,
  ReplyInput,
  ReturnInput,
} from './cases-schemas.ts'
import { presentCase } from './present-case.ts'

const readers = () => requireAccount('staff', 'administrator', 'auditor')
const workers = () => requireAccount('staff', 'administrator')

const Changed = z.object({ id: z.uuid(), state: z.string(), version: z.int() })
const changed = ({ id, state, version }: Case) => ({ id, state, version })

/** Nobody else's case looks different from none. */
async function replying(c: Context<AppEnv & StaffEnv>, caseId: string) {
  const account = c.get('account')
  await findCase(c.get('deps').db, account, caseId)
  return { caseId, actor: staffActor(account), accountId: account.id, name: account.name }
}

export const staffCaseRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'The queue: urgent first, then the oldest', body: CaseList, staff: true }),
    readers(),
    validate('query', CaseQuery),
    async (c) => {
      const { state, mine, q, ...rest } = c.req.valid('query')
      const { db, now } = c.get('deps')
      const account = c.get('account')
      const filter = { ...rest, states: state, text: q, ...(mine && { staffId: account.id }) }
      return c.json(await listCases(db, account, filter, now()))
    },
  )
  .get(
    '/counts',
    describe({ summary: 'Cases by state', body: CaseCounts, staff: true }),
    readers(),
    async (c) => c.json({ counts: await countCases(c.get('deps').db, c.get('account')) }),
  )
  .get(
    '/:id',
    describe({ summary: 'One case with conversation, tickets and timeline', staff: true }),
    readers(),
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(presentCase(await readCase(c.get('deps'), c.get('account'), id)))
    },
  )
  .get(
    '/:id/contact',
    describe({ summary: 'Opens the contact data, which is recorded', staff: true }),
    workers(),
    validate('param', IdParam),
    async (c) => {
      const { id } = c.req.valid('param')
      return c.json(await viewContact(c.get('deps'), c.get('account'), id))
    },
  )
  .get(
    '/:id/proposals',
    describe({ summary: 'The top three experts with reasons, and who is ruled out', staff: true }),
    workers(),
    validate('param', IdParam),
    async (c) => {
      const deps = c.get('deps')
      const subject = await findCase(deps.db, c.get('account'), c.req.valid('param').id)
      return c.json(await proposeExperts(deps.db, deps, subject))
    },
  )
  .post(
    '/:id/take',
    describe({ summary: 'Takes a case in hand', body: Changed, staff: true }),
    workers(),
    validate('param', IdParam),
    validate('json', ActionInput),
    async (c) => {
      const action = { account: c.get('account'), caseId: c.req.valid('param').id }
      return c.json(changed(await takeCase(c.get('deps'), { ...action, ...c.req.valid('json') })))
    },
  )
  .post(
    '/:id/ask-back',
    describe({ summary: 'Asks the asker back', body: Changed, staff: true }),
    workers(),
    validate('param', IdParam),
    validate('json', AskBackInput),
    async (c) => {
      const action = { account: c.get('account'), caseId: c.req.valid('param').id }
      return c.json(changed(await askBack(c.get('deps'), { ...action, ...c.req.valid('json') })))
    },
  )
  .post(
    '/:id/assign',
    describe({
      summary: 'Offers the case to an expert; the two days begin',
      body: Changed,
      staff: true,
    }),
    workers(),
    validate('param', IdParam),
    validate('json', AssignInput),
    async (c) => {
      const { caseId, actor } = await replying(c, c.req.valid('param').id)
      const offer = { caseId, actor, ...c.req.valid('json') }
      return c.json(changed((await offerTicket(c.get('deps'), offer)).case))
    },
  )
  .post(
    '/:id/recall',
    describe({ summary: 'Takes the case back from its expert', body: Changed, staff: true }),
    workers(),
    validate('param', IdParam),
    validate('json', ActionInput),
    async (c) => {
      const action = { account: c.get('account'), caseId: c.req.valid('param').id }
      return c.json(changed(await recallCase(c.get('deps'), { ...action, ...c.req.valid('json') })))
    },
  )
  .route('/', replyRoutes())
  .route('/', passingOnRoutes())
  .route('/', housekeepingRoutes())

/** What is said to the asker. */
function replyRoutes() {
  return new Hono<AppEnv>()
    .post(
      '/:id/reply',
      describe({ summary: 'Answers the asker', body: Changed, staff: true }),
      workers(),
      validate('param', IdParam),
      validate('json', ReplyInput),
      async (c) => {
        const reply = { ...(await replying(c, c.req.valid('param').id)), ...c.req.valid('json') }
        return c.json(changed((await replyAsStaff(c.get('deps'), reply)).case))
      },
    )
    .post(
      '/:id/deliver',
      describe({ summary: 'Releases a reply, edited or as it is', body: Changed, staff: true }),
      workers(),
      validate('param', IdParam),
      validate('json', DeliverInput),
      async (c) => {
        const { version, text, evidence } = c.req.valid('json')
        const author = await replying(c, c.req.valid('param').id)
        const release = { ...author, version, text, evidence }
        return c.json(changed((await deliverReply(c.get('deps'), release)).case))
      },
    )
    .post(
      '/:id/return',
      describe({
        summary: 'Returns a reply to its author, with a reason',
        body: Changed,
        staff: true,
      }),
      workers(),
      validate('param', IdParam),
      validate('json', ReturnInput),
      async (c) => {
        const { caseId, actor } = await replying(c, c.req.valid('param').id)
        const given = { caseId, actor, ...c.req.valid('json') }
        return c.json(changed(await returnReply(c.get('deps'), given)))
      },
    )
}

/** To another organisation, or into another case. */
function passingOnRoutes() {
  return new Hono<AppEnv>()
    .post(
      '/:id/forward',
      describe({ summary: 'Passes the case to another organisation', body: Changed, staff: true }),
      workers(),
      validate('param', IdParam),
      validate('json', ForwardInput),
      async (c) => {
        const action = { account: c.get('account'), caseId: c.req.valid('param').id }
        return c.json(
          changed(await forwardCase(c.get('deps'), { ...action, ...c.req.valid('json') })),
        )
      },
    )
    .post(
      '/:id/merge',
      describe({
        summary: 'Merges the case into another of the same asker',
        body: Changed,
        staff: true,
      }),
      workers(),
      validate('param', IdParam),
      validate('json', MergeInput),
      async (c) => {
        const action = { account: c.get('account'), caseId: c.req.valid('param').id }
        return c.json(
          changed(await mergeCase(c.get('deps'), { ...action, ...c.req.valid('json') })),
        )
      },
    )
}

function housekeepingRoutes() {
  return new Hono<AppEnv>()
    .post(
      '/:id/close',
      describe({ summary: 'Closes the case', body: Changed, staff: true }),
      workers(),
      validate('param', IdParam),
      validate('json', ActionInput),
      async (c) => {
        const action = { account: c.get('account'), caseId: c.req.valid('param').id }
        return c.json(
          changed(await closeCase(c.get('deps'), { ...action, ...c.req.valid('json') })),
        )
      },
    )
    .post(
      '/:id/reopen',
      describe({ summary: 'Opens the case again', body: Changed, staff: true }),
      workers(),
      validate('param', IdParam),
      validate('json', ActionInput),
      async (c) => {
        const action = { account: c.get('account'), caseId: c.req.valid('param').id }
        return c.json(
          changed(await reopenCase(c.get('deps'), { ...action, ...c.req.valid('json') })),
        )
      },
    )
    .post(
      '/:id/notes',
      describe({ summary: 'Writes an internal note', status: 201, staff: true }),
      workers(),
      validate('param', IdParam),
      validate('json', NoteInput),
      async (c) => {
        const note = { account: c.get('account'), caseId: c.req.valid('param').id }
        await writeNote(c.get('deps'), { ...note, text: c.req.valid('json').text })
        return c.json({}, 201)
      },
    )
}
