import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'

type Props = { onChanged: () => void }

/** A password of one's own in the place of the one-time password. */
export function PasswordForm({ onChanged }: Props) {
  const { signIn } = useText()
  const [given, setGiven] = useState({ current: '', next: '', again: '' })
  const { busy, error, run } = useAct()
  const { current, next, again } = given
  const differ = again !== '' && again !== next
  const change = async () => {
    if (again !== next) return
    await run(async () => {
      await done(api.password.$post({ json: { current, next } }))
      onChanged()
    })
  }
  const fields = [
    { name: 'current', label: signIn.current, complete: 'current-password' },
    { name: 'next', label: signIn.fresh, complete: 'new-password' },
    { name: 'again', label: signIn.repeat, complete: 'new-password' },
  ] as const
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void change()
      }}
    >
      <p>{signIn.changeNote}</p>
      {fields.map(({ name, label, complete }) => (
        <Field
          key={name}
          label={label}
          {...(name === 'again' && differ && { note: signIn.different })}
        >
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="password"
              value={given[name]}
              autoComplete={complete}
              required
              aria-describedby={describedBy}
              aria-invalid={name === 'again' && differ}
              onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {signIn.change}
      </Button>
    </form>
  )
}
