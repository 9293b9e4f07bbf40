import { Modal } from 'antd'
import { ProblemAlert } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { CheckList, isBarred } from './check-list.tsx'
import { Difference } from './difference.tsx'
import { can } from './permissions.ts'
import type { ReplyDraft } from './reply-draft.ts'
import type { CaseDetail } from './use-case.ts'
import type { ReplyCheck } from './use-check.ts'

type Props = {
  open: boolean
  /** What is written on the button. */
  action: string
  detail: CaseDetail
  draft: ReplyDraft
  check: { data: ReplyCheck | undefined; isFetching: boolean }
  busy: boolean
  problem: unknown
  onConfirm: () => void
  onCancel: () => void
}

/** The last look before words leave: they cannot be taken back. Enter sends them. */
export function ApproveDialog(props: Props) {
  const { open, action, detail, draft, check, busy, problem, onConfirm, onCancel } = props
  const { case: text, shell } = useText()
  const isReady = draft.text.trim() !== '' && (check.isFetching || !isBarred(check.data))
  const takes = !can('deliver', detail.state) && !can('reply', detail.state)
  return (
    <Modal
      open={open}
      title={text.approveTitle}
      okText={action}
      cancelText={shell.cancel}
      okButtonProps={{ autoFocus: true, loading: busy, disabled: !isReady }}
      onOk={onConfirm}
      onCancel={onCancel}
      width={640}
      destroyOnHidden
    >
      <div className="stack">
        <p>
          {text.approveNote} {takes && text.approveTake}
        </p>
        <div className="preview">
          {draft.changed && draft.basis.kind !== 'empty' ? (
            <Difference from={draft.basis.text} to={draft.text} />
          ) : (
            <p className="words">{draft.text}</p>
          )}
        </div>
        <CheckList check={check.data} pending={check.isFetching} />
        <ProblemAlert error={problem} />
      </div>
    </Modal>
  )
}
