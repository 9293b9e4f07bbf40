import type { Language } from '../../shared/language.ts'
import { beijingTime } from '../../shared/beijing-time.ts'
import type { OpenTraining } from './calls.ts'
import { TrainingFacts } from './training-facts.tsx'
import { trainingText } from './training-text.ts'

type ListProps = {
  trainings: OpenTraining[]
  language: Language
  onRegister: (training: OpenTraining) => void
}

function Seats({ training, language }: { training: OpenTraining; language: Language }) {
  const text = trainingText[language]
  const { left, seats, canRegister, closesAt } = training
  if (!canRegister) return <p class="field-hint">{text.closed}</p>
  const seatsLeft = left === 0 ? text.full : text.left(left, seats)
  return (
    <p class="field-hint">
      {seatsLeft} · {text.closes(beijingTime(closesAt, language))}
    </p>
  )
}

/** Open sessions, each with its way to register. */
export function TrainingList({ trainings, language, onRegister }: ListProps) {
  const text = trainingText[language]
  return (
    <ul class="trainings">
      {trainings.map((training) => (
        <li key={training.id}>
          <h3 lang="zh-CN">{training.title}</h3>
          <TrainingFacts {...{ training, language }} />
          <Seats {...{ training, language }} />
          {training.canRegister ? (
            <button
              type="button"
              class="button-primary no-print"
              aria-haspopup="dialog"
              aria-label={text.registerFor(training.title)}
              onClick={() => onRegister(training)}
            >
              {text.register}
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
