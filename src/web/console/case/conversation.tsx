import { useText } from '../use-text.ts'
import type { CaseDetail } from './use-case.ts'
import { Moment } from '../moment.tsx'

/** Every turn in full, folded away until somebody wants it: the brief says the same in less. */
export function Conversation({ turns }: { turns: CaseDetail['turns'] }) {
  const { case: text, words } = useText()
  return (
    <details className="card fold">
      <summary>
        <h2>{text.conversation}</h2>
        <span className="muted">{text.turns(turns.length)}</span>
      </summary>
      <ol className="turns">
        {turns.map(({ id, question, answer, at }) => (
          <li key={id}>
            <p className="muted">
              {words.authors.asker} <Moment at={at} />
            </p>
            <p className="words asked">{question}</p>
            <p className="muted">{text.machine}</p>
            <p className="words">{answer?.text ?? text.withheldAnswer}</p>
            {answer && <p className="muted">{answer.label}</p>}
          </li>
        ))}
      </ol>
    </details>
  )
}
