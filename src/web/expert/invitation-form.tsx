import { useState } from 'preact/hooks'
import { TextField } from '../shared/form-fields.tsx'
import type { Language } from '../shared/language.ts'
import { acceptInvitation } from './calls.ts'
import { Form } from './form.tsx'
import { signInText } from './sign-in-text.ts'
import type { SignInText } from './sign-in-text.ts'
import { useSending } from './use-sending.ts'

const empty = { code: '', name: '', email: '', username: '', password: '', again: '' }
type Invited = typeof empty
const needed = ['code', 'name', 'username', 'password'] as const

type FieldsProps = {
  text: SignInText
  form: Invited
  checked: boolean
  change: (changes: Partial<Invited>) => void
}

function Fields({ text, form, checked, change }: FieldsProps) {
  const errorOf = (name: keyof Invited) =>
    checked && form[name].trim() === '' ? text.required : undefined
  const field = (name: keyof Invited, label: string) => ({
    id: `invited-${name}`,
    label,
    value: form[name],
    onInput: (value: string) => change({ [name]: value }),
  })
  const password = { type: 'password', autocomplete: 'new-password', maxLength: 128 } as const
  return (
    <>
      <TextField
        {...field('code', text.invitation)}
        error={errorOf('code')}
        maxLength={60}
        required
      />
      <TextField
        {...field('name', text.realName)}
        error={errorOf('name')}
        maxLength={100}
        required
        autocomplete="name"
      />
      <TextField
        {...field('email', text.email)}
        hint={text.emailHint}
        maxLength={254}
        inputMode="email"
        autocomplete="email"
      />
      <TextField
        {...field('username', text.username)}
        hint={text.usernameHint}
        error={errorOf('username')}
        maxLength={64}
        required
        autocomplete="username"
      />
      <TextField
        {...field('password', text.newPassword)}
        {...password}
        error={errorOf('password')}
        required
      />
      <TextField
        {...field('again', text.again)}
        {...password}
        error={checked && form.again !== form.password ? text.mismatch : undefined}
        required
      />
    </>
  )
}

/** An account of one's own by the code that was sent; the code is good for nothing else. */
export function InvitationForm(props: {
  language: Language
  code: string
  onCreated: () => void
  onBack: () => void
}) {
  const { language } = props
  const text = signInText[language]
  const [form, setForm] = useState<Invited>({ ...empty, code: props.code })
  const [checked, setChecked] = useState(false)
  const { sending, problem, send } = useSending()

  const submit = () => {
    setChecked(true)
    const { again, email, ...account } = form
    const missing = needed.find((name) => form[name].trim() === '')
    const wrong = missing ?? (again === form.password ? undefined : 'again')
    if (wrong !== undefined) return document.getElementById(`invited-${wrong}`)?.focus()
    const given = {
      ...account,
      code: account.code.trim(),
      ...(email.trim() && { email: email.trim() }),
    }
    return send(() => acceptInvitation(given, language), props.onCreated)
  }
  return (
    <Form
      submit={text.create}
      busy={sending}
      {...{ problem, language }}
      onSubmit={submit}
      beside={
        <button type="button" onClick={props.onBack}>
          {text.back}
        </button>
      }
    >
      <p class="sheet-intro">{text.invitationIntro}</p>
      <Fields {...{ text, form, checked }} change={(changes) => setForm({ ...form, ...changes })} />
    </Form>
  )
}
