import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, read } from '../api.ts'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useAct } from '../use-act.ts'
import { useText } from '../use-text.ts'
import { useWords } from '../use-words.ts'
import { gapsText } from './gaps-text.ts'
import type { OneGap } from './use-gaps.ts'

type Props = { gap: OneGap; onClose: () => void }

type Evidence = OneGap['evidence'][number]

const addressOf = ({ document, locator }: Evidence) => `${document}#${locator}`

/** Asks for the answer, what it rests on and when to look at it again, and saves a draft. */
export function GapDraft({ gap, onClose }: Props) {
  const words = useWords(gapsText)
  const { shell } = useText()
  const act = useAct()
  const [answer, setAnswer] = useState('')
  const [reviewOn, setReviewOn] = useState('')
  const [chosen, choose] = useState<readonly string[]>([])
  const save = async () => {
    const evidence = gap.evidence
      .filter((each) => chosen.includes(addressOf(each)))
      .map(({ document, locator }) => ({ document, locator }))
    const json = { version: gap.version, answer: answer.trim(), evidence, reviewOn }
    const work = () => read(api.gaps[':id'].draft.$post({ param: { id: gap.id }, json }))
    if (await act.run(work, { told: words.drafted, stale: ['gaps', 'curated'] })) onClose()
  }
  return (
    <Modal
      open
      title={words.draft}
      okText={words.draft}
      cancelText={shell.cancel}
      okButtonProps={{ disabled: answer.trim() === '' || reviewOn === '', loading: act.busy }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="words">{gap.label}</p>
        <p className="muted">{words.draftNote}</p>
        <Field label={words.answer}>
          {({ id }) => (
            <Input.TextArea
              id={id}
              rows={6}
              maxLength={4_000}
              value={answer}
              onChange={({ target }) => setAnswer(target.value)}
            />
          )}
        </Field>
        <Choices evidence={gap.evidence} chosen={chosen} onChange={choose} />
        <Field label={words.reviewOn}>
          {({ id }) => (
            <Input
              id={id}
              type="date"
              value={reviewOn}
              onChange={({ target }) => setReviewOn(target.value)}
            />
          )}
        </Field>
        <ProblemAlert error={act.error} />
      </div>
    </Modal>
  )
}

type ChoicesProps = {
  evidence: readonly Evidence[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

function Choices({ evidence, chosen, onChange }: ChoicesProps) {
  const words = useWords(gapsText)
  return (
    <fieldset className="stack">
      <legend>{words.evidence}</legend>
      {evidence.length === 0 && <p className="muted">{words.noEvidence}</p>}
      {evidence.map((each) => {
        const address = addressOf(each)
        const others = chosen.filter((other) => other !== address)
        return (
          <Checkbox
            key={address}
            checked={chosen.includes(address)}
            onChange={({ target }) => onChange(target.checked ? [...others, address] : others)}
          >
            <strong>{each.heading}</strong>（{each.title} · {each.statusText}）
            <span className="muted words"> {each.text.slice(0, 120)}</span>
          </Checkbox>
        )
      })}
    </fieldset>
  )
}
