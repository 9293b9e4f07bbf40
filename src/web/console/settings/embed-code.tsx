import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { copyText } from '../../shared/copy-text.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { settingsText } from '../administration/settings-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'

/** A tag may not be ended by what somebody types into an address. */
const plainAddress = (address: string) =>
  address
    .trim()
    .replaceAll(/["<>\s]/g, '')
    .replace(/\/$/, '')

type Props = { address: string | null; onCopied?: () => void }

/** The one line for other people's pages. That it was taken is noted for the guide. */
export function EmbedCode({ address, onCopied }: Props) {
  const { embed: words } = useWords(settingsText)
  const { message } = App.useApp()
  const act = useAct()
  const [base, setBase] = useState(address ?? location.origin)
  const code = `<script async src="${plainAddress(base)}/widget.js"></script>`
  const copy = async () => {
    if (await copyText(code)) void message.success(words.copied)
    await act.run(() => read(api.guide.$post({ json: { step: 'embed_code' } })), {
      stale: ['guide'],
    })
    onCopied?.()
  }
  return (
    <div className="stack">
      <Field label={words.address} note={words.addressNote}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            value={base}
            onChange={({ target }) => setBase(target.value)}
          />
        )}
      </Field>
      <p className="label">{words.code}</p>
      <pre className="code-block">{code}</pre>
      <div className="row">
        <Button type="primary" onClick={() => void copy()}>
          {words.copy}
        </Button>
        <a href="/" target="_blank" rel="noreferrer">
          {words.preview}
        </a>
      </div>
    </div>
  )
}
