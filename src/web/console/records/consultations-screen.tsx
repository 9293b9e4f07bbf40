import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer, Input, Select, Spin } from 'antd'
import { useState } from 'react'
import { fields, outcomes } from '../../../shared/message.ts'
import { useQueryOfAddress } from '../address.ts'
import { api, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import '../queue/queue.css'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import { ConsultationDetails } from './consultation-details.tsx'

const names = ['text', 'from', 'to', 'outcome', 'field', 'district'] as const

/** 咨询档案: every question with its answer, its trace and its evidence pack. */
export function ConsultationsScreen() {
  const text = useText()
  const [query] = useQueryOfAddress()
  const filter = Object.fromEntries(
    names.flatMap((name) => {
      const value = query.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  )
  const [opened, setOpened] = useState<number>()
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['consultations', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before }) =>
      read(
        api.consultations.$get({ query: { ...filter, ...(before !== undefined && { before }) } }),
      ),
    getNextPageParam: ({ next }) => (next === null ? undefined : String(next)),
  })
  const rows = data?.pages.flatMap((page) => page.consultations) ?? []
  return (
    <div className="stack">
      <h1>{text.screens.consultations}</h1>
      <Filters />
      {isPending && <Spin aria-label={text.shell.loading} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!isPending && !error && rows.length === 0 && (
        <p className="card">{text.records.noConsultations}</p>
      )}
      {rows.length > 0 && <Table rows={rows} onOpen={setOpened} />}
      {hasNextPage && (
        <div>
          <Button onClick={() => void fetchNextPage()}>{text.records.older}</Button>
        </div>
      )}
      <Drawer
        open={opened !== undefined}
        title={text.records.consultation(opened ?? 0)}
        onClose={() => setOpened(undefined)}
        size={640}
        destroyOnHidden
      >
        {opened !== undefined && <ConsultationDetails number={opened} />}
      </Drawer>
    </div>
  )
}

function Filters() {
  const { records, queue, words } = useText()
  const [query, change] = useQueryOfAddress()
  const districts = useDistricts()
  const choices = [
    {
      name: 'outcome',
      label: records.outcomeFilter,
      options: outcomes.map((value) => ({ value, label: records.outcomes[value] })),
    },
    {
      name: 'field',
      label: queue.field,
      options: fields.map((value) => ({ value, label: words.fields[value] })),
    },
    {
      name: 'district',
      label: queue.district,
      options: districts.map((value) => ({ value, label: value })),
    },
  ]
  return (
    <search className="row filters">
      <Input.Search
        className="search"
        aria-label={records.search}
        placeholder={records.search}
        defaultValue={query.get('text') ?? ''}
        allowClear
        onSearch={(value) => change({ text: value.trim() })}
      />
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="row">
          {records[name]}
          <Input
            type="date"
            defaultValue={query.get(name) ?? ''}
            onChange={({ target }) => change({ [name]: target.value })}
          />
        </label>
      ))}
      {choices.map(({ name, label, options }) => (
        <Select
          key={name}
          aria-label={label}
          placeholder={label}
          value={query.get(name)}
          allowClear
          popupMatchSelectWidth={false}
          onChange={(value: string | undefined) => change({ [name]: value })}
          options={options}
        />
      ))}
    </search>
  )
}

type Row = {
  number: number
  askedAt: string
  question: string | null
  outcome: (typeof outcomes)[number]
  district: string | null
  enteredBy: string | null
}

function Table({ rows, onOpen }: { rows: Row[]; onOpen: (number: number) => void }) {
  const { records, screens } = useText()
  const { columns } = records
  return (
    <table className="cases">
      <caption className="hidden-text">{screens.consultations}</caption>
      <thead>
        <tr>
          {(['number', 'question', 'outcome', 'district', 'asked'] as const).map((name) => (
            <th key={name} scope="col">
              {columns[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, askedAt, question, outcome, district, enteredBy }) => (
          <tr key={number}>
            <td>
              <Button
                size="small"
                aria-label={records.consultation(number)}
                onClick={() => onOpen(number)}
              >
                {number}
              </Button>
            </td>
            <td className="summary">
              {question ?? records.withheld}
              {enteredBy !== null && <span className="muted"> {records.enteredBy(enteredBy)}</span>}
            </td>
            <td>{records.outcomes[outcome]}</td>
            <td>{district ?? '—'}</td>
            <td className="muted">
              <Moment at={askedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
