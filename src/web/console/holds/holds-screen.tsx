import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { HoldTarget } from '../../../rights/legal-holds.ts'
import { api, read } from '../api.ts'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { Field } from '../field.tsx'
import { Moment } from '../moment.tsx'
import { PagedTable } from '../undelivered/paged-table.tsx'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { readTarget, targetOf } from './hold.ts'
import { holdsText } from './holds-text.ts'
import { LiftHold, SetHold } from './set-hold.tsx'

const states = ['open', 'all'] as const
const kinds = ['consultation', 'case', 'complaint'] as const

/** 法定保留: what neither the clock of retention nor an erasure takes. */
export function HoldsScreen() {
  const text = useText()
  const words = useWords(holdsText)
  const [state, setState] = useState<(typeof states)[number]>('open')
  return (
    <div className="stack">
      <h1>{text.screens.holds}</h1>
      <p>{words.intro}</p>
      <NewHold />
      <ChoiceTabs
        label={words.state}
        value={state}
        choices={states.map((each) => [each, words.states[each]] as const)}
        onChange={setState}
      />
      <Holds state={state} />
    </div>
  )
}

function NewHold() {
  const words = useWords(holdsText)
  const [kind, setKind] = useState<HoldTarget['kind']>('consultation')
  const [typed, setTyped] = useState('')
  const [target, ask] = useState<HoldTarget>()
  const named = readTarget(kind, typed)
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        ask(named)
      }}
    >
      <div className="row">
        <Field label={words.kind}>
          {({ id }) => (
            <Select
              id={id}
              value={kind}
              popupMatchSelectWidth={false}
              onChange={setKind}
              options={kinds.map((value) => ({ value, label: words.targets[value] }))}
            />
          )}
        </Field>
        <Field label={words.number}>
          {({ id }) => (
            <Input
              id={id}
              value={typed}
              maxLength={40}
              onChange={({ target: { value } }) => setTyped(value)}
            />
          )}
        </Field>
      </div>
      {typed !== '' && named === undefined && <p role="alert">{words.wrongNumber}</p>}
      <div>
        <Button htmlType="submit" disabled={named === undefined}>
          {words.set}
        </Button>
      </div>
      {target && <SetHold target={target} onClose={() => ask(undefined)} />}
    </form>
  )
}

function Holds({ state }: { state: (typeof states)[number] }) {
  const words = useWords(holdsText)
  const { columns } = words
  const pages = useInfiniteQuery({
    queryKey: ['holds', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before }) =>
      read(api.holds.$get({ query: { state, ...(before !== undefined && { before }) } })),
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  return (
    <PagedTable
      pages={pages}
      caption={words.caption}
      empty={words.none}
      rows={pages.data?.pages.flatMap(({ holds }) => holds) ?? []}
      columns={[
        { head: columns.what, cell: (hold) => targetOf(hold, words.targets) },
        { head: columns.reason, cell: ({ reason }) => reason },
        {
          head: columns.set,
          cell: ({ setAt, setBy }) => (
            <>
              <Moment at={setAt} />
              {words.by(setBy)}
            </>
          ),
        },
        {
          head: columns.lifted,
          cell: ({ liftedAt, liftedBy, liftReason }) =>
            liftedAt === null ? (
              '—'
            ) : (
              <>
                <Moment at={liftedAt} />
                {words.by(liftedBy ?? '')} {liftReason}
              </>
            ),
        },
        {
          head: columns.step,
          cell: (hold) => (hold.liftedAt === null ? <LiftHold hold={hold} /> : '—'),
        },
      ]}
    />
  )
}
