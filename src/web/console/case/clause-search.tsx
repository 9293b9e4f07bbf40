import { useQuery } from '@tanstack/react-query'
import { Button, Input, Spin } from 'antd'
import { useState } from 'react'
import { useWords } from '../use-words.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import type { Clause } from '../../shared/clause.ts'
import { ClauseDetails } from './clause-details.tsx'
import { requestText } from './request-text.ts'
import { searchClauses } from './search-clauses.ts'

const LONGEST_QUERY = 200

type Props = { isCited: (clause: Clause) => boolean; onCite: (clause: Clause) => void }

/** Clauses that neither the conversation nor a brief has named, searched for as the public does. */
export function ClauseSearch({ isCited, onCite }: Props) {
  const { shell } = useText()
  const words = useWords(requestText)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    queryFn: () => searchClauses(asked),
  })
  return (
    <details>
      <summary>{words.search}</summary>
      <div className="stack">
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            setAsked(typed.trim())
          }}
        >
          <Input
            className="grow"
            aria-label={words.searchLabel}
            placeholder={words.searchLabel}
            value={typed}
            maxLength={LONGEST_QUERY}
            onChange={({ target }) => setTyped(target.value)}
          />
          <Button htmlType="submit">{words.searchButton}</Button>
        </form>
        {isFetching && <Spin aria-label={shell.loading} />}
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        <output>{data?.length === 0 && words.searchNone}</output>
        <ul className="clauses">
          {data?.map((clause) => (
            <Found key={clause.url} clause={clause} cited={isCited(clause)} onCite={onCite} />
          ))}
        </ul>
      </div>
    </details>
  )
}

type FoundProps = { clause: Clause; cited: boolean; onCite: (clause: Clause) => void }

function Found({ clause, cited, onCite }: FoundProps) {
  const { case: text } = useText()
  const words = useWords(requestText)
  return (
    <li>
      <ClauseDetails clause={clause} />
      {cited ? (
        <span className="chip success">{words.cited}</span>
      ) : (
        <Button
          size="small"
          aria-label={words.cite(`${clause.title} ${clause.heading}`)}
          onClick={() => onCite(clause)}
        >
          {text.addClause}
        </Button>
      )}
    </li>
  )
}
