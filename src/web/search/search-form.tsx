import { useEffect, useState } from 'preact/hooks'
import { statuses } from '../../shared/message.ts'
import { commonText } from '../shared/common-text.ts'
import type { DocumentSummary } from '../shared/documents.ts'
import { titleIn } from '../shared/documents.ts'
import { Icon } from '../shared/icon.tsx'
import type { Language } from '../shared/language.ts'
import type { Values } from '../shared/use-address.ts'
import { kinds } from '../shared/search-results.ts'
import { searchText } from './search-text.ts'

export const queryNames = ['q', 'document', 'kind', 'district', 'status'] as const
export type QueryName = (typeof queryNames)[number]
export type Query = Values<QueryName>

type Option = { value: string; label: string }

function Filter(props: {
  label: string
  all: string
  value: string
  options: Option[]
  onChoose: (value: string) => void
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <option value="">{props.all}</option>
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

type FormProps = {
  query: Query
  language: Language
  documents: DocumentSummary[]
  districts: Option[]
  onChange: (changes: Partial<Query>) => void
}

function Filters(props: FormProps) {
  const { query, language, onChange } = props
  const text = searchText[language]
  const documents = props.documents.map((document) => ({
    value: document.id,
    label: titleIn(document, language),
  }))
  const states = statuses.map((status) => ({
    value: status,
    label: commonText[language].status[status],
  }))
  const kindOptions = kinds.map((kind) => ({ value: kind, label: text.kinds[kind] }))
  const choose = (name: QueryName) => (value: string) => onChange({ [name]: value })
  return (
    <fieldset>
      <legend class="hidden-text">{text.filters}</legend>
      <div class="filters">
        <Filter
          {...{ label: text.kind, all: text.all, value: query.kind, options: kindOptions }}
          onChoose={choose('kind')}
        />
        <Filter
          {...{ label: text.document, all: text.all, value: query.document, options: documents }}
          onChoose={choose('document')}
        />
        <Filter
          {...{ label: text.district, all: text.all, value: query.district }}
          options={props.districts}
          onChoose={choose('district')}
        />
        <Filter
          {...{ label: text.status, all: text.all, value: query.status, options: states }}
          onChoose={choose('status')}
        />
      </div>
    </fieldset>
  )
}

export function SearchForm(props: FormProps) {
  const { query, language, onChange } = props
  const text = searchText[language]
  const [words, setWords] = useState(query.q)
  useEffect(() => setWords(query.q), [query.q])

  return (
    <search class="card no-print">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onChange({ q: words.trim() })
        }}
      >
        <div class="search-line">
          <input
            type="search"
            value={words}
            maxLength={200}
            aria-label={text.query}
            placeholder={text.placeholder}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
          <button type="submit" class="button-primary">
            <Icon name="search" />
            <span>{text.submit}</span>
          </button>
        </div>
        <Filters {...props} />
      </form>
    </search>
  )
}
