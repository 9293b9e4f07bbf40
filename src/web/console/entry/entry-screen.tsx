import { Button } from 'antd'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useEffect, useRef, useState } from 'react'
import { useAccount } from '../account.ts'
import { api, read } from '../api.ts'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { toInput, useEntryDraft } from './entry-draft.ts'
import { EntryForm } from './entry-form.tsx'
import { entryText } from './entry-text.ts'

/** 登记电话/现场咨询: a talk is entered from the keyboard alone, in half a minute. */
export function EntryScreen() {
  const text = useText()
  const words = useWords(entryText)
  const { draft, change, startOver } = useEntryDraft(useAccount().id)
  const [told, tell] = useState('')
  const question = useRef<TextAreaRef>(null)
  // Who opens this screen is going to type.
  useEffect(() => question.current?.focus(), [])
  const act = useAct()
  const save = () =>
    act.run(
      async () => {
        const json = { entryKey: draft.key, ...toInput(draft) }
        const { number } = await read(api.consultations.$post({ json }))
        tell(words.saved(number))
        startOver()
        question.current?.focus()
      },
      { stale: ['consultations'] },
    )
  return (
    <div className="stack">
      <h1>{text.screens.entry}</h1>
      <p className="muted">{words.intro}</p>
      <output>{told !== '' && <span className="chip success">{told}</span>}</output>
      <EntryForm
        {...{ draft, change, question, busy: act.busy, error: act.error }}
        label={words.save}
        onSave={() => void save()}
      >
        <Button onClick={startOver}>{words.clear}</Button>
        <span className="muted">{words.draftNote}</span>
      </EntryForm>
    </div>
  )
}
