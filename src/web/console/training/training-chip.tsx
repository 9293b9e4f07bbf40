import type { TrainingState } from '../../../shared/training-states.ts'
import { useWords } from '../use-words.ts'
import { trainingText } from './training-text.ts'

const tones: Record<TrainingState, string> = {
  draft: '',
  open: 'primary',
  closed: 'warning',
  held: 'warning',
  counted: 'success',
  cancelled: 'danger',
}

export function TrainingChip({ state }: { state: TrainingState }) {
  const words = useWords(trainingText)
  return <span className={`chip ${tones[state]}`}>{words.states[state]}</span>
}
