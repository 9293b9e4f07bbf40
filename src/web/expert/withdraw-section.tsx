import { useState } from 'preact/hooks'
import { Arrival, TextField } from '../shared/form-fields.tsx'
import { withdraw } from './calls.ts'
import { Form } from './form.tsx'
import type { MeProps } from './me-page.tsx'
import { meText } from './me-text.ts'
import { useSending } from './use-sending.ts'

/** 自主申请退出 (service-spec, 退出); asked twice, as the way back leads through staff. */
export function WithdrawSection({ language, onDone }: MeProps) {
  const text = meText[language]
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const { sending, problem, send } = useSending()
  const submit = () => {
    const words = reason.trim()
    send(
      () => withdraw(words === '' ? null : words, language),
      () => onDone(text.withdrawn),
    )
  }
  return (
    <section class="panel">
      <h2>{text.withdrawTitle}</h2>
      <p class="field-hint">{text.withdrawIntro}</p>
      {asking ? (
        <Arrival whole>
          <Form
            submit={text.withdrawYes}
            busy={sending}
            {...{ problem, language }}
            onSubmit={submit}
            beside={
              <button type="button" onClick={() => setAsking(false)}>
                {text.cancel}
              </button>
            }
          >
            <TextField
              id="withdraw-reason"
              label={text.withdrawReason}
              value={reason}
              maxLength={500}
              rows={2}
              onInput={setReason}
            />
          </Form>
        </Arrival>
      ) : (
        <div class="actions">
          <button type="button" class="button-danger" onClick={() => setAsking(true)}>
            {text.withdrawOpen}
          </button>
        </div>
      )}
    </section>
  )
}
