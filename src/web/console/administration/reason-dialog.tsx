import { Input, Modal } from 'antd'
import { useState } from 'react'
import { Field } from '../field.tsx'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'

type Props = {
  title: string
  note: string
  label: string
  /** Words on the button that does it. */
  action: string
  isDanger?: boolean
  busy: boolean
  error: unknown
  onDone: (reason: string) => void
  onClose: () => void
}

const LONGEST = 200

/** Asks for a reason before something is done that others will ask about. */
export function ReasonDialog({ title, note, label, action, isDanger, ...rest }: Props) {
  const { busy, error, onDone, onClose } = rest
  const { shell } = useText()
  const [reason, setReason] = useState('')
  return (
    <Modal
      open
      title={title}
      okText={action}
      cancelText={shell.cancel}
      okButtonProps={{ danger: isDanger === true, disabled: reason.trim() === '', loading: busy }}
      onOk={() => onDone(reason.trim())}
      onCancel={onClose}
    >
      <div className="stack">
        <p>{note}</p>
        <Field label={label}>
          {({ id }) => (
            <Input.TextArea
              id={id}
              value={reason}
              maxLength={LONGEST}
              rows={3}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <ProblemAlert error={error} />
      </div>
    </Modal>
  )
}
