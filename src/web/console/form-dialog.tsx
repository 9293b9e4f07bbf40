import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { ProblemAlert } from './problem-alert.tsx'
import type { Act } from './use-act.ts'
import { useText } from './use-text.ts'

type Props = {
  title: string
  /** Words on the button; to save by default. */
  action?: string
  isDanger?: boolean
  isComplete?: boolean
  act: Act
  onSave: () => void
  onClose: () => void
  children: ReactNode
}

/** Something to fill in or to confirm, that is sent or not. */
export function FormDialog({ title, action, isDanger, isComplete = true, ...rest }: Props) {
  const { act, onSave, onClose, children } = rest
  const { shell } = useText()
  return (
    <Modal
      open
      title={title}
      okText={action ?? shell.save}
      cancelText={shell.cancel}
      okButtonProps={{ danger: isDanger === true, disabled: !isComplete, loading: act.busy }}
      onOk={onSave}
      onCancel={onClose}
    >
      <div className="stack">
        {children}
        <ProblemAlert error={act.error} />
      </div>
    </Modal>
  )
}
