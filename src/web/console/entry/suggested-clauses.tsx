import { Button, Spin } from 'antd'
import type { RefObject } from 'react'
import type { Clause } from '../../shared/clause.ts'
import { ClauseDetails } from '../case/clause-details.tsx'
import { dropMark } from '../case/marks.ts'
import { useShortcuts } from '../use-shortcuts.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import type { EntryDraft } from './entry-draft.ts'
import { entryText } from './entry-text.ts'

const MOST = 5

type Props = {
  /** Undefined: nothing was looked for. */
  clauses: readonly Clause[] | undefined
  busy: boolean
  first: RefObject<HTMLButtonElement | null>
  onTake: (clause: Clause) => void
}

/** What was found, each taken with its number or with Enter. */
export function SuggestedClauses({ clauses, busy, first, onTake }: Props) {
  const { shell } = useText()
  const words = useWords(entryText)
  const shown = clauses?.slice(0, MOST) ?? []
  useShortcuts(
    Object.fromEntries(shown.map((clause, at) => [String(at + 1), () => onTake(clause)])),
  )
  if (busy) return <Spin aria-label={shell.loading} />
  if (clauses === undefined) return null
  if (shown.length === 0) return <p className="muted">{words.none}</p>
  return (
    <section className="stack" aria-label={words.suggested}>
      <h2>{words.suggested}</h2>
      <ol className="clauses">
        {shown.map((clause, at) => (
          <li key={clause.url}>
            <ClauseDetails clause={clause} />
            <Button
              {...(at === 0 && { ref: first })}
              size="small"
              aria-label={words.take(at + 1, `${clause.title} ${clause.heading}`)}
              onClick={() => onTake(clause)}
            >
              {at + 1}
            </Button>
          </li>
        ))}
      </ol>
    </section>
  )
}

type CitedProps = { draft: EntryDraft; change: (part: Partial<EntryDraft>) => void }

export function CitedClauses({ draft: { clauses, answer }, change }: CitedProps) {
  const words = useWords(entryText)
  if (clauses.length === 0) return null
  const drop = (at: number) =>
    change({
      answer: dropMark(answer, at + 1),
      clauses: clauses.filter((_, other) => other !== at),
    })
  return (
    <section className="stack" aria-label={words.evidence}>
      <h2>{words.evidence}</h2>
      <ol className="clauses">
        {clauses.map((clause, at) => (
          <li key={clause.url}>
            <ClauseDetails clause={clause} mark={at + 1} />
            <Button
              size="small"
              type="text"
              aria-label={words.drop(at + 1)}
              onClick={() => drop(at)}
            >
              ×
            </Button>
          </li>
        ))}
      </ol>
    </section>
  )
}
