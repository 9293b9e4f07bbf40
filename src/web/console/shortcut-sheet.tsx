import { Modal } from 'antd'
import { useText } from './use-text.ts'

type Props = { open: boolean; onClose: () => void }

export function ShortcutSheet({ open, onClose }: Props) {
  const { queue } = useText()
  return (
    <Modal open={open} onCancel={onClose} title={queue.shortcuts} footer={null} destroyOnHidden>
      <dl className="keys">
        {Object.entries(queue.keys).map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
