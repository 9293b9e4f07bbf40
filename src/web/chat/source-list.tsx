import type { Citation } from '../../shared/message.ts'
import { clauseName } from '../shared/clause-name.ts'
import type { Language } from '../shared/language.ts'
import { StatusTag } from '../shared/status-tag.tsx'
import type { ChatText } from './chat-text.ts'

const shownAtOnce = 3

type SourcesProps = {
  citations: Citation[]
  language: Language
  text: ChatText
  onOpen: (citation: Citation) => void
}

function Rows(props: SourcesProps) {
  return (
    <ol class="source-rows">
      {props.citations.map((citation) => (
        <li key={citation.n}>
          <button type="button" aria-haspopup="dialog" onClick={() => props.onOpen(citation)}>
            <span class="source-number">{citation.n}</span>
            <span class="source-words">
              <span class="source-clause" lang="zh-CN">
                {clauseName(citation)}
              </span>
              <span class="source-document" lang="zh-CN">
                {citation.title}
              </span>
            </span>
            <StatusTag {...citation} language={props.language} />
          </button>
        </li>
      ))}
    </ol>
  )
}

/** The sources under an answer, so that their status is seen without opening anything. */
export function SourceList(props: SourcesProps) {
  const { citations, text } = props
  if (citations.length === 0) return null
  const rest = citations.slice(shownAtOnce)
  return (
    <div class="sources no-print">
      <p class="small-heading">{text.sources}</p>
      <Rows {...props} citations={citations.slice(0, shownAtOnce)} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{text.moreSources(rest.length)}</summary>
          <Rows {...props} citations={rest} />
        </details>
      )}
    </div>
  )
}

/** On paper nothing can be opened: every source stands there with its words and status. */
export function PrintedSources(props: Omit<SourcesProps, 'onOpen'>) {
  if (props.citations.length === 0) return null
  return (
    <div class="print-only printed-sources">
      <p>{props.text.sources}</p>
      {props.citations.map((citation) => (
        <p key={citation.n}>
          [{citation.n}]{' '}
          <span lang="zh-CN">
            {citation.title} › {clauseName(citation)}
          </span>{' '}
          <StatusTag {...citation} language={props.language} /> {citation.statusText}
          <br />
          <span lang="zh-CN">“{citation.quote}”</span>
        </p>
      ))}
    </div>
  )
}
