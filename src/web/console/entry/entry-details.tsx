import { Button } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { hrefOf } from '../address.ts'
import { api, read } from '../api.ts'
import { Moment } from '../moment.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { entryText } from './entry-text.ts'

type Consultation = InferResponseType<(typeof api.consultations)[':number']['$get'], 200>
type Props = { number: number; entry: NonNullable<Consultation['entry']> }

/** Who entered it, and the contact for a follow-up, where there is one. */
export function EntryDetails({ number, entry }: Props) {
  const words = useWords(entryText)
  const [contact, setContact] = useState<string>()
  const act = useAct()
  const open = () =>
    act.run(async () => {
      const param = { number: String(number) }
      setContact((await read(api.consultations[':number'].contact.$get({ param }))).contact)
    })
  return (
    <>
      <p>
        {words.by(entry.by, entry.organisation)} <Moment at={entry.enteredAt} /> ·{' '}
        {words.took(entry.minutes)} · {entry.solved ? words.isSolved : words.isUnsolved}
        {entry.correctedAt !== null && (
          <>
            {' '}
            · {words.correctedAt} <Moment at={entry.correctedAt} />
          </>
        )}
      </p>
      {entry.mayCorrect && (
        <p>
          <a href={hrefOf(`/consultations/${number}/entry`)}>{words.correct}</a>
        </p>
      )}
      {entry.hasContact && contact === undefined && (
        <div>
          <Button loading={act.busy} onClick={() => void open()}>
            {words.openContact}
          </Button>
        </div>
      )}
      {contact !== undefined && <p className="words">{contact}</p>}
      <ProblemAlert error={act.error} />
    </>
  )
}
