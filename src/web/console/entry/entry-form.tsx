import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import '../case/case.css'
import { searchClauses } from '../case/search-clauses.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useWords } from '../use-words.ts'
import { type EntryDraft, withClause } from './entry-draft.ts'
import { EntryFacts } from './entry-facts.tsx'
import { entryText } from './entry-text.ts'
import { CitedClauses, SuggestedClauses } from './suggested-clauses.tsx'

const LONGEST_QUESTION = 2_000
const LONGEST_ANSWER = 5_000
const LONGEST_QUERY = 200

type Props = {
  draft: EntryDraft
  change: (part: Partial<EntryDraft>) => void
  question: RefObject<TextAreaRef | null>
  /** What the button that saves says. */
  label: string
  busy: boolean
  error: unknown
  onSave: () => void
  /** Beside that button. */
  children: ReactNode
}

/** Words and facts of a talk, from the keyboard alone. */
export function EntryForm({
  draft,
  change,
  question,
  label,
  busy,
  error,
  onSave,
  children,
}: Props) {
  const ready = draft.question.trim() !== '' && draft.answer.trim() !== ''
  const save = () => {
    if (ready && !busy) onSave()
  }
  useControlEnter(save)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Words draft={draft} change={change} question={question} />
      <EntryFacts draft={draft} change={change} />
      <ProblemAlert error={error} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
          {label}
        </Button>
        {children}
      </div>
    </form>
  )
}

/** Ctrl+Enter (⌘ on a Mac), wherever on the page. */
function useControlEnter(run: () => void): void {
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

type WordsProps = {
  draft: EntryDraft
  change: (part: Partial<EntryDraft>) => void
  question: RefObject<TextAreaRef | null>
}

/** Question, evidence and answer: Enter leads from one to the next. */
function Words({ draft, change, question }: WordsProps) {
  const answer = useRef<TextAreaRef>(null)
  const first = useRef<HTMLButtonElement>(null)
  const evidence = useEvidence(draft)
  useFocusWhenFound({ ...evidence, question, first, answer })
  return (
    <>
      <Question draft={draft} change={change} question={question} onEnter={evidence.search} />
      <ProblemAlert error={evidence.error} onRetry={evidence.retry} />
      <SuggestedClauses
        clauses={evidence.found}
        busy={evidence.busy}
        first={first}
        onTake={(clause) => {
          change(withClause(draft, clause))
          answer.current?.focus({ cursor: 'end' })
        }}
      />
      <Answer draft={draft} change={change} answer={answer} />
      <CitedClauses draft={draft} change={change} />
    </>
  )
}

/** What the search finds for the question as it stands; nothing once it was changed. */
function useEvidence(draft: EntryDraft) {
  const [asked, setAsked] = useState('')
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    queryFn: () => searchClauses(asked),
  })
  return {
    found: asked !== '' && asked === queryOf(draft) ? data : undefined,
    busy: isFetching,
    error,
    retry: () => void refetch(),
    search: () => setAsked(queryOf(draft)),
  }
}

function Question({ draft, change, question, onEnter }: WordsProps & { onEnter: () => void }) {
  const words = useWords(entryText)
  return (
    <Field label={words.question}>
      {({ id }) => (
        <Input.TextArea
          ref={question}
          id={id}
          rows={3}
          maxLength={LONGEST_QUESTION}
          value={draft.question}
          onChange={({ target }) => change({ question: target.value })}
          onKeyDown={(event) => {
            if (!isPlainEnter(event)) return
            event.preventDefault()
            onEnter()
          }}
        />
      )}
    </Field>
  )
}

function isPlainEnter({ key, shiftKey, ctrlKey, metaKey, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !ctrlKey && !metaKey && !nativeEvent.isComposing
}

type AnswerProps = Omit<WordsProps, 'question'> & { answer: RefObject<TextAreaRef | null> }

function Answer({ draft, change, answer }: AnswerProps) {
  const words = useWords(entryText)
  return (
    <Field label={words.answer}>
      {({ id }) => (
        <Input.TextArea
          ref={answer}
          id={id}
          rows={6}
          maxLength={LONGEST_ANSWER}
          value={draft.answer}
          onChange={({ target }) => change({ answer: target.value })}
        />
      )}
    </Field>
  )
}

const queryOf = ({ question }: EntryDraft) => question.trim().slice(0, LONGEST_QUERY)

type Places = {
  found: readonly unknown[] | undefined
  error: unknown
  question: RefObject<TextAreaRef | null>
  first: RefObject<HTMLButtonElement | null>
  answer: RefObject<TextAreaRef | null>
}

/** On to the first clause, or to the answer where there is none; not from under somebody who has gone elsewhere. */
function useFocusWhenFound({ found, error, question, first, answer }: Places): void {
  useEffect(() => {
    if (found === undefined && error === null) return
    if (document.activeElement !== question.current?.resizableTextArea?.textArea) return
    if (first.current) first.current.focus()
    else answer.current?.focus()
  }, [found, error, question, first, answer])
}
