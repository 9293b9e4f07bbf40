import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { api, done } from '../api.ts'
import { Field } from '../field.tsx'
import { useStep } from '../use-step.ts'
import { useText } from '../use-text.ts'
import type { Curated, CuratedStep } from './curated-screen.tsx'

type Props = {
  curated: Curated
  step: CuratedStep
  open: boolean
  onClose: () => void
  /** After it has gone, and the focus is back where it came from. */
  onClosed: () => void
}

type Words = { question: string; answer: string; reviewOn: string }

const one = api.curated[':id']

function take(step: CuratedStep, { id, version }: Curated, words: Words): Promise<void> {
  const param = { id }
  if (step === 'edit') return done(one.$patch({ param, json: { version, ...words } }))
  if (step === 'retire') return done(one.retire.$post({ param, json: { version } }))
  return done(one.publish.$post({ param, json: { version, identityRemoved: true } }))
}

/** Edit, publish or retire one, after what has to be known or confirmed. */
export function CuratedDialog({ curated, step, open, onClose, onClosed }: Props) {
  const { records, shell } = useText()
  const { question, answer, reviewOn } = curated
  const [words, setWords] = useState<Words>({ question, answer, reviewOn })
  const [removed, setRemoved] = useState(false)
  const { run, busy } = useStep(['curated'])
  const confirm = async () => {
    if (await run(() => take(step, curated, words))) onClose()
  }
  return (
    <Modal
      open={open}
      title={records[step]}
      okText={step === 'edit' ? records.save : records[step]}
      cancelText={shell.cancel}
      okButtonProps={{
        loading: busy,
        danger: step === 'retire',
        disabled: step === 'publish' && !removed,
      }}
      onOk={() => void confirm()}
      onCancel={onClose}
      afterClose={onClosed}
      destroyOnHidden
    >
      {step === 'edit' && <Fields words={words} onChange={setWords} />}
      {step === 'retire' && <p>{records.retireNote}</p>}
      {step === 'publish' && (
        <div className="stack">
          <p>{records.publishNote}</p>
          <Checkbox checked={removed} onChange={({ target }) => setRemoved(target.checked)}>
            {records.identityRemoved}
          </Checkbox>
        </div>
      )}
    </Modal>
  )
}

type FieldsProps = { words: Words; onChange: (words: Words) => void }

function Fields({ words, onChange }: FieldsProps) {
  const { records } = useText()
  return (
    <div className="stack">
      <Field label={records.question}>
        {({ id }) => (
          <Input.TextArea
            id={id}
            rows={2}
            value={words.question}
            onChange={({ target }) => onChange({ ...words, question: target.value })}
          />
        )}
      </Field>
      <Field label={records.curatedAnswer}>
        {({ id }) => (
          <Input.TextArea
            id={id}
            rows={8}
            value={words.answer}
            onChange={({ target }) => onChange({ ...words, answer: target.value })}
          />
        )}
      </Field>
      <Field label={records.reviewOn}>
        {({ id }) => (
          <Input
            id={id}
            type="date"
            value={words.reviewOn}
            onChange={({ target }) => onChange({ ...words, reviewOn: target.value })}
          />
        )}
      </Field>
    </div>
  )
}
