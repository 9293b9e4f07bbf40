import { Button, Input } from 'antd'
import { useState } from 'react'
import type { Role } from '../account.ts'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { peopleText } from '../administration/people-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { noPlacing, PlacementFields, placementOf } from './placement-fields.tsx'
import { ToldOnce } from './told-once.tsx'

const nobody = { username: '', name: '', email: '' }

type Props = { roles: readonly [Role, ...Role[]]; onCreated?: () => void }

/** Makes an account and shows its one-time password, once. */
export function NewAccount({ roles, onCreated }: Props) {
  const { accounts: words } = useWords(peopleText)
  const [person, setPerson] = useState(nobody)
  const [placing, setPlacing] = useState(() => noPlacing(roles[0]))
  const [password, setPassword] = useState<string>()
  const act = useAct()
  const placement = placementOf(placing)
  const isComplete = placement && person.username.trim() !== '' && person.name.trim() !== ''
  const create = () =>
    act.run(
      async () => {
        if (!placement) return
        const { username, name, email } = person
        const given = { username: username.trim(), name: name.trim() }
        const json = { ...placement, ...given, ...(email.trim() !== '' && { email: email.trim() }) }
        const created = await read(api.accounts.$post({ json }))
        setPassword(created.oneTimePassword)
        setPerson(nobody)
        onCreated?.()
      },
      { told: words.created, stale: ['accounts', 'guide'] },
    )
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void create()
      }}
    >
      <PlacementFields roles={roles} value={placing} onChange={setPlacing} />
      {(['username', 'name', 'email'] as const).map((name) => (
        <Field
          key={name}
          label={words[name]}
          {...(name === 'username' && { note: words.usernameNote })}
        >
          {({ id, describedBy }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              value={person[name]}
              maxLength={100}
              autoComplete="off"
              onChange={({ target }) => setPerson({ ...person, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <div>
        <Button type="primary" htmlType="submit" loading={act.busy} disabled={!isComplete}>
          {words.add}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
      {password !== undefined && <ToldOnce label={words.once} secret={password} />}
    </form>
  )
}
