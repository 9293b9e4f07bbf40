import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { useText } from '../use-text.ts'
import './administration.css'
import { Loaded } from './loaded.tsx'
import { PlainTable } from './plain-table.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { operationText } from './operation-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { tellMoment } from '../tell-moment.ts'

type Stand = InferResponseType<(typeof api)['switches']['$get'], 200>
type Switch = Stand['switches'][number]

/** What can be switched off while the service runs. */
export function SwitchesScreen() {
  const { switches: words } = useWords(operationText)
  const text = useText()
  const stand = useQuery({ queryKey: ['switches'], queryFn: () => read(api.switches.$get()) })
  const [asked, ask] = useState<Switch>()
  return (
    <div className="stack">
      <h1>{text.screens.switches}</h1>
      <p>{words.intro}</p>
      <Loaded of={stand}>
        {({ switches, changes }) => (
          <>
            <ul className="list">
              {switches.map((each) => (
                <SwitchCard key={each.name} subject={each} onAsk={() => ask(each)} />
              ))}
            </ul>
            <h2>{words.history}</h2>
            <History changes={changes} />
          </>
        )}
      </Loaded>
      {asked && <Throw subject={asked} onClose={() => ask(undefined)} />}
    </div>
  )
}

function SwitchCard({ subject, onAsk }: { subject: Switch; onAsk: () => void }) {
  const { switches: words } = useWords(operationText)
  const { name, off, changedAt } = subject
  return (
    <li className="card row">
      <div className="grow stack">
        <h2>
          {words.names[name]}{' '}
          <span className={off ? 'chip warning' : 'chip success'}>
            {off ? words.off : words.on}
          </span>
        </h2>
        <p>{words.notes[name]}</p>
        {changedAt !== null && <p className="muted">{words.since(tellMoment(changedAt))}</p>}
      </div>
      <Button danger={!off} onClick={onAsk}>
        {words.confirm(off ? words.turnOn : words.turnOff, words.names[name])}
      </Button>
    </li>
  )
}

function Throw({ subject: { name, off }, onClose }: { subject: Switch; onClose: () => void }) {
  const { switches: words } = useWords(operationText)
  const act = useAct()
  const action = off ? words.turnOn : words.turnOff
  const done = async (reason: string) => {
    const change = { name, off: !off, reason }
    const isDone = await act.run(() => read(api.switches.$post({ json: change })), {
      told: words.done,
      stale: ['switches', 'settings'],
    })
    if (isDone) onClose()
  }
  return (
    <ReasonDialog
      title={words.confirm(action, words.names[name])}
      note={words.notes[name]}
      label={words.reason}
      action={action}
      isDanger={!off}
      busy={act.busy}
      error={act.error}
      onDone={(reason) => void done(reason)}
      onClose={onClose}
    />
  )
}

function History({ changes }: Pick<Stand, 'changes'>) {
  const { switches: words } = useWords(operationText)
  const { columns } = words
  return (
    <PlainTable
      caption={words.history}
      empty={words.none}
      rows={changes}
      keyOf={({ at, name }) => `${at} ${name}`}
      columns={[
        { head: columns.at, cell: ({ at }) => tellMoment(at) },
        { head: columns.name, cell: ({ name }) => words.names[name] },
        { head: columns.what, cell: ({ off }) => (off ? words.turnOff : words.turnOn) },
        { head: columns.by, cell: ({ by }) => by ?? words.commandLine },
        { head: columns.reason, cell: ({ reason }) => reason ?? '—' },
      ]}
    />
  )
}
