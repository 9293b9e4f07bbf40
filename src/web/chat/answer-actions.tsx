import { useState } from 'preact/hooks'
import type { Answer } from '../../shared/message.ts'
import { commonText } from '../shared/common-text.ts'
import { copyText } from '../shared/copy-text.ts'
import { Icon } from '../shared/icon.tsx'
import type { Language } from '../shared/language.ts'
import { chatText } from './chat-text.ts'
import type { ChatText } from './chat-text.ts'
import { answerAsText } from './copy-answer.ts'
import type { Exchange } from './thread.ts'

/** The way to people: to those who have the conversation in hand, or to the form. */
export type Person = { inHand: boolean; onOpen: () => void }

function PersonButton(props: { class: string; person: Person; text: ChatText }) {
  const { person, text } = props
  return (
    <button
      type="button"
      class={props.class}
      aria-haspopup={person.inHand ? undefined : 'dialog'}
      onClick={person.onOpen}
    >
      <Icon name="person" />
      <span>{person.inHand ? text.followCase : text.person}</span>
    </button>
  )
}

export function AnswerActions(props: {
  exchange: Exchange
  language: Language
  announce: (text: string) => void
  person: Person
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
      <PersonButton class="button-plain" person={props.person} text={chatText[language]} />
    </div>
  )
}

/** Says that a person should look at this, and why. */
export function RoutingNote(props: {
  answer: Answer
  lang: string | undefined
  person: Person
  text: ChatText
}) {
  const { answer, text } = props
  const { level, reasons } = answer.routing
  if (level === 'self' && answer.outcome !== 'escalate') return null
  return (
    <div class="routing">
      {level === 'self' ? null : <span class="tag">{text.levels[level]}</span>}
      {level === 'self' || reasons.length === 0 ? null : (
        <details>
          <summary>{text.why}</summary>
          <ul>
            {reasons.map((reason) => (
              <li key={reason} lang={props.lang}>
                {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="no-print">
        <PersonButton class="button-primary" person={props.person} text={text} />
      </p>
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
