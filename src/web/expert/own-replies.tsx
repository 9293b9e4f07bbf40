import { beijingTime } from '../shared/beijing-time.ts'
import type { Language } from '../shared/language.ts'
import type { Finding, OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'
import type { TicketText } from './ticket-text.ts'

function nameOf(kind: string, { findings, findingOther }: TicketText): string {
  const known = new Map<string, string>(Object.entries(findings))
  return known.get(kind) ?? findingOther
}

/** Where a reply may read like soliciting: the words, and what they may read like. */
export function FindingList(props: { findings: Finding[]; language: Language }) {
  const text = ticketText[props.language]
  return (
    <ul class="lines">
      {props.findings.map(({ kind, quote, start }) => (
        <li key={`${kind}-${start}`}>
          <span class="tag">{nameOf(kind, text)}</span>{' '}
          <q lang="zh-CN">
            <mark>{quote}</mark>
          </q>
        </li>
      ))}
    </ul>
  )
}

/** What the expert has sent so far, with what became of it. */
export function OwnReplies(props: { ticket: OwnTicket; language: Language }) {
  const { ticket, language } = props
  const text = ticketText[language]
  if (ticket.statements.length === 0) return null
  return (
    <section class="panel">
      <h2>{text.repliesTitle}</h2>
      {ticket.statements.map((statement) => (
        <article key={statement.id} class="own-reply">
          <h3>
            <span class="tag">{text.replyStates[statement.state]}</span>{' '}
            <time dateTime={statement.createdAt}>{beijingTime(statement.createdAt, language)}</time>
          </h3>
          <p class="said">{statement.text}</p>
          {statement.originalText === null ? null : (
            <details>
              <summary>{text.replyEdited}</summary>
              <p class="said">{statement.originalText}</p>
            </details>
          )}
          {statement.findings === null || statement.findings.length === 0 ? null : (
            <FindingList findings={statement.findings} language={language} />
          )}
        </article>
      ))}
    </section>
  )
}

/** Why the last reply came back. */
export function ReturnedNote(props: { ticket: OwnTicket; language: Language }) {
  const { returns } = props.ticket
  const text = ticketText[props.language]
  const last = returns[returns.length - 1]
  if (last === undefined) return null
  return (
    <div class="returned">
      <h2>{text.returnedTitle}</h2>
      <p>{last.note ?? text.returnedNoReason}</p>
      <p class="field-hint">{beijingTime(last.at, props.language)}</p>
    </div>
  )
}
