import type { PolicyState } from '../../../shared/policy-notices.ts'
import { useWords } from '../use-words.ts'
import { policiesText } from './policies-text.ts'

const tones: Record<PolicyState, string> = {
  draft: '',
  submitted: 'warning',
  approved: 'success',
  withdrawn: 'danger',
}

export function PolicyChip({ state }: { state: PolicyState }) {
  const words = useWords(policiesText)
  return <span className={`chip ${tones[state]}`}>{words.states[state]}</span>
}
