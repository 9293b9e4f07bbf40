import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { CaseResult } from '../../../cases/case-result.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { can } from './permissions.ts'
import { requestText } from './request-text.ts'
import { beginResult, doers, isComplete, noteResult, outcomes, today } from './result.ts'
import type { GivenResult } from './result.ts'
import type { CaseDetail } from './use-case.ts'
import type { Steps } from './use-steps.ts'

type Props = {
  detail: CaseDetail
  noted: CaseResult | undefined
  steps: Steps
  onSaved: () => void
}

/** Notes what came of a request, or corrects it. */
export function ResultForm({ detail, noted, steps, onSaved }: Props) {
  const words = useWords(requestText)
  const [given, setGiven] = useState(() => beginResult(noted))
  const act = useAct()
  const change = (next: Partial<GivenResult>) => setGiven({ ...given, ...next })
  const submit = async () => {
    const save = () => steps.run((took) => noteResult(detail, given, took))
    if (await act.run(save, { told: words.saved })) onSaved()
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <p className="muted">
        {words.resultNote} {can('take', detail.state) && words.takesFirst}
      </p>
      <Field label={words.resultDone}>
        {({ id }) => (
          <Input.TextArea
            id={id}
            rows={4}
            maxLength={5_000}
            value={given.done}
            onChange={({ target }) => change({ done: target.value })}
          />
        )}
      </Field>
      <Doing given={given} change={change} />
      <Days given={given} change={change} />
      <ProblemAlert error={act.error} />
      <div>
        <Button type="primary" htmlType="submit" loading={act.busy} disabled={!isComplete(given)}>
          {noted ? words.correct : words.save}
        </Button>
      </div>
    </form>
  )
}

type PartProps = { given: GivenResult; change: (next: Partial<GivenResult>) => void }

function Doing({ given, change }: PartProps) {
  const words = useWords(requestText)
  return (
    <>
      <Field label={words.outcome}>
        {({ id }) => (
          <Select
            id={id}
            value={given.outcome}
            onChange={(outcome) => change({ outcome })}
            options={outcomes.map((value) => ({ value, label: words.outcomes[value] }))}
          />
        )}
      </Field>
      <Field label={words.doer}>
        {({ id }) => (
          <Select
            id={id}
            value={given.doer}
            onChange={(doer) => change({ doer })}
            options={doers.map((value) => ({ value, label: words.doers[value] }))}
          />
        )}
      </Field>
      <Field label={words.by} note={words.byNote}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            maxLength={100}
            value={given.by}
            onChange={({ target }) => change({ by: target.value })}
          />
        )}
      </Field>
    </>
  )
}

function Days({ given, change }: PartProps) {
  const words = useWords(requestText)
  return (
    <>
      <Field label={words.on}>
        {({ id }) => (
          <Input
            id={id}
            type="date"
            max={today()}
            value={given.on}
            onChange={({ target }) => change({ on: target.value })}
          />
        )}
      </Field>
      <Field label={words.followUpOn} note={words.followUpNote}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            type="date"
            aria-describedby={describedBy}
            min={today()}
            value={given.followUpOn}
            onChange={({ target }) => change({ followUpOn: target.value })}
          />
        )}
      </Field>
    </>
  )
}
