import { Button, Checkbox, Input, Select } from 'antd'
import type { InputRef } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import { caseKinds } from '../../../shared/case-states.ts'
import { fields, urgencies } from '../../../shared/message.ts'
import { useDistricts } from '../use-districts.ts'
import { useText } from '../use-text.ts'
import { type FilterName, type Filters, isFiltered } from './filters.ts'

type Props = {
  filters: Filters
  onChange: (filters: Filters) => void
  search: RefObject<InputRef | null>
}

export function FilterBar({ filters, onChange, search }: Props) {
  const { queue, words } = useText()
  const districts = useDistricts()
  const set = (name: FilterName, value: string | undefined) =>
    onChange({ ...filters, [name]: value })
  const choices = [
    { name: 'district', options: districts.map((value) => ({ value, label: value })) },
    { name: 'field', options: fields.map((value) => ({ value, label: words.fields[value] })) },
    {
      name: 'urgency',
      options: urgencies.map((value) => ({ value, label: words.urgencies[value] })),
    },
    { name: 'kind', options: caseKinds.map((value) => ({ value, label: words.kinds[value] })) },
    {
      name: 'confidential',
      options: [
        { value: 'true', label: queue.onlyConfidential },
        { value: 'false', label: queue.notConfidential },
      ],
    },
  ] as const
  return (
    <search className="row filters">
      <Search value={filters.q ?? ''} onSearch={(q) => set('q', q)} inputRef={search} />
      {choices.map(({ name, options }) => (
        <Select
          key={name}
          aria-label={queue[name]}
          placeholder={queue[name]}
          value={filters[name]}
          allowClear
          popupMatchSelectWidth={false}
          onChange={(value: string | undefined) => set(name, value)}
          options={[...options]}
        />
      ))}
      {(['mine', 'overdue'] as const).map((name) => (
        <Checkbox
          key={name}
          checked={filters[name] === 'true'}
          onChange={({ target }) => set(name, target.checked ? 'true' : undefined)}
        >
          {queue[name]}
        </Checkbox>
      ))}
      {isFiltered(filters) && (
        <Button
          type="link"
          onClick={() => onChange(filters.state === undefined ? {} : { state: filters.state })}
        >
          {queue.clear}
        </Button>
      )}
    </search>
  )
}

const TYPING_MS = 250

type SearchProps = {
  value: string
  onSearch: (words: string) => void
  inputRef: RefObject<InputRef | null>
}

/** Searches when the typing pauses, or at once with Enter. */
function Search({ value, onSearch, inputRef }: SearchProps) {
  const { queue } = useText()
  const [typed, setTyped] = useState<string>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const type = (words: string) => {
    setTyped(words)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onSearch(words.trim()), TYPING_MS)
  }
  return (
    <Input
      ref={inputRef}
      className="search"
      type="search"
      aria-label={queue.search}
      placeholder={`${queue.search} (${queue.searchKey})`}
      value={typed ?? value}
      maxLength={100}
      allowClear
      onChange={({ target }) => type(target.value)}
      onBlur={() => setTyped(undefined)}
      onPressEnter={({ currentTarget }) => {
        clearTimeout(timer.current)
        onSearch(currentTarget.value.trim())
        currentTarget.blur()
      }}
    />
  )
}
