import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWords } from '../use-words.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { focusFirst } from '../focus-first.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { invitationText } from './invitation-text.ts'

const empty = { code: '', name: '', email: '', username: '', password: '', again: '' }
type Given = typeof empty

const fields = [
  { name: 'code', complete: 'off', type: 'text', longest: 60 },
  { name: 'name', complete: 'name', type: 'text', longest: 100 },
  { name: 'email', complete: 'email', type: 'email', longest: 254 },
  { name: 'username', complete: 'username', type: 'text', longest: 64 },
  { name: 'password', complete: 'new-password', type: 'password', longest: 128 },
  { name: 'again', complete: 'new-password', type: 'password', longest: 128 },
] as const

type Props = { onCreated: () => void; onBack: () => void }

/** An account of one's own by the code that was sent; the code is good for nothing else. */
export function InvitationForm({ onCreated, onBack }: Props) {
  const words = useWords(invitationText)
  const [given, setGiven] = useState(empty)
  const { busy, error, run } = useAct()
  const create = async () => {
    if (given.again !== given.password) return
    await run(async () => {
      await read(api.invitations.accept.$post({ json: toRequest(given) }))
      onCreated()
    })
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <h1>{words.title}</h1>
      <p>{words.intro}</p>
      <Fields given={given} change={setGiven} />
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {words.create}
      </Button>
      <div>
        <Button type="link" onClick={onBack}>
          {words.back}
        </Button>
      </div>
    </form>
  )
}

type FieldsProps = { given: Given; change: (given: Given) => void }

function Fields({ given, change }: FieldsProps) {
  const words = useWords(invitationText)
  const differ = given.again !== '' && given.again !== given.password
  const notes: Partial<Record<keyof Given, string>> = {
    ...words.notes,
    ...(differ && { again: words.different }),
  }
  return fields.map(({ name, complete, type, longest }) => (
    <Field
      key={name}
      label={words.labels[name]}
      {...(notes[name] !== undefined && { note: notes[name] })}
    >
      {({ id, describedBy }) => (
        <Input
          id={id}
          type={type}
          value={given[name]}
          autoComplete={complete}
          maxLength={longest}
          required={name !== 'email'}
          aria-describedby={describedBy}
          aria-invalid={name === 'again' && differ}
          {...(name === 'code' && { ref: focusFirst })}
          onChange={({ target }) => change({ ...given, [name]: target.value })}
        />
      )}
    </Field>
  ))
}

function toRequest({ code, name, email, username, password }: Given) {
  const account = { code: code.trim(), name: name.trim(), username: username.trim(), password }
  return email.trim() === '' ? account : { ...account, email: email.trim() }
}
