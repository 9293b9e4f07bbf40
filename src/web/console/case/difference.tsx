import { diffWords } from 'diff'
import { useMemo } from 'react'

/** Longer than any reply may be: comparing more would only hold up the page. */
const LONGEST = 6_000

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

type Props = { from: string; to: string }

/** What was added and what was removed, marked by elements and by colour. */
export function Difference({ from, to }: Props) {
  const parts = useMemo(
    () => diffWords(from.slice(0, LONGEST), to.slice(0, LONGEST), { intlSegmenter: segmenter }),
    [from, to],
  )
  return (
    <p className="words difference">
      {parts.map(({ value, added, removed }, at) => {
        if (added) return <ins key={at}>{value}</ins>
        if (removed) return <del key={at}>{value}</del>
        return <span key={at}>{value}</span>
      })}
    </p>
  )
}
