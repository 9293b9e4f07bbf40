import { Button, Select } from 'antd'
import { useState } from 'react'
import { useAccount } from '../account.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { useAccountList } from '../use-account-list.ts'
import { useColleagues } from '../use-colleagues.ts'
import { useStep } from '../use-step.ts'
import { useText } from '../use-text.ts'

type Complaint = {
  id: string
  version: number
  handlerId: string | null
  handler: string | null
}

type Props = {
  complaint: Complaint
  queryKey: string[]
  /** One has named oneself, and sees it no more. */
  onLeft: () => void
}

/** Names people whom a complaint is about, too: from then on they neither see nor handle it. */
export function ComplaintAbout({ complaint, queryKey, onLeft }: Props) {
  const { records } = useText()
  const { id: ownId } = useAccount()
  const options = useWhom(complaint)
  const [chosen, setChosen] = useState<string[]>([])
  const { run, busy } = useStep(queryKey)
  const { id, version } = complaint
  const add = async () => {
    const json = { version, accountIds: chosen }
    const added = await run(() => done(api.complaints[':id'].about.$post({ param: { id }, json })))
    if (!added) return
    setChosen([])
    if (chosen.includes(ownId)) onLeft()
  }
  return (
    <details>
      <summary>{records.about}</summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Field label={records.aboutWhom} note={records.aboutNote}>
          {(ids) => (
            <Select
              id={ids.id}
              mode="multiple"
              value={chosen}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={setChosen}
              options={options}
            />
          )}
        </Field>
        <div>
          <Button htmlType="submit" loading={busy} disabled={chosen.length === 0}>
            {records.addAbout}
          </Button>
        </div>
      </form>
    </details>
  )
}

/** Oneself, whoever handles it, the colleagues of one's scope, and for administrators everybody who may sign in. */
function useWhom({ handlerId, handler }: Complaint): { value: string; label: string }[] {
  const { records } = useText()
  const { id: ownId, name } = useAccount()
  const colleagues = useColleagues()
  const accounts = useAccountList()
  const known = new Map([[ownId, records.oneself(name)]])
  if (handlerId !== null && handler !== null && handlerId !== ownId) known.set(handlerId, handler)
  for (const each of accounts) {
    if (!known.has(each.id)) {
      known.set(each.id, [each.name, each.organisation].filter(Boolean).join(' · '))
    }
  }
  // An account of the list says more: where somebody works.
  for (const { id, name: called } of colleagues) if (!known.has(id)) known.set(id, called)
  return [...known].map(([value, label]) => ({ value, label }))
}
