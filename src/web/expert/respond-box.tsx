import { useState } from 'preact/hooks'
import type { DeclineReason } from '../../cases/tickets/respond-ticket.ts'
import { Arrival, CheckField, ChoiceField, TextField } from '../shared/form-fields.tsx'
import { isString, nullable, objectOf, oneOf } from '../shared/guards.ts'
import type { Language } from '../shared/language.ts'
import { acceptTicket, declineTicket } from './calls.ts'
import { Form } from './form.tsx'
import type { OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'
import { useDraft } from './use-draft.ts'
import { useStep } from './use-step.ts'
import type { StepHandlers } from './use-step.ts'

type BoxProps = { ticket: OwnTicket; language: Language; handlers: StepHandlers }

const reasons: DeclineReason[] = ['conflict', 'field', 'busy', 'leave', 'other']

type Declining = { reason: DeclineReason | null; note: string }
const isDeclining = objectOf<Declining>({ reason: nullable(oneOf(reasons)), note: isString })
const notDeclining: Declining = { reason: null, note: '' }

function DeclineForm(props: BoxProps & { onCancel: () => void }) {
  const { ticket, language } = props
  const text = ticketText[language]
  const { draft, change, clear } = useDraft(
    `expert.decline.${ticket.id}`,
    isDeclining,
    notDeclining,
  )
  const [missing, setMissing] = useState(false)
  const { sending, problem, take } = useStep(props.handlers)
  const { reason, note } = draft

  const submit = () => {
    setMissing(reason === null)
    if (reason === null) return
    const trimmed = note.trim()
    const body = { version: ticket.version, reason, ...(trimmed !== '' && { note: trimmed }) }
    take(
      () => declineTicket(ticket.id, body, language),
      () => {
        clear()
        return text.declined
      },
    )
  }
  return (
    <Form
      submit={text.declineConfirm}
      busy={sending}
      {...{ problem, language }}
      onSubmit={submit}
      beside={
        <button type="button" onClick={props.onCancel}>
          {text.cancel}
        </button>
      }
    >
      <ChoiceField
        name="decline-reason"
        legend={text.declineTitle}
        value={reason}
        options={reasons.map((value) => ({ value, label: text.declineReasons[value] }))}
        onChange={(chosen) => change({ reason: chosen })}
      />
      <div role="alert">
        {missing && reason === null ? <p class="problem">{text.declineMissing}</p> : null}
      </div>
      <TextField
        id="decline-note"
        label={text.declineNote}
        value={note}
        maxLength={1000}
        rows={2}
        onInput={(words) => change({ note: words })}
      />
    </Form>
  )
}

function AcceptForm(props: BoxProps & { onDecline: () => void }) {
  const { ticket, language } = props
  const text = ticketText[language]
  const [declared, setDeclared] = useState(false)
  const [missing, setMissing] = useState(false)
  const { sending, problem, take } = useStep(props.handlers)

  const submit = () => {
    setMissing(!declared)
    if (declared)
      take(
        () => acceptTicket(ticket.id, ticket.version, language),
        () => text.accepted,
      )
    else document.getElementById('no-conflict')?.focus()
  }
  return (
    <Form
      submit={text.accept}
      busy={sending}
      {...{ problem, language }}
      onSubmit={submit}
      beside={
        <button type="button" onClick={props.onDecline}>
          {text.decline}
        </button>
      }
    >
      <p class="pledge">{text.pledge}</p>
      <CheckField
        id="no-conflict"
        label={text.noConflict}
        error={missing && !declared ? text.conflictMissing : undefined}
        checked={declared}
        required
        onChange={setDeclared}
      />
    </Form>
  )
}

/** 接单 with the declaration that there is no conflict (service-spec, 行为准则), or 谢绝 with a reason. */
export function RespondBox(props: BoxProps) {
  const text = ticketText[props.language]
  const [declining, setDeclining] = useState(false)
  return (
    <section class="panel">
      <h2>{text.respondTitle}</h2>
      {declining ? (
        <Arrival whole>
          <DeclineForm {...props} onCancel={() => setDeclining(false)} />
        </Arrival>
      ) : (
        <AcceptForm {...props} onDecline={() => setDeclining(true)} />
      )}
    </section>
  )
}
