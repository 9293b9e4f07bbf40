import { Button } from 'antd'
import { useState } from 'react'
import type { SessionState } from '../account.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { CodeField } from './code-field.tsx'

type Props = { onEnter: (state: SessionState) => void }

/** The second factor of an account whose app is set up. */
export function CodeForm({ onEnter }: Props) {
  const { signIn } = useText()
  const [code, setCode] = useState('')
  const { busy, error, run } = useAct()
  const give = async () => {
    const done = await run(async () =>
      onEnter(await read(api['sign-in'].totp.$post({ json: { code } }))),
    )
    if (!done) setCode('')
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
    >
      <CodeField value={code} onChange={setCode} note={signIn.codeNote} />
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {signIn.enter}
      </Button>
    </form>
  )
}
