import { Alert, Button, Input, Spin } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { SessionState } from '../account.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { focusFirst } from '../focus-first.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { CodeForm } from './code-form.tsx'
import { SetUpForm } from './set-up-form.tsx'

/** Needed once in the life of an account. */
const InvitationForm = lazy(async () => {
  const { InvitationForm: Content } = await import('./invitation-form.tsx')
  return { default: Content }
})

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

/** For who comes in from outside: the same, and a way to make an account with a code. */
export function WayIn({ onEnter }: Props) {
  const { signIn, shell } = useText()
  const [invited, setInvited] = useState(false)
  const [created, setCreated] = useState(false)
  if (invited) {
    const leave = (made: boolean) => {
      setCreated(made)
      setInvited(false)
    }
    return (
      <Suspense fallback={<Spin aria-label={shell.loading} />}>
        <InvitationForm onCreated={() => leave(true)} onBack={() => leave(false)} />
      </Suspense>
    )
  }
  return (
    <>
      <h1>{signIn.title}</h1>
      {created && <Alert type="success" showIcon title={signIn.created} />}
      <SignInForm onEnter={onEnter} />
      <div>
        <Button type="link" onClick={() => setInvited(true)}>
          {signIn.haveInvitation}
        </Button>
      </div>
    </>
  )
}

function FirstFactor({ onGiven }: { onGiven: (next: Step) => void }) {
  const { signIn } = useText()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const { busy, error, run } = useAct()
  const give = () =>
    run(async () => {
      const { next } = await read(api['sign-in'].$post({ json: { username, password } }))
      onGiven(next)
    })
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
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {signIn.next}
      </Button>
    </form>
  )
}
