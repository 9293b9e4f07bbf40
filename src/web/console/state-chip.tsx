import type { CaseState } from '../../shared/case-states.ts'
import { useText } from './use-text.ts'

const tones: Record<CaseState, string> = {
  open: 'primary',
  in_review: 'primary',
  waiting_for_asker: '',
  assigned: '',
  replied: 'warning',
  delivered: 'success',
  closed: '',
  reopened: 'primary',
  merged: '',
  withdrawn: '',
}

export function StateChip({ state }: { state: CaseState }) {
  const { words } = useText()
  return <span className={`chip ${tones[state]}`}>{words.states[state]}</span>
}
