import { useState } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import { clauseOf } from '../shared/clause.ts'
import type { Clause } from '../shared/clause.ts'
import { Failure, Loading } from '../shared/loading-states.tsx'
import type { Language } from '../shared/language.ts'
import { useRemote } from '../shared/use-remote.ts'
import { isResultList } from '../shared/search-results.ts'
import { ClauseButton } from './brief-view.tsx'
import { isSame } from './chosen-clauses.ts'
import { ticketText } from './ticket-text.ts'
import type { Writing } from './use-reply.ts'

const mostResults = 8

type PickerProps = {
  writing: Writing
  language: Language
  onOpen: (citation: Citation) => void
}

function Offered(props: PickerProps & { clauses: Clause[] }) {
  const { writing, clauses, language, onOpen } = props
  const text = ticketText[language]
  return (
    <ul class="clause-rows">
      {clauses.map((clause, at) => {
        const chosen = writing.draft.clauses.some((known) => isSame(known, clause))
        return (
          <li key={clause.url}>
            <ClauseButton {...{ clause, language, onOpen }} n={at + 1} />
            <button type="button" disabled={chosen} onClick={() => writing.cite(clause)}>
              {chosen ? text.cited : text.cite}
              <span class="hidden-text"> {at + 1}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Search(props: PickerProps) {
  const { language } = props
  const text = ticketText[language]
  const [words, setWords] = useState('')
  const [query, setQuery] = useState('')
  const path =
    query === '' ? null : `/api/search?limit=${mostResults}&q=${encodeURIComponent(query)}`
  const [found, retry] = useRemote(path, isResultList, language)
  const results = found.value?.results ?? []
  return (
    <>
      <form
        class="clause-search"
        onSubmit={(event) => {
          event.preventDefault()
          setQuery(words.trim())
        }}
      >
        <input
          type="text"
          aria-label={text.searchLabel}
          placeholder={text.searchLabel}
          value={words}
          maxLength={200}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <button type="submit">{text.searchButton}</button>
      </form>
      {path !== null && found.state === 'loading' ? <Loading language={language} /> : null}
      {found.state === 'failed' ? (
        <Failure problem={found.problem} language={language} onRetry={retry} />
      ) : null}
      {path !== null && found.state === 'ready' && results.length === 0 ? (
        <p class="field-hint">{text.searchNone}</p>
      ) : null}
      <Offered {...props} clauses={results.map(clauseOf)} />
    </>
  )
}

function Chosen({ writing, language, onOpen }: PickerProps) {
  const text = ticketText[language]
  const { clauses } = writing.draft
  if (clauses.length === 0) return <p class="field-hint">{text.clausesNone}</p>
  return (
    <>
      <ol class="clause-rows">
        {clauses.map((clause, at) => (
          <li key={clause.url}>
            <ClauseButton {...{ clause, language, onOpen }} n={at + 1} />
            <button type="button" onClick={() => writing.insertMark(at + 1)}>
              {text.mark(at + 1)}
            </button>
            <button type="button" onClick={() => writing.drop(at)}>
              {text.remove}
              <span class="hidden-text"> [{at + 1}]</span>
            </button>
          </li>
        ))}
      </ol>
      {clauses.some(({ status }) => status === 'draft') ? (
        <p class="draft-warning">{text.draftWarning}</p>
      ) : null}
    </>
  )
}

/** The clauses that a reply names: from the brief, or searched for. */
export function ClausePicker(props: PickerProps & { offered: Clause[] }) {
  const text = ticketText[props.language]
  return (
    <div class="field">
      <h3>{text.clauses}</h3>
      <Chosen {...props} />
      {props.offered.length === 0 ? null : (
        <details>
          <summary>{text.fromBrief}</summary>
          <Offered {...props} clauses={props.offered} />
        </details>
      )}
      <details>
        <summary>{text.searchLabel}</summary>
        <Search {...props} />
      </details>
    </div>
  )
}
