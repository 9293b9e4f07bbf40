import { Button, Select } from 'antd'
import { useText } from '../use-text.ts'
import type { Clause } from '../../shared/clause.ts'
import { ClauseDetails } from './clause-details.tsx'
import { ClauseSearch } from './clause-search.tsx'
import { dropMark } from './marks.ts'
import type { ReplyDraft } from './reply-draft.ts'

const sameClause = (one: Clause, other: Clause) =>
  one.document === other.document && one.locator === other.locator

/** The clauses that are sent along, in the order of their marks; others can be added. */
export function ClauseList({ draft, known }: { draft: ReplyDraft; known: Clause[] }) {
  const { case: text } = useText()
  const { clauses } = draft
  const left = known.filter((each) => !clauses.some((other) => sameClause(each, other)))
  const add = (clause: Clause | undefined) => {
    if (clause) draft.change({ clauses: [...clauses, clause] })
  }
  return (
    <div className="stack">
      <h3>{text.evidence}</h3>
      {clauses.length === 0 && <p className="muted">{text.noEvidence}</p>}
      <ol className="clauses">
        {clauses.map((clause, at) => (
          <li key={`${clause.document}#${clause.locator}#${at}`}>
            <ClauseDetails clause={clause} mark={at + 1} />
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
          onChange={(at: number | null) => at !== null && add(left[at])}
          options={left.map(({ title, heading }, value) => ({
            value,
            label: `${title} ${heading}`,
          }))}
        />
      )}
      <ClauseSearch
        isCited={(clause) => clauses.some((each) => sameClause(each, clause))}
        onCite={add}
      />
    </div>
  )
}
