import { useState } from 'preact/hooks'
import type { Routing } from '../../shared/message.ts'
import { commonText } from '../shared/common-text.ts'
import { copyText } from '../shared/copy-text.ts'
import { Icon } from '../shared/icon.tsx'
import type { Language } from '../shared/language.ts'
import type { ChatText } from './chat-text.ts'
import { answerAsText } from './copy-answer.ts'
import type { Exchange } from './thread.ts'

export function AnswerActions(props: {
  exchange: Exchange
  language: Language
  announce: (text: string) => void
}) {
  const { exchange, language, announce } = props
  const common = commonText[language]
  const [copied, setCopied] = useState(false)

  const copy = async () => {
    const done = await copyText(answerAsText(exchange, language))
    setCopied(done)
    announce(done ? common.copied : common.copyFailed)
  }

  return (
    <div class="actions answer-actions no-print">
      <button type="button" class="button-plain" onClick={() => void copy()}>
        <Icon name="copy" />
        <span>{copied ? common.copied : common.copy}</span>
      </button>
      <button type="button" class="button-plain" onClick={() => window.print()}>
        <Icon name="print" />
        <span>{common.print}</span>
      </button>
    </div>
  )
}

/** Says that a person should look at this, and why. */
export function RoutingNote(props: { routing: Routing; lang: string | undefined; text: ChatText }) {
  const { routing, text } = props
  if (routing.level === 'self') return null
  return (
    <div class="routing">
      <span class="tag">{text.levels[routing.level]}</span>
      {routing.reasons.length === 0 ? null : (
        <details>
          <summary>{text.why}</summary>
          <ul>
            {routing.reasons.map((reason) => (
              <li key={reason} lang={props.lang}>
                {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

export function FollowUps(props: {
  suggestions: string[]
  lang: string | undefined
  text: ChatText
  onAsk: (question: string) => void
}) {
  if (props.suggestions.length === 0) return null
  return (
    <div class="follow-ups no-print">
      <p class="small-heading">{props.text.followUps}</p>
      <ul class="starters" lang={props.lang}>
        {props.suggestions.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => props.onAsk(question)}>
              <span>{question}</span>
              <Icon name="arrow" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
