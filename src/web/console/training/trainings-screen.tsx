import { Button, Select } from 'antd'
import { useState } from 'react'
import { oneOf } from '../../shared/guards.ts'
import { trainingStates } from '../../../shared/training-states.ts'
import { useAccount, useMayWork } from '../account.ts'
import { hrefOf, useQueryOfAddress } from '../address.ts'
import { Field } from '../field.tsx'
import { Moment } from '../moment.tsx'
import { useOrganisations } from '../organisations/use-organisations.ts'
import { useText } from '../use-text.ts'
import '../administration/administration.css'
import { Loaded } from '../administration/loaded.tsx'
import { PlainTable } from '../administration/plain-table.tsx'
import { useWords } from '../use-words.ts'
import { TrainingChip } from './training-chip.tsx'
import { TrainingForm } from './training-form.tsx'
import { trainingText } from './training-text.ts'
import { TrainingTotals } from './training-totals.tsx'
import { type Training, type TrainingFilter, useTrainings } from './use-trainings.ts'
import { yearsToChoose } from '../years.ts'
import { FurtherPage } from '../further-page.tsx'

const isState = oneOf(trainingStates)

/** 培训: the sessions, who comes, and what a year adds up to. */
export function TrainingsScreen() {
  const words = useWords(trainingText)
  const text = useText()
  const mayWork = useMayWork()
  const { organisationId } = useAccount()
  const [adding, setAdding] = useState(false)
  const [filter, setFilter] = useFilter()
  const found = useTrainings(filter)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{text.screens.trainings}</h1>
        <span className="grow" />
        {mayWork && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </div>
      <Filters filter={filter} onChange={setFilter} />
      <Loaded of={found}>
        {({ pages }) => (
          <>
            <TrainingTable trainings={pages.flatMap(({ trainings }) => trainings)} />
            <FurtherPage of={found} words={words.older} />
          </>
        )}
      </Loaded>
      <TrainingTotals />
      {adding && (
        <TrainingForm organisationId={organisationId ?? ''} onClose={() => setAdding(false)} />
      )}
    </div>
  )
}

type SetFilter = (values: Partial<Record<keyof TrainingFilter, string>>) => void

/** It stands in the address, so that the rows of a figure can be linked to. */
function useFilter(): [TrainingFilter, SetFilter] {
  const [query, change] = useQueryOfAddress()
  const state = query.get('state')
  const [year, organisationId] = [query.get('year'), query.get('organisationId')]
  const filter: TrainingFilter = {
    ...(isState(state) && { state }),
    ...(year !== null && { year }),
    ...(organisationId !== null && { organisationId }),
  }
  return [filter, change]
}

function Filters({ filter, onChange }: { filter: TrainingFilter; onChange: SetFilter }) {
  const words = useWords(trainingText)
  const { data = [] } = useOrganisations()
  const { state = '', year = '', organisationId = '' } = filter
  const parts = [
    {
      name: 'state',
      label: words.filterState,
      value: state,
      any: words.anyState,
      options: trainingStates.map((value) => ({
        value: String(value),
        label: words.states[value],
      })),
    },
    {
      name: 'year',
      label: words.year,
      value: String(year),
      any: words.anyYear,
      options: yearsToChoose().map((value) => ({ value, label: value })),
    },
    {
      name: 'organisationId',
      label: words.organisation,
      value: organisationId,
      any: words.anyOrganisation,
      options: data.map(({ id, name }) => ({ value: id, label: name })),
    },
  ] as const
  return (
    <div className="row">
      {parts.map(({ name, label, value, any, options }) => (
        <Field key={name} label={label}>
          {({ id }) => (
            <Select
              id={id}
              popupMatchSelectWidth={false}
              value={value}
              onChange={(chosen: string) => onChange({ [name]: chosen })}
              options={[{ value: '', label: any }, ...options]}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

function TrainingTable({ trainings }: { trainings: Training[] }) {
  const words = useWords(trainingText)
  return (
    <PlainTable
      caption={words.table}
      rows={trainings}
      keyOf={({ id }) => id}
      empty={words.empty}
      columns={[
        { head: words.when, cell: ({ startsAt }) => <Moment at={startsAt} /> },
        {
          head: words.title,
          cell: ({ id, title }) => <a href={hrefOf(`/trainings/${id}`)}>{title}</a>,
        },
        { head: words.state, cell: ({ state }) => <TrainingChip state={state} /> },
        { head: words.organisation, cell: ({ organisation }) => organisation },
        {
          head: words.place,
          cell: ({ place, district }) => [district, place ?? words.link].filter(Boolean).join(' '),
        },
        {
          head: words.taken,
          isNumber: true,
          cell: ({ registered, seats }) => words.takenOf(registered, seats),
        },
        { head: words.waiting, isNumber: true, cell: ({ waiting }) => waiting },
        {
          head: words.people,
          isNumber: true,
          cell: ({ state, attended, walkIns }) =>
            state === 'held' || state === 'counted' ? attended + walkIns : words.noTime,
        },
      ]}
    />
  )
}
