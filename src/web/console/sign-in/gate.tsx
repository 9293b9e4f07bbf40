import { Modal, Spin } from 'antd'
import { AccountContext } from '../account.ts'
import type { Account } from '../account.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { Shell } from '../shell.tsx'
import { useText } from '../use-text.ts'
import { PasswordForm } from './password-form.tsx'
import { SignInForm, WayIn } from './sign-in-form.tsx'
import { type SessionControl, useSession } from './use-session.ts'

const EXPERT_PAGE = '/expert/'

/** Lets nobody in but who has signed in, and shows whatever their account still lacks first. */
export function Gate() {
  const control = useSession()
  const text = useText()
  const { session, ask, enter } = control
  if (session.state === 'unknown') {
    return (
      <main className="gate">
        <Spin aria-label={text.shell.loading} />
      </main>
    )
  }
  if (session.state === 'failed') {
    return (
      <main className="gate">
        <ProblemAlert error={session.error} onRetry={ask} />
      </main>
    )
  }
  if (session.state === 'out') {
    return (
      <main className="gate">
        <div className="card stack">
          <WayIn onEnter={enter} />
        </div>
      </main>
    )
  }
  return <Inside account={session.account} control={control} />
}

function Inside({ account, control }: { account: Account; control: SessionControl }) {
  const text = useText()
  const { session, ask, enter } = control
  if (account.role === 'expert') {
    location.replace(EXPERT_PAGE)
    return <main className="gate">{text.signIn.expertLeaving}</main>
  }
  if (account.mustChangePassword) {
    return (
      <main className="gate">
        <div className="card stack">
          <h1>{text.signIn.changePassword}</h1>
          <PasswordForm onChanged={ask} />
        </div>
      </main>
    )
  }
  return (
    <AccountContext value={account}>
      <Shell />
      <Modal
        open={session.state === 'ended'}
        title={text.signIn.again}
        footer={null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        destroyOnHidden
      >
        <div className="stack">
          <p>{text.signIn.againNote}</p>
          <SignInForm onEnter={enter} />
        </div>
      </Modal>
    </AccountContext>
  )
}
