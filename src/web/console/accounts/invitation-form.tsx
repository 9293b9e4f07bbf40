import { Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { peopleText } from '../administration/people-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { noPlacing, PlacementFields, placementOf } from './placement-fields.tsx'
import { ToldOnce } from './told-once.tsx'

/** A code with which somebody makes an account of their own. */
export function InvitationForm() {
  const { accounts: words } = useWords(peopleText)
  const [placing, setPlacing] = useState(() => noPlacing('staff'))
  const [code, setCode] = useState<string>()
  const act = useAct()
  const placement = placementOf(placing)
  const invite = () =>
    act.run(
      async () => {
        if (!placement) return
        setCode((await read(api.invitations.$post({ json: placement }))).code)
      },
      { stale: [] },
    )
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void invite()
      }}
    >
      <p className="muted">{words.inviteNote}</p>
      <PlacementFields
        roles={['staff', 'administrator', 'auditor', 'expert']}
        value={placing}
        onChange={setPlacing}
      />
      <div>
        <Button htmlType="submit" loading={act.busy} disabled={!placement}>
          {words.invite}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
      {code !== undefined && <ToldOnce label={words.code} secret={code} />}
    </form>
  )
}
