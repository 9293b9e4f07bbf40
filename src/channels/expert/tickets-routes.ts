import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { actorOf } from '../../accounts/account.ts'
import type { Case, CaseActor, Ticket } from '../../cases/change-case.ts'
import { checkTicketReply, replyTicket } from '../../cases/replies/reply-ticket.ts'
import { writeFeedback } from '../../cases/replies/service-feedback.ts'
import { listTickets, readTicket, viewContactAsExpert } from '../../cases/tickets/expert-tickets.ts'
import { acceptTicket, declineTicket } from '../../cases/tickets/respond-ticket.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { describe } from '../../http/describe.ts'
import { requireAccount, type StaffEnv } from '../../http/require-account.ts'
import { validate } from '../../http/validate.ts'
import { AppError } from '../../shared/errors.ts'
import { IdParam } from '../staff/accounts-schemas.ts'
import {
  AcceptInput,
  CheckInput,
  DeclineInput,
  FeedbackInput,
  FindingsBody,
  ReplyInput,
  TicketQuery,
} from '../staff/cases-schemas.ts'
import { presentStatement, presentTicket } from '../staff/present-case.ts'

const Changed = z.object({ id: z.uuid(), state: z.string(), version: z.int() })
const changed = ({ id, state, version }: Ticket) => ({ id, state, version })

/** The expert who has signed in, as tickets name them. */
function expertOf(c: Context<AppEnv & StaffEnv>): {
  expertId: string
  accountId: string
  actor: CaseActor
} {
  const account = c.get('account')
  if (account.expertId === null) throw new AppError('forbidden', 'role_insufficient')
  const actor = { kind: 'expert', id: account.id, audit: actorOf(account) } as const
  return { expertId: account.expertId, accountId: account.id, actor }
}

/** What an expert needs of a case: the brief, never contact data (that is opened by itself). */
function presentOffered(row: Case) {
  return {
    code: row.code,
    kind: row.kind,
    field: row.field,
    topics: row.topics,
    district: row.district,
    industry: row.industry,
    language: row.language,
    urgency: row.urgency,
    confidential: row.confidential,
    contactConsent: row.contactConsentAt !== null,
    request: row.request,
    brief: row.brief,
    writtenBrief: row.writtenBrief,
    parties: row.parties,
  }
}

/** One line of the list; what is confidential is read on the ticket's own page. */
function presentLine({ code, kind, field, district, urgency, confidential, summary }: Case) {
  const line = confidential ? '' : summary
  return { code, kind, field, district, urgency, confidential, summary: line }
}

export const expertTicketRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ summary: 'The own tickets', staff: true }),
    requireAccount('expert'),
    validate('query', TicketQuery),
    async (c) => {
      const { expertId } = expertOf(c)
      const rows = await listTickets(c.get('deps').db, expertId, c.req.valid('query').state)
      return c.json({
        tickets: rows.map(({ ticket, case: subject }) => {
          return { ...presentTicket(ticket), case: presentLine(subject) }
        }),
      })
    },
  )
  .get(
    '/:id',
    describe({ summary: 'One ticket with its brief', staff: true }),
    requireAccount('expert'),
    validate('param', IdParam),
    async (c) => {
      const { expertId } = expertOf(c)
      const read = await readTicket(c.get('deps').db, expertId, c.req.valid('param').id)
      return c.json({
        ...presentTicket(read.ticket),
        case: presentOffered(read.case),
        statements: read.statements.map((each) => presentStatement(each)),
        returns: read.returns.map(({ at, note }) => ({ at: at.toISOString(), note })),
      })
    },
  )
  .get(
    '/:id/contact',
    describe({ summary: 'Contact data, while the separate consent stands', staff: true }),
    requireAccount('expert'),
    validate('param', IdParam),
    async (c) => {
      const { expertId, actor } = expertOf(c)
      const asked = { ticketId: c.req.valid('param').id, expertId, audit: actor.audit }
      const contact = await viewContactAsExpert(c.get('deps'), asked)
      if (!contact) throw new AppError('forbidden', 'contact_not_consented')
      return c.json(contact)
    },
  )
  .post(
    '/:id/accept',
    describe({ summary: 'Accepts, and declares no conflict', body: Changed, staff: true }),
    requireAccount('expert'),
    validate('param', IdParam),
    validate('json', AcceptInput),
    async (c) => {
      const { expertId, actor } = expertOf(c)
      const { version } = c.req.valid('json')
      const response = { ticketId: c.req.valid('param').id, expertId, version, actor }
      return c.json(changed(await acceptTicket(c.get('deps'), response)))
    },
  )
  .post(
    '/:id/decline',
    describe({ summary: 'Declines with a reason', body: Changed, staff: true }),
    requireAccount('expert'),
    validate('param', IdParam),
    validate('json', DeclineInput),
    async (c) => {
      const { expertId, actor } = expertOf(c)
      const { version, reason, note } = c.req.valid('json')
      const decline = { ticketId: c.req.valid('param').id, expertId, version, actor, reason, note }
      return c.json(changed(await declineTicket(c.get('deps'), decline)))
    },
  )
  .post(
    '/:id/check',
    describe({
      summary: 'What a reply of these words would be held for; nothing is kept',
      body: FindingsBody,
      staff: true,
    }),
    requireAccount('expert'),
    validate('param', IdParam),
    validate('json', CheckInput),
    async (c) => {
      const { expertId } = expertOf(c)
      const { text } = c.req.valid('json')
      const asked = { ticketId: c.req.valid('param').id, expertId, text }
      return c.json({ findings: await checkTicketReply(c.get('deps'), asked) })
    },
  )
  .post(
    '/:id/reply',
    describe({ summary: 'Sends the reply to review', staff: true }),
    requireAccount('expert'),
    validate('param', IdParam),
    validate('json', ReplyInput),
    async (c) => {
      const { version, text, evidence } = c.req.valid('json')
      const own = { ...expertOf(c), ticketId: c.req.valid('param').id }
      const { ticket, statement } = await replyTicket(c.get('deps'), {
        ...own,
        version,
        text,
        evidence,
      })
      return c.json({ ...changed(ticket), statement: presentStatement(statement) })
    },
  )
  .post(
    '/:id/feedback',
    describe({ summary: 'Writes the feedback on the service given', staff: true }),
    requireAccount('expert'),
    validate('param', IdParam),
    validate('json', FeedbackInput),
    async (c) => {
      const { expertId } = expertOf(c)
      const feedback = c.req.valid('json')
      await writeFeedback(c.get('deps'), { ticketId: c.req.valid('param').id, expertId, feedback })
      return c.json({})
    },
  )
