import type { TrainingWish } from '../../../shared/training-question.ts'
import type { Language } from '../../shared/language.ts'
import { Failure } from '../../shared/loading-states.tsx'
import { useRemote } from '../../shared/use-remote.ts'
import { isTrainingList } from './calls.ts'
import type { OpenTraining } from './calls.ts'
import { TrainingList } from './training-list.tsx'
import { trainingText } from './training-text.ts'

const MOST = 3

/** What is asked of the API, `district=…&course=1,5`. */
function queryOfWish({ district, courses }: TrainingWish): string {
  const query = new URLSearchParams({ limit: String(MOST) })
  if (district !== null) query.set('district', district)
  if (courses.length > 0) query.set('course', courses.join(','))
  return query.toString()
}

type CardProps = {
  wish: TrainingWish
  language: Language
  onRegister: (training: OpenTraining) => void
}

/** Below an answer about training: the sessions that are open for it, or that there are none. */
export function TrainingCard({ wish, language, onRegister }: CardProps) {
  const text = trainingText[language]
  const path = `/api/trainings?${queryOfWish(wish)}`
  const [remote, retry] = useRemote(path, isTrainingList, language)
  if (remote.state === 'failed') {
    return <Failure problem={remote.problem} {...{ language }} onRetry={retry} />
  }
  const trainings = remote.value?.trainings
  if (trainings === undefined) return null
  if (trainings.length === 0) return <p class="answer-note">{text.none}</p>
  return (
    <section class="training-card">
      <p class="small-heading">{text.coming}</p>
      <TrainingList {...{ trainings, language, onRegister }} />
    </section>
  )
}
