import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import type { InferResponseType } from 'hono/client'
import { useRef, useState } from 'react'
import { entryChannels } from '../../../shared/message.ts'
import { hrefOf } from '../address.ts'
import { api, done, read } from '../api.ts'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { emptyDraft, type EntryDraft, NONE, toInput } from './entry-draft.ts'
import { EntryForm } from './entry-form.tsx'
import { entryText } from './entry-text.ts'

type Consultation = InferResponseType<(typeof api.consultations)[':number']['$get'], 200>
type Entered = Consultation & { entry: NonNullable<Consultation['entry']> }

const ARCHIVE = hrefOf('/consultations')

/** 更正登记: within a week, by whoever entered it or an administrator. */
export function CorrectEntryScreen({ number = '' }: Record<string, string>) {
  const { shell, screens } = useText()
  const words = useWords(entryText)
  const { data, error, refetch } = useQuery({
    queryKey: ['consultation', Number(number)],
    queryFn: () => read(api.consultations[':number'].$get({ param: { number } })),
  })
  const [saved, setSaved] = useState(false)
  const entry = data?.entry
  if (saved) {
    return (
      <div className="stack">
        <h1>{screens.correctEntry}</h1>
        <output className="chip success">{words.corrected(number)}</output>
        <a href={ARCHIVE}>{words.back}</a>
      </div>
    )
  }
  return (
    <div className="stack">
      <h1>{screens.correctEntry}</h1>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {!data && !error && <Spin aria-label={shell.loading} />}
      {data && entry?.mayCorrect && (
        <Correction entered={{ ...data, entry }} onSaved={() => setSaved(true)} />
      )}
      {data && !entry?.mayCorrect && <p className="card">{words.tooLate}</p>}
    </div>
  )
}

function Correction({ entered, onSaved }: { entered: Entered; onSaved: () => void }) {
  const words = useWords(entryText)
  const [draft, setDraft] = useState(() => draftOf(entered))
  const question = useRef<TextAreaRef>(null)
  const act = useAct()
  const { number, entry } = entered
  const save = () =>
    act.run(
      async () => {
        const param = { number: String(number) }
        const json = { version: entry.version, ...toInput(draft) }
        await done(api.consultations[':number'].entry.$put({ param, json }))
        onSaved()
      },
      { stale: ['consultations', 'consultation'] },
    )
  return (
    <>
      <p className="muted">{words.correctIntro(number)}</p>
      {entry.hasContact && <p className="muted">{words.contactStays}</p>}
      {entered.question === null && <p className="card">{words.retype}</p>}
      <EntryForm
        {...{ draft, question, busy: act.busy, error: act.error }}
        change={(part) => setDraft((current) => ({ ...current, ...part }))}
        label={words.saveCorrection}
        onSave={() => void save()}
      >
        <Button href={ARCHIVE}>{words.cancel}</Button>
      </EntryForm>
    </>
  )
}

/** As it was entered; the words of what is confidential were not stored. */
function draftOf({ question, answer, routing, channel, askedAt, entry }: Entered): EntryDraft {
  return {
    ...emptyDraft(entryChannels.find((each) => each === channel)),
    question: question ?? '',
    answer: answer?.text ?? '',
    clauses: answer?.citations ?? [],
    field: routing.field,
    district: routing.district ?? NONE,
    minutes: entry.minutes,
    time: localTime(askedAt),
    solved: entry.solved,
    confidential: question === null,
  }
}

/** As an input of a local time takes it. */
function localTime(moment: string): string {
  const at = new Date(moment)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
