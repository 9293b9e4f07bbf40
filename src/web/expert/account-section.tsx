import { useState } from 'preact/hooks'
import { Arrival, TextField } from '../shared/form-fields.tsx'
import type { Language } from '../shared/language.ts'
import { changePassword, signOut } from './calls.ts'
import { Form, Trouble } from './form.tsx'
import { meText } from './me-text.ts'
import { forgetDrafts, listDrafts } from './use-draft.ts'
import { useSending } from './use-sending.ts'

type AccountProps = { language: Language; announce: (text: string) => void; onLeft: () => void }

const noPasswords = { current: '', next: '', again: '' }

function PasswordForm({ language, announce }: AccountProps) {
  const text = meText[language]
  const [form, setForm] = useState(noPasswords)
  const [differs, setDiffers] = useState(false)
  const [saved, setSaved] = useState(false)
  const { sending, problem, send } = useSending()
  const { current, next, again } = form

  const submit = () => {
    setDiffers(next !== again)
    if (next !== again) return document.getElementById('password-again')?.focus()
    return send(
      () => changePassword({ current, next }, language),
      () => {
        setForm(noPasswords)
        setSaved(true)
        announce(text.passwordSaved)
      },
    )
  }
  const field = (name: keyof typeof noPasswords, label: string) => ({
    id: `password-${name}`,
    label,
    type: 'password' as const,
    value: form[name],
    maxLength: 128,
    autocomplete: name === 'current' ? 'current-password' : 'new-password',
    onInput: (value: string) => setForm({ ...form, [name]: value }),
  })
  return (
    <Form submit={text.password} busy={sending} {...{ problem, language }} onSubmit={submit}>
      <TextField {...field('current', text.passwordNow)} />
      <TextField {...field('next', text.passwordNew)} />
      <TextField
        {...field('again', text.passwordAgain)}
        error={differs ? text.passwordDiffers : undefined}
      />
      {saved ? <p>{text.passwordSaved}</p> : null}
    </Form>
  )
}

function SignOut({ language, onLeft }: AccountProps) {
  const text = meText[language]
  const [drafts, setDrafts] = useState<number | null>(null)
  const { problem, send } = useSending()
  const leave = () => send(() => signOut(language), onLeft)
  const ask = () => {
    const { length } = listDrafts()
    if (length === 0) leave()
    else setDrafts(length)
  }
  return (
    <>
      <Trouble {...{ problem, language }} />
      {drafts === null ? (
        <div class="actions">
          <button type="button" onClick={ask}>
            {text.signOut}
          </button>
        </div>
      ) : (
        <Arrival whole>
          <p>{text.draftsAsk(drafts)}</p>
          <div class="actions">
            <button
              type="button"
              class="button-danger"
              onClick={() => {
                forgetDrafts()
                leave()
              }}
            >
              {text.draftsDelete}
            </button>
            <button type="button" onClick={leave}>
              {text.draftsKeep}
            </button>
            <button type="button" onClick={() => setDrafts(null)}>
              {text.cancel}
            </button>
          </div>
        </Arrival>
      )}
    </>
  )
}

export function AccountSection(props: AccountProps) {
  const text = meText[props.language]
  return (
    <section class="panel">
      <h2>{text.accountTitle}</h2>
      <details>
        <summary>{text.password}</summary>
        <PasswordForm {...props} />
      </details>
      <SignOut {...props} />
    </section>
  )
}
