import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import type { SessionState } from '../account.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { CodeField } from './code-field.tsx'
import { QrCode } from './qr-code.tsx'

type Props = { onEnter: (state: SessionState) => void }

/** Binds an authenticator app: its key is shown once, its first code proves that it works. */
export function SetUpForm({ onEnter }: Props) {
  const { signIn, shell } = useText()
  const [code, setCode] = useState('')
  const { busy, error, run } = useAct()
  const begun = useQuery({
    queryKey: ['totp'],
    queryFn: () => read(api.totp.$post({ json: {} })),
    // Each call begins anew: who has entered must not begin once more.
    staleTime: 'static',
    gcTime: 0,
  })
  const confirm = async () => {
    const done = await run(async () =>
      onEnter(await read(api.totp.confirm.$post({ json: { code } }))),
    )
    if (!done) setCode('')
  }
  if (begun.isPending) return <Spin aria-label={shell.loading} />
  if (!begun.data) return <ProblemAlert error={begun.error} onRetry={() => void begun.refetch()} />
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <h2>{signIn.setUp}</h2>
      <p>{signIn.setUpNote}</p>
      <QrCode text={begun.data.address} />
      <Secret {...begun.data} />
      <CodeField value={code} onChange={setCode} />
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" loading={busy} block>
        {signIn.confirmCode}
      </Button>
    </form>
  )
}

function Secret({ secret, address }: { secret: string; address: string }) {
  const { signIn } = useText()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    setCopied(true)
  }
  return (
    <div className="stack">
      <p className="label">{signIn.secret}</p>
      <p className="secret">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
      <div className="row">
        <Button onClick={() => void copy()}>{copied ? signIn.copied : signIn.copySecret}</Button>
        <a href={address}>{signIn.openApp}</a>
      </div>
    </div>
  )
}
