import { useWords } from '../use-words.ts'
import { dashboardText } from './dashboard-text.ts'
import {
  type FiguresOfBoth,
  type MeasureName,
  measureNames,
  measures,
  tell,
  tellChange,
} from './measures.ts'

type Props = { both: FiguresOfBoth }

/** The figures of the whole period, each with what it means and how it was before. */
export function FigureCards({ both }: Props) {
  return (
    <ul className="figures">
      {measureNames.map((name) => (
        <FigureCard key={name} name={name} both={both} />
      ))}
    </ul>
  )
}

function FigureCard({ name, both }: Props & { name: MeasureName }) {
  const words = useWords(dashboardText)
  const measure = measures[name]
  const totals = { now: both.now.total, before: both.before.total }
  const note = measure.note(totals.now, words)
  const change = tellChange(measure, totals, words)
  return (
    <li className="card figure" id={`figure-${name}`}>
      <h2>{words.measures[name]}</h2>
      <p className="value">{tell(measure.kind, measure.value(totals.now), words)}</p>
      {note !== undefined && <p>{note}</p>}
      <p className="muted">
        {words.before(tell(measure.kind, measure.value(totals.before), words))}
        {change !== undefined && ` · ${change}`}
      </p>
      <details>
        <summary>{words.definition}</summary>
        <p>{words.definitions[name]}</p>
      </details>
    </li>
  )
}
