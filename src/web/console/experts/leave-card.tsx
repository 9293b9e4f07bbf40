import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, done, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { rosterText } from '../administration/roster-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import type { Expert } from './use-experts.ts'

type Days = { from: string; to: string }

/** When an expert is away: nobody is asked or on duty then. */
export function LeaveCard({ expert: { id, leave } }: { expert: Expert }) {
  const { one: words } = useWords(rosterText)
  const act = useAct()
  const stale = { told: words.done, stale: ['experts', 'rotation'] }
  const add = (days: Days) =>
    act.run(() => read(api.experts[':id'].leave.$post({ param: { id }, json: days })), stale)
  const remove = (leaveId: string) =>
    act.run(
      () => done(api.experts[':id'].leave[':leave'].$delete({ param: { id, leave: leaveId } })),
      stale,
    )
  return (
    <section className="card stack">
      <h2>{words.leave}</h2>
      {leave.length === 0 && <p>{words.noLeave}</p>}
      <ul className="list">
        {leave.map(({ id: leaveId, from, to }) => (
          <li key={leaveId} className="row">
            <span className="grow">
              {from} – {to}
            </span>
            <Button
              size="small"
              aria-label={words.removeLeave(from)}
              onClick={() => void remove(leaveId)}
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <LeaveForm busy={act.busy} onAdd={(days) => void add(days)} />
      <ProblemAlert error={act.error} />
    </section>
  )
}

function LeaveForm({ busy, onAdd }: { busy: boolean; onAdd: (days: Days) => void }) {
  const { one: words } = useWords(rosterText)
  const [days, setDays] = useState<Days>({ from: '', to: '' })
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        onAdd(days)
      }}
    >
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Input
              id={id}
              type="date"
              value={days[name]}
              onChange={({ target }) => setDays({ ...days, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <Button htmlType="submit" loading={busy} disabled={days.from === '' || days.to < days.from}>
        {words.addLeave}
      </Button>
    </form>
  )
}
