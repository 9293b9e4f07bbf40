import { Button, Input } from 'antd'
import { useState } from 'react'
import { useMayWork } from '../account.ts'
import { api, done } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { inWords } from '../text/words-text.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import type { CaseDetail } from './use-case.ts'
import { Moment } from '../moment.tsx'

type Props = { detail: CaseDetail; onChanged: () => void }

/** What has happened, the latest first, and notes among colleagues. */
export function TimelineCard({ detail, onChanged }: Props) {
  const { case: text, words } = useText()
  const mayWork = useMayWork()
  const actors: Record<string, string> = { ...words.authors }
  return (
    <section className="card stack" aria-labelledby="timeline">
      <h2 id="timeline">{text.timeline}</h2>
      {mayWork && <NoteForm caseId={detail.id} onSaved={onChanged} />}
      <ol className="timeline">
        {detail.timeline.toReversed().map(({ n, at, actor, by, event, note }) => (
          <li key={n}>
            <span>{inWords(words.events, event)}</span>{' '}
            <span className="muted">
              {by ?? actors[actor] ?? ''} <Moment at={at} />
            </span>
            {note !== null && <p className="words">{note}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function NoteForm({ caseId, onSaved }: { caseId: string; onSaved: () => void }) {
  const { case: text } = useText()
  const [note, setNote] = useState('')
  const { error, run } = useAct()
  const save = () =>
    run(async () => {
      const json = { text: note.trim() }
      await done(api.cases[':id'].notes.$post({ param: { id: caseId }, json }))
      setNote('')
      onSaved()
    })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Input.TextArea
        aria-label={text.noteLabel}
        placeholder={text.noteLabel}
        value={note}
        rows={2}
        maxLength={1_000}
        onChange={({ target }) => setNote(target.value)}
      />
      {note.trim() !== '' && (
        <div>
          <Button htmlType="submit" size="small">
            {text.noteSave}
          </Button>
        </div>
      )}
      <ProblemAlert error={error} />
    </form>
  )
}
