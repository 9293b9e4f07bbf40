import { useState } from 'preact/hooks'
import type { Language } from '../shared/language.ts'
import { readContact } from './calls.ts'
import { Trouble } from './form.tsx'
import type { Contact, OwnTicket } from './ticket-guards.ts'
import { ticketText } from './ticket-text.ts'
import { useSending } from './use-sending.ts'

const names = ['name', 'organisation', 'contact', 'address'] as const

/** Contact data when it is asked for, while the separate consent stands (DESIGN §2.6); each look is recorded. */
export function ContactBox(props: { ticket: OwnTicket; language: Language }) {
  const { ticket, language } = props
  const text = ticketText[language]
  const [contact, setContact] = useState<Contact | null>(null)
  const { problem, send } = useSending()
  const given = ticket.case.contactConsent
  return (
    <section class="panel">
      <h2>{text.contactTitle}</h2>
      <p class="field-hint">{given ? text.contactNote : text.contactNone}</p>
      {given && contact !== null ? (
        <dl class="facts">
          {names.map((name) =>
            contact[name] === undefined ? null : (
              <div key={name}>
                <dt>{text.contactFields[name]}</dt>
                <dd>{contact[name]}</dd>
              </div>
            ),
          )}
        </dl>
      ) : null}
      <Trouble {...{ problem, language }} />
      {given ? (
        <div class="actions">
          <button
            type="button"
            aria-expanded={contact !== null}
            onClick={() => {
              if (contact === null) send(() => readContact(ticket.id, language), setContact)
              else setContact(null)
            }}
          >
            {contact === null ? text.contactShow : text.contactHide}
          </button>
        </div>
      ) : null}
    </section>
  )
}
