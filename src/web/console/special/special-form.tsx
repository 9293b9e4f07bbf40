import { useState } from 'react'
import { api, done } from '../api.ts'
import { FormDialog } from '../form-dialog.tsx'
import { TextLine } from '../ledger/text-line.tsx'
import { useAct } from '../use-act.ts'
import { useWords } from '../use-words.ts'
import { specialText } from './special-text.ts'
import { SPECIAL, type SpecialList, type SpecialService } from './use-special.ts'

type Props = {
  list: SpecialList
  /** Undefined: a new one. */
  of: SpecialService | undefined
  onClose: () => void
}

const names = ['content', 'audience', 'frequency', 'outcome'] as const

const nothing = { content: '', audience: '', frequency: '', outcome: '' }

/** One special service with the four things that the standard asks for. */
export function SpecialForm({ list: { organisationId: id, year }, of, onClose }: Props) {
  const words = useWords(specialText)
  const act = useAct()
  const [draft, setDraft] = useState(() => {
    const { content, audience, frequency, outcome } = of ?? nothing
    return { content, audience, frequency, outcome }
  })
  const send = () => {
    const json = { year, words: draft }
    const { services } = api['special-lists'][':id']
    if (!of) return done(services.$post({ param: { id }, json }))
    const param = { id, service: of.id }
    return done(services[':service'].$put({ param, json: { ...json, version: of.version } }))
  }
  const save = async () => {
    if (await act.run(send, { told: words.saved, stale: [SPECIAL] })) onClose()
  }
  return (
    <FormDialog
      title={of ? words.changeOf(of.content) : words.add}
      isComplete={names.every((name) => draft[name].trim() !== '')}
      act={act}
      onSave={() => void save()}
      onClose={onClose}
    >
      {names.map((name) => (
        <TextLine
          key={name}
          label={words.words[name]}
          maxLength={500}
          value={draft[name]}
          onChange={(value) => setDraft({ ...draft, [name]: value })}
        />
      ))}
    </FormDialog>
  )
}
