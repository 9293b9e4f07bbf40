import { progressSteps } from '../../../shared/case-states.ts'
import type { CaseState, ProgressStep } from '../../../shared/case-states.ts'
import { useText } from '../use-text.ts'

const stepOf: Record<CaseState, ProgressStep> = {
  open: 'handed_over',
  reopened: 'handed_over',
  in_review: 'in_review',
  waiting_for_asker: 'in_review',
  assigned: 'with_expert',
  replied: 'replied',
  delivered: 'replied',
  closed: 'closed',
  merged: 'closed',
  withdrawn: 'closed',
}

/** The five steps of a case, the present one marked. */
export function Progress({ state }: { state: CaseState }) {
  const text = useText().case
  const current = progressSteps.indexOf(stepOf[state])
  return (
    <ol className="progress" aria-label={text.progress}>
      {progressSteps.map((step, at) => (
        <li
          key={step}
          className={at <= current ? 'reached' : undefined}
          aria-current={at === current ? 'step' : undefined}
        >
          {text.steps[step]}
        </li>
      ))}
    </ol>
  )
}
