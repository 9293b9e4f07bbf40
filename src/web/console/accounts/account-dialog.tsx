import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useAccount } from '../account.ts'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { peopleText } from '../administration/people-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import type { ListedAccount } from './accounts-screen.tsx'
import { ToldOnce } from './told-once.tsx'

type Action = 'disable' | 'enable' | 'resetPassword' | 'resetTotp' | 'unlock'

const changeOf = {
  disable: { disabled: true },
  enable: { disabled: false },
  resetPassword: { resetPassword: true },
  resetTotp: { resetTotp: true },
  unlock: { unlock: true },
} as const satisfies Record<Action, object>

type Props = { account: ListedAccount; onClose: () => void }

/** What can be done to an account; each is asked again before it is done. */
export function AccountDialog({ account, onClose }: Props) {
  const { accounts: words } = useWords(peopleText)
  const { shell } = useText()
  const [chosen, choose] = useState<Action>()
  const [password, setPassword] = useState<string>()
  const act = useAct()
  const isOwn = useAccount().id === account.id
  const actions: Action[] = [
    ...(isOwn ? [] : [account.disabledAt === null ? ('disable' as const) : ('enable' as const)]),
    'resetPassword',
    'resetTotp',
    'unlock',
  ]
  const change = (action: Action) =>
    act.run(
      async () => {
        const param = { id: account.id }
        const json = changeOf[action]
        const changed = await read(api.accounts[':id'].$patch({ param, json }))
        setPassword(changed.oneTimePassword ?? undefined)
        choose(undefined)
      },
      { told: words.done, stale: ['accounts'] },
    )
  return (
    <Modal
      open
      title={words.actionsOf(account.name)}
      footer={<Button onClick={onClose}>{shell.close}</Button>}
      onCancel={onClose}
    >
      <div className="stack">
        <div className="row">
          {actions.map((action) => (
            <Button
              key={action}
              danger={action === 'disable'}
              aria-pressed={action === chosen}
              onClick={() => choose(action)}
            >
              {words[action]}
            </Button>
          ))}
        </div>
        {chosen && (
          <Confirmation
            action={chosen}
            name={account.name}
            busy={act.busy}
            onConfirm={() => void change(chosen)}
            onCancel={() => choose(undefined)}
          />
        )}
        <ProblemAlert error={act.error} />
        {password !== undefined && <ToldOnce label={words.once} secret={password} />}
      </div>
    </Modal>
  )
}

type ConfirmationProps = {
  action: Action
  name: string
  busy: boolean
  onConfirm: () => void
  onCancel: () => void
}

function Confirmation({ action, name, busy, onConfirm, onCancel }: ConfirmationProps) {
  const { accounts: words } = useWords(peopleText)
  const { shell } = useText()
  const endsSessions = action !== 'unlock' && action !== 'enable'
  return (
    <div className="stack">
      <p>
        {words.confirm(words[action], name)}
        {endsSessions && ` ${words.confirmNote}`}
      </p>
      <div className="row">
        <Button type="primary" loading={busy} onClick={onConfirm}>
          {shell.confirm}
        </Button>
        <Button onClick={onCancel}>{shell.cancel}</Button>
      </div>
    </div>
  )
}
