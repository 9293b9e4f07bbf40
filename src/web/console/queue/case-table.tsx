import { Spin } from 'antd'
import { hrefOf } from '../address.ts'
import { StateChip } from '../state-chip.tsx'
import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { TermChip } from './term-chip.tsx'
import type { ListedCase } from './use-cases.ts'
import { tellDay } from '../tell-moment.ts'

type Props = {
  rows: ListedCase[]
  selected: string | undefined
  onSelect: (id: string) => void
  pending: boolean
  empty: string
}

/** A table on wide screens; on narrow ones each row is a card of its own (queue.css). */
export function CaseTable({ rows, selected, onSelect, pending, empty }: Props) {
  const { queue, shell } = useText()
  if (pending) return <Spin aria-label={shell.loading} />
  if (rows.length === 0) return <p className="card">{empty}</p>
  const { columns } = queue
  return (
    <table className="cases">
      <caption className="hidden-text">{queue.table}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.code}</th>
          <th scope="col">{columns.summary}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.term}</th>
          <th scope="col">{columns.field}</th>
          <th scope="col">{columns.district}</th>
          <th scope="col">{columns.staff}</th>
          <th scope="col">{columns.arrived}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} isSelected={row.id === selected} onSelect={onSelect} />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = { row: ListedCase; isSelected: boolean; onSelect: (id: string) => void }

function Row({ row, isSelected, onSelect }: RowProps) {
  const { queue, words } = useText()
  return (
    <tr
      id={`case-${row.id}`}
      className={isSelected ? 'selected' : undefined}
      aria-current={isSelected ? 'true' : undefined}
      onFocus={() => onSelect(row.id)}
    >
      <td className="code">
        <a href={hrefOf(`/cases/${row.id}`)}>{row.code}</a>
      </td>
      <td className="summary">
        {row.urgency === 'urgent' && <span className="chip danger">{queue.urgent}</span>}{' '}
        {row.confidential && <span className="chip warning">{words.confidential}</span>}{' '}
        {row.kind !== 'consultation' && <span className="chip">{words.kinds[row.kind]}</span>}{' '}
        <span className={row.confidential ? 'muted' : undefined}>
          {row.confidential ? queue.withheld : row.summary}
        </span>
      </td>
      <td>
        <StateChip state={row.state} />
      </td>
      <td>
        <TermChip dueAt={row.dueAt} />
      </td>
      <td>{inWords(words.fields, row.field)}</td>
      <td>{row.district ?? queue.nobody}</td>
      <td>{row.staff ?? queue.nobody}</td>
      <td className="muted">
        <time dateTime={row.createdAt}>{tellDay(row.createdAt)}</time>
      </td>
    </tr>
  )
}
