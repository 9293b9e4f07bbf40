import { Button, Input, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { InferRequestType, InferResponseType } from 'hono/client'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import './administration.css'
import { Loaded } from './loaded.tsx'
import { PlainTable } from './plain-table.tsx'
import { operationText } from './operation-text.ts'
import { useWords } from '../use-words.ts'
import { tellMoment } from '../tell-moment.ts'

type Found = InferResponseType<(typeof api)['audit']['$get'], 200>
type Query = InferRequestType<(typeof api)['audit']['$get']>['query']
type FilterName = Exclude<keyof Query, 'before' | 'limit'>
type Filter = Omit<Query, 'before' | 'limit'>

const PAGE = '50'

/** Who did what, without contents. */
export function AuditScreen() {
  const { audit: words } = useWords(operationText)
  const text = useText()
  const [filter, setFilter] = useState<Filter>({})
  const [before, setBefore] = useState<number>()
  const query: Query = { ...filter, limit: PAGE, ...(before && { before: String(before) }) }
  const found = useQuery({
    queryKey: ['audit', query],
    queryFn: () => read(api.audit.$get({ query })),
    // Looking is an entry itself: not again whenever the window comes to the front.
    refetchOnWindowFocus: false,
  })
  const search = (next: Filter) => {
    setBefore(undefined)
    setFilter(next)
  }
  return (
    <div className="stack">
      <h1>{text.screens.audit}</h1>
      <p>
        {words.intro} {words.verify}
      </p>
      <AuditFilters found={found.data} onSearch={search} />
      <Loaded of={found}>{(page) => <Entries page={page} />}</Loaded>
      <nav className="row" aria-label={words.older}>
        <Button disabled={before === undefined} onClick={() => setBefore(undefined)}>
          {words.newest}
        </Button>
        <Button
          disabled={!found.data?.next}
          onClick={() => setBefore(found.data?.next ?? undefined)}
        >
          {words.older}
        </Button>
      </nav>
    </div>
  )
}

type FiltersProps = { found: Found | undefined; onSearch: (filter: Filter) => void }

function AuditFilters({ found, onSearch }: FiltersProps) {
  const { audit: words } = useWords(operationText)
  const [draft, setDraft] = useState<Filter>({})
  const set = (name: FilterName, value: string) => {
    const { [name]: _, ...rest } = draft
    setDraft(value === '' ? rest : { ...draft, [name]: value })
  }
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(draft)
      }}
    >
      {(['from', 'to', 'actorId', 'objectId'] as const).map((name) => (
        <Field key={name} label={words[name]}>
          {({ id }) => (
            <Input
              id={id}
              type={name === 'from' || name === 'to' ? 'date' : 'text'}
              value={draft[name] ?? ''}
              maxLength={100}
              onChange={({ target }) => set(name, target.value)}
            />
          )}
        </Field>
      ))}
      <Choices found={found} draft={draft} onSet={set} />
      <Button type="primary" htmlType="submit">
        {words.search}
      </Button>
      <Button
        onClick={() => {
          setDraft({})
          onSearch({})
        }}
      >
        {words.clear}
      </Button>
    </form>
  )
}

type ChoicesProps = {
  found: Found | undefined
  draft: Filter
  onSet: (name: FilterName, value: string) => void
}

function Choices({ found, draft, onSet }: ChoicesProps) {
  const { audit: words } = useWords(operationText)
  const listed = (names: readonly string[] = []) => names.map((value) => ({ value, label: value }))
  const worded = (all: Record<string, string>) =>
    Object.entries(all).map(([value, label]) => ({ value, label }))
  const choices = [
    { name: 'action', options: listed(found?.actions) },
    { name: 'actorKind', options: worded(words.kinds) },
    { name: 'objectKind', options: listed(found?.objectKinds) },
    { name: 'result', options: worded(words.results) },
  ] as const
  return choices.map(({ name, options }) => (
    <Field key={name} label={words[name]}>
      {({ id }) => (
        <Select
          id={id}
          value={draft[name] ?? ''}
          popupMatchSelectWidth={false}
          onChange={(value: string) => onSet(name, value)}
          options={[{ value: '', label: words.all }, ...options]}
        />
      )}
    </Field>
  ))
}

function Entries({ page }: { page: Found }) {
  const { audit: words } = useWords(operationText)
  const { columns } = words
  return (
    <PlainTable
      caption={columns.action}
      empty={words.empty}
      rows={page.entries}
      keyOf={({ id }) => String(id)}
      columns={[
        { head: columns.id, cell: ({ id }) => id, isNumber: true },
        { head: columns.at, cell: ({ at }) => tellMoment(at) },
        {
          head: columns.actor,
          cell: ({ actorKind, actor, username }) =>
            `${inWords(words.kinds, actorKind)}${actor === null ? '' : ` · ${actor}`}${
              username === null ? '' : ` (${username})`
            }`,
        },
        { head: columns.action, cell: ({ action }) => <code>{action}</code> },
        {
          head: columns.object,
          cell: ({ objectKind, objectId }) => (
            <span className="words">
              {objectKind}
              {objectId !== null && ` ${objectId}`}
            </span>
          ),
        },
        { head: columns.result, cell: ({ result }) => inWords(words.results, result) },
        { head: columns.details, cell: ({ details }) => tellDetails(details) },
        { head: columns.address, cell: ({ addressHash }) => addressHash ?? '—' },
      ]}
    />
  )
}

const tellDetails = (details: Record<string, unknown>) =>
  Object.entries(details)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')
