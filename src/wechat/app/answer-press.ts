import { type Account, actorOf } from '../../accounts/account.ts'
import { findCase } from '../../cases/staff/find-case.ts'
import { takeCase } from '../../cases/staff/case-actions.ts'
import { readTicket } from '../../cases/tickets/expert-tickets.ts'
import { acceptTicket } from '../../cases/tickets/respond-ticket.ts'
import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/log.ts'
import { AppError } from '../../shared/errors.ts'
import { tellDeadline } from '../../shared/shanghai-day.ts'
import type { WecomApp } from '../open-wechat.ts'
import { fill, texts } from '../texts.ts'
import { findPressed, type Told } from './find-pressed.ts'
import type { Press } from './read-press.ts'

/**
 * Does what the button says, under the account of who has pressed it, and lets the card say what came of it.
 * Pressed twice, too late, or by somebody else it changes nothing, and the card says why.
 */
export async function answerPress(deps: Deps, app: WecomApp, press: Press): Promise<void> {
  const { notice, account } = await findPressed(deps.db, press)
  const text = notice && account ? await act(deps, { press, notice, account }) : texts.card.foreign
  deps.background(showOutcome(deps, app, { press, notice: account && notice, text }))
}

type Task = { press: Press; notice: Told; account: Account }

function act(deps: Deps, task: Task): Promise<string> {
  const { notice, account, press } = task
  switch (press.key) {
    case 'accept_ticket':
      return notice.ticketId === null || account.expertId === null
        ? Promise.resolve(texts.card.foreign)
        : accept(deps, { ticketId: notice.ticketId, expertId: account.expertId, account })
    case 'take_case':
      return notice.caseId === null || account.expertId !== null || account.role === 'auditor'
        ? Promise.resolve(texts.card.foreign)
        : take(deps, { caseId: notice.caseId, account })
  }
}

type Accepting = { ticketId: string; expertId: string; account: Account }

/** The same press delivered twice finds the ticket accepted, and says so. */
async function accept(deps: Deps, { ticketId, expertId, account }: Accepting): Promise<string> {
  const actor = { kind: 'expert', id: account.id, audit: actorOf(account) } as const
  const outcome = await attempt(async () => {
    const { ticket } = await readTicket(deps.db, expertId, ticketId)
    if (ticket.state !== 'offered') return
    await acceptTicket(deps, { ticketId, expertId, version: ticket.version, actor })
  })
  if (outcome === 'foreign') return texts.card.foreign
  const { ticket } = await readTicket(deps.db, expertId, ticketId)
  const due = ticket.replyBy ? tellDeadline(ticket.replyBy) : ''
  switch (ticket.state) {
    case 'accepted':
      return fill(texts.card.accepted, { due })
    case 'replied':
    case 'closed':
      return texts.card.replied
    case 'offered':
    case 'lapsed':
      return texts.card.lapsed
    case 'declined':
      return texts.card.declined
    case 'recalled':
      return texts.card.recalled
  }
}

type Taking = { caseId: string; account: Account }

async function take(deps: Deps, { caseId, account }: Taking): Promise<string> {
  const outcome = await attempt(async () => {
    const { state, version } = await findCase(deps.db, account, caseId)
    if (state !== 'open' && state !== 'reopened') return
    await takeCase(deps, { account, caseId, version })
  })
  if (outcome === 'foreign') return texts.card.foreign
  const { staffId } = await findCase(deps.db, account, caseId)
  return staffId === account.id ? texts.card.taken : texts.card.takenByOther
}

/** Somebody was faster, or the term is over: what came of it is read afterwards. `foreign`: not theirs. */
async function attempt(work: () => Promise<void>): Promise<'done' | 'foreign'> {
  try {
    await work()
    return 'done'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.code === 'conflict' ? 'done' : 'foreign'
  }
}

type Outcome = { press: Press; notice: Told | undefined; text: string }

/** In place of the card with the button (WeCom 94888); where that fails, another press says the same. */
async function showOutcome(deps: Deps, app: WecomApp, outcome: Outcome): Promise<void> {
  const { press, notice, text } = outcome
  if (press.responseCode === '') return
  const page = press.key === 'accept_ticket' ? '/expert/' : '/console/'
  const path =
    notice?.ticketId && page === '/expert/' ? `${page}#/tickets/${notice.ticketId}` : page
  const body = {
    userids: [press.userId],
    agentid: app.config.agentId,
    response_code: press.responseCode,
    template_card: {
      card_type: 'text_notice',
      main_title: { title: `${texts.card.title}${notice?.data['code'] ?? ''}` },
      sub_title_text: text,
      card_action: { type: 1, url: `${deps.wechat?.publicUrl ?? ''}${path}` },
    },
  }
  try {
    await app.api.post('/cgi-bin/message/update_template_card', { body, retries: 1 })
  } catch (error) {
    deps.log('error', 'wecom_card_not_updated', describeError(error))
  }
}
