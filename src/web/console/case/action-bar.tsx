import { App as Messages, Button } from 'antd'
import { useState } from 'react'
import { describeProblem } from '../problem-alert.tsx'
import { useText } from '../use-text.ts'
import { ActionDialog } from './action-dialog.tsx'
import { type Action, actions } from './actions.ts'
import { take } from './approve.ts'
import { can } from './permissions.ts'
import type { CaseDetail } from './use-case.ts'
import type { Steps } from './use-steps.ts'

type Props = {
  detail: CaseDetail
  steps: Steps
  onApprove?: (then: 'stay' | 'next') => void
  onAssign?: () => void
}

/** The steps that the state of the case allows, the usual one first. */
export function ActionBar({ detail, steps, onApprove, onAssign }: Props) {
  const text = useText()
  const { message } = Messages.useApp()
  const [chosen, setChosen] = useState<Action>()
  const [open, setOpen] = useState(false)
  const takeIt = async () => {
    try {
      await steps.run((took) => take(detail, took))
      void message.success(text.case.taken)
    } catch (error) {
      void message.error(describeProblem(error, text))
    }
  }
  const run = async (step: () => Promise<unknown>) => {
    await steps.run(step)
    if (chosen) void message.success(text.case.done(text.case[chosen.name]))
  }
  return (
    <div className="row actions">
      {onApprove && (
        <>
          <Button type="primary" onClick={() => onApprove('next')}>
            {text.case.approveNext} <kbd>e</kbd>
          </Button>
          <Button onClick={() => onApprove('stay')}>{text.case.approve}</Button>
        </>
      )}
      {onAssign && (
        <Button onClick={onAssign}>
          {text.case.assign} <kbd>a</kbd>
        </Button>
      )}
      {can('take', detail.state) && <Button onClick={() => void takeIt()}>{text.case.take}</Button>}
      {actions
        .filter(({ allowed }) => allowed(detail))
        .map((action) => (
          <Button
            key={action.name}
            onClick={() => {
              setChosen(action)
              setOpen(true)
            }}
          >
            {text.case[action.name]}
          </Button>
        ))}
      {chosen && (
        <ActionDialog
          key={chosen.name}
          action={chosen}
          detail={detail}
          open={open}
          onClose={() => setOpen(false)}
          onClosed={() => setChosen(undefined)}
          run={run}
        />
      )}
    </div>
  )
}
