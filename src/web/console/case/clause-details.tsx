import { useText } from '../use-text.ts'
import type { Clause } from '../../shared/clause.ts'

const BEGINNING = 24

const beginningOf = (quote: string) =>
  quote.length > BEGINNING ? `“${quote.slice(0, BEGINNING)}…”` : `“${quote}”`

/** One clause by its beginning, with its status; opened, its words and where they stand. */
export function ClauseDetails({ clause, mark }: { clause: Clause; mark?: number }) {
  const { case: text, words } = useText()
  return (
    <details>
      <summary>
        {mark !== undefined && `[${mark}] `}
        {clause.title} {clause.heading} <span className="muted">{beginningOf(clause.quote)}</span>{' '}
        <span className={clause.status === 'in_force' ? 'chip success' : 'chip warning'}>
          {words.status[clause.status]}
        </span>
      </summary>
      <blockquote className="words">{clause.quote}</blockquote>
      <a href={clause.url} target="_blank" rel="noreferrer">
        {text.openClause}
        <span className="hidden-text">{text.newWindow}</span>
      </a>
    </details>
  )
}
