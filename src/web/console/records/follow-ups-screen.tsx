import { useQuery } from '@tanstack/react-query'
import { Button, Input, Spin } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { hrefOf } from '../address.ts'
import { api, done, read } from '../api.ts'
import { ChoiceTabs } from '../choice-tabs.tsx'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { TermChip } from '../queue/term-chip.tsx'
import { inWords } from '../text/words-text.ts'
import { useStep } from '../use-step.ts'
import { useText } from '../use-text.ts'

const KEY = 'follow-ups'
type List = InferResponseType<(typeof api)['follow-ups']['$get'], 200>
type FollowUp = List['followUps'][number]

/** 回访: whom to call, the most urgent first, and what came of it. */
export function FollowUpsScreen() {
  const text = useText()
  const [state, setState] = useState<'open' | 'done'>('open')
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [KEY, state],
    queryFn: () => read(api['follow-ups'].$get({ query: { state } })),
  })
  const { followUpStates } = text.records
  return (
    <div className="stack">
      <h1>{text.screens.followUps}</h1>
      <ChoiceTabs
        label={text.records.state}
        value={state}
        choices={[
          ['open', followUpStates.open],
          ['done', followUpStates.done],
        ]}
        onChange={setState}
      />
      {isPending && <Spin aria-label={text.shell.loading} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data?.followUps.length === 0 && <p className="card">{text.records.noFollowUps}</p>}
      <ul className="records">
        {data?.followUps.map((each) => (
          <Item key={each.id} followUp={each} />
        ))}
      </ul>
    </div>
  )
}

function Item({ followUp }: { followUp: FollowUp }) {
  const { records, words } = useText()
  const { id, reason, caseCode, organisation, rating, dueAt, doneAt, outcome } = followUp
  const { enterpriseId, enterprise, nextStep, trainingId, training } = followUp
  return (
    <li className="card stack">
      <div className="row">
        <h2>{inWords(words.followUps, reason)}</h2>
        {caseCode !== null && <span>{caseCode}</span>}
        {enterpriseId !== null && <a href={hrefOf(`/enterprises/${enterpriseId}`)}>{enterprise}</a>}
        {trainingId !== null && <a href={hrefOf(`/trainings/${trainingId}`)}>{training}</a>}
        <span className="muted">{organisation}</span>
        <span className="grow" />
        {doneAt === null && <TermChip dueAt={dueAt} />}
      </div>
      {nextStep !== null && <p className="words">{nextStep}</p>}
      {rating && (
        <p className="words">
          {records.score(rating.score)}
          {rating.solved !== null && ` · ${rating.solved ? records.solved : records.unsolved}`}
          {rating.text !== null && ` · ${rating.text}`}
        </p>
      )}
      {doneAt === null ? <Outcome id={id} /> : <p className="words">{outcome}</p>}
    </li>
  )
}

function Outcome({ id }: { id: string }) {
  const { records } = useText()
  const [outcome, setOutcome] = useState('')
  const { run, busy } = useStep([KEY])
  const json = { outcome: outcome.trim() }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => done(api['follow-ups'][':id'].done.$post({ param: { id }, json })))
      }}
    >
      <Field label={records.outcome}>
        {(ids) => (
          <Input.TextArea
            id={ids.id}
            rows={2}
            maxLength={1_000}
            value={outcome}
            onChange={({ target }) => setOutcome(target.value)}
          />
        )}
      </Field>
      <div>
        <Button htmlType="submit" loading={busy} disabled={json.outcome === ''}>
          {records.saveOutcome}
        </Button>
      </div>
    </form>
  )
}
