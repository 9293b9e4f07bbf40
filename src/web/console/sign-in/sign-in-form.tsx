import { Button, Input } from 'antd'
import { useState } from 'react'
import type { SessionState } from '../account.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { focusFirst } from '../focus-first.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { CodeForm } from './code-form.tsx'
import { SetUpForm } from './set-up-form.tsx'

type Step = 'password' | 'totp' | 'enrol_totp'

type Props = { onEnter: (state: SessionState) => void }

/** Name and password, then the code, or the set-up of the app that shows it. */
export function SignInForm({ onEnter }: Props) {
  const text = useText()
  const [step, setStep] = useState<Step>('password')
  if (step === 'password') return <FirstFactor onGiven={setStep} />
  const Second = step === 'totp' ? CodeForm : SetUpForm
  return (
    <div className="stack">
      <Second onEnter={onEnter} />
      <div>
        <Button type="link" onClick={() => setStep('password')}>
          {text.signIn.startAgain}
        </Button>
      </div>
    </div>
  )
}

function FirstFactor({ onGiven }: { onGiven: (next: Step) => void }) {
  const { signIn } = useText()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const give = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { next } = await read(api['sign-in'].$post({ json: { username, password } }))
      onGiven(next)
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <Field label={signIn.username}>
        {({ id }) => (
          <Input
            id={id}
            value={username}
            autoComplete="username"
            ref={focusFirst}
            required
            onChange={({ target }) => setUsername(target.value)}
          />
        )}
      </Field>
      <Field label={signIn.password}>
        {({ id }) => (
          <Input
            id={id}
            type="password"
            value={password}
            autoComplete="current-password"
            required
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      <ProblemAlert error={problem} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {signIn.next}
      </Button>
    </form>
  )
}
