import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { dayAt } from '../../../shared/shanghai-day.ts'
import { attendableStates } from '../../../shared/training-states.ts'
import { api, done, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { trainingText } from './training-text.ts'
import type { Training } from './use-trainings.ts'

type List = InferResponseType<(typeof api)['trainings'][':id']['registrations']['$get'], 200>
type Registration = List['registrations'][number]

const STALE = ['trainings'] as const

/** From the day of the session until it is counted. */
function isAttendable({ state, startsAt }: Training, now: Date): boolean {
  const begun = dayAt(new Date(startsAt)) <= dayAt(now)
  return begun && attendableStates.includes(state)
}

/** 报名与签到: the list is asked for on purpose, since every look at it is audited. */
export function AttendanceCard({ training }: { training: Training }) {
  const words = useWords(trainingText)
  const [shown, setShown] = useState(false)
  const [now] = useState(() => new Date())
  const attendable = isAttendable(training, now)
  const isToday = dayAt(new Date(training.startsAt)) === dayAt(now)
  return (
    <section className="card stack">
      <h2>{words.registrations}</h2>
      {!attendable && <p className="muted">{words.attendanceNote}</p>}
      {attendable && (
        <div className="columns">
          {isToday && <RoomCode id={training.id} />}
          <WalkIns key={training.version} training={training} />
        </div>
      )}
      {shown ? (
        <Registrations training={training} attendable={attendable} />
      ) : (
        <div className="stack">
          <p className="muted">{words.registrationsNote}</p>
          <div>
            <Button onClick={() => setShown(true)}>{words.showRegistrations}</Button>
          </div>
        </div>
      )}
    </section>
  )
}

function RoomCode({ id }: { id: string }) {
  const words = useWords(trainingText)
  const act = useAct()
  const [code, setCode] = useState<string>()
  const show = () =>
    act.run(async () => {
      const shown = await read(api.trainings[':id'].code.$post({ param: { id } }))
      setCode(shown.code)
    })
  return (
    <div className="stack">
      <h3>{words.code}</h3>
      <p className="muted">{words.codeNote}</p>
      {code === undefined ? (
        <div>
          <Button loading={act.busy} onClick={() => void show()}>
            {words.showCode}
          </Button>
        </div>
      ) : (
        <output className="room-code">{code}</output>
      )}
      <ProblemAlert error={act.error} />
    </div>
  )
}

function WalkIns({ training: { id, version, walkIns } }: { training: Training }) {
  const words = useWords(trainingText)
  const act = useAct()
  const [value, setValue] = useState(String(walkIns))
  const save = () => {
    const json = { version, walkIns: Number(value) }
    return act.run(() => read(api.trainings[':id']['walk-ins'].$post({ param: { id }, json })), {
      told: words.saved,
      stale: STALE,
    })
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label={words.walkIns} note={words.walkInsNote}>
        {(ids) => (
          <Input
            id={ids.id}
            aria-describedby={ids.describedBy}
            type="number"
            min={0}
            max={5000}
            value={value}
            onChange={({ target }) => setValue(target.value)}
          />
        )}
      </Field>
      <div>
        <Button htmlType="submit" loading={act.busy} disabled={value === ''}>
          {words.saveWalkIns}
        </Button>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

function Registrations({ training, attendable }: { training: Training; attendable: boolean }) {
  const words = useWords(trainingText)
  const { id } = training
  // Not asked for again by itself: each time is one more look in the audit.
  const found = useQuery({
    queryKey: ['registrations', id],
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: () => read(api.trainings[':id'].registrations.$get({ param: { id } })),
  })
  const act = useAct()
  const tick = (registration: string, attended: boolean) => {
    const where = api.trainings[':id'].registrations[':registration'].attendance
    return act.run(() => done(where.$post({ param: { id, registration }, json: { attended } })), {
      stale: ['trainings', 'registrations'],
    })
  }
  return (
    <>
      <ProblemAlert error={act.error} />
      <Loaded of={found}>
        {({ registrations }) => (
          <RegistrationTable
            {...{ registrations, attendable }}
            busy={act.busy}
            onTick={(registration, attended) => void tick(registration, attended)}
            caption={words.registrations}
          />
        )}
      </Loaded>
    </>
  )
}

type TableProps = {
  caption: string
  registrations: Registration[]
  attendable: boolean
  busy: boolean
  onTick: (id: string, attended: boolean) => void
}

function RegistrationTable({ caption, registrations, ...ticking }: TableProps) {
  const words = useWords(trainingText)
  return (
    <PlainTable
      caption={caption}
      rows={registrations}
      keyOf={({ id }) => id}
      empty={words.noRegistrations}
      columns={[
        { head: words.name, cell: ({ name }) => name ?? words.noTime },
        { head: words.employer, cell: ({ organisation }) => organisation ?? words.noTime },
        { head: words.telephone, cell: ({ telephone }) => telephone ?? words.noTime },
        { head: words.state, cell: ({ state }) => words.registrationStates[state] },
        {
          head: words.attendance,
          cell: (registration) => <Tick registration={registration} {...ticking} />,
        },
        {
          head: words.rating,
          cell: ({ score, opinion, remarks }) =>
            score === null
              ? words.noTime
              : [score, opinion, ...remarks].filter(Boolean).join(' · '),
        },
      ]}
    />
  )
}

type TickProps = Pick<TableProps, 'attendable' | 'busy' | 'onTick'> & { registration: Registration }

function Tick({ registration, attendable, busy, onTick }: TickProps) {
  const words = useWords(trainingText)
  const { id, name, state, attendedAt, attendedBy } = registration
  const attended = attendedAt !== null
  if (state === 'waiting') return words.noTime
  const told =
    (attended ? words.attended : words.notYet) + (attendedBy === 'code' ? words.byCode : '')
  if (!attendable) return told
  return (
    <Checkbox
      checked={attended}
      disabled={busy}
      aria-label={words.tickOf(name ?? words.noTime)}
      onChange={({ target }) => onTick(id, target.checked)}
    >
      {told}
    </Checkbox>
  )
}
