import { Button, Select } from 'antd'
import { useText } from '../use-text.ts'
import type { Clause } from './brief.ts'
import { dropMark } from './marks.ts'
import type { ReplyDraft } from './reply-draft.ts'

const sameClause = (one: Clause, other: Clause) =>
  one.document === other.document && one.locator === other.locator

const BEGINNING = 24

const beginningOf = (quote: string) =>
  quote.length > BEGINNING ? `“${quote.slice(0, BEGINNING)}…”` : `“${quote}”`

/** The clauses that are sent along, in the order of their marks; others of the conversation can be added. */
export function ClauseList({ draft, known }: { draft: ReplyDraft; known: Clause[] }) {
  const { case: text, words } = useText()
  const { clauses } = draft
  const left = known.filter((each) => !clauses.some((other) => sameClause(each, other)))
  const add = (at: number) => {
    const clause = left[at]
    if (clause) draft.change({ clauses: [...clauses, clause] })
  }
  return (
    <div className="stack">
      <h3>{text.evidence}</h3>
      {clauses.length === 0 && <p className="muted">{text.noEvidence}</p>}
      <ol className="clauses">
        {clauses.map((clause, at) => (
          <li key={`${clause.document}#${clause.locator}#${at}`}>
            <details>
              <summary>
                [{at + 1}] {clause.title} {clause.heading}{' '}
                <span className="muted">{beginningOf(clause.quote)}</span>{' '}
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
            <Button
              size="small"
              type="text"
              aria-label={text.removeClause(at + 1)}
              onClick={() =>
                draft.change({
                  text: dropMark(draft.text, at + 1),
                  clauses: clauses.filter((_, other) => other !== at),
                })
              }
            >
              ×
            </Button>
          </li>
        ))}
      </ol>
      {left.length > 0 && (
        <Select
          aria-label={text.addClause}
          placeholder={text.addClause}
          value={null}
          onChange={(at: number | null) => at !== null && add(at)}
          options={left.map(({ title, heading }, value) => ({
            value,
            label: `${title} ${heading}`,
          }))}
        />
      )}
    </div>
  )
}
