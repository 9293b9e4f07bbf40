import { useEffect, useState } from 'preact/hooks'
import { beijingTime } from '../shared/beijing-time.ts'
import { fieldName } from '../shared/field-words.ts'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import type { Remote } from '../shared/use-remote.ts'
import { usePoll } from '../shared/use-poll.ts'
import { expertText } from './expert-text.ts'
import { PageTitle } from './page-title.tsx'
import { addressOf, listNames } from './routes.ts'
import type { ListName } from './routes.ts'
import { isTicketList } from './ticket-guards.ts'
import type { ListedTicket } from './ticket-guards.ts'
import { timeLeft } from './time-left.ts'
import { useOwn } from './use-own.ts'

const openPath = '/api/expert/tickets?state=offered,accepted,replied'
const donePath = '/api/expert/tickets?state=closed,declined,lapsed,recalled'

/** As many as the service gives at once: there may be more. */
const mostGiven = 100
const minute = 60_000

type Lists = Record<ListName, ListedTicket[]>
type Tickets = { tickets: ListedTicket[] }

function listsOf(open: Tickets | undefined, done: Tickets | undefined): Lists {
  const living = open?.tickets ?? []
  return {
    offered: living.filter(({ state }) => state === 'offered'),
    doing: living.filter(({ state }) => state !== 'offered'),
    done: done?.tickets ?? [],
  }
}

const countOf = (tickets: ListedTicket[]) =>
  tickets.length >= mostGiven ? `${mostGiven}+` : String(tickets.length)

/** The term that runs now, if any: first to respond, then to reply. */
export function dueOf(
  ticket: Pick<ListedTicket, 'state' | 'respondBy' | 'replyBy'>,
): string | null {
  if (ticket.state === 'offered') return ticket.respondBy
  return ticket.state === 'accepted' ? ticket.replyBy : null
}

/** The time left, in words; the colour only repeats it. */
export function DueTag(props: { due: string; now: number; language: Language }) {
  const { tone, text } = timeLeft(props.due, props.now, props.language)
  return <span class={`tag due-${tone}`}>{text}</span>
}

/** The time now, a minute at a time. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), minute)
    return () => clearInterval(timer)
  }, [])
  return now
}

function TicketRow(props: { ticket: ListedTicket; now: number; language: Language }) {
  const { ticket, language } = props
  const { id, state, case: subject } = ticket
  const text = expertText[language]
  const due = dueOf(ticket)
  return (
    <li class="ticket-row">
      <a href={addressOf({ name: 'ticket', id })}>
        <span class="ticket-words" lang="zh-CN">
          {subject.confidential ? text.confidentialLine : subject.summary}
        </span>
        <span class="ticket-facts">
          <span>{subject.code}</span>
          <span>{fieldName(subject.field, language)}</span>
          {subject.district === null ? null : <span lang="zh-CN">{subject.district}</span>}
          <span>{text.states[state]}</span>
          {subject.urgency === 'urgent' ? <span class="tag due-soon">{text.urgent}</span> : null}
          {subject.confidential ? <span class="tag">{text.confidential}</span> : null}
          {due === null ? null : <DueTag due={due} now={props.now} language={language} />}
          {ticket.closedAt === null ? null : (
            <span>{text.doneOn(beijingTime(ticket.closedAt, language))}</span>
          )}
        </span>
      </a>
    </li>
  )
}

function ListTabs(props: { list: ListName; lists: Lists; language: Language; ready: boolean }) {
  const text = expertText[props.language]
  return (
    <nav aria-label={text.tickets}>
      <ul class="list-tabs">
        {listNames.map((list) => (
          <li key={list}>
            <a
              href={addressOf({ name: 'list', list })}
              aria-current={list === props.list ? 'page' : undefined}
            >
              {text.lists[list]}
              {props.ready ? <span class="list-count"> {countOf(props.lists[list])}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Rows(props: { rows: ListedTicket[]; list: ListName; now: number; language: Language }) {
  const { rows, list, now, language } = props
  if (rows.length === 0) return <p class="empty">{expertText[language].empty[list]}</p>
  return (
    <ul class="ticket-rows">
      {rows.map((ticket) => (
        <TicketRow key={ticket.id} {...{ ticket, now, language }} />
      ))}
    </ul>
  )
}

function problemOf(...remotes: Remote<Tickets>[]) {
  for (const remote of remotes) {
    if (remote.state === 'failed' && remote.value === undefined) return remote.problem
  }
  return null
}

/** 我的工单: what waits for an answer, what is in hand, what is done. */
export function TicketsPage(props: { list: ListName; language: Language }) {
  const { list, language } = props
  const text = expertText[language]
  const [open, lookOpen] = useOwn(openPath, isTicketList, language)
  const [done, lookDone] = useOwn(donePath, isTicketList, language)
  const look = () => {
    lookOpen()
    lookDone()
  }
  usePoll(true, () => Promise.resolve(look()))
  const now = useNow()
  const lists = listsOf(open.value, done.value)
  const ready = open.value !== undefined && done.value !== undefined
  const problem = problemOf(open, done)
  return (
    <main class="work">
      <PageTitle>{text.tickets}</PageTitle>
      <ListTabs {...{ list, lists, language, ready }} />
      {problem === null ? null : <Failure {...{ problem, language }} onRetry={look} />}
      {problem === null && !ready ? <Loading language={language} /> : null}
      {ready ? <Rows rows={lists[list]} {...{ list, now, language }} /> : null}
    </main>
  )
}
