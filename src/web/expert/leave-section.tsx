import { useState } from 'preact/hooks'
import { TextField } from '../shared/form-fields.tsx'
import { addLeave, removeLeave } from './calls.ts'
import { Form, Trouble } from './form.tsx'
import type { MeProps } from './me-page.tsx'
import { meText } from './me-text.ts'
import { useSending } from './use-sending.ts'

const isDay = (words: string) => /^\d{4}-\d{2}-\d{2}$/.test(words)

function AddLeave({ language, onDone }: MeProps) {
  const text = meText[language]
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [missing, setMissing] = useState(false)
  const { sending, problem, send } = useSending()

  const submit = () => {
    const wrong = !isDay(from) || !isDay(to) || to < from
    setMissing(wrong)
    if (wrong) return document.getElementById('leave-from')?.focus()
    return send(
      () => addLeave({ from, to }, language),
      () => {
        setFrom('')
        setTo('')
        onDone(text.leaveAdded)
      },
    )
  }
  const day = { type: 'date', maxLength: 10, required: true } as const
  return (
    <Form submit={text.leaveAdd} busy={sending} {...{ problem, language }} onSubmit={submit}>
      <TextField
        {...day}
        id="leave-from"
        label={text.leaveFrom}
        error={missing ? text.leaveMissing : undefined}
        value={from}
        onInput={setFrom}
      />
      <TextField {...day} id="leave-to" label={text.leaveTo} value={to} onInput={setTo} />
    </Form>
  )
}

/** 请假: during it nothing is offered. */
export function LeaveSection(props: MeProps) {
  const { me, language, onDone } = props
  const text = meText[language]
  const { problem, send } = useSending()
  return (
    <section class="panel">
      <h2>{text.leaveTitle}</h2>
      {me.leave.length === 0 ? <p>{text.leaveNone}</p> : null}
      <ul class="plain-rows">
        {me.leave.map(({ id, from, to }) => (
          <li key={id}>
            <span>{text.leaveRow(from, to)}</span>
            <button
              type="button"
              onClick={() =>
                send(
                  () => removeLeave(id, language),
                  () => onDone(text.leaveRemoved),
                )
              }
            >
              {text.leaveRemove}
              <span class="hidden-text"> {from}</span>
            </button>
          </li>
        ))}
      </ul>
      <Trouble {...{ problem, language }} />
      <AddLeave {...props} />
    </section>
  )
}
