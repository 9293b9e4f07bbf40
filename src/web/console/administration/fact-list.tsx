import type { ReactNode } from 'react'
import './administration.css'

type Props = { facts: readonly (readonly [name: string, value: ReactNode])[] }

/** Names with what they stand for, side by side; below each other where there is no room. */
export function FactList({ facts }: Props) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
