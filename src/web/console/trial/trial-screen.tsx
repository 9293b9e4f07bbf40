import { Button, Input } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { trialText } from '../administration/trial-text.ts'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { TrialResult } from './trial-result.tsx'

export type Trial = InferResponseType<(typeof api)['trial']['$post'], 200>

const LONGEST = 2_000

/** One question, step by step. */
export function TrialScreen() {
  const text = useText()
  const words = useWords(trialText)
  return (
    <div className="stack">
      <h1>{text.screens.trial}</h1>
      <p>{words.intro}</p>
      <TrialForm />
    </div>
  )
}

export function TrialForm({ onTried }: { onTried?: () => void }) {
  const words = useWords(trialText)
  const [question, setQuestion] = useState('')
  const [trial, setTrial] = useState<Trial>()
  const act = useAct()
  const ask = () =>
    act.run(
      async () => {
        setTrial(await read(api.trial.$post({ json: { text: question } })))
        onTried?.()
      },
      { stale: ['guide'] },
    )
  return (
    <>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <Field label={words.question}>
          {({ id }) => (
            <Input.TextArea
              id={id}
              value={question}
              maxLength={LONGEST}
              rows={3}
              onChange={({ target }) => setQuestion(target.value)}
            />
          )}
        </Field>
        <div>
          <Button
            type="primary"
            htmlType="submit"
            loading={act.busy}
            disabled={question.trim() === ''}
          >
            {words.ask}
          </Button>
        </div>
        <ProblemAlert error={act.error} />
      </form>
      {trial && <TrialResult trial={trial} />}
    </>
  )
}
