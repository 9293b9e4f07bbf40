import { Button, Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { go } from '../address.ts'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { usePreferences } from '../preferences.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { reviewsText } from './reviews-text.ts'
import { REVIEWS, type Review } from './use-reviews.ts'

type Draft = { points: Record<string, number>; faults: string[]; comment: string }

/** The rubric to fill in: points for each criterion, critical faults, a comment. */
export function ReviewForm({ review }: { review: Review }) {
  const words = useWords(reviewsText)
  const act = useAct()
  const [draft, setDraft] = useState<Draft>({ points: {}, faults: [], comment: '' })
  const { id, version, rubric } = review
  const isWhole = rubric.criteria.every((criterion) => criterion.id in draft.points)
  const save = async () => {
    const { points, faults } = draft
    const comment = draft.comment.trim() === '' ? null : draft.comment
    const json = { version, rubric: rubric.version, points, faults, comment }
    const work = () => done(api.reviews[':id'].$post({ param: { id }, json }))
    if (await act.run(work, { told: words.saved, stale: [REVIEWS] })) go('/reviews')
  }
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h2>{words.rubric(rubric.version)}</h2>
      <Criteria rubric={rubric} draft={draft} onChange={setDraft} />
      <Faults rubric={rubric} draft={draft} onChange={setDraft} />
      <Field label={words.comment}>
        {({ id: field }) => (
          <Input.TextArea
            id={field}
            rows={3}
            maxLength={1000}
            value={draft.comment}
            onChange={({ target }) => setDraft({ ...draft, comment: target.value })}
          />
        )}
      </Field>
      <div className="row">
        <Button type="primary" htmlType="submit" loading={act.busy} disabled={!isWhole}>
          {words.save}
        </Button>
        <span className="muted">{words.final}</span>
      </div>
      <ProblemAlert error={act.error} />
    </form>
  )
}

type PartProps = { rubric: Review['rubric']; draft: Draft; onChange: (draft: Draft) => void }

function Criteria({ rubric, draft, onChange }: PartProps) {
  const words = useWords(reviewsText)
  const { language } = usePreferences()
  const options = rubric.scale.map(({ value, title }) => ({
    value,
    label: `${value} ${title[language]}`,
  }))
  return rubric.criteria.map(({ id, title, meaning, clause }) => (
    <fieldset key={id} className="stack">
      <legend>
        {title[language]}{' '}
        <a href={`/documents/${clause}`} target="_blank" rel="noreferrer">
          {words.source}
          <span className="hidden-text"> {title[language]}</span>
        </a>
      </legend>
      <span className="muted">{meaning[language]}</span>
      <Radio.Group
        options={options}
        value={draft.points[id] ?? null}
        onChange={({ target }) =>
          onChange({ ...draft, points: { ...draft.points, [id]: Number(target.value) } })
        }
      />
    </fieldset>
  ))
}

function Faults({ rubric, draft, onChange }: PartProps) {
  const words = useWords(reviewsText)
  const { language } = usePreferences()
  return (
    <fieldset className="stack">
      <legend>{words.faults}</legend>
      <Checkbox.Group
        options={rubric.faults.map(({ id, title }) => ({ value: id, label: title[language] }))}
        value={draft.faults}
        onChange={(faults) => onChange({ ...draft, faults })}
      />
    </fieldset>
  )
}
