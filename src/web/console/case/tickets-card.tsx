import { useText } from '../use-text.ts'
import { inWords } from '../text/words-text.ts'
import { TermChip } from '../queue/term-chip.tsx'
import type { Ticket } from './use-case.ts'

export function TicketsCard({ tickets }: { tickets: Ticket[] }) {
  const { case: text, words } = useText()
  if (tickets.length === 0) return null
  return (
    <section className="card stack" aria-labelledby="tickets">
      <h2 id="tickets">{text.tickets}</h2>
      <ul className="plain stack">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <div className="row">
              <strong>{ticket.expert}</strong>
              <span className="chip">{words.tickets[ticket.state]}</span>
              {ticket.declineReason !== null && (
                <span className="muted">{inWords(words.declines, ticket.declineReason)}</span>
              )}
            </div>
            {ticket.state === 'offered' && (
              <p>
                {text.respondBy} <TermChip dueAt={ticket.respondBy} />
              </p>
            )}
            {ticket.state === 'accepted' && ticket.replyBy !== null && (
              <p>
                {text.replyBy} <TermChip dueAt={ticket.replyBy} />
              </p>
            )}
            {ticket.calendarMissing && <p className="chip warning wraps">{text.missingCalendar}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
