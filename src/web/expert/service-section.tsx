import { useState } from 'preact/hooks'
import { CheckField, TextField } from '../shared/form-fields.tsx'
import { changeMe } from './calls.ts'
import { Form, Trouble } from './form.tsx'
import type { MeProps } from './me-page.tsx'
import { meText } from './me-text.ts'
import { useSending } from './use-sending.ts'
import { orNull } from '../shared/or-null.ts'

const mostCapacity = 50

function Switches({ me, language, onDone }: MeProps) {
  const text = meText[language]
  const { problem, send } = useSending()
  const change = (body: { available: boolean } | { consented: boolean }) =>
    send(
      () => changeMe(body, language),
      () => onDone(text.saved),
    )
  return (
    <>
      <CheckField
        id="me-available"
        label={text.available}
        hint={text.availableHint}
        checked={me.available}
        onChange={(available) => change({ available })}
      />
      <CheckField
        id="me-consented"
        label={text.consented}
        hint={text.consentedHint}
        checked={me.consentedAt !== null}
        onChange={(consented) => change({ consented })}
      />
      <Trouble {...{ problem, language }} />
    </>
  )
}

function Numbers({ me, language, onDone }: MeProps) {
  const text = meText[language]
  const [capacity, setCapacity] = useState(String(me.capacity))
  const [email, setEmail] = useState(me.email ?? '')
  const [phone, setPhone] = useState(me.phone ?? '')
  const [wrong, setWrong] = useState(false)
  const { sending, problem, send } = useSending()

  const submit = () => {
    const most = Number(capacity)
    const isWrong = !/^\d{1,2}$/.test(capacity.trim()) || most < 1 || most > mostCapacity
    setWrong(isWrong)
    if (isWrong) return document.getElementById('me-capacity')?.focus()
    const body = { capacity: most, email: orNull(email), phone: orNull(phone) }
    return send(
      () => changeMe(body, language),
      () => onDone(text.saved),
    )
  }
  return (
    <Form submit={text.save} busy={sending} {...{ problem, language }} onSubmit={submit}>
      <TextField
        id="me-capacity"
        label={text.capacity}
        error={wrong ? text.capacityWrong : undefined}
        value={capacity}
        maxLength={2}
        inputMode="numeric"
        onInput={setCapacity}
      />
      <h3>{text.contact}</h3>
      <p class="field-hint">{text.contactHint}</p>
      <TextField
        id="me-email"
        label={text.email}
        value={email}
        maxLength={254}
        inputMode="email"
        autocomplete="email"
        onInput={setEmail}
      />
      <TextField
        id="me-phone"
        label={text.phone}
        value={phone}
        maxLength={24}
        inputMode="tel"
        autocomplete="tel"
        onInput={setPhone}
      />
    </Form>
  )
}

/** Whether, how much and by which way the expert can be asked. */
export function ServiceSection(props: MeProps) {
  const { me, language } = props
  const text = meText[language]
  return (
    <section class="panel">
      <h2>{text.service}</h2>
      <p class="ticket-facts">
        <span class="tag">{text.status[me.status]}</span>
        <span>{text.openTickets(me.openTickets)}</span>
      </p>
      <Switches {...props} />
      <Numbers {...props} />
    </section>
  )
}
