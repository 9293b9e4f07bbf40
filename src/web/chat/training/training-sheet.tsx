import { useCallback, useState } from 'preact/hooks'
import { commonText } from '../../shared/common-text.ts'
import { Arrival } from '../../shared/form-fields.tsx'
import type { Language } from '../../shared/language.ts'
import { Failure, Loading } from '../../shared/loading-states.tsx'
import { Sheet } from '../../shared/sheet.tsx'
import { useRemote, useResult } from '../../shared/use-remote.ts'
import { chatText } from '../chat-text.ts'
import { isTrainingList, listMine } from './calls.ts'
import type { OpenTraining, RegistrationState } from './calls.ts'
import { OwnRegistrationView } from './own-registration.tsx'
import { RegistrationForm } from './registration-form.tsx'
import { TrainingList } from './training-list.tsx'
import { trainingText } from './training-text.ts'

type Props = {
  /** The one to register for, where it was chosen already. */
  training: OpenTraining | undefined
  language: Language
  announce: (text: string) => void
  onClose: () => void
}

type PartProps = Pick<Props, 'language' | 'announce'>

function Mine({ language, announce }: PartProps) {
  const text = trainingText[language]
  const load = useCallback(() => listMine(language), [language])
  const [remote, again] = useResult(load)
  const own = remote.value?.registrations
  return (
    <section>
      <h3>{text.mine}</h3>
      {remote.state === 'failed' ? (
        <Failure problem={remote.problem} {...{ language }} onRetry={again} />
      ) : null}
      {own === undefined && remote.state === 'loading' ? <Loading language={language} /> : null}
      {own?.length === 0 ? <p>{text.noneOfMine}</p> : null}
      <ul class="trainings">
        {(own ?? []).map((each) => (
          <OwnRegistrationView
            key={each.training.id}
            own={each}
            questionnaire={remote.value?.questionnaire ?? null}
            {...{ language, announce }}
            onChanged={again}
          />
        ))}
      </ul>
    </section>
  )
}

type ComingProps = Pick<Props, 'language'> & { onRegister: (training: OpenTraining) => void }

function Coming({ language, onRegister }: ComingProps) {
  const text = trainingText[language]
  const [remote, retry] = useRemote('/api/trainings', isTrainingList, language)
  const trainings = remote.value?.trainings
  return (
    <section>
      <h3>{text.coming}</h3>
      {remote.state === 'failed' ? (
        <Failure problem={remote.problem} {...{ language }} onRetry={retry} />
      ) : null}
      {remote.state === 'loading' ? <Loading language={language} /> : null}
      {trainings?.length === 0 ? <p>{text.noneAtAll}</p> : null}
      {trainings === undefined ? null : <TrainingList {...{ trainings, language, onRegister }} />}
    </section>
  )
}

/** 培训报名: the form for one session, or one's own registrations and all that is open. */
export function TrainingSheet(props: Props) {
  const { language, announce, onClose } = props
  const text = trainingText[language]
  const [training, setTraining] = useState(props.training)
  const [done, setDone] = useState<RegistrationState | null>(null)
  const closeLabel = commonText[language].close
  const back = () => setTraining(undefined)
  return (
    <Sheet title={chatText[language].trainings} {...{ closeLabel, onClose }}>
      {training === undefined ? (
        <Arrival key="list">
          {done === null ? null : <p>{text.done[done]}</p>}
          <Mine {...{ language, announce }} />
          <Coming language={language} onRegister={setTraining} />
        </Arrival>
      ) : (
        <Arrival key={training.id}>
          <RegistrationForm
            {...{ training, language, announce }}
            onBack={back}
            onDone={(state) => {
              setDone(state)
              back()
            }}
          />
        </Arrival>
      )}
    </Sheet>
  )
}
