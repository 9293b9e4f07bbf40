import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../shared/icon.tsx'
import type { ChatText } from './chat-text.ts'

const inputId = 'question'
const longestQuestion = 2000
const warnBelow = 200
/** A second click on "send" must not become a click on "stop", which takes its place. */
const doubleClick = 400

export function focusComposer(): void {
  document.getElementById(inputId)?.focus()
}

/** While an input method composes, Enter chooses a word (229: Safari sends it after the composition). */
function sendsOnEnter(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229
}

function QuestionInput(props: {
  text: ChatText
  value: string
  described: boolean
  onInput: (value: string) => void
  onPaste: (text: string) => void
  onSubmit: () => void
}) {
  const { text, value } = props
  const inputRef = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    const area = inputRef.current
    if (area === null) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
  }, [value])

  return (
    <textarea
      id={inputId}
      ref={inputRef}
      rows={1}
      value={value}
      maxLength={longestQuestion}
      aria-label={text.inputLabel}
      aria-describedby={props.described ? 'question-left' : undefined}
      placeholder={text.placeholder}
      enterkeyhint="send"
      onInput={(event) => props.onInput(event.currentTarget.value)}
      onPaste={(event) => props.onPaste(event.clipboardData?.getData('text') ?? '')}
      onKeyDown={(event) => {
        if (!sendsOnEnter(event)) return
        event.preventDefault()
        props.onSubmit()
      }}
    />
  )
}

/** One button sends and stops, so that the focus stays where it is. */
export function Composer(props: {
  text: ChatText
  value: string
  busy: boolean
  onInput: (value: string) => void
  onPaste: (text: string) => void
  onSend: () => void
  onStop: () => void
}) {
  const { text, value, busy } = props
  const sentAtRef = useRef(0)
  const left = longestQuestion - value.length
  const warns = left < warnBelow

  const submit = () => {
    if (busy || value.trim() === '') return
    sentAtRef.current = Date.now()
    props.onSend()
  }

  const press = () => {
    if (!busy) submit()
    else if (Date.now() - sentAtRef.current > doubleClick) props.onStop()
  }

  return (
    <form class="composer no-print" onSubmit={(event) => event.preventDefault()}>
      <div class="composer-box">
        <QuestionInput
          text={text}
          value={value}
          described={warns}
          onInput={props.onInput}
          onPaste={props.onPaste}
          onSubmit={submit}
        />
        <button type="button" class={busy ? 'stop' : 'button-primary'} onClick={press}>
          <Icon name={busy ? 'stop' : 'send'} />
          <span>{busy ? text.stop : text.send}</span>
        </button>
      </div>
      {warns ? (
        <p id="question-left" class="composer-left">
          {text.remaining(left)}
        </p>
      ) : null}
    </form>
  )
}
