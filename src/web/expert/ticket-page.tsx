import { useState } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import { beijingTime } from '../shared/beijing-time.ts'
import { CitationSheet } from '../shared/citation-sheet.tsx'
import { copyText } from '../shared/copy-text.ts'
import { commonText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import { recall } from '../shared/storage.ts'
import { usePoll } from '../shared/use-poll.ts'
import { BriefView, clausesOf, offeredClauses, WrittenView } from './brief-view.tsx'
import { ticketPath } from './calls.ts'
import { ContactBox } from './contact-box.tsx'
import { expertText } from './expert-text.ts'
import { FeedbackForm } from './feedback-form.tsx'
import { OwnReplies, ReturnedNote } from './own-replies.tsx'
import { PageTitle } from './page-title.tsx'
import { ReplyEditor } from './reply-editor.tsx'
import { RespondBox } from './respond-box.tsx'
import { addressOf } from './routes.ts'
import { TicketFacts } from './ticket-facts.tsx'
import { isOwnTicket, readBrief, readWritten } from './ticket-guards.ts'
import type { OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'
import { DueTag, dueOf, useNow } from './tickets-page.tsx'
import { forgetDraft } from './use-draft.ts'
import { useOwn } from './use-own.ts'
import { isReplyDraft, replyDraftName } from './use-reply.ts'
import type { StepHandlers } from './use-step.ts'

type ViewProps = {
  ticket: OwnTicket
  language: Language
  handlers: StepHandlers
  onOpen: (citation: Citation) => void
}

/** A draft whose ticket has gone: it is not sent any more, and not thrown away either. */
function Rescue(props: { ticket: OwnTicket; language: Language }) {
  const { ticket, language } = props
  const text = ticketText[language]
  const name = replyDraftName(ticket.id)
  const [draft, setDraft] = useState(() => recall(name, isReplyDraft))
  const [copied, setCopied] = useState(false)
  if (draft === undefined || draft.text.trim() === '') return null
  return (
    <section class="panel">
      <h2>{text.rescueTitle}</h2>
      <p class="field-hint">{text.rescueIntro}</p>
      <p class="said">{draft.text}</p>
      <div class="actions">
        <button type="button" onClick={() => void copyText(draft.text).then(setCopied)}>
          {copied ? commonText[language].copied : text.copy}
        </button>
        <button
          type="button"
          class="button-danger"
          onClick={() => {
            forgetDraft(name)
            setDraft(undefined)
          }}
        >
          {text.discard}
        </button>
      </div>
    </section>
  )
}

/** What is to be done with the ticket now. */
function Task(props: ViewProps) {
  const { ticket, language } = props
  const text = ticketText[language]
  switch (ticket.state) {
    case 'offered':
      return <RespondBox {...props} />
    case 'accepted':
      return (
        <>
          <ReturnedNote {...props} />
          <ContactBox {...props} />
          <ReplyEditor {...props} offered={offeredClauses(ticket.case)} />
        </>
      )
    case 'replied':
      return <ContactBox {...props} />
    case 'closed':
    case 'declined':
    case 'lapsed':
    case 'recalled':
      return (
        <>
          <p class="notice">{text.ended[ticket.state]}</p>
          <Rescue {...props} />
        </>
      )
  }
}

const taskId = 'task'

function goToTask(): void {
  const task = document.getElementById(taskId)
  task?.focus()
  task?.scrollIntoView()
}

function Head(props: { ticket: OwnTicket; language: Language }) {
  const { ticket, language } = props
  const text = ticketText[language]
  const own = expertText[language]
  const now = useNow()
  const due = dueOf(ticket)
  const told = due === null ? '' : beijingTime(due, language)
  return (
    <>
      <p class="ticket-facts">
        <span class="tag">{own.states[ticket.state]}</span>
        {ticket.case.urgency === 'urgent' ? <span class="tag due-soon">{own.urgent}</span> : null}
        {ticket.case.confidential ? <span class="tag">{own.confidential}</span> : null}
        {due === null ? null : <DueTag {...{ due, now, language }} />}
      </p>
      {due === null ? null : (
        <p>{ticket.state === 'offered' ? text.respondBy(told) : text.replyBy(told)}</p>
      )}
      {due !== null && ticket.calendarMissing ? (
        <p class="field-hint">{text.calendarMissing}</p>
      ) : null}
      {ticket.state === 'offered' || ticket.state === 'accepted' ? (
        <div class="actions">
          <button type="button" onClick={goToTask}>
            {text.toTask[ticket.state]}
          </button>
        </div>
      ) : null}
    </>
  )
}

const feedbackStates: OwnTicket['state'][] = ['replied', 'closed']

function View(props: ViewProps) {
  const { ticket, language, onOpen } = props
  const brief = readBrief(ticket.case.brief)
  const written = readWritten(ticket.case.writtenBrief)
  return (
    <>
      <Head {...props} />
      <TicketFacts {...props} />
      <BriefView {...{ brief, language, onOpen }} clauses={clausesOf(brief?.evidence ?? [])} />
      {written === null ? null : <WrittenView {...{ written, language, onOpen }} />}
      <div id={taskId} tabIndex={-1}>
        <Task key={`${ticket.state}-${ticket.returns.length}`} {...props} />
      </div>
      <OwnReplies {...props} />
      {feedbackStates.includes(ticket.state) ? <FeedbackForm {...props} /> : null}
    </>
  )
}

/** One ticket: the case, its brief and the next step. */
export function TicketPage(props: {
  id: string
  language: Language
  announce: (text: string) => void
}) {
  const { id, language, announce } = props
  const text = ticketText[language]
  const [remote, look] = useOwn(ticketPath(id), isOwnTicket, language)
  const [citation, setCitation] = useState<Citation | null>(null)
  const [said, setSaid] = useState('')
  const ticket = remote.value
  usePoll(ticket !== undefined, () => Promise.resolve(look()))

  const tell = (words: string) => {
    if (words === '') return
    setSaid(words)
    announce(words)
    look()
  }
  const handlers = { onDone: tell, onConflict: () => tell(text.conflict) }
  return (
    <main class="work">
      <p>
        <a class="back" href={addressOf({ name: 'list', list: 'offered' })}>
          {text.back}
        </a>
      </p>
      <PageTitle key={ticket === undefined ? 'waiting' : 'ready'}>
        {ticket === undefined ? expertText[language].tickets : text.title(ticket.case.code)}
      </PageTitle>
      {said === '' ? null : <p class="notice">{said}</p>}
      {remote.state === 'failed' && ticket === undefined ? (
        <Failure problem={remote.problem} language={language} onRetry={look} />
      ) : null}
      {remote.state === 'loading' && ticket === undefined ? <Loading language={language} /> : null}
      {ticket === undefined ? null : (
        <View {...{ ticket, language, handlers }} onOpen={setCitation} />
      )}
      {citation === null ? null : (
        <CitationSheet {...{ citation, language, announce }} onClose={() => setCitation(null)} />
      )}
    </main>
  )
}
