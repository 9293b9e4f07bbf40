import type { ComponentChildren } from 'preact'
import type { Problem } from '../shared/call-api.ts'
import { problemText } from '../shared/common-text.ts'
import type { Language } from '../shared/language.ts'

/** What went wrong, heard at once by screen readers. */
export function Trouble(props: { problem: Problem | null; language: Language }) {
  const { problem, language } = props
  return (
    <div role="alert">
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
    </div>
  )
}

/** A form whose button says what it does. Errors are told in words at the fields, never by the browser. */
export function Form(props: {
  submit: string
  busy?: boolean
  problem: Problem | null
  language: Language
  onSubmit: () => void
  children: ComponentChildren
  /** Other buttons beside the one that sends. */
  beside?: ComponentChildren
}) {
  return (
    <form
      noValidate
      aria-busy={props.busy === true}
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
      <Trouble problem={props.problem} language={props.language} />
      <div class="actions">
        <button type="submit" class="button-primary">
          {props.submit}
        </button>
        {props.beside}
      </div>
    </form>
  )
}
