import { useState } from 'preact/hooks'
import type { Citation } from '../../shared/message.ts'
import type { ChatText } from './chat-text.ts'
import { foldPoint } from './fold-point.ts'
import { Markdown } from './markdown.tsx'

/** The words of an answer. A long one is folded on screen, and whole on paper. */
export function AnswerBody(props: {
  words: string
  complete: boolean
  citations: Citation[]
  text: ChatText
  onOpen: (citation: Citation) => void
}) {
  const { words, complete, citations, text, onOpen } = props
  const [unfolded, setUnfolded] = useState(false)
  const point = complete ? foldPoint(words) : undefined
  const marks = {
    known: citations.map((citation) => citation.n),
    label: text.openCitation,
    onOpen: (n: number) => {
      const citation = citations.find((known) => known.n === n)
      if (citation !== undefined) onOpen(citation)
    },
  }
  if (point === undefined) return <Markdown text={words} marks={marks} />
  return (
    <>
      <Markdown text={unfolded ? words : words.slice(0, point)} marks={marks} />
      {unfolded ? null : (
        <div class="print-only">
          <Markdown text={words.slice(point)} marks={marks} />
        </div>
      )}
      <button
        type="button"
        class="button-plain fold no-print"
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        {unfolded ? text.showLess : text.showAll}
      </button>
    </>
  )
}
