import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { OwnRating } from '../../feedback/record-rating.ts'
import type { Problem } from '../shared/call-api.ts'
import { problemText } from '../shared/common-text.ts'
import { languageTag } from '../shared/language.ts'
import type { Language } from '../shared/language.ts'
import { chatText } from './chat-text.ts'
import { rate } from './rate.ts'
import type { Rated, Said } from './rate.ts'

export type Details = {
  rating: OwnRating
  language: Language
  /** Says whether it was recorded. */
  save: (details: Omit<Said, 'score'>) => Promise<boolean>
}

function timeOf(instant: string, language: Language): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' } as const
  return new Intl.DateTimeFormat(languageTag[language], style).format(new Date(instant))
}

function Scores(props: {
  legend: string
  score: number | undefined
  language: Language
  onChoose: (score: number) => void
}) {
  const text = chatText[props.language]
  return (
    <fieldset class="scores">
      <legend>{props.legend}</legend>
      {text.scores.map((words, at) => (
        <button
          key={words}
          type="button"
          title={words}
          aria-label={text.score(at + 1, words)}
          aria-pressed={props.score === at + 1}
          onClick={() => props.onChoose(at + 1)}
        >
          {at + 1}
        </button>
      ))}
    </fieldset>
  )
}

type RatingProps = {
  rated: Rated
  legend: string
  rating: OwnRating | null
  language: Language
  announce: (text: string) => void
  /** What can be added once a score was given. */
  children: (details: Details) => ComponentChildren
}

function useRating(props: RatingProps) {
  const { rated, language, announce } = props
  const [rating, setRating] = useState(props.rating)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [opened, setOpened] = useState(false)

  const send = async (input: Said) => {
    const result = await rate(rated, input, language)
    setProblem(result.ok ? null : result.problem)
    announce(result.ok ? chatText[language].rated : problemText(result.problem, language))
    if (result.ok) {
      setRating(result.value)
      setOpened(true)
    }
    return result.ok
  }
  return { rating, problem, opened, send }
}

/** Another score leaves standing what was said with the one before. */
function withScore(score: number, rating: OwnRating | null): Said {
  if (rating === null) return { score, reasons: [] }
  const { solved, reasons, text } = rating
  return { score, solved: solved ?? undefined, reasons, text: text ?? undefined }
}

function isFinal(rating: OwnRating | null): boolean {
  return rating !== null && Date.parse(rating.editableUntil) <= Date.now()
}

/** Five numbered buttons that count at once; solved, reasons and words may follow, until the time given. */
export function Rating(props: RatingProps) {
  const { language } = props
  const text = chatText[language]
  const { rating, problem, opened, send } = useRating(props)
  const [final] = useState(() => isFinal(rating))
  if (rating !== null && final) {
    return <p class="rated no-print">{text.ratingFinal(rating.score)}</p>
  }
  return (
    <div class="rating no-print">
      <Scores
        {...{ language, legend: props.legend, score: rating?.score }}
        onChoose={(score) => void send(withScore(score, rating))}
      />
      {problem === null ? null : <p class="problem">{problemText(problem, language)}</p>}
      {rating === null ? null : (
        <p class="rated">{text.ratedUntil(timeOf(rating.editableUntil, language))}</p>
      )}
      {rating === null || !opened
        ? null
        : props.children({
            rating,
            language,
            save: (details) => send({ ...details, score: rating.score }),
          })}
    </div>
  )
}
