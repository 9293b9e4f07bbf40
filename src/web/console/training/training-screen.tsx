import { Button } from 'antd'
import { useState } from 'react'
import {
  canTakeStep,
  changeableStates,
  type TrainingTransition,
  trainingSteps,
} from '../../../shared/training-states.ts'
import { useMayWork } from '../account.ts'
import { api, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { readParameter } from '../read-parameter.ts'
import '../administration/administration.css'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { ReasonDialog } from '../administration/reason-dialog.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { AttendanceCard } from './attendance-card.tsx'
import { TrainingChip } from './training-chip.tsx'
import { TrainingForm } from './training-form.tsx'
import { trainingText } from './training-text.ts'
import { type Training, useCourses, useTraining } from './use-trainings.ts'

/** One 培训场次: what it is, its next step, and who comes. */
export function TrainingScreen(parameters: Record<string, string>) {
  const found = useTraining(readParameter(parameters, 'id'))
  return <Loaded of={found}>{(training) => <Page training={training} />}</Loaded>
}

function Page({ training }: { training: Training }) {
  const words = useWords(trainingText)
  const mayWork = useMayWork()
  const [editing, setEditing] = useState(false)
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{training.title}</h1>
        <TrainingChip state={training.state} />
        <span className="grow" />
        {mayWork && changeableStates.includes(training.state) && (
          <Button onClick={() => setEditing(true)}>{words.edit}</Button>
        )}
      </div>
      {mayWork && <Steps training={training} />}
      <section className="card">
        <Facts training={training} />
      </section>
      {mayWork && training.state !== 'draft' && <AttendanceCard training={training} />}
      {editing && (
        <TrainingForm
          training={training}
          organisationId={training.organisationId}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  )
}

function Facts({ training }: { training: Training }) {
  const words = useWords(trainingText)
  const courses = useCourses()
  const { place, link, startsAt, endsAt, closesAt, trainer, cancelReason } = training
  const { registered, seats, waiting, ratings, averageScore } = training
  const named = courses.filter(({ value }) => training.courses.includes(value))
  return (
    <FactList
      facts={[
        ...(cancelReason === null ? [] : [[words.reason, cancelReason] as const]),
        [words.organisation, training.organisation],
        [words.courses, named.map(({ label }) => label).join('；')],
        [
          words.when,
          <span key="when">
            <Moment at={startsAt} /> — <Moment at={endsAt} />
          </span>,
        ],
        [words.closes, <Moment key="closes" at={closesAt} />],
        [words.district, training.district ?? words.noDistrict],
        ...(place === null ? [] : [[words.place, place] as const]),
        ...(link === null ? [] : [[words.link, link] as const]),
        [words.trainer, trainer ?? words.noTime],
        [words.taken, words.takenOf(registered, seats)],
        [words.waiting, waiting],
        [
          words.ratings,
          averageScore === null ? words.noRating : words.ratingOf(averageScore, ratings),
        ],
      ]}
    />
  )
}

function Steps({ training: { id, version, state } }: { training: Training }) {
  const words = useWords(trainingText)
  const act = useAct()
  const [cancelling, setCancelling] = useState(false)
  const take = (step: TrainingTransition, reason?: string) => {
    const json = { version, step, ...(reason !== undefined && { reason }) }
    return act.run(() => read(api.trainings[':id'].step.$post({ param: { id }, json })), {
      told: words.saved,
      stale: ['trainings'],
    })
  }
  const cancel = async (reason: string) => {
    if (await take('cancel', reason)) setCancelling(false)
  }
  const [first, ...rest] = trainingSteps.filter((step) => canTakeStep(state, step))
  if (first === undefined) return null
  return (
    <div className="stack">
      <div className="row">
        {[first, ...rest].map((step) => (
          <Button
            key={step}
            type={step === first && step !== 'cancel' ? 'primary' : 'default'}
            danger={step === 'cancel'}
            loading={act.busy}
            onClick={() => (step === 'cancel' ? setCancelling(true) : void take(step))}
          >
            {words.steps[step]}
          </Button>
        ))}
      </div>
      {!cancelling && <ProblemAlert error={act.error} />}
      {cancelling && (
        <ReasonDialog
          title={words.steps.cancel}
          note={words.cancelNote}
          label={words.reason}
          action={words.steps.cancel}
          isDanger
          busy={act.busy}
          error={act.error}
          onDone={(reason) => void cancel(reason)}
          onClose={() => {
            setCancelling(false)
            act.forget()
          }}
        />
      )}
    </div>
  )
}
