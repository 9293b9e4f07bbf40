import { useState } from 'preact/hooks'
import type { Problem, Result } from '../../shared/call-api.ts'
import { problemText } from '../../shared/common-text.ts'
import { Arrival, TextField } from '../../shared/form-fields.tsx'
import type { Language } from '../../shared/language.ts'
import { checkIn, rateTraining, withdraw } from './calls.ts'
import type { OwnRegistration, Questionnaire } from './calls.ts'
import { answersFor, Points, QuestionnaireFields } from './questionnaire-fields.tsx'
import { TrainingFacts } from './training-facts.tsx'
import { trainingText } from './training-text.ts'

type OwnProps = {
  own: OwnRegistration
  questionnaire: Questionnaire | null
  language: Language
  announce: (text: string) => void
  /** Something has changed: the list is asked for again. */
  onChanged: () => void
}

function useSettle({ language, announce, onChanged }: OwnProps) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const settle = (result: Result<unknown>, told: string) => {
    setProblem(result.ok ? null : result.problem)
    announce(result.ok ? told : problemText(result.problem, language))
    if (result.ok) onChanged()
  }
  return { problem, settle }
}

function Withdraw(props: OwnProps) {
  const { own, language } = props
  const text = trainingText[language]
  const { problem, settle } = useSettle(props)
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <div class="actions">
        <button type="button" onClick={() => setAsking(true)}>
          {text.withdraw}
        </button>
      </div>
    )
  }
  const leave = async () =>
    settle(await withdraw({ id: own.training.id, language }), text.withdrawn)
  return (
    <Arrival whole>
      <p>{text.withdrawAsk}</p>
      <div class="actions">
        <button type="button" class="button-danger" onClick={() => void leave()}>
          {text.withdrawYes}
        </button>
        <button type="button" onClick={() => setAsking(false)}>
          {text.withdrawNo}
        </button>
      </div>
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
    </Arrival>
  )
}

function CheckIn(props: OwnProps) {
  const { own, language } = props
  const text = trainingText[language]
  const { problem, settle } = useSettle(props)
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState(false)
  const id = `training-code-${own.training.id}`
  const send = async () => {
    const isCode = /^\d{6}$/.test(code.trim())
    setWrong(!isCode)
    if (!isCode) return document.getElementById(id)?.focus()
    settle(await checkIn({ id: own.training.id, language }, code.trim()), text.checkedIn)
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <TextField
        id={id}
        label={text.code}
        error={wrong ? text.errors.code : undefined}
        value={code}
        maxLength={6}
        inputMode="numeric"
        onInput={setCode}
      />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="submit" class="button-primary">
          {text.checkIn}
        </button>
      </div>
    </form>
  )
}

function Rate(props: OwnProps) {
  const { own, language, questionnaire } = props
  const text = trainingText[language]
  const { problem, settle } = useSettle(props)
  const [score, setScore] = useState(own.rating?.score)
  const [words, setWords] = useState(own.rating?.text ?? '')
  const [answers, setAnswers] = useState(() => answersFor(questionnaire, own.rating?.answers ?? {}))
  const { id } = own.training
  const send = async () => {
    if (score === undefined) return
    const said = words.trim()
    const body = {
      score,
      ...(said !== '' && { text: said }),
      ...(questionnaire !== null && {
        questionnaire: { version: questionnaire.version, answers },
      }),
    }
    settle(await rateTraining({ id, language }, body), text.rated)
  }
  return (
    <div class="rating">
      <Points legend={text.rate} value={score} {...{ language }} onChange={setScore} />
      {questionnaire === null ? null : (
        <QuestionnaireFields
          name={`training-${id}`}
          {...{ questionnaire, answers, language }}
          onChange={setAnswers}
        />
      )}
      <TextField
        id={`training-opinion-${id}`}
        label={text.ratingWords}
        value={words}
        maxLength={1000}
        rows={2}
        onInput={setWords}
      />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      <div class="actions">
        <button type="button" disabled={score === undefined} onClick={() => void send()}>
          {text.saveRating}
        </button>
      </div>
    </div>
  )
}

function News({ own, language }: Pick<OwnProps, 'own' | 'language'>) {
  const text = trainingText[language]
  return (
    <>
      {own.news.map((news) => (
        <p key={news} class="training-news">
          {text.news[news]}
          {news === 'cancelled' && own.cancelReason !== null ? (
            <span lang="zh-CN"> {text.reason(own.cancelReason)}</span>
          ) : null}
        </p>
      ))}
    </>
  )
}

/** One registration with what there is to tell and what can still be done. */
export function OwnRegistrationView(props: OwnProps) {
  const { own, language } = props
  const text = trainingText[language]
  const { training, state, link, attended, rating } = own
  return (
    <li>
      <h4>
        <span lang="zh-CN">{training.title}</span>
        <span class="tag">{attended ? text.checkedIn : text.states[state]}</span>
      </h4>
      <News {...{ own, language }} />
      <TrainingFacts {...{ training, language }} />
      {link === null ? null : (
        <p class="training-link">
          {text.link}
          {link}
        </p>
      )}
      {own.canCheckIn ? <CheckIn {...props} /> : null}
      {own.canWithdraw && !attended ? <Withdraw {...props} /> : null}
      {own.canRate ? <Rate {...props} /> : null}
      {!own.canRate && rating !== null ? <p class="rated">{text.yourScore(rating.score)}</p> : null}
    </li>
  )
}
