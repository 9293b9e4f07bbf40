import { ChoiceField, TextField } from '../../shared/form-fields.tsx'
import type { Language } from '../../shared/language.ts'
import type { Answers, Questionnaire } from './calls.ts'
import { trainingText } from './training-text.ts'

const scores = [1, 2, 3, 4, 5]

type PointsProps = {
  legend: string
  value: number | undefined
  language: Language
  onChange: (value: number) => void
}

/** One to five points. */
export function Points({ legend, value, language, onChange }: PointsProps) {
  const text = trainingText[language]
  return (
    <fieldset class="scores">
      <legend>{legend}</legend>
      {scores.map((each) => (
        <button
          key={each}
          type="button"
          aria-label={text.score(each)}
          aria-pressed={value === each}
          onClick={() => onChange(each)}
        >
          {each}
        </button>
      ))}
    </fieldset>
  )
}

type Question = Questionnaire['questions'][number]
type Answer = Answers[string]

/** What was answered before, without what an earlier version asked. */
export function answersFor(questionnaire: Questionnaire | null, given: Answers): Answers {
  const kept: Answers = {}
  for (const { id } of questionnaire?.questions ?? []) {
    const value = given[id]
    if (value !== undefined) kept[id] = value
  }
  return kept
}

type Props = {
  /** Of the session, so that no two fields have one id. */
  name: string
  questionnaire: Questionnaire
  answers: Answers
  language: Language
  onChange: (answers: Answers) => void
}

/** 会后问卷: every question can be left out. */
export function QuestionnaireFields({ questionnaire, answers, onChange, ...rest }: Props) {
  return (
    <>
      {questionnaire.questions.map((question) => (
        <QuestionField
          key={question.id}
          {...{ question, ...rest }}
          value={answers[question.id]}
          onChange={(value) => onChange({ ...answers, [question.id]: value })}
        />
      ))}
    </>
  )
}

type FieldProps = Pick<Props, 'name' | 'language'> & {
  question: Question
  value: Answer | undefined
  onChange: (value: Answer) => void
}

function QuestionField({ name, question, value, language, onChange }: FieldProps) {
  const legend = question.text[language]
  if (question.kind === 'scale') {
    const points = typeof value === 'number' ? value : undefined
    return <Points {...{ legend, language, onChange }} value={points} />
  }
  if (question.kind === 'text') {
    return (
      <TextField
        id={`${name}-${question.id}`}
        label={legend}
        value={value === undefined ? '' : String(value)}
        maxLength={500}
        rows={2}
        onInput={onChange}
      />
    )
  }
  return (
    <ChoiceField
      name={`${name}-${question.id}`}
      legend={legend}
      value={value === undefined ? null : String(value)}
      options={(question.options ?? []).map(({ id, text }) => ({
        value: id,
        label: text[language],
      }))}
      onChange={onChange}
    />
  )
}
