import { Button } from 'antd'
import { useState } from 'react'
import type { SessionState } from '../account.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { CodeField } from './code-field.tsx'

type Props = { onEnter: (state: SessionState) => void }

/** The second factor of an account whose app is set up. */
export function CodeForm({ onEnter }: Props) {
  const { signIn } = useText()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const give = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      onEnter(await read(api['sign-in'].totp.$post({ json: { code } })))
    } catch (error) {
      setProblem(error)
      setCode('')
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
      <CodeField value={code} onChange={setCode} note={signIn.codeNote} />
      <ProblemAlert error={problem} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {signIn.enter}
      </Button>
    </form>
  )
}
