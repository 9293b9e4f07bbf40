import { useEffect, useState } from 'preact/hooks'
import type { RatingReason } from '../../../feedback/reasons.ts'
import type { Details } from '../rating.tsx'
import { ChoiceField, TextField } from '../../shared/form-fields.tsx'
import { peopleText } from './people-text.ts'

const leastGood = 4
const good: RatingReason[] = ['clear', 'well_founded', 'quick', 'friendly', 'other']
const bad: RatingReason[] = [
  'wrong',
  'outdated',
  'beside_the_question',
  'incomplete',
  'hard_to_understand',
  'no_next_step',
  'too_slow',
  'needed_a_person',
  'other',
]

const idOf = (rating: Details['rating'], part: string) => `rating-${rating.editableUntil}-${part}`

/** What may be added to a score. */
export function RatingDetails({ rating, language, save }: Details) {
  const text = peopleText[language]
  const [solved, setSolved] = useState(rating.solved)
  const [reasons, setReasons] = useState(rating.reasons)
  const [words, setWords] = useState(rating.text ?? '')
  const [saved, setSaved] = useState(false)
  useEffect(() => setSaved(false), [solved, reasons, words])

  const offered: RatingReason[] = rating.score >= leastGood ? good : bad
  const toggle = (reason: string) =>
    setReasons(
      reasons.includes(reason) ? reasons.filter((each) => each !== reason) : [...reasons, reason],
    )
  const submit = async () =>
    setSaved(await save({ solved: solved ?? undefined, reasons, text: words.trim() }))

  return (
    <form
      class="rating-details"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <ChoiceField
        name={idOf(rating, 'solved')}
        legend={text.solved}
        value={solved === null ? null : String(solved)}
        options={[
          { value: 'true', label: text.solvedYes },
          { value: 'false', label: text.solvedNo },
        ]}
        onChange={(value) => setSolved(value === 'true')}
      />
      <fieldset class="field choices">
        <legend>{rating.score >= leastGood ? text.good : text.bad}</legend>
        {offered.map((reason) => (
          <label key={reason} class="check">
            <input
              type="checkbox"
              checked={reasons.includes(reason)}
              onChange={() => toggle(reason)}
            />
            <span>{text.reasons[reason]}</span>
          </label>
        ))}
      </fieldset>
      <TextField
        id={idOf(rating, 'words')}
        label={text.words + text.optional}
        value={words}
        maxLength={500}
        rows={2}
        onInput={setWords}
      />
      <button type="submit">{saved ? text.saved : text.save}</button>
    </form>
  )
}
