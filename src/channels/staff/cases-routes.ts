import { Hono } from 'hono'
import { createFactory } from 'hono/factory'
import { z } from 'zod'
import type { Account } from '../../accounts/account.ts'
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
import { checkReply } from '../../consultation/check-reply.ts'
import { offerTicket } from '../../cases/tickets/offer-ticket.ts'
import { proposeExperts } from '../../cases/tickets/propose-experts.ts'
import type { Deps } from '../../deps.ts'
import { recordResult } from '../../feedback/record-result.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount } from '../../http/require-account.ts'
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
  ReplyCheckBody,
  ReplyCheckInput,
  ReplyInput,
  ResultInput,
  ReturnInput,
} from './cases-schemas.ts'
import { presentCase } from './present-case.ts'

const readers = () => requireAccount('staff', 'administrator', 'auditor')
const workers = () => requireAccount('staff', 'administrator')

const Changed = z.object({ id: z.uuid(), state: z.string(), version: z.int() })
const changed = ({ id, state, version }: Case) => ({ id, state, version })

type Acting = { account: Account; caseId: string }

/** Under one case: what staff do to it, at the version that they have seen; answers with how it stands then. */
function action<Given extends object>(
  summary: string,
  input: z.ZodType<Given>,
  run: (deps: Deps, given: Acting & Given) => Promise<Case>,
) {
  return createFactory<AppEnv>().createHandlers(
    describe({ summary, body: Changed, staff: true }),
    workers(),
    validate('param', IdParam),
    validate('json', input),
    async (c) => {
      const by = { account: c.get('account'), caseId: c.req.valid('param').id }
      return c.json(changed(await run(c.get('deps'), { ...by, ...c.req.valid('json') })))
    },
  )
}

/** What was given, with who acts; nobody else's case looks different from none. */
async function acting<Given extends Acting>({ db }: Deps, { account, ...given }: Given) {
  await findCase(db, account, given.caseId)
  return { ...given, actor: staffActor(account), accountId: account.id, name: account.name }
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
    '/:id/check',
    describe({
      summary: 'What speaks against sending these words with this evidence',
      body: ReplyCheckBody,
      staff: true,
    }),
    workers(),
    validate('param', IdParam),
    validate('json', ReplyCheckInput),
    async (c) => {
      const given = { caseId: c.req.valid('param').id, ...c.req.valid('json') }
      return c.json(await checkReply(c.get('deps'), c.get('account'), given))
    },
  )
  .post('/:id/take', ...action('Takes a case in hand', ActionInput, takeCase))
  .post('/:id/ask-back', ...action('Asks the asker back', AskBackInput, askBack))
  .post('/:id/recall', ...action('Takes the case back from its expert', ActionInput, recallCase))
  .post(
    '/:id/forward',
    ...action('Passes the case to another organisation', ForwardInput, forwardCase),
  )
  .post(
    '/:id/merge',
    ...action('Merges the case into another of the same asker', MergeInput, mergeCase),
  )
  .post(
    '/:id/result',
    ...action(
      'Notes what came of a service request or a referral, which the asker sees',
      ResultInput,
      (deps, { account, caseId, version: seen, ...result }) =>
        recordResult(deps, { account, caseId, version: seen, result }),
    ),
  )
  .post('/:id/close', ...action('Closes the case', ActionInput, closeCase))
  .post('/:id/reopen', ...action('Opens the case again', ActionInput, reopenCase))
  .post(
    '/:id/assign',
    ...action(
      'Offers the case to an expert; the two days begin',
      AssignInput,
      async (deps, given) => (await offerTicket(deps, await acting(deps, given))).case,
    ),
  )
  .post(
    '/:id/reply',
    ...action(
      'Answers the asker',
      ReplyInput,
      async (deps, given) => (await replyAsStaff(deps, await acting(deps, given))).case,
    ),
  )
  .post(
    '/:id/deliver',
    ...action(
      'Releases a reply, edited or as it is',
      DeliverInput,
      async (deps, given) => (await deliverReply(deps, await acting(deps, given))).case,
    ),
  )
  .post(
    '/:id/return',
    ...action('Returns a reply to its author, with a reason', ReturnInput, async (deps, given) =>
      returnReply(deps, await acting(deps, given)),
    ),
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
